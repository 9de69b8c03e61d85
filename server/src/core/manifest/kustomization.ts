import type { Labels } from "../pods/pod.ts";
import { type Located, type Span, shiftSpan } from "../span.ts";
import { cutDocuments } from "../yaml/cut.ts";
import { parseDocument } from "../yaml/parse.ts";
import { entryOf, type MapNode, type Node, stringOf, valueAt } from "./node.ts";

/** The file names under which kustomize looks for a kustomization. */
export const KUSTOMIZATION_FILES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/**
 * What a kustomization does to the objects of the files that it lists, as far as matching depends on it. Paths are as
 * written: relative to its folder. What a template fills in is left out.
 */
export interface Kustomization {
  /** `resources` and the older `bases`: files, folders with a kustomization, and addresses on the network. */
  readonly resources: readonly Located<string>[];
  readonly components: readonly Located<string>[];
  /** The files of patches; inline patches have none. A patch holds a part of an object, so it cannot be judged as one. */
  readonly patches: readonly Located<string>[];
  readonly namespace: string | undefined;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  /** What selectors get: `commonLabels`, and `labels` with `includeSelectors`. */
  readonly selectorLabels: Labels;
  /** What Pod templates get: the same, and `labels` with `includeTemplates`. */
  readonly templateLabels: Labels;
}

/** Whether a URI or path is that of a kustomization. */
export function isKustomization(uri: string): boolean {
  return KUSTOMIZATION_FILES.includes(uri.slice(uri.lastIndexOf("/") + 1));
}

/** Reads a kustomization; never throws. Its `apiVersion` and `kind` may be left out, so they are not asked for. */
export function readKustomization(text: string): Kustomization {
  const { root, start } = firstDocument(text);
  const located = (node: Node | undefined) => locatedPath(node, start);
  const list = (key: string) => items(valueAt(root, key));
  const labels = labelsOf(root);
  return {
    resources: [...list("resources"), ...list("bases")].flatMap(located),
    components: list("components").flatMap(located),
    patches: [
      ...[...list("patches"), ...list("patchesJson6902")].flatMap((patch) => located(valueAt(patch, "path"))),
      ...list("patchesStrategicMerge").flatMap(located),
    ],
    namespace: stringOf(valueAt(root, "namespace")) || undefined,
    namePrefix: stringOf(valueAt(root, "namePrefix")) ?? "",
    nameSuffix: stringOf(valueAt(root, "nameSuffix")) ?? "",
    ...labels,
  };
}

function firstDocument(text: string): { readonly root: MapNode | undefined; readonly start: number } {
  for (const [start, end] of cutDocuments(text, 10).documents) {
    const { root } = parseDocument(text.slice(start, end));
    if (root?.kind === "map") return { root, start };
  }
  return { root: undefined, start: 0 };
}

function locatedPath(node: Node | undefined, start: number): readonly Located<string>[] {
  const value = stringOf(node);
  if (node === undefined || value === undefined || value === "" || value.includes("\n")) return [];
  const span: Span = shiftSpan(node.span, start);
  return [{ value, span }];
}

function labelsOf(root: Node | undefined): Pick<Kustomization, "selectorLabels" | "templateLabels"> {
  const selectorLabels = new Map(textEntries(valueAt(root, "commonLabels")));
  const templateLabels = new Map(selectorLabels);
  for (const item of items(valueAt(root, "labels"))) {
    const inSelectors = isTrue(valueAt(item, "includeSelectors"));
    if (!inSelectors && !isTrue(valueAt(item, "includeTemplates"))) continue;
    for (const [key, value] of textEntries(valueAt(item, "pairs"))) {
      templateLabels.set(key, value);
      if (inSelectors) selectorLabels.set(key, value);
    }
  }
  return { selectorLabels, templateLabels };
}

function textEntries(node: Node | undefined): readonly (readonly [key: string, value: string])[] {
  if (node?.kind !== "map") return [];
  return node.entries.flatMap(({ key }) => {
    const value = stringOf(entryOf(node, key)?.value);
    return value === undefined ? [] : [[key, value] as const];
  });
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}

function items(node: Node | undefined): readonly Node[] {
  return node?.kind === "sequence" ? node.items : [];
}
