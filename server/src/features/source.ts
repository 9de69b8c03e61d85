import type { Source } from "../core/pods/resolution.ts";
import type { ClusterSnapshot, Knowledge } from "../core/snapshot.ts";
import { type Message, words } from "../core/words.ts";
import type { Clock } from "./context.ts";
import { timeOfDay } from "./time.ts";

const LIVE = words({ en: "{context}, live", ja: "{context}、最新" });
const STALE = words({
  en: "{context}, as of {time}, connection lost",
  ja: "{context}、{time} 時点 (接続が切れています)",
});
const FILE = words({ en: "From the workloads in this file", ja: "このファイルのワークロードから" });
const FOLDER = words({ en: "From the workloads in this folder", ja: "このフォルダーのワークロードから" });
const WORKSPACE = words({ en: "From the workloads in the workspace", ja: "ワークスペースのワークロードから" });
const NOWHERE = words({ en: "Not known", ja: "不明" });

/** Where an answer is known from and how fresh it is. */
export function sourceWords(source: Source, clock: Clock): Message {
  switch (source.kind) {
    case "cluster": {
      const context = source.context ?? "cluster";
      const { knowledge } = source;
      return knowledge.kind === "stale"
        ? STALE({ context, time: timeOfDay(knowledge.since, clock) })
        : LIVE({ context });
    }
    case "workspace":
      return workspaceWords(source.reach);
    case "none":
      return NOWHERE();
  }
}

function workspaceWords(reach: "file" | "folder" | "workspace"): Message {
  switch (reach) {
    case "file":
      return FILE();
    case "folder":
      return FOLDER();
    case "workspace":
      return WORKSPACE();
  }
}

const OFF = words({ en: "Not connected to a cluster.", ja: "クラスターに接続していません。" });
const CONNECTING = words({ en: "The cluster's Pods are loading.", ja: "クラスターの Pod を読み込んでいます。" });
const DENIED = words({
  en: "Pods in {namespace} may not be listed: {what}",
  ja: "{namespace} の Pod を一覧する権限がありません: {what}",
});
/** The reason is a sentence of its own: a connection that fails, a namespace that there is not, a limit. */
const FAILED = words({ en: "{why}", ja: "{why}" });

/** Why the cluster itself does not answer; undefined where it does. */
export function whyNotCluster(source: Source, namespace: string): Message | undefined {
  return source.kind === "cluster" ? undefined : ignorance(source.cluster, namespace);
}

function ignorance(cluster: Knowledge, namespace: string): Message | undefined {
  switch (cluster.kind) {
    case "off":
      return OFF();
    case "connecting":
      return CONNECTING();
    case "denied":
      return DENIED({ namespace, what: cluster.what });
    case "failed":
      return FAILED({ why: cluster.why });
    case "synced":
    case "stale":
      return undefined;
  }
}

const LABELS_ONLY = words({
  en: "{namespace} is large: of other Pods only labels and owners are watched.",
  ja: "{namespace} は Pod が多いため、ほかの Pod はラベルと所有者だけを監視しています。",
});
const SELECTED_ONLY = words({
  en: "{namespace} is too large to be watched as a whole: other Pods are not known.",
  ja: "{namespace} は Pod が多すぎるため、全体は監視していません。ほかの Pod は不明です。",
});
const SELECTED_FIRST = words({
  en: "The other Pods of {namespace} are loading.",
  ja: "{namespace} のほかの Pod を読み込んでいます。",
});

/** What is not known of the other Pods of a namespace, though those that match are; undefined where all are known. */
export function whatIsUnknown(source: Source, namespace: string, cluster: ClusterSnapshot): Message | undefined {
  const here = cluster.namespaces.get(namespace);
  if (source.kind !== "cluster" || here === undefined) return undefined;
  if (here.mode === "metadata" && here.knowledge.kind !== "connecting") return LABELS_ONLY({ namespace });
  if (here.mode === "selectors") return SELECTED_ONLY({ namespace });
  return here.knowledge.kind === "connecting" ? SELECTED_FIRST({ namespace }) : undefined;
}

const UNVERIFIED = words({
  en: "The certificate of {context} is not checked (insecure-skip-tls-verify), so somebody else may answer.",
  ja: "{context} の証明書を検証していません (insecure-skip-tls-verify)。別の相手が応答している可能性があります。",
});
const UNVERIFIED_IN_SHORT = words({ en: "Certificate not checked", ja: "証明書は未検証" });

/**
 * That the kubeconfig says not to check who answers (`insecure-skip-tls-verify`), as a sentence and in a few words;
 * undefined where it is checked.
 */
export function certificateWarning({
  unverified,
  context,
}: ClusterSnapshot): { readonly sentence: Message; readonly short: Message } | undefined {
  return unverified
    ? { sentence: UNVERIFIED({ context: context ?? "cluster" }), short: UNVERIFIED_IN_SHORT() }
    : undefined;
}
