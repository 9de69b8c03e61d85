import type { SelectorPair } from "../manifest/service.ts";
import { labelsText } from "../pods/pod.ts";
import type { NearMiss } from "../pods/resolution.ts";
import { type Message, render, words } from "../words.ts";

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

/** What almost matches, as a sentence: how many Pods or which workload, what they have, what is asked for. */
export function describeNearMiss(miss: NearMiss): Message {
  const [pod] = miss.pods;
  const inWorkspace = pod?.origin.kind === "workspace";
  const count = miss.pods.length;
  const { kind, name } = pod?.owner ?? { kind: "Pod", name: pod?.name ?? "" };
  const namespace = pod?.namespace ?? "";
  if (miss.kind === "otherNamespace") {
    return inWorkspace ? WORKLOAD_ELSEWHERE({ kind, name, namespace }) : ELSEWHERE({ count, namespace });
  }
  const wants = pairsText(miss.missing);
  const has = actualText(miss);
  if (has === undefined) return inWorkspace ? WORKLOAD_LACKS({ kind, name, wants }) : LACKS({ count, wants });
  return inWorkspace ? WORKLOAD_HAS_OTHER({ kind, name, has, wants }) : HAS_OTHER({ count, has, wants });
}

/** What the Pods have in place of the missing pair: another value, or the value under another key. */
function actualText({ missing, actual, kind, pods }: NearMiss): string | undefined {
  if (actual.size > 0) return labelsText(actual);
  const [pair] = missing;
  if (kind !== "otherKey" || pair === undefined) return undefined;
  for (const [key, value] of pods[0]?.labels ?? []) if (value === pair.value) return labelsText([[key, value]]);
  return undefined;
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
