import { contains, parseAddress, parseNetwork } from "../../core/apiserver/ip.ts";
import { networkRange } from "../../core/apiserver/networkRange.ts";
import { factsOf } from "../../core/facts.ts";
import { fieldAt } from "../../core/fields/field.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import { type Message, render, words } from "../../core/words.ts";
import { deployedService } from "../../core/workspace/matching.ts";
import type { ScalarNode } from "../../core/yaml/node.ts";
import type { FeatureContext, WrittenService } from "../context.ts";
import type { Block } from "../page.ts";
import { sourceWords } from "../source.ts";
import { valueBlocks } from "./fieldWords.ts";
import { targetPortPage } from "./targetPort.ts";

const RANGE = words({
  en: "{count} {count|address|addresses}: {first} to {last}.",
  ja: "アドレス {count} 個です ({first} から {last})。",
});
const ONE_ADDRESS = words({ en: "One address: {first}.", ja: "アドレス 1 個です ({first})。" });
const IN_RANGE = words({
  en: "An address of the cluster's Service range {range}.",
  ja: "クラスターの Service 用範囲 {range} のアドレスです。",
});
const HEADLESS = words({
  en: "Headless: there is no virtual IP, and DNS answers with the Pods' own addresses.",
  ja: "Headless です。仮想 IP を持たず、DNS が Pod のアドレスを返します。",
});
const NODE_PORT = words({
  en: "Every node takes traffic for this Service on port {port}.",
  ja: "すべてのノードがポート {port} でこの Service への通信を受けます。",
});
const PODS_HAVE = words({
  en: "{count} {count|Pod has|Pods have} {label}.",
  ja: "{label} を持つ Pod は {count} 個です。",
});
const WORKLOADS_HAVE = words({
  en: "{count} {count|workload has|workloads have} {label}.",
  ja: "{label} を持つワークロードは {count} 個です。",
});
const PODS_IN = words({ en: "{count} {count|Pod|Pods} in {namespace}.", ja: "{namespace} の Pod は {count} 個です。" });

/** What a value means here: how far a range reaches, whose a label is, where a port leads. Nothing where nobody knows. */
export function valuePage(
  context: FeatureContext,
  written: WrittenService,
  path: readonly (string | number)[],
  { value }: ScalarNode,
): readonly Block[] {
  const { locale } = context.snapshot.settings;
  const said = (message: Message): readonly Block[] => [{ kind: "line", text: render(message, locale) }];
  const text = value === null ? "" : String(value);
  const list = typeof path.at(-1) === "number" ? fieldAt(path.slice(0, -1)) : undefined;
  const known = (list ?? fieldAt(path))?.values.find((one) => one.value === text);
  if (known !== undefined) return valueBlocks(known, locale);
  switch (path.filter((step) => typeof step === "string").join(".")) {
    case "spec.loadBalancerSourceRanges":
      return rangeMessage(text).flatMap(said);
    case "spec.clusterIP":
    case "spec.clusterIPs":
      return addressMessage(context, written, text).flatMap(said);
    case "spec.ports.nodePort":
    case "spec.healthCheckNodePort":
      return typeof value === "number" ? said(NODE_PORT({ port: value })) : [];
    case "spec.ports.port":
      return portBlocks(context, written, path[2]);
    case "metadata.namespace":
      return namespaceBlocks(context, written);
    default:
      return path[0] === "metadata" && path[1] === "labels" ? labelBlocks(context, written, String(path[2]), text) : [];
  }
}

function rangeMessage(text: string): readonly Message[] {
  const range = networkRange(text);
  if (range === undefined) return [];
  const { first, last, count } = range;
  return [count === "1" ? ONE_ADDRESS({ first }) : RANGE({ count, first, last })];
}

function addressMessage({ snapshot }: FeatureContext, { object }: WrittenService, text: string): readonly Message[] {
  if (text === "None") return [HEADLESS()];
  const address = parseAddress(text);
  const { serviceCIDRs } = factsOf(snapshot.settings.facts, snapshot.cluster, object);
  const range = serviceCIDRs?.find((cidr) => {
    const network = parseNetwork(cidr);
    return address !== undefined && network !== undefined && contains(network, address);
  });
  return range === undefined ? [] : [IN_RANGE({ range })];
}

function portBlocks(
  context: FeatureContext,
  written: WrittenService,
  index: string | number | undefined,
): readonly Block[] {
  const resolved = context.resolutionOf(written).ports.find(({ port }) => port.index === index);
  const leads = resolved !== undefined && resolved.landings.length + resolved.missing.length > 0;
  return leads ? targetPortPage(context, written, resolved) : [];
}

function namespaceBlocks(context: FeatureContext, written: WrittenService): readonly Block[] {
  const live = liveIn(context, written);
  return live === undefined
    ? []
    : linesOf(context, PODS_IN({ count: live.pods.length, namespace: live.namespace }), live.source);
}

function labelBlocks(context: FeatureContext, written: WrittenService, key: string, value: string): readonly Block[] {
  const label = `${key}=${value}`;
  const live = liveIn(context, written);
  if (live !== undefined) {
    const count = live.pods.filter(({ labels }) => labels.get(key) === value).length;
    return linesOf(context, PODS_HAVE({ count, label }), live.source);
  }
  const { source } = context.resolutionOf(written);
  const count = context.snapshot.workspace.pods.filter(({ labels }) => labels.get(key) === value).length;
  return source.kind === "workspace" && count > 0
    ? linesOf(context, WORKLOADS_HAVE({ count, label }), sourceWords(source, context.clock))
    : [];
}

/** The Pods of the Service's namespace in the cluster; undefined while they are unknown. */
function liveIn({ snapshot, uri, clock }: FeatureContext, { service }: WrittenService) {
  const { cluster, workspace } = snapshot;
  if (service.namespaceUnknown) return undefined;
  const namespace = namespaceOf(deployedService(service, workspace, uri, cluster), cluster);
  const here = cluster.namespaces.get(namespace);
  if (here?.knowledge.kind !== "synced" && here?.knowledge.kind !== "stale") return undefined;
  const source = { kind: "cluster", context: cluster.context, namespace, knowledge: here.knowledge } as const;
  return { pods: here.pods, namespace, source: sourceWords(source, clock) };
}

function linesOf({ snapshot }: FeatureContext, ...messages: readonly Message[]): readonly Block[] {
  return messages.map((message) => ({ kind: "line", text: render(message, snapshot.settings.locale) }));
}
