import type { Service } from "../manifest/service.ts";
import type { Knowledge } from "../snapshot.ts";
import { type Message, words } from "../words.ts";
import type { Resolution } from "./resolution.ts";

const PODS = words({
  en: "{pods} {pods|Pod|Pods}, {ready} ready",
  ja: "Pod {pods} 個、Ready {ready} 個",
});
const WORKLOAD = words({ en: "{kind} {name} matches", ja: "{kind} {name} が一致" });
const NAMELESS = words({ en: "Unnamed {kind} matches", ja: "名前のない {kind} が一致" });
const WORKLOADS = words({ en: "{count} workloads match", ja: "{count} 個のワークロードが一致" });
const NO_WORKLOAD = words({ en: "No workload here matches", ja: "一致するワークロードなし" });
const NO_SELECTOR = words({ en: "No selector", ja: "セレクターなし" });
const ALIAS = words({ en: "DNS alias, no Pods", ja: "DNS エイリアス、Pod なし" });
const UNKNOWN = words({ en: "Pods: unknown", ja: "Pod: 不明" });
const LOADING = words({ en: "Pods: loading", ja: "Pod: 読み込み中" });
const DENIED = words({ en: "Pods: not allowed to list", ja: "Pod: 一覧の権限なし" });

/** What stands behind a Service in under thirty characters or so, for a hint or a lens; "unknown" never looks like zero. */
export function summarize(service: Service, resolution: Resolution): Message {
  if (service.type?.value === "ExternalName") return ALIAS();
  if (service.selector.kind === "none") return NO_SELECTOR();
  if (service.selector.kind === "unknown") return UNKNOWN();
  const { source, matched, readyCount } = resolution;
  switch (source.kind) {
    case "cluster":
      return PODS({ pods: matched.length, ready: readyCount });
    case "workspace":
      return summarizeWorkloads(resolution);
    case "none":
      return summarizeIgnorance(source.cluster);
  }
}

function summarizeWorkloads({ matched, source }: Resolution): Message {
  const [pod, another] = matched;
  if (pod === undefined) return source.kind === "workspace" && source.doubt ? UNKNOWN() : NO_WORKLOAD();
  if (another !== undefined) return WORKLOADS({ count: matched.length });
  const { kind, name } = pod.owner ?? { kind: "Pod", name: pod.name };
  return name === "" ? NAMELESS({ kind }) : WORKLOAD({ kind, name });
}

function summarizeIgnorance(cluster: Knowledge): Message {
  switch (cluster.kind) {
    case "off":
    case "synced":
    case "stale":
    case "failed":
      return UNKNOWN();
    case "connecting":
      return LOADING();
    case "denied":
      return DENIED();
  }
}
