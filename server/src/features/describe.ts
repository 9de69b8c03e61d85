import type { ServiceEvent } from "../core/live/serviceEvent.ts";
import { type Message, render, words } from "../core/words.ts";
import type { FeatureContext, WrittenService } from "./context.ts";
import { livePage } from "./hover/live.ts";
import { podTable } from "./hover/podTable.ts";
import { headLines } from "./hover/selector.ts";
import { meaningOf } from "./hover/type.ts";
import { type Block, pageOf } from "./page.ts";
import { ageOf, momentOf } from "./time.ts";

const AS_OF = words({ en: "As of {time}", ja: "{time} 時点" });
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
 * A Service in full, as text for a read-only document: what its type means, what the cluster has made of it, its ports,
 * its Pods, where traffic goes, what happened to it, and the object itself.
 */
export function describe(context: FeatureContext, written: WrittenService, surroundings: Surroundings): string {
  const { settings } = context.snapshot;
  const say = (message: Message) => render(message, settings.locale);
  const { service } = written;
  const meaning = meaningOf(service);
  const blocks: readonly Block[] = [
    line(`Service ${service.name?.value ?? ""}`),
    line(say(AS_OF({ time: momentOf(context.clock.now, context.clock) }))),
    ...(meaning === undefined ? [] : [line(say(meaning))]),
    ...livePage(context, written),
    ...portsOf(written, say),
    // Where that is known from is said once, above; of other Pods of the namespace nobody asked.
    ...(service.selector.kind === "none" ? [] : headLines(context, written).slice(0, 1)),
    ...podTable(context, context.resolutionOf(written).pods),
    ...surroundings.unknown.map((why) => line(say(NOT_KNOWN({ why })))),
    ...eventsOf(context, surroundings.events, say),
  ];
  const page = pageOf(blocks, { markdown: false, commands: false }).value;
  return `${page}\n\n---\n${surroundings.text}`;
}

function line(text: string): Block {
  return { kind: "line", text };
}

function portsOf({ service }: WrittenService, say: (message: Message) => string): readonly Block[] {
  const rows = service.ports.map(({ name, port, protocol, targetPort, nodePort }) => [
    name?.value ?? "",
    `${port?.value ?? ""}/${protocol}`,
    String(targetPort?.value ?? port?.value ?? ""),
    nodePort === undefined ? "" : String(nodePort.value),
  ]);
  if (rows.length === 0) return [];
  return [line(say(PORTS())), { kind: "table", head: [say(NAME()), say(PORT()), say(TARGET()), "nodePort"], rows }];
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
