import { type Field, fieldAt } from "../../core/fields/field.ts";
import { nodeAt } from "../../core/outline/place.ts";
import { words } from "../../core/words.ts";
import { plainOf } from "../../core/yaml/node.ts";
import { valueBlocks } from "../hover/fieldWords.ts";
import { type Asked, said } from "./asked.ts";
import type { Candidate } from "./candidate.ts";
import { labelValueCandidates, selectorValueCandidates } from "./labels.ts";
import { nodePortCandidates, portCandidates, portNameCandidates, targetPortCandidates } from "./ports.ts";

const DEFAULT = words({ en: "default", ja: "既定" });
const SINCE = words({ en: "since 1.{minor}", ja: "1.{minor} 以降" });
const DEPRECATED = words({ en: "deprecated since 1.{minor}", ja: "1.{minor} で非推奨" });
const CONTEXT = words({ en: "of the context", ja: "コンテキストの名前空間" });
const IN_CLUSTER = words({ en: "known from {context}", ja: "{context} から" });
const IN_WORKSPACE = words({ en: "in the workspace", ja: "ワークスペース内" });
const HEADLESS = words({ en: "headless: no virtual IP", ja: "Headless: 仮想 IP なし" });
const OF_PRODUCT = words({ en: "known from its documentation: {product}", ja: "{product} のドキュメントから" });
const IN_USE = words({ en: "used in {context}", ja: "{context} で使用中" });

/** The values that can stand at the target, best first; none where nothing is known of them. */
export function valueCandidates(asked: Asked): readonly Candidate[] {
  const { path } = asked.target;
  const [section, name] = path;
  if (section === "spec" && name === "selector") return selectorValueCandidates(asked);
  if (section === "metadata" && name === "labels") return labelValueCandidates(asked);
  const special = SPECIAL[path.filter((step) => typeof step === "string").join(".")];
  if (special !== undefined) return special(asked);
  const field = fieldAt(path);
  return field === undefined ? [] : enumerated(asked, field);
}

/** Values that come from what is known rather than from the schema, by the field's path without indexes. */
const SPECIAL: Readonly<Record<string, (asked: Asked) => readonly Candidate[]>> = {
  apiVersion: () => [plain("v1")],
  kind: () => [plain("Service")],
  "metadata.namespace": namespaceCandidates,
  "spec.ports.name": portNameCandidates,
  "spec.ports.port": portCandidates,
  "spec.ports.targetPort": targetPortCandidates,
  "spec.ports.nodePort": nodePortCandidates,
  "spec.healthCheckNodePort": nodePortCandidates,
  "spec.ports.appProtocol": () => APP_PROTOCOLS.map((value) => plain(value)),
  "spec.clusterIP": (asked) => [plain("None", said(asked, HEADLESS()))],
  "spec.clusterIPs": (asked) => (asked.target.path.at(-1) === 0 ? [plain("None", said(asked, HEADLESS()))] : []),
  "spec.ipFamilies": familyCandidates,
  "spec.loadBalancerClass": loadBalancerClassCandidates,
  "spec.sessionAffinityConfig.clientIP.timeoutSeconds": (asked) => [plain(10_800, said(asked, DEFAULT()))],
};

function plain(value: string | number | boolean, note?: string): Candidate {
  return { label: String(value), writes: { kind: "value", value }, ...(note && { note }) };
}

/** The schema's values that this version has, those to stay clear of last. */
function enumerated(asked: Asked, { values, shape, defaultsTo }: Field): readonly Candidate[] {
  const { minor, locale } = asked.context.snapshot.settings;
  const isDefault = (value: string | boolean): boolean => defaultsTo?.sentence.en === `\`${value}\``;
  const defaultNote = (value: string | boolean): string | undefined =>
    isDefault(value) ? said(asked, DEFAULT()) : undefined;
  if (shape === "boolean") return [true, false].map((value) => plain(value, defaultNote(value)));
  return values
    .filter(({ since }) => since === undefined || since <= minor)
    .map((known): Candidate => {
      const deprecated = known.deprecatedSince !== undefined && known.deprecatedSince <= minor;
      const since = known.since === undefined ? defaultNote(known.value) : said(asked, SINCE({ minor: known.since }));
      const note = deprecated ? said(asked, DEPRECATED({ minor: known.deprecatedSince ?? 0 })) : since;
      return { ...plain(known.value, note), documentation: valueBlocks(known, locale), deprecated };
    })
    .sort((a, b) => Number(a.deprecated) - Number(b.deprecated));
}

