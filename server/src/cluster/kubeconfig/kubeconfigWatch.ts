import { createHash } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

/** Events of a file system come in bursts, and a file is often seen half written. */
const SETTLE_MS = 150;
/** Network drives, links and folders that come later send no events: look from time to time. */
const RECHECK_MS = 3_000;

/**
 * Calls `changed` when the content of any of the files is different from before: written, made, replaced or deleted;
 * and once at the start, so that nothing is missed between the first reading and the first look.
 * The folder is watched, not the file, since editors and tools replace files.
 */
export function watchKubeconfig(files: readonly string[], changed: () => void): { dispose(): void } {
  let disposed = false;
  let settle: NodeJS.Timeout | undefined;
  let known: string | undefined;
  const watchers = new Map<string, FSWatcher>();
  const check = async () => {
    const now = await fingerprint(files);
    if (disposed) return;
    if (known !== now) changed();
    known = now;
    await watchFolders(files, watchers, soon);
    if (disposed) for (const watcher of watchers.values()) watcher.close();
  };
  const soon = () => {
    clearTimeout(settle);
    settle = setTimeout(() => void check(), SETTLE_MS);
  };
  void check();
  const recheck = setInterval(() => void check(), RECHECK_MS);
  recheck.unref();
  return {
    dispose: () => {
      disposed = true;
      clearTimeout(settle);
      clearInterval(recheck);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** Watches the folder of each file once it exists; until then the recheck finds it. */
async function watchFolders(
  files: readonly string[],
  watchers: Map<string, FSWatcher>,
  soon: () => void,
): Promise<void> {
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    const exists = await stat(folder).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (!exists || watchers.has(folder)) continue;
    try {
      const watcher = watch(folder, { persistent: false }, soon);
      const forget = () => {
        watcher.close();
        watchers.delete(folder);
      };
      watcher.on("error", forget);
      watchers.set(folder, watcher);
    } catch {
      // The recheck is enough where watching is not to be had.
    }
  }
}

async function fingerprint(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(file).catch((error: NodeJS.ErrnoException) => `unreadable: ${error.code}`);
    hash.update(`${content.length}:`).update(content);
  }
  return hash.digest("hex");
}
