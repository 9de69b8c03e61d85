import type { Service } from "../manifest/service.ts";
import type { Resolution } from "../pods/resolution.ts";
import type { Knowledge } from "../snapshot.ts";
import { type Message, words } from "../words.ts";
import type { EndpointAddress } from "./joinSlices.ts";
import { countOf, differs, type Traffic } from "./traffic.ts";

const SENDS_TO = words({
  en: "the Service in the cluster sends to {count}",
  ja: "クラスターの Service は {count} 個に送信",
});

/**
 * What to say above the Service when the cluster sends elsewhere than what is typed would; undefined where both are the
 * same, and where that is not known now. A moment after a Pod has changed the slices are behind: then, with nothing typed that explains it, it is said
 * only where one side has nobody at all.
 */
export function trafficAtAGlance({ selector }: Service, resolution: Resolution): Message | undefined {
  const { traffic, source, receivingPods } = resolution;
  if (selector.kind !== "pairs" || source.kind !== "cluster" || source.knowledge.kind !== "synced") return undefined;
  if (traffic?.kind !== "slices" || traffic.knowledge.kind !== "synced") return undefined;
  if (!differs(traffic.receivers, receivingPods)) return undefined;
  const count = countOf(traffic.receivers);
  const isOneSided = (count === 0) !== (receivingPods.size === 0);
  const hasOwnAddresses = traffic.receivers.addressesWithoutPod.size > 0;
  return resolution.selectsOtherwise || isOneSided || hasOwnAddresses ? SENDS_TO({ count }) : undefined;
}

const GOES_TO_PODS = words({
  en: "Traffic goes to {count} {count|Pod|Pods} (EndpointSlices).",
  ja: "通信は Pod {count} 個に届きます (EndpointSlice)。",
});
const GOES_TO_ADDRESSES = words({
  en: "Traffic goes to {count} {count|address|addresses} (EndpointSlices).",
  ja: "通信はアドレス {count} 個に届きます (EndpointSlice)。",
});
const WENT_TO = words({
  en: "Traffic went to {count} at {time} (EndpointSlices, connection lost).",
  ja: "{time} の時点で通信は {count} 個に届いていました (EndpointSlice、接続が切れています)。",
});
const DIFFERS = words({
  en: "{pods} {pods|Pod matches|Pods match} what you typed, {ready} ready; the Service in the cluster sends to {count}.",
  ja: "入力した内容には Pod {pods} 個が一致し、Ready は {ready} 個です。クラスターの Service は {count} 個に送っています。",
});
const OWN_ENDPOINTS = words({
  en: "Without a selector it sends to what its EndpointSlices name: {count} {count|address|addresses}, {ready} ready.",
  ja: "セレクターがないため、EndpointSlice にあるアドレスへ送ります: {count} 個、Ready {ready} 個。",
});
const NO_ENDPOINTS_YET = words({
  en: "Without a selector it sends to what its EndpointSlices name; it has none yet.",
  ja: "セレクターがないため、EndpointSlice にあるアドレスへ送ります。まだ EndpointSlice がありません。",
});
const DENIED = words({
  en: "What gets traffic is said from the Pods, since EndpointSlices in {namespace} may not be listed: {what}",
  ja: "{namespace} の EndpointSlice を一覧する権限がないため、通信先は Pod から判断しています: {what}",
});
const FAILED = words({
  en: "What gets traffic is said from the Pods, since EndpointSlices can't be read: {why}",
  ja: "EndpointSlice を読み込めないため、通信先は Pod から判断しています: {why}",
});

/** What a sentence about traffic needs beside the Service. */
export interface TrafficOptions {
  readonly namespace: string;
  /** How a moment, in milliseconds since the epoch, is written for the reader. */
  readonly timeText: (momentMs: number) => string;
}

/** Where traffic goes, in a sentence; undefined for a Service that the cluster does not have, and while that loads. */
export function trafficSentence(
  { selector }: Service,
  resolution: Resolution,
  { namespace, timeText }: TrafficOptions,
): Message | undefined {
  const { traffic } = resolution;
  switch (traffic?.kind) {
    case undefined:
      return undefined;
    case "slices":
      return selector.kind === "none" ? ownEndpoints(traffic.addresses) : slicesSentence(traffic, resolution, timeText);
    case "unknown":
      return unknownSentence(traffic.why, namespace);
  }
}

function ownEndpoints(addresses: readonly EndpointAddress[]): Message {
  const ready = addresses.filter((address) => address.ready).length;
  return addresses.length === 0 ? NO_ENDPOINTS_YET() : OWN_ENDPOINTS({ count: addresses.length, ready });
}

function slicesSentence(
  { receivers, knowledge }: Extract<Traffic, { kind: "slices" }>,
  { source, matched, readyCount, receivingPods }: Resolution,
  timeText: TrafficOptions["timeText"],
): Message {
  const count = countOf(receivers);
  if (knowledge.kind === "stale") return WENT_TO({ count, time: timeText(knowledge.since) });
  if (source.kind === "cluster" && differs(receivers, receivingPods))
    return DIFFERS({ pods: matched.length, ready: readyCount, count });
  return receivers.addressesWithoutPod.size > 0 ? GOES_TO_ADDRESSES({ count }) : GOES_TO_PODS({ count });
}

function unknownSentence(why: Knowledge, namespace: string): Message | undefined {
  switch (why.kind) {
    case "denied":
      return DENIED({ namespace, what: why.what });
    case "failed":
    case "stale":
      return FAILED({ why: why.why });
    case "off":
    case "connecting":
    case "synced":
      return undefined;
  }
}
