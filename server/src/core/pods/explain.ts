import type { SelectorPair, Service } from "../manifest/service.ts";
import type { NamespacePods, Snapshot, WorkspaceSnapshot } from "../snapshot.ts";
import { type Message, render, words } from "../words.ts";
import { labelsOf } from "../workspace/labels.ts";
import { findNearMisses } from "./nearMiss.ts";
import { keyMeant } from "./otherKey.ts";
import { labelsText, type Owner, type Pod, workloadOf } from "./pod.ts";
import type { NearMiss, Resolution } from "./resolution.ts";
import { workloadsMatching } from "./resolve.ts";

/** Why nothing matches: sentences in the order of their weight, and the workloads of the workspace that they speak of. */
export interface Explanation {
  readonly sentences: readonly Message[];
  readonly workloads: readonly Pod[];
  /** A workload of the workspace matches: its template has only to reach the cluster. */
  readonly notApplied: boolean;
}

/** Near misses that are told of, of each sort. */
const TOLD = 2;

/**
 * Why a Service whose resolution holds no Pod has none, as far as it is known. What the cluster has and what the
 * workspace says are told apart. No sentences where nothing is near.
 */
export function explainNoMatch(service: Service, resolution: Resolution, snapshot: Snapshot, uri: string): Explanation {
  const { source, nearMisses } = resolution;
  if (source.kind !== "cluster") {
    const slips = nearMisses.filter(isSlip);
    const told = (slips.length > 0 ? slips : nearMisses).slice(0, TOLD);
    return { ...explained([...whyApart(resolution), ...told.map(describeNearMiss)], told), notApplied: false };
  }
  const waiting = workloadsMatching(service, snapshot.workspace, uri);
  const [first] = waiting;
  if (first !== undefined) {
    const here = snapshot.cluster.namespaces.get(source.namespace);
    const live = here && isKnown(here) ? liveCopies(first, here.pods) : undefined;
    return { sentences: [notApplied(workloadOf(first), live)], workloads: waiting.slice(0, TOLD), notApplied: true };
  }
  const live = nearMisses.slice(0, TOLD);
  const here = nearMissesInWorkspace(service, snapshot.workspace)
    .filter((miss) => isSlip(miss) || miss.kind === "otherNamespace")
    .slice(0, 1);
  const inWorkspace = here.length === 0 ? [] : [joined([HERE(), ...here.map(describeNearMiss)])];
  return {
    ...explained([...whyApart(resolution), ...live.map(describeNearMiss), ...inWorkspace], here),
    notApplied: false,
  };
}

function explained(sentences: readonly Message[], misses: readonly NearMiss[]): Omit<Explanation, "notApplied"> {
  const workloads = misses.flatMap(({ pods }) => pods.filter(({ origin }) => origin.kind === "workspace"));
  return { sentences: withoutRepeats(sentences), workloads: workloads.slice(0, TOLD) };
}

/** The same workload can be written in several files, and is told of once. */
function withoutRepeats(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [render(message, "en"), message])).values()];
}

/** Whether a near miss is nearly always a mistake: a slip of the fingers, or the value under another key. */
export function isSlip({ kind }: NearMiss): boolean {
  return kind === "typo" || kind === "otherKey" || kind === "workloadLabels";
}

/** What almost matches among the workloads of the workspace, whatever the cluster says. */
export function nearMissesInWorkspace(
  { selector, namespace }: Service,
  workspace: WorkspaceSnapshot,
): readonly NearMiss[] {
  if (selector.kind !== "pairs") return [];
  const wanted = namespace?.value;
  const includes = (pod: Pod) => wanted === undefined || pod.namespace === undefined || pod.namespace === wanted;
  const { pods: table, workloads } = labelsOf(workspace);
  const elsewhere = { table, includes: (pod: Pod) => !includes(pod) };
  return findNearMisses(selector.pairs, { table, workloads, includes }, [elsewhere]).nearMisses;
}

const HERE = words({ en: "In this workspace:", ja: "このワークスペースでは、" });
const APART = words({
  en: "Each pair is on some Pods, but no Pod has all of them.",
  ja: "どのペアにもそれを持つ Pod がありますが、すべてを持つ Pod はありません。",
});
const APART_HERE = words({
  en: "Each pair is on some workload, but none has all of them.",
  ja: "どのペアにもそれを持つワークロードがありますが、すべてを持つものはありません。",
});

function whyApart({ pairs, source }: Resolution): readonly Message[] {
  if (pairs.length < 2 || pairs.some(({ count }) => count === 0)) return [];
  return [source.kind === "cluster" ? APART() : APART_HERE()];
}

const NOT_LIVE = words({
  en: "{kind} {name} in this workspace matches; 0 of its Pods are live: it is not applied yet.",
  ja: "このワークスペースの {kind} {name} は一致しますが、稼働中の Pod は 0 個です。まだ適用されていません。",
});
const OLD_PODS = words({
  en: "{kind} {name} in this workspace matches, but its {count} live {count|Pod has|Pods have} other labels: the template is not applied yet, or not rolled out.",
  ja: "このワークスペースの {kind} {name} は一致しますが、稼働中の {count} 個の Pod のラベルは別です。テンプレートがまだ適用または展開されていません。",
});

