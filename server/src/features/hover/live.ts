import type { EndpointAddress } from "../../core/endpoints/joinSlices.ts";
import type { FieldDifference } from "../../core/live/fieldDifference.ts";
import type { Change, LiveService } from "../../core/live/liveService.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import { type Message, render, words } from "../../core/words.ts";
import type { FeatureContext, WrittenService } from "../context.ts";
import { trafficStory } from "../glance.ts";
import { differenceWords, driftAtAGlance, type Live, liveOf, loadBalancerText } from "../live.ts";
import type { Block } from "../page.ts";
import { ageOf } from "../time.ts";
import { certificateLine } from "./selector.ts";

/** Rows of a table; what is beyond is counted. */
const ROWS = 10;
/** Of who changed the Service the last few are named. */
const CHANGES = 3;

const IN_CLUSTER = words({ en: "{name} in {namespace} ({context})", ja: "{namespace} の {name} ({context})" });
const NOT_THERE = words({
  en: "{name} is not in {namespace} ({context}) yet.",
  ja: "{name} はまだ {namespace} ({context}) にありません。",
});

/** The Service as the cluster has it: its addresses, who changed it, what differs, where traffic goes. Empty where that is not known. */
export function livePage(context: FeatureContext, written: WrittenService): readonly Block[] {
  const { cluster, settings } = context.snapshot;
  const { name, namespaceUnknown } = written.service;
  const namespace = namespaceOf(written.service, cluster);
  if (name === undefined || namespaceUnknown || cluster.services?.get(namespace)?.knowledge.kind !== "synced")
    return [];
  const values = { name: name.value, namespace, context: cluster.context ?? "cluster" };
  const live = liveOf(context, written);
  if (live === undefined) return [{ kind: "line", text: render(NOT_THERE(values), settings.locale) }];
  return [
    { kind: "line", text: render(IN_CLUSTER(values), settings.locale), strong: true },
    ...certificateLine(context),
    ...liveLines(context, live),
    ...differences(context, live),
    ...trafficBlocks(context, written),
  ];
}

const ADDRESS = words({ en: "Cluster IP: {addresses}", ja: "クラスター IP: {addresses}" });
const NODE_PORTS = words({ en: "Node ports: {ports}", ja: "ノードポート: {ports}" });
const LOAD_BALANCER = words({ en: "Load balancer: {addresses}", ja: "ロードバランサー: {addresses}" });
const EXTERNAL = words({ en: "External IPs: {addresses}", ja: "外部 IP: {addresses}" });
const CHANGED = words({ en: "Last changed by {changes}", ja: "最後の変更: {changes}" });
const BY = words({ en: "{manager} {age} ago", ja: "{manager} ({age}前)" });
const BY_STATUS = words({ en: "{manager} {age} ago (status)", ja: "{manager} ({age}前、status)" });

/** What the cluster has given the Service and who has changed it, a line each. */
export function liveLines(context: FeatureContext, { service }: Live): readonly Block[] {
  const { clusterIPs, nodePorts, externalIPs, changes } = service;
  const balancer = loadBalancerText(context, service);
  const say = (change: Change) => {
    const values = { manager: change.manager, age: ageOf(change.time, context.clock) };
    return render(change.ofStatus ? BY_STATUS(values) : BY(values), context.snapshot.settings.locale);
  };
  const lines: readonly (Message | undefined)[] = [
    clusterIPs.length > 0 ? ADDRESS({ addresses: clusterIPs.join(", ") }) : undefined,
    nodePorts.length > 0 ? NODE_PORTS({ ports: nodePortsText(service) }) : undefined,
    balancer === undefined ? undefined : LOAD_BALANCER({ addresses: balancer }),
    externalIPs.length > 0 ? EXTERNAL({ addresses: externalIPs.join(", ") }) : undefined,
    changes.length > 0 ? CHANGED({ changes: changes.slice(0, CHANGES).map(say).join(", ") }) : undefined,
  ];
  return lines.flatMap((message) => (message === undefined ? [] : line(context, message)));
}

function nodePortsText({ nodePorts }: LiveService): string {
  return nodePorts
    .slice(0, ROWS)
    .map(({ name, port, protocol, nodePort }) => `${nodePort} (${name === "" ? `${port}/${protocol}` : name})`)
    .join(", ");
}

const MORE = words({ en: "{count} more", ja: "ほか {count} 個" });

function differences(context: FeatureContext, live: Live): readonly Block[] {
  const glance = driftAtAGlance(live);
  const drift: readonly FieldDifference[] = live.drift ?? [];
  if (glance === undefined) return [];
  const more = drift.length - ROWS;
  return [
    ...line(context, HEAD({ text: capitalized(render(glance, context.snapshot.settings.locale)) }), true),
    ...drift.slice(0, ROWS).flatMap((difference) => line(context, differenceWords(difference))),
    ...(more > 0 ? line(context, MORE({ count: more })) : []),
  ];
}

const HEAD = words({ en: "{text}:", ja: "{text}:" });

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const ADDRESS_COLUMN = words({ en: "Address", ja: "アドレス" });
const PORT_COLUMN = words({ en: "Port", ja: "ポート" });
const STATE_COLUMN = words({ en: "State", ja: "状態" });
const POD_COLUMN = words({ en: "Pod", ja: "Pod" });
const NODE_COLUMN = words({ en: "Node", ja: "ノード" });
const READY = words({ en: "ready", ja: "Ready" });
const NOT_READY = words({ en: "not ready", ja: "Ready でない" });
const TERMINATING = words({ en: "terminating", ja: "終了中" });
const STILL_SERVING = words({ en: "terminating, still serving", ja: "終了中 (まだ応答可)" });

/** Where traffic goes, address by address: what is ready first. */
export function trafficBlocks(context: FeatureContext, written: WrittenService): readonly Block[] {
  const sentence = trafficStory(context, written);
  const { traffic } = context.resolutionOf(written);
  const said = sentence === undefined ? [] : line(context, sentence);
  if (traffic?.kind !== "slices" || traffic.addresses.length === 0) return said;
  const { locale } = context.snapshot.settings;
  const sorted = traffic.addresses.toSorted((a, b) => Number(b.ready) - Number(a.ready));
  const head = [ADDRESS_COLUMN(), PORT_COLUMN(), STATE_COLUMN(), POD_COLUMN(), NODE_COLUMN()];
  const more = sorted.length - ROWS;
  return [
    ...said,
    {
      kind: "table",
      head: head.map((message) => render(message, locale)),
      rows: sorted
        .slice(0, ROWS)
        .map((address) => [
          address.address,
          portsText(address),
          render(stateOf(address), locale),
          address.pod ?? "",
          [address.node, address.zone].filter((part) => part !== undefined).join(", "),
        ]),
    },
    ...(more > 0 ? line(context, MORE({ count: more })) : []),
  ];
}

function portsText({ ports }: EndpointAddress): string {
  return ports.map(({ port, protocol }) => `${port ?? "*"}/${protocol}`).join(", ");
}

function stateOf({ ready, serving, terminating }: EndpointAddress): Message {
  if (ready) return READY();
  if (!terminating) return NOT_READY();
  return serving ? STILL_SERVING() : TERMINATING();
}

function line(context: FeatureContext, message: Message, strong = false): readonly Block[] {
  return [{ kind: "line", text: render(message, context.snapshot.settings.locale), strong }];
}