/** Namespaces that are known: the context's, those that are followed, those that manifests write. */
function namespaceCandidates(asked: Asked): readonly Candidate[] {
  const { cluster, workspace } = asked.context.snapshot;
  const { context } = cluster;
  const notes = new Map<string, string>();
  const add = (name: string | undefined, note: string): void => {
    if (name !== undefined && !notes.has(name)) notes.set(name, note);
  };
  if (context !== undefined) {
    add(cluster.namespace, said(asked, CONTEXT()));
    for (const [name, { pods }] of cluster.namespaces)
      if (pods.length > 0) add(name, said(asked, IN_CLUSTER({ context })));
  }
  const inWorkspace = said(asked, IN_WORKSPACE());
  for (const { content } of asked.context.manifest.documents)
    for (const { namespace } of content.objects) add(namespace, inWorkspace);
  for (const { namespace } of workspace.pods) add(namespace, inWorkspace);
  const typed = asked.written === undefined ? undefined : plainOf(asked.written);
  return Array.from(notes, ([name, note]) => plain(name, note)).filter(
    ({ label }) => label !== typed || asked.typed === "",
  );
}

function familyCandidates(asked: Asked): readonly Candidate[] {
  const list = nodeAt(asked.node, asked.target.path.slice(0, -1));
  const index = asked.target.path.at(-1);
  const taken = list?.kind === "sequence" ? list.items.filter((_, at) => at !== index).map(plainOf) : [];
  const field = fieldAt(["spec", "ipFamilies"]);
  return field === undefined ? [] : enumerated(asked, field).filter(({ label }) => !taken.includes(label));
}

/** Names that Kubernetes itself defines, then those that IANA lists and load balancers know. */
const APP_PROTOCOLS: readonly string[] = [
  "kubernetes.io/h2c",
  "kubernetes.io/ws",
  "kubernetes.io/wss",
  "http",
  "https",
  "grpc",
  "tcp",
  "tls",
  "mysql",
  "postgresql",
  "redis",
  "mongodb",
];

/** Classes that the documentation of their makers names. */
const LOAD_BALANCER_CLASSES: readonly (readonly [name: string, product: string])[] = [
  ["service.k8s.aws/nlb", "AWS Load Balancer Controller"],
  ["eks.amazonaws.com/nlb", "Amazon EKS"],
  ["networking.gke.io/l4-regional-external", "Google GKE"],
  ["networking.gke.io/l4-regional-internal", "Google GKE"],
  ["io.cilium/bgp-control-plane", "Cilium"],
  ["io.cilium/l2-announcer", "Cilium"],
  ["io.cilium/node", "Cilium"],
  ["kube-vip.io/kube-vip-class", "kube-vip"],
  ["tailscale", "Tailscale"],
];

/** Classes of the cluster's Services first: those certainly have somebody who takes care of them. */
function loadBalancerClassCandidates(asked: Asked): readonly Candidate[] {
  const { services, context } = asked.context.snapshot.cluster;
  const used = new Set<string>();
  for (const { services: stored } of services?.values() ?? []) {
    for (const object of stored.values()) {
      const name = classOf(object);
      if (name !== undefined) used.add(name);
    }
  }
  const known = LOAD_BALANCER_CLASSES.filter(([name]) => !used.has(name));
  return [
    ...Array.from(used, (name) => plain(name, said(asked, IN_USE({ context: context ?? "" })))),
    ...known.map(([name, product]) => plain(name, said(asked, OF_PRODUCT({ product })))),
  ];
}

function classOf(object: unknown): string | undefined {
  const spec = (object as { readonly spec?: { readonly loadBalancerClass?: unknown } } | null)?.spec;
  return typeof spec?.loadBalancerClass === "string" ? spec.loadBalancerClass : undefined;
}