const NONE_LIVE = words({
  en: "{kind} {name} in this workspace matches; no live Pod does.",
  ja: "このワークスペースの {kind} {name} は一致しますが、稼働中の Pod に一致するものはありません。",
});

/** `live`: the Pods of the workload, undefined where they are not known. */
function notApplied({ kind, name }: Owner, live: readonly Pod[] | undefined): Message {
  if (live === undefined) return NONE_LIVE({ kind, name });
  const { length } = live;
  return length === 0 ? NOT_LIVE({ kind, name }) : OLD_PODS({ kind, name, count: length });
}

/** Whether all Pods of a namespace are known, if only as they were. */
function isKnown({ knowledge }: NamespacePods): boolean {
  return knowledge.kind === "synced" || knowledge.kind === "stale";
}

/** The cluster's Pods that the workload has made, of whatever template. */
function liveCopies(workload: Pod, pods: readonly Pod[]): readonly Pod[] {
  const wanted = workloadOf(workload);
  return pods.filter((pod) => isSameWorkload(workloadOf(pod), wanted));
}

/** Whether two owners are the same workload, by kind and name. */
export function isSameWorkload(a: Owner, b: Owner): boolean {
  return a.kind === b.kind && a.name === b.name;
}

/** Selector pairs as kubectl's `-l` takes them: `app=till, tier=front`. */
export function pairsText(pairs: readonly SelectorPair[]): string {
  return labelsText(pairs.map(({ key, value }) => [key, value]));
}

const HAS_OTHER = words({
  en: "{count} {count|Pod has|Pods have} {has}, not {wants}.",
  ja: "{count} 個の Pod は {wants} ではなく {has} です。",
});
const LACKS = words({
  en: "{count} {count|Pod lacks|Pods lack} only {wants}.",
  ja: "{count} 個の Pod に足りないのは {wants} だけです。",
});
const WORKLOAD_HAS_OTHER = words({
  en: "{kind} {name} has {has}, not {wants}.",
  ja: "{kind} {name} は {wants} ではなく {has} です。",
});
const WORKLOAD_LACKS = words({
  en: "{kind} {name} lacks only {wants}.",
  ja: "{kind} {name} に足りないのは {wants} だけです。",
});
const ELSEWHERE = words({
  en: "{count} {count|Pod|Pods} in {namespace} would match, but a Service selects only in its own namespace.",
  ja: "{namespace} の {count} 個の Pod なら一致しますが、Service は自身の名前空間だけを選択します。",
});
const WORKLOAD_ELSEWHERE = words({
  en: "{kind} {name} in {namespace} would match, but a Service selects only in its own namespace.",
  ja: "{namespace} の {kind} {name} なら一致しますが、Service は自身の名前空間だけを選択します。",
});
const NOT_ON_TEMPLATE = words({
  en: "{kind} {name} has {wants} itself, but its Pod template does not, and only Pods are selected.",
  ja: "{kind} {name} 自身には {wants} がありますが、Pod テンプレートにはありません。選択されるのは Pod だけです。",
});

/** What almost matches, as a sentence: how many Pods or which workload, what they have, what is asked for. */
function describeNearMiss(miss: NearMiss): Message {
  const [pod] = miss.pods;
  const inWorkspace = pod?.origin.kind === "workspace";
  const count = miss.pods.length;
  const { kind, name } = pod?.owner ?? { kind: "Pod", name: pod?.name ?? "" };
  const namespace = pod?.namespace ?? "";
  const wants = pairsText(miss.missing);
  switch (miss.kind) {
    case "otherNamespace":
      return inWorkspace ? WORKLOAD_ELSEWHERE({ kind, name, namespace }) : ELSEWHERE({ count, namespace });
    case "workloadLabels":
      return NOT_ON_TEMPLATE({ kind, name, wants });
    case "typo":
    case "otherKey":
    case "apart": {
      const has = actualText(miss);
      if (has === undefined) return inWorkspace ? WORKLOAD_LACKS({ kind, name, wants }) : LACKS({ count, wants });
      return inWorkspace ? WORKLOAD_HAS_OTHER({ kind, name, has, wants }) : HAS_OTHER({ count, has, wants });
    }
  }
}

/** What the Pods have in place of the missing pair: another value, or the value under another key. */
function actualText({ missing, actual, kind, pods }: NearMiss): string | undefined {
  if (actual.size > 0) return labelsText(actual);
  const [pair] = missing;
  if (kind !== "otherKey" || pair === undefined) return undefined;
  const labels = pods[0]?.labels;
  const key = labels && keyMeant(pair, labels);
  return key === undefined ? undefined : labelsText([[key, pair.value]]);
}

/** Sentences joined to one message, each in its own language. */
export function joined(messages: readonly Message[]): Message {
  return {
    sentence: {
      en: messages.map((message) => render(message, "en")).join(" "),
      ja: messages.map((message) => render(message, "ja")).join(""),
    },
    values: {},
  };
}
