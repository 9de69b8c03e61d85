import type { Edit, Fix } from "../diagnostic.ts";
import { insertEntry, type Place, quoteScalar, renameKey, setScalar, setValue } from "../manifest/edit.ts";
import type { Plain } from "../manifest/plain.ts";
import { removeEntries, removeItems } from "../manifest/removal.ts";
import { words } from "../words.ts";
import type { Entry, MapNode, Node, SequenceNode } from "../yaml/node.ts";

/** How sure a remedy is: only a certain one takes part in "fix all". */
export interface Sureness {
  readonly certain: boolean;
}

/** Takes a field out; no fix where it is not written in this map itself (an alias, a merge key). */
export function removal(
  text: string,
  map: Node | undefined,
  entry: Entry | undefined,
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  if (map?.kind !== "map" || entry === undefined || !isWithin(entry, map) || holdsAnchor(text, entry)) return [];
  const title = words({ en: "Remove {field}", ja: "{field} を削除する" })({ field: entry.key });
  return [{ title, edits: removeEntries(text, map, [entry]), ...sure }];
}

/** Takes an item out of a list, and the whole list with the last one. */
export function itemRemoval(
  text: string,
  map: Node | undefined,
  entry: Entry | undefined,
  item: Node,
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  const list = entry?.value;
  if (entry === undefined || list?.kind !== "sequence" || !isWithin(item, list)) return [];
  if (list.items.length === 1) return removal(text, map, entry, sure);
  const title = words({ en: "Remove {value}", ja: "{value} を削除する" })({ value: text.slice(...item.span).trim() });
  return [{ title, edits: removeItems(text, list, [item]), ...sure }];
}

/**
 * The fix that writes another value in the place of a scalar; none where there is no other value, and for a block
 * scalar.
 */
export function replacement(
  text: string,
  node: Node | undefined,
  value: string | number | boolean | undefined,
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  if (node?.kind !== "scalar" || node.style === "block" || value === undefined || value === node.value) return [];
  const title = words({ en: "Change to {value}", ja: "{value} に変更する" })({
    value: value === "" ? '""' : String(value),
  });
  return [{ title, edits: [setScalar(text, node, value)], ...sure }];
}

/** The fix that adds a field to a map; none where the map is not written out here. */
export function addition(
  text: string,
  map: Node | undefined,
  key: string,
  value: Plain,
  place?: Place,
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  if (map?.kind !== "map" || !map.entries.every((entry) => isWithin(entry, map))) return [];
  const shown = typeof value === "object" ? "" : `: ${value}`;
  const title = words({ en: "Add {field}", ja: "{field} を追加する" })({ field: key + shown });
  return [{ title, edits: [insertEntry(text, map, key, value, place)], ...sure }];
}

/** The fix that renames a field; none where the map has one of the new name. */
export function renaming(
  text: string,
  map: Node | undefined,
  entry: Entry,
  key: string,
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  if (map?.kind !== "map" || !isWithin(entry, map) || map.entries.some((other) => other.key === key)) return [];
  const title = words({ en: "Rename to {field}", ja: "{field} に名前を変える" })({ field: key });
  return [{ title, edits: [renameKey(text, entry, key)], ...sure }];
}

/** Puts quotes around a scalar, exactly as it is written. */
export function quoting(node: Node | undefined): readonly Fix[] {
  if (node?.kind !== "scalar" || node.style !== "plain") return [];
  return [{ title: words({ en: "Quote it", ja: "引用符で囲む" })(), edits: [quoteScalar(node)], certain: true }];
}

/**
 * The fix that writes another value of any shape in a field's place; none where the field is not written here, or a
 * comment would be lost.
 */
export function rewriting(
  text: string,
  map: Node | undefined,
  entry: Entry | undefined,
  value: Plain,
  title: Fix["title"],
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  if (map?.kind !== "map" || entry === undefined || !isWithin(entry, map) || holdsComment(text, entry.value)) return [];
  return [{ title, edits: [setValue(text, map, entry, value)], ...sure }];
}

/** A fix of edits that belong together; none where one of them could not be made. */
export function together(
  title: Fix["title"],
  parts: readonly (readonly Fix[])[],
  sure: Sureness = CERTAIN,
): readonly Fix[] {
  const edits: Edit[] = [];
  for (const [fix] of parts) {
    if (fix === undefined) return [];
    edits.push(...fix.edits);
  }
  return [{ title, edits, ...sure }];
}

/** The value as plain data; undefined where a part is unknown. */
export function knownPlain(node: Node): Plain | undefined {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "unknown":
      return undefined;
    case "sequence": {
      const items = node.items.map(knownPlain);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "map": {
      const pairs = node.entries.map(({ key, value }) => [key, knownPlain(value)] as const);
      return pairs.every((pair): pair is [string, Plain] => pair[1] !== undefined)
        ? Object.fromEntries(pairs)
        : undefined;
    }
  }
}

/** A remedy among several, or one that changes what the user asked for. */
export const UNCERTAIN: Sureness = { certain: false };

const CERTAIN: Sureness = { certain: true };

function isWithin(part: Entry | Node, parent: MapNode | SequenceNode): boolean {
  return parent.span[0] <= part.span[0] && part.span[1] <= parent.span[1];
}

/** What an alias elsewhere refers to must stay. */
function holdsAnchor(text: string, { span }: Entry): boolean {
  return /(?:^|[\s[{,:])&[\w-]/.test(text.slice(...span));
}

function holdsComment(text: string, { span }: Node): boolean {
  return /(?:^|\s)#/.test(text.slice(...span));
}
