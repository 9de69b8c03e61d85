import type { Edit } from "../diagnostic.ts";
import { insertEntry, setScalar, setValue } from "../manifest/edit.ts";
import { mergeEdits } from "../manifest/mergeEdits.ts";
import type { Plain } from "../manifest/plain.ts";
import { removeEntries } from "../manifest/removal.ts";
import type { Entry, MapNode, Node } from "../yaml/node.ts";

/** What shall become of a map's entries. */
export interface MapChanges {
  /** Keys whose entries go. */
  readonly remove: ReadonlySet<string>;
  /** Keys and values that shall stand there; new ones are added in this order. */
  readonly set: ReadonlyMap<string, Plain>;
  /** Keys behind which new entries go if they are there, else at the end: `after.get(key)`. */
  readonly after?: ReadonlyMap<string, string>;
}

/**
 * The edits that make all changes to one map, in its style, comments kept; none where it is already so.
 * Undefined where the text does not let it be changed alone: an entry comes from an anchor, or holds one.
 */
export function rewriteMap(text: string, map: MapNode, changes: MapChanges): readonly Edit[] | undefined {
  const removed = map.entries.filter(({ key }) => changes.remove.has(key));
  const changed = map.entries.filter((entry, index) => needsChange(entry, changes) && isLast(map, index));
  const added = [...changes.set].filter(([key]) => map.entries.every((entry) => entry.key !== key));
  if (removed.length + changed.length + added.length === 0) return [];
  if (!isWrittenHere(map) || removed.some((entry) => holdsAnchor(text, entry))) return undefined;
  const edits = changed.map((entry) => setEntry(text, map, entry, changes.set.get(entry.key) ?? null));
  const kept = map.entries.filter((entry) => !changes.remove.has(entry.key));
  return mergeEdits([...addEntries(text, { map, kept, removed, added, changes }), ...edits]);
}

interface Plan {
  readonly map: MapNode;
  readonly kept: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly added: readonly (readonly [key: string, value: Plain])[];
  readonly changes: MapChanges;
}

/** New entries stand behind one that stays; where none stays, the whole map is written anew. */
function addEntries(text: string, { map, kept, removed, added, changes }: Plan): readonly Edit[] {
  const last = kept.at(-1);
  if (last === undefined && added.length > 0) return replaceAll(text, map, removed, added);
  const insertions = added.map(([key, value]) => {
    const wanted = changes.after?.get(key);
    const after = kept.some((entry) => entry.key === wanted) ? wanted : last?.key;
    return insertEntry(text, map, key, value, after === undefined ? undefined : { after });
  });
  return [...insertions, ...removeEntries(text, map, removed)];
}

/** The first entry that goes makes room for the first new one. */
function replaceAll(text: string, map: MapNode, removed: readonly Entry[], added: Plan["added"]): readonly Edit[] {
  const [first, ...rest] = removed;
  const [entry, ...more] = added;
  if (first === undefined || entry === undefined) return [insertEntry(text, map, ...(added[0] ?? ["", null]))];
  const place = { after: first.key };
  return [
    ...more.map(([key, value]) => insertEntry(text, { ...map, entries: [first] }, key, value, place)),
    ...removeEntries(text, map, rest),
    renamed(text, map, first, entry),
  ];
}

function renamed(text: string, map: MapNode, entry: Entry, [key, value]: readonly [string, Plain]): Edit {
  const { span, newText } = setValue(text, map, entry, value);
  const written = text.slice(...entry.keySpan);
  const quote = /^["']/.exec(written)?.[0] ?? "";
  return { span, newText: quote + key + quote + newText.slice(written.length) };
}

function needsChange({ key, value }: Entry, { set }: MapChanges): boolean {
  const wanted = set.get(key);
  return wanted !== undefined && !(value.kind === "scalar" && value.value === wanted);
}

function isLast(map: MapNode, index: number): boolean {
  return map.entries.findLastIndex(({ key }) => key === map.entries[index]?.key) === index;
}

function setEntry(text: string, map: MapNode, entry: Entry, value: Plain): Edit {
  const scalar = typeof value !== "object" && entry.value.kind === "scalar" && entry.value.style !== "block";
  return scalar && entry.value.kind === "scalar"
    ? setScalar(text, entry.value, value)
    : setValue(text, map, entry, value);
}

/** False for a map that an alias stands for, and for one into which `<<` brings entries. */
function isWrittenHere({ span, entries }: MapNode): boolean {
  return entries.every((entry) => span[0] <= entry.span[0] && entry.span[1] <= span[1]);
}

/** Whether other places may stand for this entry's value. */
function holdsAnchor(text: string, { span, value }: Entry): boolean {
  return /(?:^|[\s,[{:-])&[^\s,[\]{}]/.test(text.slice(span[0], span[1])) && !isQuoted(value);
}

function isQuoted(node: Node): boolean {
  return node.kind === "scalar" && node.style !== "plain";
}
