import type { ServiceEvent } from "../core/live/serviceEvent.ts";
import { namespaceOf } from "../core/pods/resolve.ts";
import { type Message, render, words } from "../core/words.ts";
import type { FeatureContext, WrittenService } from "./context.ts";
import { liveLines, trafficBlocks } from "./hover/live.ts";
import { podTable } from "./hover/podTable.ts";
import { headLines } from "./hover/selector.ts";
import { meaningOf } from "./hover/type.ts";
import { liveOf } from "./live.ts";
import { type Block, plainSections } from "./page.ts";
import { ageOf, momentOf } from "./time.ts";

const TITLE = words({
  en: "Service {name} in {namespace} ({context}), as of {time}",
  ja: "{namespace} の Service {name} ({context})、{time} 時点",
});
const PORTS = words({ en: "Ports", ja: "ポート" });
const EVENTS = words({ en: "Events", ja: "イベント" });
const NO_EVENTS = words({ en: "None that the cluster remembers.", ja: "クラスターに記録はありません。" });
const NOT_KNOWN = words({ en: "Not known: {why}", ja: "不明: {why}" });
const AGE = words({ en: "Age", ja: "経過" });
const REASON = words({ en: "Reason", ja: "理由" });
const MESSAGE = words({ en: "Message", ja: "メッセージ" });
const NAME = words({ en: "Name", ja: "名前" });
const PORT = words({ en: "Port", ja: "ポート" });
const TARGET = words({ en: "Target", ja: "転送先" });

/** What belongs to a Service beside its text. */
export interface Surroundings {
  readonly events: readonly ServiceEvent[];
  /** What could not be asked for, and why. */
  readonly unknown: readonly string[];
  /** The object as YAML. */
  readonly text: string;
}

/**
 * A Service in full, as text for a read-only document: what its type means, what the cluster has given it, its Pods, where
 * traffic goes, its ports, what happened to it, and the object itself.
 */
export function describe(context: FeatureContext, written: WrittenService, surroundings: Surroundings): string {
  const say = (message: Message) => render(message, context.snapshot.settings.locale);
  const { service } = written;
  const meaning = meaningOf(service);
  const live = liveOf(context, written);
  const sections: readonly (readonly Block[])[] = [
    [
      line(say(titleOf(context, written))),
      ...(meaning === undefined ? [] : [line(say(meaning))]),
      ...(live === undefined ? [] : liveLines(context, live)),
      ...surroundings.unknown.map((why) => line(say(NOT_KNOWN({ why })))),
    ],
    // Where that is known from is said once, above; of other Pods of the namespace nobody asked.
    service.selector.kind === "none"
      ? []
      : [...headLines(context, written).slice(0, 1), ...podTable(context, context.resolutionOf(written).pods)],
    trafficBlocks(context, written),
    portsOf(written, say),
    eventsOf(context, surroundings.events, say),
  ];
  return `${plainSections(sections)}\n\n---\n${surroundings.text}`;
}

function titleOf({ snapshot: { cluster }, clock }: FeatureContext, { service }: WrittenService): Message {
  return TITLE({
    name: service.name?.value ?? "",
    namespace: namespaceOf(service, cluster),
    context: cluster.context ?? "cluster",
    time: momentOf(clock.now, clock),
  });
}

function line(text: string): Block {
  return { kind: "line", text };
}

function portsOf({ service }: WrittenService, say: (message: Message) => string): readonly Block[] {
  const { ports } = service;
  if (ports.length === 0) return [];
  const columns: readonly (readonly [head: string, ...cells: string[]])[] = [
    [say(NAME()), ...ports.map(({ name }) => name?.value ?? "")],
    [say(PORT()), ...ports.map(({ port, protocol }) => `${port?.value ?? ""}/${protocol}`)],
    [say(TARGET()), ...ports.map(({ targetPort, port }) => String(targetPort?.value ?? port?.value ?? ""))],
    ["nodePort", ...ports.map(({ nodePort }) => String(nodePort?.value ?? ""))],
  ];
  const filled = columns.filter(([, ...cells]) => cells.some((cell) => cell !== ""));
  const rows = ports.map((_, index) => filled.map((column) => column[index + 1] ?? ""));
  return [line(say(PORTS())), { kind: "table", head: filled.map(([head]) => head), rows }];
}

function eventsOf(
  { clock }: FeatureContext,
  events: readonly ServiceEvent[],
  say: (message: Message) => string,
): readonly Block[] {
  if (events.length === 0) return [line(`${say(EVENTS())}: ${say(NO_EVENTS())}`)];
  const rows = events.map(({ time, count, reason, message, type }) => [
    time === undefined ? "" : `${ageOf(time, clock)}${count > 1 ? ` x${count}` : ""}`,
    type === "Warning" ? `${type}: ${reason}` : reason,
    message,
  ]);
  return [line(say(EVENTS())), { kind: "table", head: [say(AGE()), say(REASON()), say(MESSAGE())], rows }];
}
