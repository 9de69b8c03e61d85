// @ts-check
import { onOwnNode } from "./lib/bootstrap.mjs";

await onOwnNode(import.meta.url);
const { testEverything } = await import("./lib/testEverything.mjs");
process.exit(await testEverything(process.argv.slice(2)));
