import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const ONE = words({
  en: "Only {name} gets traffic: when it goes, connections fail until another Pod is ready.",
  ja: "トラフィックを受け取るのは {name} だけです。これが止まると、別の Pod が Ready になるまで接続は失敗します。",
});

/** One Pod carries the whole Service: often meant, so it is said only to those who ask. */
export const singleReadyPod: LintRule = {
  code: "single-ready-pod",
  severity: "off",
  explanation: {
    en: "The cluster is connected, and of the matched Pods exactly one is ready. There is nobody to take over while it is restarted or moved.",
    ja: "接続中のクラスターで、一致した Pod のうち Ready のものが一つだけです。再起動や移動の間、引き継ぐ Pod がありません。",
  },
  example: {
    wrong: service("selector: {app: till}", "ports:", "  - port: 8080"),
    right: service("selector: {app: warehouse}", "ports:", "  - port: 8080"),
    live: [
      { name: "till-6c9f-2xkqp", labels: { app: "till" } },
      { name: "warehouse-5d7b-9dm2v", labels: { app: "warehouse" } },
      { name: "warehouse-5d7b-kk4hs", labels: { app: "warehouse" } },
    ],
  },
  *check({ service: { selector }, resolution }) {
    const { source, readyCount } = resolution;
    if (selector.kind !== "pairs" || source.kind !== "cluster" || source.knowledge.kind !== "synced") return;
    if (readyCount !== 1) return;
    const ready = resolution.pods.find((pod) => pod.ready && !pod.terminating);
    if (ready !== undefined) yield { span: selector.keySpan, message: ONE({ name: ready.name }) };
  },
};
