import type { Labels } from "../pods/pod.ts";
import { type Located, type Span, shiftSpan } from "../span.ts";
import { cutDocuments } from "../yaml/cut.ts";
import { entryOf, type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import { parseDocument } from "../yaml/parse.ts";

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
  /** Other files of kustomize's own: generators, transformers, replacements, definitions. */
  readonly otherFiles: readonly Located<string>[];
  readonly namespace: string | undefined;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  /** What selectors get: `commonLabels`, and `labels` with `includeSelectors`. */
  readonly selectorLabels: Labels;
  /** What Pod templates get: the same, and `labels` with `includeTemplates`. */
  readonly templateLabels: Labels;
  /** What objects get themselves, a bare Pod among them: the same, and all other `labels`. */
  readonly objectLabels: Labels;
  /** What it changes by patches, in the order in which they are applied. */
  readonly changes: readonly WrittenPatch[];
  /**
   * It may add objects, or change labels, selectors and namespaces, by means that are not followed here: generators,
   * transformers, charts, vars, replacements, fields of its own for labels.
   */
  readonly isOpen: boolean;
}

/** A patch as a kustomization names it: by a path relative to its folder, or inline; both undefined where a template fills it in. */
export interface WrittenPatch {
  readonly path: string | undefined;
  readonly text: string | undefined;
  /** What the objects are called that it is for; undefined for those that the patch itself names. */
  readonly target: PatchTarget | undefined;
  /** Applied after the kustomization's own labels and namespace (`patchesJson6902`). */
  readonly isLate: boolean;
}

/** The `target` of a patch. A field that is undefined fits any object. */
export interface PatchTarget {
  readonly kind: string | undefined;
  /** A regular expression for the whole name. */
  readonly name: string | undefined;
  /** It also asks for labels, annotations or a namespace, or a template fills in a part of it. */
  readonly isNarrower: boolean;
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
      ...list("patchesStrategicMerge")
        .filter((node) => pathOrText(stringOf(node)).path !== undefined)
        .flatMap(located),
    ],
    otherFiles: [
      ...OTHER_LISTS.flatMap((key) => list(key).flatMap(located)),
      ...[...list("replacements"), valueAt(root, "openapi")].flatMap((one) => located(valueAt(one, "path"))),
    ],
    namespace: stringOf(valueAt(root, "namespace")) || undefined,
    namePrefix: stringOf(valueAt(root, "namePrefix")) ?? "",
    nameSuffix: stringOf(valueAt(root, "nameSuffix")) ?? "",
    ...labels,
    changes: changesOf(root),
    isOpen: isOpen(root),
  };
}

const OTHER_LISTS = ["generators", "transformers", "validators", "configurations", "crds"];

/** In the order of kustomize's transformers. */
function changesOf(root: Node | undefined): readonly WrittenPatch[] {
  const inOrder = [
    ...items(valueAt(root, "patchesStrategicMerge")).map((node) => ({ node, isLate: false })),
    ...items(valueAt(root, "patches")).map((node) => ({ node, isLate: false })),
    ...items(valueAt(root, "patchesJson6902")).map((node) => ({ node, isLate: true })),
  ];
  return inOrder.map(({ node, isLate }) => {
    if (node.kind !== "map") return { ...pathOrText(stringOf(node)), target: undefined, isLate };
    const path = stringOf(valueAt(node, "path"));
    const text = stringOf(valueAt(node, "patch"));
    return { path, text: path === undefined ? text : undefined, target: targetOf(valueAt(node, "target")), isLate };
  });
}

/** `patchesStrategicMerge` takes both: a patch has several fields or is JSON, a path is one line. */
function pathOrText(written: string | undefined): Pick<WrittenPatch, "path" | "text"> {
  const isText = written !== undefined && /\n|:\s|^\s*[{[]/.test(written);
  return isText ? { path: undefined, text: written } : { path: written, text: undefined };
}

function targetOf(node: Node | undefined): PatchTarget | undefined {
  if (node?.kind !== "map") return undefined;
  const isNarrower = node.entries.some(({ key, value }) => !COMMON_TARGET.has(key) || value.kind === "unknown");
  return { kind: stringOf(valueAt(node, "kind")), name: stringOf(valueAt(node, "name")), isNarrower };
}

const COMMON_TARGET = new Set(["group", "version", "kind", "name"]);

const NOT_FOLLOWED = [
  "generators",
  "transformers",
  "helmCharts",
  "helmChartInflationGenerator",
  "configurations",
  "vars",
];

function isOpen(root: Node | undefined): boolean {
  if (NOT_FOLLOWED.some((key) => items(valueAt(root, key)).length > 0)) return true;
  if (items(valueAt(root, "labels")).some((label) => items(valueAt(label, "fields")).some(fieldMatters))) return true;
  return items(valueAt(root, "replacements")).some(replacementMatters);
}

/** In a field path such as `spec.template.metadata.labels.app` or `metadata.namespace`. */
const MATTERS = /labels|selector|namespace/i;

function fieldMatters(field: Node): boolean {
  const path = stringOf(valueAt(field, "path"));
  return path === undefined || /template|selector|namespace/i.test(path);
}

/** What stands in a file of its own is not looked for. */
function replacementMatters(replacement: Node): boolean {
  const targets = items(valueAt(replacement, "targets"));
  if (targets.length === 0) return true;
  const paths = targets.flatMap((target) => items(valueAt(target, "fieldPaths")).map(stringOf));
  return paths.some((path) => path === undefined || MATTERS.test(path));
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

/** kustomize puts `commonLabels` over `labels`. */
function labelsOf(root: Node | undefined): Pick<Kustomization, "selectorLabels" | "templateLabels" | "objectLabels"> {
  const [selectorLabels, templateLabels, objectLabels] = [new Map(), new Map(), new Map<string, string>()];
  const labels = items(valueAt(root, "labels")).map((item) => ({
    pairs: textEntries(valueAt(item, "pairs")),
    inSelectors: isTrue(valueAt(item, "includeSelectors")),
    inTemplates: isTrue(valueAt(item, "includeTemplates")),
  }));
  const common = { pairs: textEntries(valueAt(root, "commonLabels")), inSelectors: true, inTemplates: true };
  for (const { pairs, inSelectors, inTemplates } of [...labels, common]) {
    for (const [key, value] of pairs) {
      objectLabels.set(key, value);
      if (inSelectors || inTemplates) templateLabels.set(key, value);
      if (inSelectors) selectorLabels.set(key, value);
    }
  }
  return { selectorLabels, templateLabels, objectLabels };
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
