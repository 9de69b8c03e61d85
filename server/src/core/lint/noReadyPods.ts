import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const NONE_READY = words({
  en: "{count} {count|Pod matches|Pods match}, but none is ready: {statuses}. Connections fail until one is.",
  ja: "{count} 個の Pod が一致しますが、Ready のものはありません: {statuses}。Ready になるまで接続は失敗します。",
});
const ENDED = words({
  en: "{count} {count|Pod matches|Pods match}, but all have ended. Pods that have ended get no traffic.",
  ja: "{count} 個の Pod が一致しますが、すべて終了しています。終了した Pod にトラフィックは届きません。",
});

const SERVICE = service("selector: {app: till}", "ports:", "  - port: 8080");

/** Pods match, and none gets traffic now. Starting Pods are no mistake; those that will not start by themselves are. */
export const noReadyPods: LintRule = {
  code: "no-ready-pods",
  severity: "warning",
  explanation: {
    en: "The cluster is connected and Pods match, but none of them is ready, so the Service has nowhere to send connections. It is a warning where no Pod comes right by itself (a container that crashes or whose image cannot be had), else information: Pods that start are not ready either.",
    ja: "接続中のクラスターで Pod は一致しますが Ready のものがなく、Service は接続を送る先を持ちません。どの Pod も自然には回復しない場合 (クラッシュの繰り返し、イメージの取得失敗) は警告、起動中などそれ以外は情報です。",
  },
  example: {
    wrong: SERVICE,
    right: service(
      "publishNotReadyAddresses: true",
      "clusterIP: None",
      "selector: {app: till}",
      "ports:",
      "  - port: 8080",
    ),
    live: [{ name: "till-6c9f-2xkqp", labels: { app: "till" }, notReady: "CrashLoopBackOff" }],
  },
  *check({ service: { selector, publishNotReadyAddresses }, resolution }) {
    const { source, matched, readyCount } = resolution;
    if (selector.kind !== "pairs" || source.kind !== "cluster" || source.knowledge.kind !== "synced") return;
    if (matched.length === 0 || readyCount > 0 || publishNotReadyAddresses) return;
    const alive = resolution.pods.filter(({ phase }) => phase !== "Succeeded" && phase !== "Failed");
    const span = selector.keySpan;
    if (alive.length === 0) {
      yield { span, severity: "info", message: ENDED({ count: matched.length }) };
      return;
    }
    // A Pod that is ready and still no endpoint waits for an address or is of another family: another matter.
    if (alive.some(({ ready, terminating }) => ready && !terminating)) return;
    const statuses = [...new Set(alive.map(({ status }) => status))].slice(0, 4).join(", ");
    const severity = alive.every(({ status }) => STUCK.test(status)) ? "warning" : "info";
    yield { span, severity, message: NONE_READY({ count: alive.length, statuses }) };
  },
};

/** The STATUS column of Pods that wait for somebody to mend something. */
const STUCK = /BackOff$|^(?:Init:)?(?:Err|Error|Create\w+Error|InvalidImageName|RunContainerError|OOMKilled)/;
