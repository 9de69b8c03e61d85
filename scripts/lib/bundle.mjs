// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { writeValidator } from "../schema.mjs";
import { ROOT } from "./bootstrap.mjs";

const VERSION = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

/**
 * Each program is one file, so that nothing but `dist/` has to be shipped. The extension's client with the protocol's
 * library, four fifths of it, is a file of its own: VS Code waits until a file is read before it activates an extension.
 */
const PROGRAMS = {
  extension: "client/src/extension.ts",
  client: "client/src/languageServer/client.ts",
  server: "server/src/main.ts",
  cli: "server/src/cli.ts",
};

/** @type {import("esbuild").Plugin} */
const CLIENT_APART = {
  name: "client-apart",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/client\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./client.cjs", external: true } : undefined,
    ),
};

/**
 * Builds `dist/extension.cjs`, `dist/client.cjs`, `dist/server.cjs` and `dist/cli.cjs`. What else the source imports with
 * `import()` is in the same file but is not evaluated before that line runs.
 * @param {{ folder?: string }} [options] `folder` is `dist` when not given.
 * @returns {Promise<void>}
 * @throws {Error} when the source does not build
 */
export async function bundle({ folder = join(ROOT, "dist") } = {}) {
  writeValidator();
  await build({
    absWorkingDir: ROOT,
    entryPoints: PROGRAMS,
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["vscode"],
    plugins: [CLIENT_APART],
    // The editor puts its own `vscode` in the way of `require`.
    supported: { "dynamic-import": false },
    // The comments with other people's licences are kept, once, at the end of each file.
    legalComments: "eof",
    define: {
      PODSIGHT_VERSION: JSON.stringify(VERSION),
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
    },
    logLevel: "warning",
  });
}
