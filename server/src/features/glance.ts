import { trafficSentence } from "../core/endpoints/trafficWords.ts";
import type { Resolution, Source } from "../core/pods/resolution.ts";
import { namespaceOf } from "../core/pods/resolve.ts";
import { summarize } from "../core/pods/summary.ts";
import { type Message, render, words } from "../core/words.ts";
import type { FeatureContext, WrittenService } from "./context.ts";
import { oneLine } from "./page.ts";
import { sourceWords, whatIsUnknown, whyNotCluster } from "./source.ts";
import { timeOfDay } from "./time.ts";
import { workspaceWords } from "./workspaceWords.ts";

const AS_OF = words({ en: "{summary} (as of {time})", ja: "{summary} ({time} 時点)" });
const DENIED_IN = words({ en: "Pods: not allowed to list in {namespace}", ja: "Pod: {namespace} の一覧の権限なし" });
const LOADING = words({ en: "Pods: loading", ja: "Pod: 読み込み中" });

/** What stands behind a Service at one glance: for the inlay hint at the selector and the lens above the Service. */
export function glanceOf(context: FeatureContext, written: WrittenService): string {
  const { locale } = context.snapshot.settings;
  return oneLine(render(glance(context, written), locale));
}

function glance(context: FeatureContext, written: WrittenService): Message {
  const { snapshot } = context;
  const { service } = written;
  const resolution = context.resolutionOf(written);
  const { source, matched } = resolution;
  const summary = summarize(service, resolution);
  if (service.selector.kind === "none") return ownEndpoints(resolution) ?? summary;
  if (service.selector.kind === "unknown") return summary;
  if (source.kind === "cluster") {
    return TEXT({ text: asOf(context, source, render(summary, snapshot.settings.locale)) });
  }
  if (matched.length === 0 && source.cluster.kind === "denied") {
    return DENIED_IN({ namespace: namespaceOf(service, snapshot.cluster) });
  }
  return matched.length === 0 && (source.cluster.kind === "connecting" || !snapshot.workspace.complete)
    ? LOADING()
    : summary;
}

const TEXT = words({ en: "{text}", ja: "{text}" });

/** What was said from a source, with its time where the connection was lost since. */
export function asOf({ snapshot, clock }: FeatureContext, source: Source, text: string): string {
  if (source.kind !== "cluster" || source.knowledge.kind !== "stale") return text;
  return render(AS_OF({ summary: text, time: timeOfDay(source.knowledge.since, clock) }), snapshot.settings.locale);
}

const OWN_ADDRESSES = words({
  en: "No selector, {count} {count|address|addresses}, {ready} ready",
  ja: "セレクターなし、アドレス {count} 個、Ready {ready} 個",
});

/** A Service without a selector in the cluster: what its EndpointSlices name; undefined where that is not known. */
function ownEndpoints({ traffic }: Resolution): Message | undefined {
  if (traffic?.kind !== "slices" || traffic.knowledge.kind !== "synced") return undefined;
  const ready = traffic.addresses.filter((address) => address.ready).length;
  return OWN_ADDRESSES({ count: traffic.addresses.length, ready });
}

/** Where traffic for the Service really goes, in a sentence; undefined where the cluster does not have it, or may. */
export function trafficStory(
  { snapshot, clock, resolutionOf }: FeatureContext,
  written: WrittenService,
): Message | undefined {
  const namespace = namespaceOf(written.service, snapshot.cluster);
  const timeText = (momentMs: number) => timeOfDay(momentMs, clock);
  return trafficSentence(written.service, resolutionOf(written), { namespace, timeText });
}

const MATCH_IN = words({
  en: "{pods} {pods|Pod matches|Pods match} in {namespace}, {ready} ready",
  ja: "{namespace} で Pod {pods} 個が一致、Ready {ready} 個",
});

/** The same in full, with where it is known from: sentences, one a line. */
export function wholeStory(context: FeatureContext, written: WrittenService): readonly string[] {
  const { snapshot, clock } = context;
  const { locale } = snapshot.settings;
  const resolution = context.resolutionOf(written);
  const { source, matched, readyCount } = resolution;
  const namespace = namespaceOf(written.service, snapshot.cluster);
  const first =
    source.kind === "cluster"
      ? render(MATCH_IN({ pods: matched.length, ready: readyCount, namespace }), locale)
      : glanceOf(context, written);
  const why = whyNotCluster(source, namespace);
  const traffic = trafficStory(context, written);
  const unknown = whatIsUnknown(source, namespace, snapshot.cluster);
  const more = [...workspaceWords(context, written), why, unknown, traffic].flatMap((message) =>
    message === undefined ? [] : render(message, locale),
  );
  return [first, render(sourceWords(source, clock), locale), ...more].map(oneLine);
}
