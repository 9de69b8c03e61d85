import { join, sep } from "node:path";
import type { WorkspaceSnapshot } from "../core/snapshot.ts";
import { createAssemble } from "../core/workspace/assemble.ts";
import type { TextLines } from "../features/positions.ts";
import { type FileText, type FoundFile, findManifests, mayBeManifest } from "../files/manifestFiles.ts";
import { keyOf, pathOf } from "../files/uris.ts";
import type { OpenDocument } from "./documents.ts";
import type { Log } from "./guard.ts";
import {
  type Caches,
  type IndexedFile,
  indexedFile,
  openFile,
  sameFacts,
  sameServices,
  type WrittenFile,
} from "./indexedFile.ts";
import { readFiles } from "./readFiles.ts";

/** The manifests of the workspace: of files as they lie on disk, of open documents as they are being typed. */
export interface Workspace {
  /** Reads the folders in the background; what was read of files before is forgotten. Resolves when all is read. */
  scan(folderUris: readonly string[], limits: ScanLimits): Promise<void>;
  /** Files below the folders that were created, changed or deleted: they are read again in the background. */
  didChangeFiles(uris: readonly string[]): void;
  /** Takes the text of an open document, which counts instead of the file's. Answers whether a Service now selects something else. */
  takeDocument(document: OpenDocument): boolean;
  /** From now on the file counts again. */
  didCloseDocument(uri: string): void;
  /** The lines of a file that holds something of interest, for places in it; undefined for any other. */
  linesOf(uri: string): TextLines | undefined;
  /** Whether an open document holds something that names or selects others. */
  holds(uri: string): boolean;
  /** What the manifests hold that names or selects one another: the same array until something changes. */
  written(): readonly WrittenFile[];
  dispose(): void;
}

/** Bounds on reading a workspace, each a setting: at one of them the log says so, and nothing is known to be missing. */
export interface ScanLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly maxMs: number;
}

/** Where the workspace tells what it knows. `onDidChange` is called at once for documents and now and then while reading files. */
export interface WorkspaceHost {
  /** There are folders that can be read: before they are, nothing is known to be missing. */
  readonly hasFolders: boolean;
  readonly log: Log;
  onDidChange(snapshot: WorkspaceSnapshot): void;
}

/** A workspace of which nothing is read yet. */
export function createWorkspace(host: WorkspaceHost): Workspace {
  const files = new Map<string, IndexedFile>();
  const openDocuments = new Map<string, IndexedFile>();
  const caches: Caches = { pods: new WeakMap(), written: new WeakMap() };
  const assemble = createAssemble();
  const ended = new AbortController();
  let scanning = new AbortController();
  let folderPaths: readonly string[] = [];
  let complete = !host.hasFolders;
  let all: readonly IndexedFile[] | undefined;
  let patches: ReadonlySet<string> | undefined;

  function allFiles(): readonly IndexedFile[] {
    all ??= [...[...files].flatMap(([key, file]) => (openDocuments.has(key) ? [] : [file])), ...openDocuments.values()];
    return all;
  }
  function publish(): void {
    const snapshot = assemble(allFiles(), complete);
    ({ patches } = snapshot);
    host.onDidChange(snapshot);
  }
  function take({ uri, path }: FoundFile, text: FileText): void {
    all = undefined;
    const file = indexedFile(uri, text);
    if (file === undefined) files.delete(path);
    else files.set(path, { ...file, uri });
  }
  async function readFolders(folderUris: readonly string[], limits: ScanLimits, stop: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.maxMs)]);
    const { found, cut } = await findManifests(folderUris, { maxFiles: limits.maxFiles, signal });
    const read = await readFiles(found, { signal, maxBytes: limits.maxBytes, take, tell: publish });
    if (stop.aborted) return;
    complete = !cut && read === found.length;
    const limit = limitThatBites(limits, signal.aborted, cut && !signal.aborted);
    if (!complete)
      host.log.warn(`Only ${read} files of the workspace were looked for workloads and Services (${limit}).`);
    else if (read > 0)
      host.log.info(`Read ${read} files of the workspace in ${Math.round(performance.now() - startedAt)} ms.`);
    publish();
  }

  function inBackground(work: Promise<unknown>): Promise<void> {
    return work.then(
      () => undefined,
      (error: unknown) => host.log.error(`Reading the workspace: ${String(error)}`),
    );
  }

  return {
    scan(folderUris, limits) {
      scanning.abort();
      scanning = new AbortController();
      files.clear();
      all = undefined;
      folderPaths = folderUris.flatMap((uri) => pathOf(uri) ?? []);
      complete = false;
      publish();
      return inBackground(readFolders(folderUris, limits, AbortSignal.any([scanning.signal, ended.signal])));
    },
    didChangeFiles(uris) {
      const found = uris.flatMap((uri) => foundFile(uri, folderPaths));
      const reading = { signal: ended.signal, maxBytes: Number.POSITIVE_INFINITY, take, tell: publish };
      if (found.length > 0) void inBackground(readFiles(found, reading).then(publish));
    },
    takeDocument(document) {
      const key = keyOf(document.uri);
      const now = openFile(document, caches);
      const before = openDocuments.get(key) ?? files.get(key);
      openDocuments.set(key, now);
      all = undefined;
      const isSamePatch = !patches?.has(document.uri) || before?.patchText === now.patchText;
      if (!isSamePatch || !sameFacts(before, now)) publish();
      return !sameServices(before?.documents ?? [], now.documents);
    },
    didCloseDocument(uri) {
      openDocuments.delete(keyOf(uri));
      all = undefined;
      publish();
    },
    linesOf: (uri) => files.get(keyOf(uri))?.lines,
    holds: (uri) => (openDocuments.get(keyOf(uri))?.documents.length ?? 0) > 0,
    written: allFiles,
    dispose: () => ended.abort(),
  };
}

function limitThatBites({ maxFiles, maxBytes, maxMs }: ScanLimits, isLate: boolean, isCut: boolean): string {
  if (isLate) return `podsight.workspace.maxSeconds is ${maxMs / 1000}`;
  if (isCut) return `podsight.workspace.maxFiles is ${maxFiles}`;
  return `podsight.workspace.maxMegabytes is ${maxBytes / 1024 ** 2}`;
}

/** A file that may be a manifest and lies below one of the folders that were read. */
function foundFile(uri: string, folderPaths: readonly string[]): readonly FoundFile[] {
  const path = pathOf(uri);
  if (path === undefined || !mayBeManifest(path)) return [];
  return folderPaths.some((folder) => path.startsWith(join(folder, sep))) ? [{ uri, path }] : [];
}
