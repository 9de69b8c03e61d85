// @ts-check
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const LOCK_POLL_MILLISECONDS = 500;

/**
 * A folder that is made once and kept for every later run and every clone: `~/.cache/podsight/<name>/<hash of the inputs>`.
 * It is made under another name and renamed when complete, so that a folder that is there is whole; a second run that
 * wants the same folder waits for the first one.
 * @param {{
 *   name: string,
 *   inputs: readonly string[],
 *   make: (folder: string) => Promise<void>,
 *   report: import("./report.mjs").Report,
 * }} options `inputs` are files whose text names what is made.
 * @returns {Promise<string>} the folder
 */
export async function cachedFolder({ name, inputs, make, report }) {
  const folder = join(cacheRoot(), name, await hashOf(inputs));
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const unlock = await lock(`${folder}.lock`, () => report(`Another run is making ${folder}; waiting for it.`));
  try {
    if (await exists(folder)) return folder;
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    await make(unfinished);
    await rename(unfinished, folder);
    return folder;
  } finally {
    await unlock();
  }
}

/** @returns {string} */
function cacheRoot() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "podsight");
}

/**
 * @param {readonly string[]} files
 * @returns {Promise<string>}
 */
async function hashOf(files) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

/**
 * The lock is a file with the holder's process id; that of a process which no longer runs is taken over.
 * @param {string} file
 * @param {() => void} onWait
 * @returns {Promise<() => Promise<void>>} what gives the lock back
 */
async function lock(file, onWait) {
  for (let waited = false; ; waited = true) {
    try {
      await writeFile(file, String(process.pid), { flag: "wx" });
      return () => rm(file, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    if (!(await isHeld(file))) {
      await rm(file, { force: true });
      continue;
    }
    if (!waited) onWait();
    await pause(LOCK_POLL_MILLISECONDS);
  }
}

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function isHeld(file) {
  const holder = Number(await readFile(file, "utf8").catch(() => ""));
  if (!holder) return false;
  try {
    process.kill(holder, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
export function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
