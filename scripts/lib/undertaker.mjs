// @ts-check
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

/**
 * Sees to it that nothing stays behind, whatever ends this process: Ctrl-C, a crash, `kill -9`. It is a process of its
 * own that holds the other end of a pipe; when the pipe closes, it kills the processes it was told of and removes the
 * folders. (A handler in this process would do for Ctrl-C but not for the rest.)
 * @returns {{
 *   process: (pid: number | undefined) => void,
 *   gone: (pid: number | undefined) => void,
 *   user: (folder: string) => void,
 *   folder: (path: string) => void,
 *   bury: () => Promise<void>,
 * }} `process` names the leader of a process group, `gone` takes it back, `user` names all processes
 *   whose command line names a folder, `bury` does it all now.
 */
export function hireUndertaker() {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    stdio: ["pipe", "inherit", "inherit"],
    detached: true,
  });
  child.unref();
  /** @type {any} */ (child.stdin).unref();
  const closed = new Promise((resolve) => child.once("close", resolve));
  const tell = (/** @type {string} */ line) => child.stdin.write(`${line}\n`);
  return {
    process: (pid) => pid !== undefined && tell(`process ${pid}`),
    gone: (pid) => pid !== undefined && tell(`gone ${pid}`),
    user: (folder) => tell(`user ${folder}`),
    folder: (path) => tell(`folder ${path}`),
    bury: async () => {
      child.ref();
      child.stdin.end();
      await closed;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await waitForTheEnd();

async function waitForTheEnd() {
  // A terminal's Ctrl-C and hang-up are for the process that is watched.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
  const processes = new Set();
  const users = new Set();
  const folders = new Set();
  for await (const line of createInterface({ input: process.stdin })) {
    const [kind, ...rest] = line.split(" ");
    const name = rest.join(" ");
    if (kind === "process") processes.add(Number(name));
    if (kind === "gone") processes.delete(Number(name));
    if (kind === "user") users.add(name);
    if (kind === "folder") folders.add(name);
  }
  for (const folder of users) for (const pid of await usersOf(folder)) kill(pid);
  for (const pid of processes) kill(-pid);
  // What was just killed may still be writing.
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/**
 * @param {string} folder
 * @returns {Promise<readonly number[]>}
 */
async function usersOf(folder) {
  const lines = await run("ps", ["-ww", "-e", "-o", "pid=,args="]).catch(() => "");
  return lines
    .split("\n")
    .filter((line) => line.includes(folder))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}

/** @param {number} pid negative for a process group */
function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
