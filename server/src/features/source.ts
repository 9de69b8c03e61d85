import type { Source } from "../core/pods/resolution.ts";
import type { Knowledge } from "../core/snapshot.ts";
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
const FAILED = words({ en: "The cluster does not answer: {why}", ja: "クラスターが応答しません: {why}" });

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
