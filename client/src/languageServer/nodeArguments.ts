/**
 * How the server's Node is started: it keeps little memory for short-lived objects, and no threads of its own for
 * collecting them and for compiling, since it works on one document at a time. That is a quarter of its memory for
 * hardly any processor time (docs/benchmarks.md, which starts it in the same way). Without threads the collector would
 * mark in small steps between requests, for seconds after the start, and all code is half as fast while it does: it
 * marks in one go.
 */
export const NODE_ARGUMENTS: readonly string[] = [
  "--max-semi-space-size=2",
  "--single-threaded-gc",
  "--no-incremental-marking",
  "--no-concurrent-recompilation",
];
