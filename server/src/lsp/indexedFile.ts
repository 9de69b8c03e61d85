import { isDeepStrictEqual } from "node:util";
import { type PodsCache, podsOfManifest } from "../core/pods/workload.ts";
import type { WorkspaceFile } from "../core/workspace/assemble.ts";
import { sameClaims } from "../core/workspace/claims.ts";
import { patchTextOf } from "../core/workspace/kustomizations.ts";
import { type WrittenCache, type WrittenDocument, type WrittenObject, writtenIn } from "../core/workspace/written.ts";
import { linesOf, type TextLines } from "../features/positions.ts";
import { kustomizationFile } from "../files/kustomizationFile.ts";
import type { FileText } from "../files/manifestFiles.ts";
import { knownFile } from "../files/workspaceFile.ts";
import type { OpenDocument } from "./documents.ts";

/** One file with what it holds; spans of the objects are relative to their documents. */
export interface WrittenFile {
  readonly uri: string;
  readonly documents: readonly WrittenDocument[];
}

/** A file of the workspace with all that is known of it. */
export interface IndexedFile extends WorkspaceFile, WrittenFile {
  /** Undefined for an open document, which knows its lines itself, and for a file that was not read. */
  readonly lines: TextLines | undefined;
}

/** A file as it was read; undefined where it is gone, or holds nothing that counts. */
export function indexedFile(uri: string, read: FileText): IndexedFile | undefined {
  const known = knownFile(uri, read);
  if (known === undefined) return undefined;
  const { text, ...file } = known;
  return { ...file, lines: text === undefined ? undefined : linesOf(text) };
}

/** What was read of documents that have not changed since. */
export interface Caches {
  readonly pods: PodsCache;
  readonly written: WrittenCache;
}

/** An open document, as it is typed. */
export function openFile({ uri, text, manifest }: OpenDocument, caches: Caches): IndexedFile {
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
export function sameServices(before: readonly WrittenDocument[], now: readonly WrittenDocument[]): boolean {
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

/** Whether the snapshot stays as it is. What names or selects others is asked of the written files. */
export function sameFacts(a: IndexedFile | undefined, b: IndexedFile): boolean {
  return (
    (a?.unknown ?? false) === b.unknown &&
    a?.servicesUnknown === b.servicesUnknown &&
    isDeepStrictEqual(a?.pods ?? [], b.pods) &&
    isDeepStrictEqual(a?.kustomization, b.kustomization) &&
    sameClaims(a, b)
  );
}
