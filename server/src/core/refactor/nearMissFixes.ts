import type { Fix } from "../diagnostic.ts";
import { insertEntry, setScalar } from "../manifest/edit.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import type { SelectorPair, Service } from "../manifest/service.ts";
import { nearMissesInWorkspace } from "../pods/explain.ts";
import { type Labels, labelsText, workloadOf, writtenNamespace } from "../pods/pod.ts";
import type { NearMiss, Resolution } from "../pods/resolution.ts";
import type { Snapshot } from "../snapshot.ts";
import { type Message, words } from "../words.ts";
import { entryOf, valueAt } from "../yaml/node.ts";
import { selectorOfNearMiss, takeSelector } from "./takeSelector.ts";

/** A Service whose selector almost matches, and the document's text that it is written in. */
export interface NearMissContext {
  readonly text: string;
  readonly object: KubernetesObject;
  readonly service: Service;
  readonly resolution: Resolution;
  readonly snapshot: Snapshot;
}

/** Near misses that are offered a remedy, of each sort. */
const MAX_FIXES = 3;

const SELECT = words({ en: "Select {labels}", ja: "{labels} を選択する" });
const SELECT_LESS = words({ en: "Select without {labels}", ja: "{labels} を選択から外す" });
const LABEL = words({
  en: "Label the template of {kind} {name} with {labels}",
  ja: "{kind} {name} のテンプレートにラベル {labels} を付ける",
});

const LABEL_LIVE = words({
  en: "Label the template of {kind} {name} in the cluster with {labels}...",
  ja: "クラスターの {kind} {name} のテンプレートにラベル {labels} を付ける...",
});
const MOVE = words({
  en: "Set the Service's namespace to {namespace}",
  ja: "Service の名前空間を {namespace} にする",
});

/**
 * What would put right a selector that almost matches, nearest first: select what the Pods have, or give the template of
 * a workload in the workspace what is missing, or put the Service where the Pods are. None of them is certain: only the user knows which side is wrong.
 */
export function nearMissFixes(context: NearMissContext): readonly Fix[] {
  const { selector } = context.service;
  if (selector.kind !== "pairs") return [];
  const { pairs } = selector;
  const selecting = context.resolution.nearMisses.flatMap((miss) => selectFix(context, pairs, miss));
  const inTemplates = templateMisses(context);
  const moving = [...context.resolution.nearMisses, ...inTemplates].flatMap((miss) => moveFix(context, miss));
  const labelling = inTemplates.flatMap(labelFix);
  const labellingLive = context.resolution.nearMisses.flatMap(liveLabelFix);
  return [selecting, moving, labelling, labellingLive].flatMap((fixes) => withoutRepeats(fixes).slice(0, MAX_FIXES));
}

/** The near misses among the workloads of the workspace; where the Pods are known from there, they are found already. */
function templateMisses({ service, resolution, snapshot }: NearMissContext): readonly NearMiss[] {
  const isFound = resolution.source.kind === "workspace";
  return isFound ? resolution.nearMisses : nearMissesInWorkspace(service, snapshot.workspace);
}

/** Puts the Service into the namespace in which its whole selector matches. */
function moveFix({ text, object }: NearMissContext, { kind, pods: [pod] }: NearMiss): readonly Fix[] {
  const namespace = pod?.namespace;
  const metadata = valueAt(object.node, "metadata");
  if (kind !== "otherNamespace" || namespace === undefined || metadata?.kind !== "map") return [];
  const written = entryOf(metadata, "namespace")?.value;
  if (written !== undefined && written.kind !== "scalar") return [];
  const edit =
    written === undefined
      ? insertEntry(text, metadata, "namespace", namespace, { after: "name" })
      : setScalar(text, written, namespace);
  return [{ title: MOVE({ namespace }), edits: [edit], certain: false }];
}

function selectFix({ text, object }: NearMissContext, pairs: readonly SelectorPair[], miss: NearMiss): readonly Fix[] {
  const labels = selectorOfNearMiss(pairs, miss);
  const edits = labels && takeSelector(text, object, labels);
  if (edits === undefined || edits.length === 0) return [];
  return [{ title: selectTitle(pairs, labels, miss), edits, certain: false }];
}

function selectTitle(pairs: readonly SelectorPair[], labels: Labels | undefined, { missing }: NearMiss): Message {
  const taken = [...(labels ?? [])].filter(([key, value]) =>
    pairs.every((pair) => pair.key !== key || pair.value !== value),
  );
  return taken.length > 0
    ? SELECT({ labels: labelsText(taken) })
    : SELECT_LESS({ labels: labelsText(asEntries(missing)) });
}

function labelFix({ kind: miss, pods, missing }: NearMiss): readonly Fix[] {
  const entries = asEntries(missing);
  if (miss === "otherNamespace") return [];
  return pods.flatMap((pod) => {
    const { origin } = pod;
    if (origin.kind !== "workspace") return [];
    const namespace = writtenNamespace(pod);
    const { kind, name } = pod.owner ?? { kind: "Pod", name: pod.name };
    const title = LABEL({ kind, name, labels: labelsText(entries) });
    const templateLabels = { file: origin.uri, kind, name, namespace, labels: new Map(entries) };
    return [{ title, edits: [], certain: false, templateLabels }];
  });
}

/** Kinds whose template may be changed; the API server refuses it for a Job's. */
const WITH_TEMPLATE = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "CronJob"];

/** The template of whoever made Pods of the cluster: their own labels would be lost with them. */
function liveLabelFix({ kind: miss, pods, missing }: NearMiss): readonly Fix[] {
  const entries = asEntries(missing);
  if (entries.length === 0 || miss === "otherNamespace") return [];
  return pods.flatMap((pod) => {
    const { kind, name } = workloadOf(pod);
    if (pod.origin.kind !== "cluster" || pod.namespace === undefined || !WITH_TEMPLATE.includes(kind)) return [];
    const title = LABEL_LIVE({ kind, name, labels: labelsText(entries) });
    const liveLabels = { namespace: pod.namespace, kind, name, labels: new Map(entries) };
    return [{ title, edits: [], certain: false, liveLabels }];
  });
}

function asEntries(pairs: readonly SelectorPair[]): readonly (readonly [key: string, value: string])[] {
  return pairs.map(({ key, value }) => [key, value]);
}

function withoutRepeats(fixes: readonly Fix[]): readonly Fix[] {
  const seen = new Set<string>();
  return fixes.filter(({ edits, templateLabels, liveLabels }) => {
    const { kind, name } = templateLabels ?? liveLabels ?? {};
    const what = JSON.stringify([edits, templateLabels?.file, kind, name]);
    return !seen.has(what) && seen.add(what);
  });
}
