import type { SelectorPair } from "../../core/manifest/service.ts";
import { explainNoMatch, isSameWorkload } from "../../core/pods/explain.ts";
import { labelsText, type Owner, workloadOf } from "../../core/pods/pod.ts";
import type { NearMiss, PairCount, Resolution } from "../../core/pods/resolution.ts";
import { type Message, render, words } from "../../core/words.ts";
import { type FeatureContext, offsetOf, type WrittenService } from "../context.ts";
import { wholeStory } from "../glance.ts";
import { storedOf } from "../live.ts";
import type { Block, CommandLink } from "../page.ts";
import { certificateWarning } from "../source.ts";
import { podTable } from "./podTable.ts";

/** The selector as a whole: which Pods match, how many match each pair alone, and what almost matches. */
export function selectorPage(context: FeatureContext, written: WrittenService): readonly Block[] {
  const resolution = context.resolutionOf(written);
  return [
    ...headLines(context, written),
    ...podTable(context, resolution.pods),
    ...lineOf(context, pairsLine(context, resolution)),
    ...whyLines(context, written).flatMap((message) => lineOf(context, message)),
    ...linksOf(context, written),
  ];
}

/** What almost matches beside the Pods that do or, where none does, why: in the words of the diagnostic. */
function whyLines(context: FeatureContext, written: WrittenService): readonly Message[] {
  const resolution = context.resolutionOf(written);
  const { pods, source, nearMisses } = resolution;
  if (pods.length === 0 && source.kind !== "none") {
    return explainNoMatch(written.service, resolution, context.snapshot, context.uri).sentences;
  }
  const matched = pods.map(workloadOf);
  return nearMisses.slice(0, 3).flatMap((miss) => [nearMissLine(miss), ...rolloutLine(miss, matched)]);
}

const ROLLOUT = words({
  en: "They are of {kind} {name} as well, from another template: its rollout is not complete.",
  ja: "これらも {kind} {name} の Pod で、別のテンプレートのものです。展開が完了していません。",
});

/** Pods that do not match beside others of the same workload that do: old ones, or those of a rollout that is stuck. */
function rolloutLine({ kind, pods: [pod] }: NearMiss, matched: readonly Owner[]): readonly Message[] {
  if (pod?.origin.kind !== "cluster" || pod.owner === undefined || kind === "otherNamespace") return [];
  const workload = workloadOf(pod);
  return matched.some((other) => isSameWorkload(other, workload)) ? [ROLLOUT({ ...workload })] : [];
}

/** What matches in bold, then where that is known from, and whether whoever answers is who they say. */
export function headLines(context: FeatureContext, written: WrittenService): readonly Block[] {
  const [first = "", ...rest] = wholeStory(context, written);
  const between = context.snapshot.settings.locale === "ja" ? "。" : ". ";
  const ended = rest.map((line, index) => (index < rest.length - 1 ? line.replace(/[.。]$/, "") : line));
  return [
    { kind: "line", text: first, strong: true },
    { kind: "line", text: ended.join(between) },
    ...certificateLine(context),
  ];
}

/** A warning, where the kubeconfig says not to check the server's certificate. */
export function certificateLine(context: FeatureContext): readonly Block[] {
  return lineOf(context, certificateWarning(context.snapshot.cluster)?.sentence);
}

const SHOW = words({ en: "Show Pods", ja: "Pod を表示" });
const LABEL = words({ en: "Add a label", ja: "ラベルを追加" });
const FORWARD = words({ en: "Forward a port", ja: "ポートフォワード" });
const DESCRIBE = words({ en: "Describe", ja: "詳細を表示" });
const CONNECT = words({ en: "Connect", ja: "接続" });

/** What can be done from here, and nothing that would only say why it cannot. None of it writes without showing what, and a yes. */
export function linksOf(context: FeatureContext, written: WrittenService): readonly Block[] {
  const { knowledge } = context.snapshot.cluster;
  const { pods, source } = context.resolutionOf(written);
  const hasPods = pods.length > 0;
  const isLive = source.kind === "cluster" && source.knowledge.kind === "synced";
  const mayConnect = context.mayConnect && (knowledge.kind === "off" || knowledge.kind === "failed");
  const link = (title: Message, command: CommandLink["command"], args: CommandLink["args"]): CommandLink => ({
    title: render(title, context.snapshot.settings.locale),
    command,
    args,
  });
  const args = [context.uri, offsetOf(written)];
  const links = [
    ...(hasPods ? [link(SHOW(), "podsight.showMatchedPods", args)] : []),
    ...(hasPods ? [link(LABEL(), "podsight.addLabelToMatchedPods", args)] : []),
    ...(hasPods && isLive && hasPortToForward(written) ? [link(FORWARD(), "podsight.forwardPort", args)] : []),
    ...(storedOf(context, written) === undefined ? [] : [link(DESCRIBE(), "podsight.describeService", args)]),
    ...(mayConnect ? [link(CONNECT(), "podsight.connect", [])] : []),
  ];
  return links.length === 0 ? [] : [{ kind: "links", links }];
}

/** Only TCP goes through the API server. */
function hasPortToForward({ service: { ports } }: WrittenService): boolean {
  return ports.some(
    ({ protocol, port, targetPortUnknown }) => protocol === "TCP" && port !== undefined && !targetPortUnknown,
  );
}

const PODS_OF_PAIR = words({ en: "{pair} {count} {count|Pod|Pods}", ja: "{pair} Pod {count} 個" });
const WORKLOADS_OF_PAIR = words({
  en: "{pair} {count} {count|workload|workloads}",
  ja: "{pair} ワークロード {count} 個",
});

function pairsLine(context: FeatureContext, { pairs, source }: Resolution): Message | undefined {
  if (source.kind === "none" || pairs.length < 2) return undefined;
  const sentence = source.kind === "cluster" ? PODS_OF_PAIR : WORKLOADS_OF_PAIR;
  const { locale } = context.snapshot.settings;
  const parts = pairs.map(({ pair, count }: PairCount) => render(sentence({ pair: pairText(pair), count }), locale));
  return JOINED({ text: parts.join("; ") });
}

const JOINED = words({ en: "{text}", ja: "{text}" });

const APART = words({
  en: "{count} more {count|has|have} {actual}, not {wanted}: {names}",
  ja: "ほか {count} 個は {wanted} ではなく {actual}: {names}",
});
const LACKS = words({
  en: "{count} more {count|lacks|lack} {wanted}: {names}",
  ja: "ほか {count} 個には {wanted} がありません: {names}",
});
const ELSEWHERE = words({
  en: "{count} {count|matches|match} in the namespace {namespace}: {names}",
  ja: "名前空間 {namespace} では {count} 個が一致: {names}",
});

function nearMissLine({ pods, missing, actual, kind }: NearMiss): Message {
  const names = namesOf(pods.map(({ name }) => name));
  const count = pods.length;
  const wanted = missing.map(pairText).join(", ");
  if (kind === "otherNamespace") return ELSEWHERE({ count, names, namespace: pods[0]?.namespace ?? "" });
  const has = labelsText(actual);
  return has === "" ? LACKS({ count, wanted, names }) : APART({ count, actual: has, wanted, names });
}

function namesOf(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")}, …`;
}

/** A pair as kubectl writes it. */
export function pairText({ key, value }: SelectorPair): string {
  return `${key}=${value}`;
}

function lineOf(context: FeatureContext, message: Message | undefined): readonly Block[] {
  return message === undefined ? [] : [{ kind: "line", text: render(message, context.snapshot.settings.locale) }];
}
