// @ts-check
import { onOwnNode } from "./lib/bootstrap.mjs";

await onOwnNode(import.meta.url);
const { packExtension } = await import("./lib/vsix.mjs");
const { file, bytes } = await packExtension();
process.stdout.write(`${file} (${Math.ceil(bytes / 1_000)} kB)\n`);
