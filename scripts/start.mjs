// @ts-check
import { readStartArguments } from "./lib/arguments.mjs";
import { onOwnNode } from "./lib/bootstrap.mjs";
import { reportLine } from "./lib/report.mjs";

const choice = readStartArguments(process.argv.slice(2));
if (choice.kind === "wrong") {
  reportLine(choice.sentence);
  process.exit(2);
}
await onOwnNode(import.meta.url);
const { session } = await import("./lib/session.mjs");
process.exit(await session(choice));
