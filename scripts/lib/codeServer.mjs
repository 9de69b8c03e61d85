// @ts-check
import { copyFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { cachedFolder, exists } from "./cache.mjs";
import { seldom } from "./report.mjs";
import { run } from "./run.mjs";
import { CODE_SERVER_PACKAGES, installPackages } from "./systemPackages.mjs";

const PACKAGE = join(ROOT, "test/editor");
const FILES = ["package.json", "package-lock.json"];
const HEADERS = "/usr/include/node/node.h";

/**
 * The script that starts code-server, VS Code in a browser. It is installed the first time (2 to 5 minutes, 620 MB) and
 * kept per version outside the repository.
 * @param {import("./report.mjs").Report} report
 * @returns {Promise<string>} to be run with this Node
 * @throws {Error} when it cannot be installed; the message names the remedy where it is known.
 */
export async function codeServerScript(report) {
  const folder = await cachedFolder({
    name: "code-server",
    inputs: [join(PACKAGE, "package-lock.json")],
    report,
    make: (unfinished) => install(unfinished, report),
  });
  return join(folder, "node_modules/code-server/out/node/entry.js");
}

/**
 * @param {string} folder
 * @param {import("./report.mjs").Report} report
 */
async function install(folder, report) {
  await installPackages(CODE_SERVER_PACKAGES, "What code-server is compiled with", report);
  for (const file of FILES) await copyFile(join(PACKAGE, file), join(folder, file));
  report("Installing code-server, which is VS Code in a browser. This takes 2 to 5 minutes, once.");
  const progress = seldom(report, 10_000);
  let lines = 0;
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=http", "--foreground-scripts"], {
    cwd: folder,
    env: await environment(),
    onLine: () => progress(`  ${++lines} lines of the installation's log`),
  });
}

/** @returns {Promise<NodeJS.ProcessEnv>} */
async function environment() {
  // What an outer `npm start` says of its own Node is not true of the inner one.
  const { npm_config_user_agent: _, ...env } = process.env;
  return {
    ...env,
    // It is compiled for the Node that runs it, which is this one.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    // A system that has Node's headers need not fetch them.
    ...((await exists(HEADERS)) && process.env.npm_config_nodedir === undefined && { npm_config_nodedir: "/usr" }),
  };
}
