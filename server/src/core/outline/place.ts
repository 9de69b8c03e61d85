import type { Span } from "../span.ts";
import type { Node } from "../yaml/node.ts";

/** Keys and indexes from a document's root. */
export type Path = readonly (string | number)[];

/** Where in a document somebody writes; every offset is the document's. */
export interface Place {
  /** `key`: a name in the map at `path`. `value`: what stands at `path`, behind its colon, dash or bracket. */
  readonly kind: "key" | "value";
  readonly path: Path;
  readonly style: "block" | "flow";
  /** What is typed already and would be replaced; empty where nothing is. */
  readonly span: Span;
  /** A colon follows the key, so that only its name is being written. */
  readonly hasColon: boolean;
  /** Nothing is written at `path` yet: whoever knows the field knows whether a map, a list or a value begins here. */
  readonly isFresh: boolean;
  /** The character before `span` is a colon or dash that needs a blank behind it. */
  readonly needsBlank: boolean;
  /** Where a comma is missing before this place; undefined where none is. */
  readonly commaBefore: number | undefined;
  /** Another entry follows without a comma between. */
  readonly commaAfter: boolean;
}

/** The value at a path of keys and indexes; of repeated keys the last. Undefined where the path leaves the tree. */
export function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  let node = root;
  for (const step of path) {
    if (node?.kind === "map" && typeof step === "string")
      node = node.entries.findLast(({ key }) => key === step)?.value;
    else if (node?.kind === "sequence" && typeof step === "number") node = node.items[step];
    else return undefined;
  }
  return node;
}

/** A place with what most places have; what differs is given. */
export function placeOf(place: Pick<Place, "kind" | "path" | "style" | "span"> & Partial<Place>): Place {
  return { hasColon: false, isFresh: false, needsBlank: false, commaBefore: undefined, commaAfter: false, ...place };
}
