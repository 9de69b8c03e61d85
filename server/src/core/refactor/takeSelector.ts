import type { Edit } from "../diagnostic.ts";
import { insertEntry, renameKey, setValue } from "../manifest/edit.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import { mergeEdits } from "../manifest/mergeEdits.ts";
import type { SelectorPair } from "../manifest/service.ts";
import { keyMeant } from "../pods/otherKey.ts";
import type { Labels } from "../pods/pod.ts";
import type { NearMiss } from "../pods/resolution.ts";
import { type Entry, entryOf, type MapNode, valueAt } from "../yaml/node.ts";
import { rewriteMap } from "./rewriteMap.ts";

/** Labels that controllers put on Pods: they change with every rollout or differ from Pod to Pod, so no Service selects them. */
const GENERATED_LABELS: ReadonlySet<string> = new Set([
  "pod-template-hash",
  "controller-revision-hash",
  "pod-template-generation",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
  "controller-uid",
  "job-name",
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-name",
  "batch.kubernetes.io/job-completion-index",
]);

/**
 * The edits of a document's text that make the Service select exactly these labels; what already stands there stays as
 * it is written, and a pair whose key alone is wrong keeps its line. None when it already does.
 * Undefined where the text does not let the selector be changed alone (an anchor, no spec), and for no labels at all.
 */
export function takeSelector(text: string, object: KubernetesObject, labels: Labels): readonly Edit[] | undefined {
  const spec = valueAt(object.node, "spec");
  if (spec?.kind !== "map" || labels.size === 0) return undefined;
  const entry = entryOf(spec, "selector");
  const selector = entry?.value;
  if (entry === undefined) return [insertEntry(text, spec, "selector", Object.fromEntries(labels), placeOf(spec))];
  if (selector?.kind !== "map" || selector.entries.length === 0) {
    return [setValue(text, spec, entry, Object.fromEntries(labels))];
  }
  return changePairs(text, selector, labels);
}

/**
 * What a selector would have to be to match a near miss: the pairs as the Pods have them. The value under another key
 * takes that key; a pair that the Pods do not have at all goes.
 * Undefined where no pair would be left, and for Pods in another namespace, which no selector reaches.
 */
export function selectorOfNearMiss(pairs: readonly SelectorPair[], near: NearMiss): Labels | undefined {
  const labels = near.pods[0]?.labels;
  if (labels === undefined || near.kind === "otherNamespace") return undefined;
  const selector = new Map<string, string>();
  for (const pair of pairs) {
    const actual = labels.get(pair.key);
    if (actual !== undefined) selector.set(pair.key, actual);
    else {
      const other = near.kind === "otherKey" ? keyMeant(pair, labels) : undefined;
      if (other !== undefined) selector.set(other, pair.value);
    }
  }
  return selector.size === 0 ? undefined : selector;
}

/** The labels by which a Service would select these Pods: what they all have in common, without what controllers add. */
export function commonLabels(pods: readonly { readonly labels: Labels }[]): Labels {
  const [first, ...others] = pods;
  const common = [...(first?.labels ?? [])].filter(
    ([key, value]) => !GENERATED_LABELS.has(key) && others.every(({ labels }) => labels.get(key) === value),
  );
  return new Map(common);
}

function changePairs(text: string, selector: MapNode, labels: Labels): readonly Edit[] | undefined {
  const stale = selector.entries.filter(({ key }) => !labels.has(key));
  const missing = new Map([...labels].filter(([key]) => entryOf(selector, key) === undefined));
  const renames: Edit[] = [];
  const remove = new Set<string>();
  for (const entry of stale) {
    const key = keyOfValue(missing, scalarOf(entry));
    if (key === undefined) remove.add(entry.key);
    else {
      missing.delete(key);
      renames.push(renameKey(text, entry, key));
    }
  }
  const set = new Map([...labels].filter(([key]) => missing.has(key) || entryOf(selector, key) !== undefined));
  const rest = rewriteMap(text, selector, { remove, set });
  return rest && mergeEdits([...renames, ...rest]);
}

function scalarOf({ value }: Entry): unknown {
  return value.kind === "scalar" ? value.value : undefined;
}

function keyOfValue(labels: Labels, value: unknown): string | undefined {
  for (const [key, other] of labels) if (other === value && !GENERATED_LABELS.has(key)) return key;
  return undefined;
}

function placeOf(spec: MapNode) {
  return entryOf(spec, "ports") === undefined ? undefined : { before: "ports" };
}
