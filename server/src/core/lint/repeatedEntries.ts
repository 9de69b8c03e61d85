import type { Entry, MapNode, Node } from "../manifest/node.ts";
import { spanContains } from "../span.ts";

/** An entry of a map that does not count, since another one of the same key follows. */
export interface RepeatedEntry {
  readonly map: MapNode;
  readonly entry: Entry;
  /** The last of this key, which counts. */
  readonly last: Entry;
}

/**
 * Whether all entries of all maps are written where they stand. A merge key brings in entries that others are meant to
 * replace, and they cannot be told from repeated ones.
 */
export function areWritten(text: string): boolean {
  return !text.includes("<<");
}

/** The entries that do not count, in a value and all that it holds. What an alias stands for is looked at where it is written. */
export function repeatedEntries(node: Node): readonly RepeatedEntry[] {
  switch (node.kind) {
    case "scalar":
    case "unknown":
      return [];
    case "sequence":
      return node.items.flatMap(repeatedEntries);
    case "map":
      return [...repeatedIn(node), ...node.entries.flatMap(({ value }) => repeatedEntries(value))];
  }
}

function repeatedIn(map: MapNode): readonly RepeatedEntry[] {
  const { entries } = map;
  // Asked of every map of every Service: nearly none has a key twice.
  if (new Set(entries.map(({ key }) => key)).size === entries.length) return [];
  const lasts = new Map(entries.map((entry) => [entry.key, entry]));
  return entries.flatMap((entry) => {
    const last = lasts.get(entry.key);
    const isRepeated = last !== undefined && last !== entry && spanContains(map.span, entry.keySpan[0]);
    return isRepeated ? [{ map, entry, last }] : [];
  });
}
