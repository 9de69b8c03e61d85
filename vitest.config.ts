import { defineConfig } from "vitest/config";

/**
 * `unit` is what `npm run check` runs: pure functions and the language server in process.
 * The others need processes and are run by `npm test`: the built server over a pipe, a real
 * control plane, a real editor.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // There is no module-level state to keep apart, and loading everything anew for each file takes twice as long.
          isolate: false,
          include: ["server/src/**/*.test.ts", "client/src/**/*.test.ts", "test/unit/**/*.test.ts"],
          // A test ends when it is done: on a machine that does much else, one of properties takes ten times as long.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "pipe",
          include: ["test/server/**/*.test.ts"],
          globalSetup: ["test/support/buildFirst.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "cluster",
          include: ["test/cluster/**/*.test.ts", "test/differential/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "editor",
          include: ["test/editor/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
