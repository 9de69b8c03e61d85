// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { writeValidator } from "../schema.mjs";
import { ROOT } from "./bootstrap.mjs";

const VERSION = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

/** Each program is one file, so that nothing but `dist/` has to be shipped. */
const PROGRAMS = {
  extension: "client/src/extension.ts",
  server: "server/src/main.ts",
  cli: "server/src/cli.ts",
};

/**
 * Builds `dist/extension.cjs`, `dist/server.cjs` and `dist/cli.cjs`. What the source imports with `import()` is in the
 * same file but is not evaluated before that line runs.
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
