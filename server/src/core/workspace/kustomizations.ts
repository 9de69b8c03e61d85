import type { WrittenPatch } from "../manifest/kustomization.ts";
import { type Form, formsOf, type Overlay } from "./forms.ts";
import { readPatches } from "./patches.ts";

/** A kustomization with its paths as URIs. */
export interface KustomizationFile extends Omit<Overlay, "patches"> {
  /** Of files that it uses as patches. */
  readonly patchFiles: readonly string[];
  readonly changes: readonly PlacedPatch[];
}

/** A patch in a file, or inline; neither where it cannot be found. */
export interface PlacedPatch extends Omit<WrittenPatch, "path"> {
  readonly uri: string | undefined;
}

/** A file that may be a kustomization, or a patch of one. */
export interface KustomizedFile {
  readonly uri: string;
  readonly kustomization: KustomizationFile | undefined;
  /** The text of a file that may be a patch; undefined where it cannot be one, and where it is too large to be kept. */
  readonly patchText?: string | undefined;
}

/** What the kustomizations of a workspace make of its files. */
export interface Kustomized {
  readonly forms: ReadonlyMap<string, readonly Form[]>;
  /** The files that are patches. */
  readonly patches: ReadonlySet<string>;
}

/** Reads what kustomizations make of files; the same object for as long as they and their patches are the same. */
export function createKustomize(): (files: readonly KustomizedFile[]) => Kustomized {
  let last:
    | { readonly parts: readonly KustomizedFile[]; readonly texts: readonly unknown[]; readonly known: Kustomized }
    | undefined;
  return (files) => {
    const overlays = files.filter(({ kustomization }) => kustomization !== undefined);
    const patches = last !== undefined && isSame(last.parts, overlays) ? last.known.patches : patchesNamed(overlays);
    const named = patches.size === 0 ? [] : files.filter(({ uri }) => patches.has(uri));
    const texts = named.map(({ patchText }) => patchText);
    if (last === undefined || !isSame(last.parts, overlays) || !isSame(last.texts, texts)) {
      const textOf = new Map(named.map(({ uri, patchText }) => [uri, patchText]));
      last = { parts: overlays, texts, known: { forms: formsOf(overlaysOf(overlays, textOf)), patches } };
    }
    return last.known;
  };
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && now.every((one, index) => one === before[index]);
}

function patchesNamed(files: readonly KustomizedFile[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ kustomization }) => kustomization?.patchFiles ?? []));
}

function overlaysOf(
  files: readonly KustomizedFile[],
  textOf: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, Overlay> {
  return new Map(
    files.flatMap(({ uri, kustomization }) =>
      kustomization === undefined ? [] : [[uri, overlayOf(kustomization, textOf)] as const],
    ),
  );
}

/** A file that is not among the texts holds no labels, selectors or ports: else it would be kept. */
function overlayOf(
  { changes, patchFiles: _, isOpen, ...overlay }: KustomizationFile,
  textOf: ReadonlyMap<string, string | undefined>,
): Overlay {
  const read = changes.map((change) => {
    const { uri } = change;
    if (uri !== undefined && !textOf.has(uri)) return NOTHING;
    const text = uri === undefined ? change.text : textOf.get(uri);
    return text === undefined ? UNREADABLE : readPatches(text, change);
  });
  return {
    ...overlay,
    patches: read.flatMap(({ patches }) => patches),
    isOpen: isOpen || read.some((one) => one.isOpen),
  };
}

const NOTHING = { patches: [], isOpen: false };
const UNREADABLE = { patches: [], isOpen: true };

/** More than patches have. */
const MOST_CHARACTERS = 64 * 1024;
const OPERATIONS = /\bop["']?\s*:\s*["']?(?:add|remove|replace|move|copy)\b/;
const PART_OF_OBJECT = /(?:\b(?:template|selector)|\$patch)["']?\s*:|\bkind["']?\s*:\s*["']?Pod\b/;

/** The text of a file, where it may be a patch that changes what matching depends on; else undefined. Cheap. */
export function patchTextOf(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  return PART_OF_OBJECT.test(text) || OPERATIONS.test(text) ? text : undefined;
}
