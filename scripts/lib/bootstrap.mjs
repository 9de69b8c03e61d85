// @ts-check
import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reportLine } from "./report.mjs";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

const LEAST_NODE = 20;
/** The Node that everything here is written for; `npm ci` brings it. */
const OWN_NODE = 24;
/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * What every script does first. It installs the dependencies when they are missing or older than the lock file, and when
 * this Node is older than the repository's own, runs the same script again on that one and ends with its result.
 * @param {string} script the script's own `import.meta.url`
 * @returns {Promise<void>} only on the repository's own Node or a newer one
 */
export async function onOwnNode(script) {
  if (major() < LEAST_NODE) {
    reportLine(`Podsight's scripts need Node ${LEAST_NODE} or newer; this is ${process.version}.`);
    process.exit(1);
  }
  if (await isStale()) {
    reportLine("Installing the dependencies (npm ci).");
    const code = await runHere("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (code !== 0) {
      reportLine("npm ci failed: see its message above.");
      process.exit(1);
    }
  }
  if (major() < OWN_NODE) {
    process.exit(
      await runHere(join(ROOT, "node_modules/.bin/node"), [fileURLToPath(script), ...process.argv.slice(2)]),
    );
  }
}

/** @returns {number} */
function major() {
  return Number(process.versions.node.split(".")[0]);
}

/** @returns {Promise<boolean>} */
async function isStale() {
  const installed = await modifiedAt("node_modules/.package-lock.json");
  return installed === undefined || installed < ((await modifiedAt("package-lock.json")) ?? 0);
}

/**
 * @param {string} path
 * @returns {Promise<number | undefined>}
 */
function modifiedAt(path) {
  return stat(join(ROOT, path)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/**
 * Runs a program on this terminal. Signals are left to it: it gets the terminal's own, and those for this process alone
 * are passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} how it ended
 */
function runHere(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit" });
    for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}
