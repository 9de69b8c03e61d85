import type { Edit, TemplateLabels } from "../diagnostic.ts";
import { insertEntry, setValue } from "../manifest/edit.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import type { Plain } from "../manifest/plain.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { type Labels, type Pod, writtenNamespace } from "../pods/pod.ts";
import { podTemplate } from "../pods/workload.ts";
import { shiftSpan } from "../span.ts";
import { type Entry, entryOf, type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import type { LabelChanges } from "./labelEffects.ts";
import { rewriteMap } from "./rewriteMap.ts";

/**
 * The edits of a file's text that give a workload's Pod template labels, added or with another value than before, or take
 * those away whose value is null; their spans are the file's. None when it is so already.
 * Undefined where that cannot be done: no workload of that name is written there (any more), its text is a template or broken, the
 * labels come from an anchor, or the workload's own selector asks for another value, so that the API server would refuse it.
 */
export function labelTemplate(
  text: string,
  { labels, ...workload }: WorkloadName & { readonly labels: LabelChanges },
): readonly Edit[] | undefined {
  for (const { start, content } of readManifest(text).documents) {
    const object = content.objects.find((candidate) => isNamed(candidate, workload));
    const template = object && podTemplate(object);
    if (object === undefined || template === undefined) continue;
    if (content.template === "structure" || content.problems.length > 0) return undefined;
    if (!selectorAllows(object, labels)) return undefined;
    return labelEdits(content.text, template, labels)?.map((edit) => ({ ...edit, span: shiftSpan(edit.span, start) }));
  }
  return undefined;
}

type WorkloadName = Omit<TemplateLabels, "file" | "labels">;

/**
 * The labels by which a workload written in this text finds its own Pods; undefined for a Pod, for one that is not
 * written there, and where its selector cannot be read.
 */
export function writtenSelector(text: string, pod: Pod): Labels | undefined {
  const { owner, name } = pod;
  const workload = { kind: owner?.kind ?? "Pod", name: owner?.name ?? name, namespace: writtenNamespace(pod) };
  for (const { content } of readManifest(text).documents) {
    const object = content.objects.find((candidate) => isNamed(candidate, workload));
    if (object) return matchLabelsOf(object);
  }
  return undefined;
}

function matchLabelsOf(object: KubernetesObject): Labels | undefined {
  const selector = selectorOf(object);
  const written = object.kind === "ReplicationController" ? selector : valueAt(selector, "matchLabels");
  if (written?.kind !== "map" || written.entries.length === 0) return undefined;
  const labels = new Map<string, string>();
  for (const { key, value } of written.entries) {
    const label = stringOf(value);
    if (label === undefined) return undefined;
    labels.set(key, label);
  }
  return labels;
}

function isNamed(object: KubernetesObject, { kind, name, namespace }: WorkloadName): boolean {
  return object.kind === kind && (object.name ?? "") === name && object.namespace === namespace;
}

function labelEdits(text: string, template: MapNode, changes: LabelChanges): readonly Edit[] | undefined {
  const set = new Map([...changes].flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
  const remove = new Set([...changes.keys()].filter((key) => !set.has(key)));
  const labels = Object.fromEntries(set);
  const metadata = entryOf(template, "metadata");
  const map = metadata?.value;
  if (map?.kind !== "map") {
    return isUnfilled(metadata) ? additions(set, () => put(text, template, "metadata", { labels })) : undefined;
  }
  const written = entryOf(map, "labels");
  if (written?.value.kind === "map") return rewriteMap(text, written.value, { remove, set });
  return isUnfilled(written) ? additions(set, () => put(text, map, "labels", labels)) : undefined;
}

/** Nothing is written where labels are only taken away, and there are none. */
function additions(set: Labels, edit: () => Edit): readonly Edit[] {
  return set.size === 0 ? [] : [edit()];
}

function isUnfilled(entry: Entry | undefined): boolean {
  return entry === undefined || (entry.value.kind === "scalar" && entry.value.value === null);
}

function put(text: string, map: MapNode, key: string, value: Plain): Edit {
  const entry = entryOf(map, key);
  if (entry !== undefined) return setValue(text, map, entry, value);
  return insertEntry(text, map, key, value, key === "metadata" ? { before: "spec" } : undefined);
}

function selectorOf({ kind, node }: KubernetesObject): Node | undefined {
  if (kind === "Pod") return undefined;
  return kind === "CronJob"
    ? valueAt(node, "spec", "jobTemplate", "spec", "selector")
    : valueAt(node, "spec", "selector");
}

/** Whether the workload would still find Pods with these labels; what cannot be read of its selector allows nothing. */
function selectorAllows(object: KubernetesObject, changes: LabelChanges): boolean {
  const selector = selectorOf(object);
  const pairs = object.kind === "ReplicationController" ? selector : valueAt(selector, "matchLabels");
  const expressions = valueAt(selector, "matchExpressions");
  return [...changes].every(([key, value]) => {
    const pair = valueAt(pairs, key);
    if (pair !== undefined && (value === null || stringOf(pair) !== value)) return false;
    if (expressions === undefined) return true;
    return expressions.kind === "sequence" && expressions.items.every((item) => expressionAllows(item, key, value));
  });
}

function expressionAllows(expression: Node, key: string, value: string | null): boolean {
  if (stringOf(valueAt(expression, "key")) !== key) return true;
  const values = valueAt(expression, "values");
  const isListed = values?.kind === "sequence" && values.items.some((item) => stringOf(item) === value);
  switch (stringOf(valueAt(expression, "operator"))) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return value !== null;
    case "DoesNotExist":
      return value === null;
    default:
      return false;
  }
}
