import { join, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { KUSTOMIZATION_FILES, patchPaths } from "../core/manifest/kustomization.ts";
import { readManifest } from "../core/manifest/readManifest.ts";
import { type FilePods, mayHoldWorkload, type PodsCache, podsOfManifest } from "../core/pods/workload.ts";
import type { WorkspaceSnapshot } from "../core/snapshot.ts";
import { linesOf, type TextLines } from "../features/positions.ts";
import {
  FILE_LIMITS,
  type FileText,
  type FoundFile,
  findManifests,
  mayBeManifest,
  readFileText,
} from "../files/manifestFiles.ts";
import { keyOf, pathOf, uriBeside } from "../files/uris.ts";
import type { OpenDocument } from "./documents.ts";
import type { Log } from "./guard.ts";

/** The workloads of the workspace's manifests: of files as they lie on disk, of open documents as they are being typed. */
export interface Workspace {
  /** Reads the folders in the background; what was read of files before is forgotten. Resolves when all is read. */
  scan(folderUris: readonly string[], maxFiles: number): Promise<void>;
  /** Files below the folders that were created, changed or deleted: they are read again in the background. */
  didChangeFiles(uris: readonly string[]): void;
  /** Takes the text of an open document, which counts instead of the file's. */
  takeDocument(document: OpenDocument): void;
  /** From now on the file counts again. */
  didCloseDocument(uri: string): void;
  /** The lines of a file that holds workloads, for places in it; undefined for any other. */
  linesOf(uri: string): TextLines | undefined;
  dispose(): void;
}

/** Where the workspace tells what it knows. `onDidChange` is called at once for documents and now and then while reading files. */
export interface WorkspaceHost {
  /** There are folders that can be read: before they are, nothing is known to be missing. */
  readonly hasFolders: boolean;
  readonly log: Log;
  onDidChange(snapshot: WorkspaceSnapshot): void;
}

interface KnownFile extends FilePods {
  readonly uri: string;
  /** The URIs of the files that this one, a kustomization, uses as patches. */
  readonly patches: readonly string[];
  /** Undefined for an open document, which knows its lines itself, and for a file that was not read. */
  readonly lines: TextLines | undefined;
}

const PUBLISH_EVERY_MS = 500;
const FILES_AT_ONCE = 8;

/** A workspace of which nothing is read yet. */
export function createWorkspace(host: WorkspaceHost): Workspace {
  const files = new Map<string, KnownFile>();
  const openDocuments = new Map<string, KnownFile>();
  const podsOfOpenDocuments: PodsCache = new WeakMap();
  const ended = new AbortController();
  let scanning = new AbortController();
  let folderPaths: readonly string[] = [];
  let complete = !host.hasFolders;

  function publish(): void {
    const onDisk = [...files].flatMap(([key, file]) => (openDocuments.has(key) ? [] : [file]));
    const all = [...onDisk, ...openDocuments.values()];
    host.onDidChange({
      complete,
      pods: all.flatMap(({ pods }) => pods),
      patches: new Set(all.flatMap(({ patches }) => patches)),
      unreadable: all.flatMap(({ unknown, uri }) => (unknown ? [uri] : [])),
    });
  }

  /** Reads files a few at a time and lets requests through between them. */
  async function readFiles(found: readonly FoundFile[], signal: AbortSignal): Promise<void> {
    let published = performance.now();
    for (let index = 0; index < found.length && !signal.aborted; index += FILES_AT_ONCE) {
      await Promise.all(
        found.slice(index, index + FILES_AT_ONCE).map(async (file) => {
          const text = await readFileText(file.path);
          if (!signal.aborted) keep(files, file, text);
        }),
      );
      await setImmediate();
      if (signal.aborted || performance.now() - published < PUBLISH_EVERY_MS) continue;
      published = performance.now();
      publish();
    }
  }

  async function readFolders(folderUris: readonly string[], maxFiles: number, stop: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(FILE_LIMITS.scanMs)]);
    const { found, cut } = await findManifests(folderUris, { maxFiles, signal });
    await readFiles(found, signal);
    if (stop.aborted) return;
    complete = !cut && !signal.aborted;
    if (!complete)
      host.log.warn(
        `Only ${found.length} files of the workspace were looked for workloads (podsight.workspace.maxFiles).`,
      );
    publish();
  }

  function inBackground(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => host.log.error(`Reading the workspace: ${String(error)}`));
  }

  return {
    scan(folderUris, maxFiles) {
      scanning.abort();
      scanning = new AbortController();
      files.clear();
      folderPaths = folderUris.flatMap((uri) => pathOf(uri) ?? []);
      complete = false;
      publish();
      return inBackground(readFolders(folderUris, maxFiles, AbortSignal.any([scanning.signal, ended.signal])));
    },
    didChangeFiles(uris) {
      const found = uris.flatMap((uri) => foundFile(uri, folderPaths));
      if (found.length > 0) void inBackground(readFiles(found, ended.signal).then(publish));
    },
    takeDocument(document) {
      const key = keyOf(document.uri);
      const now = openFile(document, podsOfOpenDocuments);
      const before = openDocuments.get(key) ?? files.get(key) ?? NOTHING;
      openDocuments.set(key, now);
      if (!sameFacts(before, now)) publish();
    },
    didCloseDocument(uri) {
      openDocuments.delete(keyOf(uri));
      publish();
    },
    linesOf: (uri) => files.get(keyOf(uri))?.lines,
    dispose: () => ended.abort(),
  };
}

