import type { Entry, Node } from "./node.ts";

/** An earlier version of a text and what was read from it. */
export interface Before {
  readonly text: string;
  readonly root: Node;
}

/** What of a map or a sequence need not be read again. */
export interface Kept<Part> {
  /** Parts that stand, whole, in what both versions begin with: another one follows there. A list of the caller's own. */
  readonly parts: Part[];
  /** The part that follows them, at the same place as before, which has to be read again. */
  readonly next: Part | undefined;
}

/** The number of characters that both texts begin with. */
export function sharedLength(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < length && one.charCodeAt(shared) === other.charCodeAt(shared)) shared += 1;
  return shared;
}

/** The entries of a map that begins at `start` in both versions; none where it is not a map of that style in both. */
export function keptEntries(
  before: Node | undefined,
  style: "block" | "flow",
  start: number,
  shared: number,
): Kept<Entry> {
  const isThere = before?.kind === "map" && before.style === style && before.span[0] === start;
  return isThere ? keptParts(before.entries, ({ keySpan }) => keySpan[0], shared) : { parts: [], next: undefined };
}

/** The same for the items of a sequence. */
export function keptItems(
  before: Node | undefined,
  style: "block" | "flow",
  start: number,
  shared: number,
): Kept<Node> {
  const isThere = before?.kind === "sequence" && before.style === style && before.span[0] === start;
  return isThere ? keptParts(before.items, ({ span }) => span[0], shared) : { parts: [], next: undefined };
}

/** Where a part begins is certain from its first two characters on: `-` and a space would be another sequence. */
function keptParts<Part>(parts: readonly Part[], startOf: (part: Part) => number, shared: number): Kept<Part> {
  const next = parts.findLastIndex((part) => startOf(part) + 1 < shared);
  return { parts: parts.slice(0, Math.max(next, 0)), next: parts[next] };
}
