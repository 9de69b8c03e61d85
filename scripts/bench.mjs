// @ts-check
import { onOwnNode } from "./lib/bootstrap.mjs";

await onOwnNode(import.meta.url);
const { bench } = await import("../test/bench/bench.mjs");
process.exit(await bench(process.argv.slice(2)));
