import type { Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathOf, uriBelow } from "./uris.ts";

/** Bounds on what is read of a workspace beside the number of files, which is a setting. */
export const FILE_LIMITS = {
  /** Bytes of a file that is read whole. */
  fileBytes: 1024 * 1024,
  /** Bytes of a larger file that are looked at, to tell whether it is a manifest at all. */
  glanceBytes: 64 * 1024,
  /** Folders below a workspace folder. */
  depth: 32,
} as const;

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules", ".git", ".hg", ".svn"]);

/** Whether a path can be that of a manifest or a kustomization: by its name, and by the folders that are never looked into. */
export function mayBeManifest(path: string): boolean {
  return (
    /(?:\.(?:ya?ml|json)|[\\/]Kustomization|^Kustomization)$/i.test(path) &&
    !path.split(/[\\/]/).some((part) => SKIPPED_FOLDERS.has(part))
  );
}

/** A file that may be a manifest. */
export interface FoundFile {
  readonly uri: string;
  readonly path: string;
}

/** Bounds of a search, the signal for its end included. */
export interface SearchLimits {
  readonly maxFiles: number;
  readonly signal: AbortSignal;
}

/** The files below the folders that may be manifests; `cut` when there are more than the limits let be found. */
export async function findManifests(
  folderUris: readonly string[],
  { maxFiles, signal }: SearchLimits,
): Promise<{ readonly found: readonly FoundFile[]; readonly cut: boolean }> {
  const found: FoundFile[] = [];
  for (const folderUri of folderUris) {
    const folder = pathOf(folderUri);
    if (folder === undefined) continue;
    for await (const path of walkManifests(folder, signal)) {
      if (found.length >= maxFiles) return { found, cut: true };
      found.push({ uri: uriBelow(folderUri, relative(folder, path)), path });
    }
  }
  return { found, cut: signal.aborted };
}

/** A folder is visited once, however many links lead to it. */
async function* walkManifests(folder: string, signal: AbortSignal): AsyncGenerator<string> {
  const visited = new Set<string>();
  const ahead: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }];
  for (let next = ahead.pop(); next !== undefined && !signal.aborted; next = ahead.pop()) {
    const { path, depth } = next;
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined || visited.has(real)) continue;
    visited.add(real);
    for (const entry of await entriesOf(path)) {
      const child = join(path, entry.name);
      const kind = await kindOf(entry, child);
      if (kind === "file" && mayBeManifest(entry.name)) yield child;
      if (kind === "folder" && depth < FILE_LIMITS.depth && !SKIPPED_FOLDERS.has(entry.name)) {
        ahead.push({ path: child, depth: depth + 1 });
      }
    }
  }
}

/** What a file holds. `tooLarge` has its beginning; `unreadable` is one that is there and cannot be opened. */
export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tooLarge"; readonly beginning: string }
  | { readonly kind: "unreadable" }
  | { readonly kind: "gone" };

/** Reads a file within the limits; never throws. Only regular files are opened: a pipe would wait for ever. */
export async function readFileText(path: string): Promise<FileText> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return { kind: "gone" };
    const { size } = found;
    const handle = await open(path, "r");
    try {
      const length = size > FILE_LIMITS.fileBytes ? FILE_LIMITS.glanceBytes : size;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      const text = buffer.toString("utf8", 0, bytesRead);
      return size > FILE_LIMITS.fileBytes ? { kind: "tooLarge", beginning: text } : { kind: "text", text };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === "ENOENT" ? "gone" : "unreadable" };
  }
}

async function entriesOf(path: string): Promise<readonly Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function kindOf(entry: Dirent, path: string): Promise<"file" | "folder" | "other"> {
  const found = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
  if (found?.isFile()) return "file";
  return found?.isDirectory() ? "folder" : "other";
}
