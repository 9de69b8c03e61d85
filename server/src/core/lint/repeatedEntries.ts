import { spanContains } from "../span.ts";
import type { Entry, MapNode, Node } from "../yaml/node.ts";

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
  const found: RepeatedEntry[] = [];
  collect(node, found);
  return found;
}

function collect(node: Node, found: RepeatedEntry[]): void {
  switch (node.kind) {
    case "scalar":
    case "unknown":
      return;
    case "sequence":
      for (const item of node.items) collect(item, found);
      return;
    case "map":
      if (hasRepeated(node)) found.push(...repeatedIn(node));
      for (const { value } of node.entries) collect(value, found);
  }
}

/** Asked of every map of every Service: nearly all are short, and nearly none has a key twice. */
function hasRepeated({ entries }: MapNode): boolean {
  if (entries.length > SHORT) return new Set(entries.map(({ key }) => key)).size < entries.length;
  for (let index = 1; index < entries.length; index++) {
    const key = entries[index]?.key;
    for (let before = 0; before < index; before++) if (entries[before]?.key === key) return true;
  }
  return false;
}

const SHORT = 16;

function repeatedIn(map: MapNode): readonly RepeatedEntry[] {
  const { entries } = map;
  const lasts = new Map(entries.map((entry) => [entry.key, entry]));
  return entries.flatMap((entry) => {
    const last = lasts.get(entry.key);
    const isRepeated = last !== undefined && last !== entry && spanContains(map.span, entry.keySpan[0]);
    return isRepeated ? [{ map, entry, last }] : [];
  });
}
