import type { SelectorPair } from "../../core/manifest/service.ts";
import { type Pod, workloadOf } from "../../core/pods/pod.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import { matchesPair } from "../../core/pods/selector.ts";
import { type Message, render, words } from "../../core/words.ts";
import type { FeatureContext, WrittenService } from "../context.ts";
import type { Block } from "../page.ts";
import { headLines, linksOf, pairText } from "./selector.ts";

const PODS_HAVE = words({
  en: "{count} {count|Pod has|Pods have} {pair}.",
  ja: "{pair} を持つ Pod は {count} 個です。",
});
const WORKLOADS_HAVE = words({
  en: "{count} {count|workload has|workloads have} {pair}.",
  ja: "{pair} を持つワークロードは {count} 個です。",
});
const VALUES = words({
  en: "Their values of {key} are: {values}.",
  ja: "{key} の値としてあるのは {values} です。",
});
const BELONG = words({ en: "They belong to {owners}.", ja: "所有者は {owners} です。" });
const USED = words({
  en: "Services in this file with this pair: {services}.",
  ja: "このペアを使うこのファイルの Service: {services}。",
});

/** One pair of the selector: how many Pods have it, to which workloads they belong, which Services use it. */
export function pairPage(context: FeatureContext, written: WrittenService, pair: SelectorPair): readonly Block[] {
  const { locale } = context.snapshot.settings;
  const resolution = context.resolutionOf(written);
  const count = resolution.pairs.find((candidate) => candidate.pair === pair)?.count;
  const have = resolution.source.kind === "cluster" ? PODS_HAVE : WORKLOADS_HAVE;
  const owners = ownersOf(podsWith(context, written, pair));
  const services = servicesWith(context, pair);
  const lines = [
    ...(resolution.source.kind === "none" || count === undefined ? [] : [have({ count, pair: pairText(pair) })]),
    ...(count === 0 ? valuesLine(podsAround(context, written), pair) : []),
    ...(owners.length === 0 ? [] : [BELONG({ owners: listed(owners) })]),
    ...(services.length < 2 ? [] : [USED({ services: listed(services) })]),
  ];
  return [
    ...lines.map((message): Block => ({ kind: "line", text: render(message, locale) })),
    ...headLines(context, written),
    ...linksOf(context, written),
  ];
}

function podsWith(context: FeatureContext, written: WrittenService, pair: SelectorPair): readonly Pod[] {
  return podsAround(context, written).filter((pod) => matchesPair(pod, pair));
}

/** Those among which the Service's Pods are looked for. */
function podsAround({ snapshot, ...context }: FeatureContext, written: WrittenService): readonly Pod[] {
  const { cluster, workspace } = snapshot;
  const live = cluster.namespaces.get(namespaceOf(written.service, cluster))?.pods ?? [];
  return context.resolutionOf(written).source.kind === "cluster" ? live : workspace.pods;
}

/** What there is under a key of which no Pod has the value that is asked for, the most frequent first. */
function valuesLine(pods: readonly Pod[], { key }: SelectorPair): readonly Message[] {
  const counts = new Map<string, number>();
  for (const { labels } of pods) {
    const value = labels.get(key);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const values = [...counts].toSorted(([, a], [, b]) => b - a).map(([value, count]) => `${value} (${count})`);
  return [VALUES({ key, values: listed(values) })];
}

function ownersOf(pods: readonly Pod[]): readonly string[] {
  return [...new Set(pods.map(workloadOf).map(({ kind, name }) => `${kind} ${name}`))];
}

function servicesWith(context: FeatureContext, { key, value }: SelectorPair): readonly string[] {
  return context.services.flatMap(({ service: { selector, name } }) => {
    const uses = selector.kind === "pairs" && selector.pairs.some((pair) => pair.key === key && pair.value === value);
    return uses && name !== undefined ? [name.value] : [];
  });
}

const LISTED = 5;

function listed(names: readonly string[]): string {
  return names.length <= LISTED ? names.join(", ") : `${names.slice(0, LISTED).join(", ")}, …`;
}
