import type { Span } from "../span.ts";

/** What a manifest says, as kubectl would hand it to the API server, every value with its span. */
export type Node = MapNode | SequenceNode | ScalarNode | UnknownNode;

/** A mapping of YAML, or an object of JSON. */
export interface MapNode {
  readonly kind: "map";
  readonly span: Span;
  readonly style: "block" | "flow";
  /** In the order of the text; a key may occur twice, and the last one counts (see {@link entryOf}). */
  readonly entries: readonly Entry[];
}

/** A key of a map with its value; the key is the text that it stands for. */
export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
  /** From the key's start to the value's end. */
  readonly span: Span;
}

/** A sequence of YAML, or an array of JSON. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly span: Span;
  readonly style: "block" | "flow";
  readonly items: readonly Node[];
}

/** The value as YAML 1.1 and JSON rules give it to kubectl; `written` is the text between the quotes, if any. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: string | number | boolean | null;
  readonly written: string;
  readonly style: "plain" | "single" | "double" | "block";
}

/** A value that a template will fill in (`{{ .Values.port }}`, `${PORT}`): no rule may judge it. */
export interface UnknownNode {
  readonly kind: "unknown";
  readonly span: Span;
}

/** The entry of a key: the last one where the key is repeated, as kubectl reads it; undefined where there is none. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  if (node?.kind !== "map") return undefined;
  // Asked for every field of every Service, where a function for each would cost more than the rest.
  for (let index = node.entries.length - 1; index >= 0; index--) {
    const entry = node.entries[index];
    if (entry?.key === key) return entry;
  }
  return undefined;
}

/** The value at a path of keys, or undefined where a step is missing or not a map. */
export function valueAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let current = node;
  for (const key of path) current = entryOf(current, key)?.value;
  return current;
}

/** The text of a string scalar, or undefined for anything else, a template included. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** Whether two values are written alike, wherever in their texts. */
export function isSameNode(one: Node | undefined, other: Node | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  switch (one.kind) {
    case "scalar":
      return other.kind === "scalar" && one.value === other.value && one.written === other.written;
    case "unknown":
      return other.kind === "unknown";
    case "sequence":
      if (other.kind !== "sequence" || one.items.length !== other.items.length) return false;
      return one.items.every((item, index) => isSameNode(item, other.items[index]));
    case "map":
      if (other.kind !== "map" || one.entries.length !== other.entries.length) return false;
      return one.entries.every((entry, index) => isSameEntry(entry, other.entries[index]));
  }
}

function isSameEntry({ key, value }: Entry, other: Entry | undefined): boolean {
  return key === other?.key && isSameNode(value, other.value);
}

/** The value as plain JSON, of repeated keys the last; a value that a template fills in is undefined. */
export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "unknown":
      return undefined;
    case "sequence":
      return node.items.map(plainOf);
    case "map": {
      const plain: Record<string, unknown> = {};
      for (const { key, value } of node.entries) setOwn(plain, key, plainOf(value));
      return plain;
    }
  }
}

/** An object without a prototype would do as well, and is several times slower. */
function setOwn(plain: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(plain, key, { value, enumerable: true, configurable: true, writable: true });
  else plain[key] = value;
}
