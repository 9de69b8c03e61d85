// @ts-check
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { bundle } from "./bundle.mjs";
import { run } from "./run.mjs";

const MOST_BYTES = 1_500_000;

/**
 * Builds the extension and packs it; what goes in is listed in `.vscodeignore`.
 * @param {{ file?: string }} [options] `file` is `podsight-VERSION.vsix` in the repository when not given.
 * @returns {Promise<{ file: string, bytes: number }>}
 * @throws {Error} when it does not build, or is larger than people should have to download
 */
export async function packExtension({ file } = {}) {
  await bundle();
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const target = file ?? join(ROOT, `podsight-${version}.vsix`);
  const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
  await run(process.execPath, [vsce, "package", "--no-dependencies", "--out", target], { cwd: ROOT });
  const { size } = await stat(target);
  if (size > MOST_BYTES) throw new Error(`${target} has ${size} bytes; ${MOST_BYTES} is the limit.`);
  return { file: target, bytes: size };
}
