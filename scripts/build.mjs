// @ts-check
import { onOwnNode } from "./lib/bootstrap.mjs";

await onOwnNode(import.meta.url);
const { bundle } = await import("./lib/bundle.mjs");
await bundle();
