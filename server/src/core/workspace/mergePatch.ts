import { cutDocuments } from "../yaml/cut.ts";
import { type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import { parseDocument } from "../yaml/parse.ts";
import { items } from "./nodes.ts";
import { type LabelChange, NO_CHANGE, type PatchEffect, templatePathOf, UNKNOWN_CHANGE } from "./patchEffect.ts";

/** A strategic merge patch: a part of an object. */
export interface MergePatch {
  readonly node: MapNode;
  readonly kind: string;
  readonly name: string;
}

/** Patches of one text. */
const MOST_PATCHES = 100;

/**
 * The strategic merge patches of a text, a document each; undefined where one cannot be read. One that `isNamed` says
 * itself what it is for.
 */
export function readMergePatches(text: string, isNamed: boolean): readonly MergePatch[] | undefined {
  const patches: MergePatch[] = [];
  for (const [start, end] of cutDocuments(text, MOST_PATCHES).documents) {
    const { root, problems, template } = parseDocument(text.slice(start, end));
    if (problems.length > 0 || template === "structure") return undefined;
    if (root === undefined || (root.kind === "scalar" && root.value === null)) continue;
    if (root.kind !== "map") return undefined;
    const kind = stringOf(valueAt(root, "kind")) ?? "";
    const name = stringOf(valueAt(root, "metadata", "name")) ?? "";
    if (isNamed && (kind === "" || name === "")) return undefined;
    patches.push({ node: root, kind, name });
  }
  return patches;
}

/** What a strategic merge patch does to an object of a kind. */
export function mergePatchEffect(node: MapNode, kind: string): PatchEffect {
  const template = templatePathOf(kind);
  const spec = valueAt(node, ...template, "spec");
  return {
    isDeleted: stringOf(valueAt(node, "$patch")) === "delete",
    // kustomize puts an object's own namespace back after such a patch.
    namespace: undefined,
    templateLabels: kind === "Service" ? NO_CHANGE : changeAt(node, [...template, "metadata", "labels"]),
    selector: kind === "Service" ? changeAt(node, ["spec", "selector"]) : NO_CHANGE,
    changesPorts: kind !== "Service" && (isReplaced(node, template) || touchesPorts(spec)),
  };
}

function changeAt(root: MapNode, path: readonly string[]): LabelChange {
  if (stringOf(valueAt(root, "$patch")) === "delete") return NO_CHANGE;
  if (isReplaced(root, path.slice(0, -1))) return UNKNOWN_CHANGE;
  return mapChange(valueAt(root, ...path));
}

/** Whether something on the way to a place is put in place of what there was, or cannot be read. */
function isReplaced(root: MapNode, path: readonly string[]): boolean {
  let node: Node | undefined = root;
  for (const key of [...path, ""]) {
    if (node === undefined) return false;
    if (node.kind !== "map") return true;
    const directive = stringOf(valueAt(node, "$patch"));
    if (directive !== undefined && directive !== "merge" && !(node === root && directive === "delete")) return true;
    node = valueAt(node, key);
  }
  return false;
}

function mapChange(node: Node | undefined): LabelChange {
  if (node === undefined) return NO_CHANGE;
  const isNothing = node.kind === "scalar" && node.value === null;
  if (isNothing) return { kind: "change", replaces: true, set: new Map(), removed: new Set() };
  if (node.kind !== "map") return UNKNOWN_CHANGE;
  const set = new Map<string, string>();
  const removed = new Set<string>();
  let replaces = false;
  for (const { key, value } of node.entries) {
    const text = stringOf(value);
    if (key === "$patch") replaces = text === "replace" || text === "delete";
    else if (key.startsWith("$")) return UNKNOWN_CHANGE;
    else if (text !== undefined) set.set(key, text);
    else if (value.kind === "scalar" && value.value === null) removed.add(key);
    else return UNKNOWN_CHANGE;
  }
  return { kind: "change", replaces, set, removed };
}

/** A container that comes without ports changes none. */
function touchesPorts(spec: Node | undefined): boolean {
  if (spec === undefined) return false;
  if (spec.kind !== "map" || valueAt(spec, "$patch") !== undefined) return true;
  return ["containers", "initContainers"].some((key) => {
    const containers = valueAt(spec, key);
    if (containers !== undefined && containers.kind !== "sequence") return true;
    return items(containers).some(
      (container) =>
        container.kind !== "map" ||
        container.entries.some((entry) => entry.key === "ports" || entry.key.startsWith("$")),
    );
  });
}
