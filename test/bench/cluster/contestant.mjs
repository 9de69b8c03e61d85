// @ts-check
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * What a contestant tells its measurer.
 * @typedef {{ kind: "ready" }
 *   | { kind: "complete", milliseconds: number, what: string }
 *   | { kind: "heap", bytes: number }} Told
 */

/**
 * Makes this process a contestant: it is ready, completes its picture when it is told `start`, goes on following it, and
 * says what its objects take when it is told `heap`.
 * @param {() => Promise<string>} complete resolves when the picture is complete, with what it is
 */
export function contest(complete) {
  const tell = (/** @type {Told} */ told) => process.send?.(told);
  process.on("message", async (message) => {
    if (message === "heap") tell({ kind: "heap", bytes: bytesInUse() });
    if (message !== "start") return;
    const startedAt = performance.now();
    const what = await complete();
    tell({ kind: "complete", milliseconds: performance.now() - startedAt, what });
  });
  // Nobody is left to be told anything.
  process.on("disconnect", () => process.exit());
  tell({ kind: "ready" });
}

function bytesInUse() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
