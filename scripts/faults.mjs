// @ts-check
// Writes docs/faults.md from what the tests see: npm run faults
import { onOwnNode } from "./lib/bootstrap.mjs";

await onOwnNode(import.meta.url);
const { writeFaultsPage } = await import("./lib/faultsPage.mjs");
process.exit(await writeFaultsPage());
