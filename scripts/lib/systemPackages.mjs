// @ts-check
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";

/** What code-server's native modules are compiled with and against, as Debian calls it. */
export const CODE_SERVER_PACKAGES = [
  "g++",
  "make",
  "python3",
  "pkg-config",
  "libkrb5-dev",
  "libx11-dev",
  "libxkbfile-dev",
  "libsecret-1-dev",
];

/** Names of a browser that the tests can drive. */
const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium, installed first where that can be done.
 * @param {import("./report.mjs").Report} report
 * @returns {Promise<string>}
 * @throws {Error} when there is none; the message names the remedy.
 */
export async function chromium(report) {
  const found = await firstOnPath(CHROMIUM);
  if (found !== undefined) return found;
  await installPackages(["chromium"], "Chromium, which the tests of the editor drive", report);
  const installed = await firstOnPath(CHROMIUM);
  if (installed === undefined) throw new Error("Chromium was installed and yet is not on PATH.");
  return installed;
}

/**
 * Installs those Debian packages that are missing. A machine without dpkg is taken to have what it needs: what is built
 * next says what is missing.
 * @param {readonly string[]} packages
 * @param {string} purpose completes "... is needed"
 * @param {import("./report.mjs").Report} report
 * @returns {Promise<void>}
 * @throws {Error} when they cannot be installed from here; the message has the command that does.
 */
export async function installPackages(packages, purpose, report) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  const command = `apt-get install ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || (await firstOnPath(["apt-get"])) === undefined) {
    throw new Error(`${purpose} is needed: run "sudo ${command}", or what does the same on this system.`);
  }
  report(`Installing ${missing.join(", ")} (apt-get).`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "--quiet"], { env });
  await run("apt-get", ["install", "--quiet", "--yes", "--no-install-recommends", ...missing], { env });
}

/**
 * @param {readonly string[]} packages
 * @returns {Promise<readonly string[]>}
 */
async function missingPackages(packages) {
  if ((await firstOnPath(["dpkg-query"])) === undefined) return packages.includes("chromium") ? packages : [];
  const states = await Promise.all(packages.map((name) => run("dpkg-query", ["--status", name]).catch(() => "")));
  return packages.filter((_, index) => !states[index]?.includes("\nStatus: install ok installed\n"));
}

/**
 * The first of these programs that is on PATH, with its folder; undefined when none is.
 * @param {readonly string[]} names
 * @returns {Promise<string | undefined>}
 */
export async function firstOnPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
