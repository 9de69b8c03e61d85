import { workloadsMatching } from "../pods/resolve.ts";
import { words } from "../words.ts";
import { selectorDiagnostic } from "./nearMiss.ts";
import { describeNearMiss, joined, pairsText } from "./pairs.ts";
import type { LintRule } from "./rule.ts";

const NONE = words({
  en: "No Pod in {namespace} matches {selector}.",
  ja: "{namespace} に {selector} と一致する Pod はありません。",
});
const NOT_APPLIED = words({
  en: "No Pod in {namespace} matches {selector} yet. {kind} {name} in this workspace will.",
  ja: "{namespace} に {selector} と一致する Pod はまだありません。このワークスペースの {kind} {name} は一致します。",
});

/**
 * The cluster is known, and no Pod of the Service's namespace matches: its traffic goes nowhere. Where a workload of the
 * workspace would match, it has only to be applied, so that is information.
 */
export const noMatchingPods: LintRule = {
  code: "no-matching-pods",
  severity: "warning",
  explanation: {
    en: "The cluster is connected, and no Pod in the Service's namespace has all labels of its selector. The Service has no endpoints, so connections to it fail. The message names the Pods that almost match.",
    ja: "接続中のクラスターの同じ名前空間に、セレクターのラベルをすべて持つ Pod がありません。Service にエンドポイントがないため、接続は失敗します。惜しい不一致の Pod があればメッセージに示します。",
  },
  wrong: "selector: {app: till, tier: frontend}  # the Pods have tier=front",
  right: "selector: {app: till, tier: front}",
  check: (context) => {
    const { service, resolution, snapshot, uri } = context;
    const { source } = resolution;
    if (service.selector.kind !== "pairs" || source.kind !== "cluster" || source.knowledge.kind !== "synced") return [];
    if (resolution.pods.length > 0) return [];
    const values = { namespace: source.namespace, selector: pairsText(service.selector.pairs) };
    const [waiting] = workloadsMatching(service, snapshot.workspace, uri);
    if (waiting !== undefined) {
      const message = NOT_APPLIED({ ...values, kind: waiting.owner?.kind ?? "Pod", name: waiting.name });
      return [selectorDiagnostic(context, { code: "no-matching-pods", severity: "info", message })];
    }
    const message = joined([NONE(values), ...resolution.nearMisses.slice(0, 2).map(describeNearMiss)]);
    return [selectorDiagnostic(context, { code: "no-matching-pods", severity: "warning", message })];
  },
};
