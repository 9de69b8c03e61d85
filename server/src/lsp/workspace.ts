import { join, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { type PodsCache, podsOfManifest } from "../core/pods/workload.ts";
import type { WorkspaceSnapshot } from "../core/snapshot.ts";
import { createAssemble, type WorkspaceFile } from "../core/workspace/assemble.ts";
import { sameClaims } from "../core/workspace/claims.ts";
import { patchTextOf } from "../core/workspace/kustomizations.ts";
import { type WrittenCache, type WrittenDocument, type WrittenObject, writtenIn } from "../core/workspace/written.ts";
import { linesOf, type TextLines } from "../features/positions.ts";
import { kustomizationFile } from "../files/kustomizationFile.ts";
import { type FoundFile, findManifests, mayBeManifest, readFileText } from "../files/manifestFiles.ts";
import { keyOf, pathOf } from "../files/uris.ts";
import { knownFile } from "../files/workspaceFile.ts";
import type { OpenDocument } from "./documents.ts";
import type { Log } from "./guard.ts";

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

/** One file with what it holds; spans of the objects are relative to their documents. */
export interface WrittenFile {
  readonly uri: string;
  readonly documents: readonly WrittenDocument[];
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

interface IndexedFile extends WorkspaceFile, WrittenFile {
  /** Undefined for an open document, which knows its lines itself, and for a file that was not read. */
  readonly lines: TextLines | undefined;
}

/** How soon while reading it is told what is known by then; each time twice as long, since every answer is then computed anew. */
const FIRST_PUBLISH_MS = 1_000;
/** Files that are asked of the disk together. */
const FILES_AT_ONCE = 16;
/** How long files are read in one go before requests are let through. */
const SLICE_MS = 0.5;

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
  function keep({ uri, path }: FoundFile, file: IndexedFile | undefined): void {
    all = undefined;
    if (file === undefined) files.delete(path);
    else files.set(path, { ...file, uri });
  }

  /** Reads files a few at a time, and lets requests through every other moment. Answers how many it has read. */
  async function readFiles(found: readonly FoundFile[], signal: AbortSignal, maxBytes: number): Promise<number> {
    let [publishedAt, publishEveryMs] = [performance.now(), FIRST_PUBLISH_MS];
    let sliceEnd = performance.now() + SLICE_MS;
    let room = maxBytes;
    for (let index = 0; index < found.length; index += FILES_AT_ONCE) {
      const some = found.slice(index, index + FILES_AT_ONCE);
      const texts = await Promise.all(some.map(async (file) => [file, await readFileText(file.path)] as const));
      for (const [file, text] of texts) {
        if (performance.now() > sliceEnd) {
          await setImmediate();
          sliceEnd = performance.now() + SLICE_MS;
        }
        if (signal.aborted || room < 0) return index;
        if (text.kind === "text") room -= text.text.length;
        keep(file, indexedFile(file.uri, text));
      }
      if (performance.now() - publishedAt < publishEveryMs) continue;
      publish();
      [publishedAt, publishEveryMs] = [performance.now(), publishEveryMs * 2];
    }
    return found.length;
  }

  async function readFolders(folderUris: readonly string[], limits: ScanLimits, stop: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.maxMs)]);
    const { found, cut } = await findManifests(folderUris, { maxFiles: limits.maxFiles, signal });
    const read = await readFiles(found, signal, limits.maxBytes);
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
      if (found.length > 0) void inBackground(readFiles(found, ended.signal, Number.POSITIVE_INFINITY).then(publish));
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

function indexedFile(uri: string, read: Parameters<typeof knownFile>[1]): IndexedFile | undefined {
  const known = knownFile(uri, read);
  if (known === undefined) return undefined;
  const { text, ...file } = known;
  return { ...file, lines: text === undefined ? undefined : linesOf(text) };
}

interface Caches {
  readonly pods: PodsCache;
  readonly written: WrittenCache;
}

function openFile({ uri, text, manifest }: OpenDocument, caches: Caches): IndexedFile {
  const documents = writtenIn(manifest(), caches.written);
  const kustomization = kustomizationFile(uri, text.getText());
  const patchText = patchTextOf(text.getText());
  return {
    ...podsOfManifest(manifest(), uri, caches.pods),
    uri,
    documents,
    kustomization,
    patchText,
    lines: undefined,
  };
}

/** Whether the Services have the names and selectors that they had; documents of which nothing has changed keep their objects. */
function sameServices(before: readonly WrittenDocument[], now: readonly WrittenDocument[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ objects }, index) => {
      const known = before[index]?.objects;
      return known === objects || JSON.stringify(known?.map(selection)) === JSON.stringify(objects.map(selection));
    })
  );
}

function selection(object: WrittenObject): unknown {
  if (object.kind !== "service") return undefined;
  const { selector } = object.service;
  const pairs = selector.kind === "pairs" ? selector.pairs.map(({ key, value }) => [key, value]) : [];
  return [object.name?.value, object.namespace, pairs];
}

/** Whether the snapshot stays as it is. What names or selects others is asked of {@link Workspace.written}. */
function sameFacts(a: IndexedFile | undefined, b: IndexedFile): boolean {
  return (
    (a?.unknown ?? false) === b.unknown &&
    a?.servicesUnknown === b.servicesUnknown &&
    isDeepStrictEqual(a?.pods ?? [], b.pods) &&
    isDeepStrictEqual(a?.kustomization, b.kustomization) &&
    sameClaims(a, b)
  );
}
