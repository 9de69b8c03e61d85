/**
 * How the server's Node is started: it keeps little memory for short-lived objects, and no threads of its own for
 * collecting them and for compiling, since it works on one document at a time. That is a quarter of its memory for
 * hardly any processor time (docs/benchmarks.md, which starts it in the same way).
 */
export const NODE_ARGUMENTS: readonly string[] = [
  "--max-semi-space-size=2",
  "--single-threaded-gc",
  "--no-concurrent-recompilation",
];