/** A file that may be a manifest and lies below one of the folders that were read. */
function foundFile(uri: string, folderPaths: readonly string[]): readonly FoundFile[] {
  const path = pathOf(uri);
  if (path === undefined || !mayBeManifest(path)) return [];
  return folderPaths.some((folder) => path.startsWith(join(folder, sep))) ? [{ uri, path }] : [];
}

/** Takes what a file holds into the files that are known: only those that hold workloads, or could, are kept. */
function keep(files: Map<string, KnownFile>, { uri, path }: FoundFile, read: FileText): void {
  const known = knownFile(uri, read);
  if (known === undefined) files.delete(path);
  else files.set(path, known);
}

function knownFile(uri: string, read: FileText): KnownFile | undefined {
  switch (read.kind) {
    case "text": {
      const patches = patchesOf(uri, read.text);
      if (!mayHoldWorkload(read.text)) return patches.length > 0 ? { ...NOTHING, uri, patches } : undefined;
      return { ...podsOfManifest(readManifest(read.text), uri), uri, patches, lines: linesOf(read.text) };
    }
    case "tooLarge":
      return mayHoldWorkload(read.beginning) ? { ...NOTHING, uri, unknown: true } : undefined;
    case "unreadable":
      return { ...NOTHING, uri, unknown: true };
    case "gone":
      return undefined;
  }
}

const NOTHING: KnownFile = { uri: "", pods: [], unknown: false, patches: [], lines: undefined };

function openFile({ uri, text, manifest }: OpenDocument, cache: PodsCache): KnownFile {
  const patches = isKustomization(uri) ? patchesOf(uri, text.getText()) : [];
  return { ...podsOfManifest(manifest(), uri, cache), uri, patches, lines: undefined };
}

function sameFacts(a: KnownFile, b: KnownFile): boolean {
  return a.unknown === b.unknown && isDeepStrictEqual(a.pods, b.pods) && isDeepStrictEqual(a.patches, b.patches);
}

function isKustomization(uri: string): boolean {
  return KUSTOMIZATION_FILES.includes(uri.slice(uri.lastIndexOf("/") + 1));
}

/** The URIs of a kustomization's patches; none for a file that is not one. */
function patchesOf(uri: string, text: string): readonly string[] {
  return isKustomization(uri) ? patchPaths(text).flatMap((path) => uriBeside(uri, path) ?? []) : [];
}
