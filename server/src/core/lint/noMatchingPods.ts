import { explainNoMatch, joined, pairsText } from "../pods/explain.ts";
import { words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import type { LintRule } from "./rule.ts";
import { isRefused, selectorFinding } from "./selectorFinding.ts";

const NONE = words({
  en: "No Pod in {namespace} matches {selector}.",
  ja: "{namespace} に {selector} と一致する Pod はありません。",
});
const NOT_YET = words({
  en: "No Pod in {namespace} matches {selector} yet.",
  ja: "{namespace} に {selector} と一致する Pod はまだありません。",
});

/**
 * The cluster is known, and no Pod of the Service's namespace matches: its traffic goes nowhere. Where a workload of the
 * workspace would match, it has only to be applied, so that is information.
 */
export const noMatchingPods: LintRule = {
  code: "no-matching-pods",
  severity: "warning",
  explanation: {
    en: "The cluster is connected, and no Pod in the Service's namespace has all labels of its selector. The Service has no endpoints, so connections to it fail. The message names the Pods that almost match. It is information where a workload of the workspace matches: that has only to be applied, or to be rolled out.",
    ja: "接続中のクラスターの同じ名前空間に、セレクターのラベルをすべて持つ Pod がありません。Service にエンドポイントがないため、接続は失敗します。惜しい不一致の Pod があればメッセージに示します。ワークスペースのワークロードが一致するときは、適用または展開すればよいので情報になります。",
  },
  example: {
    wrong: deploymentAnd(service("selector: {app: till, tier: frontend}", "ports:", "  - port: 80")),
    right: deploymentAnd(service("selector: {app: till, tier: front}", "ports:", "  - port: 80")),
    live: [{ name: "till-6c9f-2xkqp", labels: { app: "till", tier: "front" }, ports: { http: 8080 } }],
  },
  check: (context) => {
    const { service, resolution, snapshot, uri } = context;
    const { source } = resolution;
    if (service.selector.kind !== "pairs" || source.kind !== "cluster" || source.knowledge.kind !== "synced") return [];
    if (resolution.matched.length > 0 || isRefused(service.selector.pairs)) return [];
    const values = { namespace: source.namespace, selector: pairsText(service.selector.pairs) };
    const why = explainNoMatch(service, resolution, snapshot, uri);
    const message = joined([why.notApplied ? NOT_YET(values) : NONE(values), ...why.sentences]);
    return [selectorFinding(context, why, { severity: why.notApplied ? "info" : "warning", message })];
  },
};
