import { explainNoMatch, isSlip, joined, pairsText } from "../pods/explain.ts";
import { words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import type { LintRule } from "./rule.ts";
import { isRefused, selectorFinding } from "./selectorFinding.ts";

const NONE = words({
  en: "No workload in this workspace matches {selector}.",
  ja: "このワークスペースに {selector} と一致するワークロードはありません。",
});

/**
 * The cluster is not known, and no manifest of the workspace holds a workload that the selector matches. Published
 * Services are like that for many good reasons (an operator makes the Pods, the workload is elsewhere), so it is
 * information; only a slip of the fingers, or the value under another key, is a warning.
 */
export const noMatchingWorkload: LintRule = {
  code: "no-matching-workload",
  severity: "warning",
  explanation: {
    en: "No cluster is connected, and no manifest in the workspace has a Pod template with all labels of the selector. This is information, since the Pods can come from elsewhere. It is a warning when a template differs by a typo, has the value under another key, or lacks labels that its workload has.",
    ja: "クラスターに接続しておらず、ワークスペースのどの Pod テンプレートもセレクターのラベルをすべては持っていません。Pod が別の場所から来ることもあるため、これは情報です。つづりの違い、別のキーの同じ値、ワークロード自身にだけあるラベルのときは警告になります。",
  },
  example: {
    wrong: deploymentAnd(service("selector: {app: til, tier: front}", "ports:", "  - port: 80")),
    right: deploymentAnd(service("selector: {app: till, tier: front}", "ports:", "  - port: 80")),
  },
  check: (context) => {
    const { service, resolution, snapshot, uri } = context;
    const { workspace } = snapshot;
    if (service.selector.kind !== "pairs" || resolution.source.kind !== "workspace" || resolution.matched.length > 0)
      return [];
    if (!workspace.complete || resolution.source.doubt !== undefined || isRefused(service.selector.pairs)) return [];
    const why = explainNoMatch(service, resolution, snapshot, uri);
    const none = NONE({ selector: pairsText(service.selector.pairs) });
    const severity = resolution.nearMisses.some(isSlip) ? "warning" : "info";
    return [selectorFinding(context, why, { severity, message: joined([none, ...why.sentences]) })];
  },
};
