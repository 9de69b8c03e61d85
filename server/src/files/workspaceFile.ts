import type { Manifest } from "../core/manifest/manifest.ts";
import { readManifest } from "../core/manifest/readManifest.ts";
import { mayHoldWorkload, podsOfManifest } from "../core/pods/workload.ts";
import type { WorkspaceFile } from "../core/workspace/assemble.ts";
import { patchTextOf } from "../core/workspace/kustomizations.ts";
import { mayHoldWritten, type WrittenDocument, writtenIn } from "../core/workspace/written.ts";
import { cutDocuments } from "../core/yaml/cut.ts";
import { kustomizationFile } from "./kustomizationFile.ts";
import type { FileText } from "./manifestFiles.ts";

/** A file of the workspace as it lies on disk: its workloads, and what it holds that others name or select. */
export interface KnownFile extends WorkspaceFile {
  readonly documents: readonly WrittenDocument[];
  /** The text, where it was read: for the places in it. */
  readonly text: string | undefined;
}

const NOTHING = { pods: [], unknown: false, documents: [], kustomization: undefined, text: undefined };

/** What is known of a file by its text; undefined where it holds nothing of interest. Most files are never parsed. */
export function knownFile(uri: string, read: FileText): KnownFile | undefined {
  switch (read.kind) {
    case "text":
      return fileOfText(uri, read.text);
    case "tooLarge":
      return mayHoldWorkload(read.beginning)
        ? { ...NOTHING, uri, unknown: true, reason: "tooLarge", text: undefined }
        : undefined;
    case "unreadable":
      return { ...NOTHING, uri, unknown: true, reason: "denied", servicesUnknown: true };
    case "gone":
      return undefined;
  }
}

function fileOfText(uri: string, text: string): KnownFile | undefined {
  const kustomization = kustomizationFile(uri, text);
  if (kustomization !== undefined) return { ...NOTHING, uri, kustomization, text };
  const patchText = patchTextOf(text);
  const patch = patchText === undefined ? undefined : { ...NOTHING, uri, patchText, text };
  if (!mayHoldWritten(text)) return patch;
  const manifest = readNeeded(text);
  const documents = writtenIn(manifest);
  const found = podsOfManifest(manifest, uri);
  if (documents.length === 0 && !found.unknown && !found.servicesUnknown) return patch;
  return { ...found, uri, kustomization: undefined, documents, text, patchText };
}

/** Reads only those documents of a file that can hold something: beside a Service there may be a megabyte of definitions. */
function readNeeded(text: string): Manifest {
  const { documents: spans } = cutDocuments(text, MOST_DOCUMENTS);
  const documents = spans.flatMap(([start, end]) => {
    const part = text.slice(start, end);
    if (!mayHoldWritten(part)) return [];
    return readManifest(part).documents.map((document) => ({ ...document, start: document.start + start }));
  });
  return { documents, problems: [] };
}

const MOST_DOCUMENTS = 10_000;
