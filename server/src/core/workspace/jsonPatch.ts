import { readPointer } from "../jsonPointer.ts";
import { cutDocuments } from "../yaml/cut.ts";
import { type Node, stringOf, valueAt } from "../yaml/node.ts";
import { parseDocument } from "../yaml/parse.ts";
import { type LabelChange, NO_CHANGE, type PatchEffect, templatePathOf, UNKNOWN_CHANGE } from "./patchEffect.ts";

/** One operation of a JSON patch (RFC 6902). Paths are keys and indexes as text. */
export interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: Node | undefined;
}

/** The operations of a JSON patch in JSON or YAML; undefined for a text that is none. */
export function readOperations(text: string): readonly Operation[] | undefined {
  const [first, another] = cutDocuments(text, 2).documents;
  if (first === undefined || (another !== undefined && text.slice(...another).trim() !== "")) return undefined;
  const { root, problems } = parseDocument(text.slice(...first));
  if (root?.kind !== "sequence" || problems.length > 0) return undefined;
  const operations = root.items.map(operationOf);
  return operations.every((operation) => operation !== undefined) ? operations : undefined;
}

function operationOf(node: Node): Operation | undefined {
  const [op, path, from] = ["op", "path", "from"].map((key) => stringOf(valueAt(node, key)));
  const [to, origin] = [path, from].map((pointer) => (pointer === undefined ? undefined : readPointer(pointer)));
  if (op === undefined || to === undefined || (from !== undefined && origin === undefined)) return undefined;
  return { op, path: to, from: origin, value: valueAt(node, "value") };
}

/** What a JSON patch does to an object of a kind. */
export function jsonPatchEffect(operations: readonly Operation[], kind: string): PatchEffect {
  const template = templatePathOf(kind);
  const changes = operations.filter(({ op }) => op !== "test");
  const isService = kind === "Service";
  return {
    isDeleted: false,
    namespace: namespaceIn(changes),
    templateLabels: isService ? NO_CHANGE : changeAt(changes, [...template, "metadata", "labels"]),
    selector: isService ? changeAt(changes, ["spec", "selector"]) : NO_CHANGE,
    changesPorts: !isService && changes.some((change) => touchesPorts(change, [...template, "spec"])),
  };
}

function namespaceIn(operations: readonly Operation[]): string | undefined {
  const last = operations.findLast(({ path }) => path.join("/") === "metadata/namespace");
  return stringOf(last?.value);
}

/** Operations come one after the other; what one of them does is kept, and the next is put over it. */
function changeAt(operations: readonly Operation[], place: readonly string[]): LabelChange {
  let replaces = false;
  const set = new Map<string, string>();
  const removed = new Set<string>();
  let isTouched = false;
  for (const operation of operations) {
    const { op, path, from, value } = operation;
    if (!isAbout(path, place) && !(from !== undefined && isAbout(from, place))) continue;
    const isSimple = op === "add" || op === "replace" || op === "remove";
    if (!isSimple || path.length < place.length || path.length > place.length + 1) return UNKNOWN_CHANGE;
    isTouched = true;
    const key = path[place.length];
    if (key === undefined) {
      const labels = op === "remove" ? [] : textEntries(value);
      if (labels === undefined) return UNKNOWN_CHANGE;
      replaces = true;
      removed.clear();
      set.clear();
      for (const [one, text] of labels) set.set(one, text);
      continue;
    }
    const text = stringOf(value);
    if (op !== "remove" && text === undefined) return UNKNOWN_CHANGE;
    if (op === "remove" || text === undefined) {
      set.delete(key);
      removed.add(key);
    } else {
      removed.delete(key);
      set.set(key, text);
    }
  }
  return isTouched ? { kind: "change", replaces, set, removed } : NO_CHANGE;
}

/** Whether a path leads to a place, below it, or to what holds it. */
function isAbout(path: readonly string[], place: readonly string[]): boolean {
  return path.slice(0, place.length).every((step, index) => step === place[index]);
}

function textEntries(node: Node | undefined): readonly (readonly [string, string])[] | undefined {
  if (node?.kind !== "map") return undefined;
  const entries = node.entries.map(({ key, value }) => [key, stringOf(value)] as const);
  return entries.every((entry): entry is readonly [string, string] => entry[1] !== undefined) ? entries : undefined;
}

/** A change of the containers as a whole, of one as a whole, or of its ports. */
function touchesPorts({ path, from }: Operation, spec: readonly string[]): boolean {
  return [path, from ?? path].some((steps) => {
    if (!isAbout(steps, spec)) return false;
    const [list, , field] = steps.slice(spec.length);
    if (list === undefined) return true;
    return (list === "containers" || list === "initContainers") && (field === undefined || field === "ports");
  });
}
