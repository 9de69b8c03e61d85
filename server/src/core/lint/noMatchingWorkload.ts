import { words } from "../words.ts";
import { selectorDiagnostic } from "./nearMiss.ts";
import { describeNearMiss, joined, pairsText } from "./pairs.ts";
import type { LintRule } from "./rule.ts";

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
    en: "No cluster is connected, and no manifest in the workspace has a Pod template with all labels of the selector. This is information, since the Pods can come from elsewhere. It is a warning when a template differs by a typo or has the value under another key.",
    ja: "クラスターに接続しておらず、ワークスペースのどの Pod テンプレートもセレクターのラベルをすべては持っていません。Pod が別の場所から来ることもあるため、これは情報です。つづりの違いや別のキーの同じ値があるときは警告になります。",
  },
  wrong: "selector: {app: til}  # Deployment till has app=till",
  right: "selector: {app: till}",
  check: (context) => {
    const { service, resolution, snapshot } = context;
    const { workspace } = snapshot;
    if (service.selector.kind !== "pairs" || resolution.source.kind !== "workspace" || resolution.pods.length > 0)
      return [];
    if (!workspace.complete || workspace.unreadable.length > 0) return [];
    const slips = resolution.nearMisses.filter(({ kind }) => kind === "typo" || kind === "otherKey");
    const named = slips.length > 0 ? slips : resolution.nearMisses;
    const none = NONE({ selector: pairsText(service.selector.pairs) });
    const message = joined([none, ...named.slice(0, 2).map(describeNearMiss)]);
    const severity = slips.length > 0 ? "warning" : "info";
    return [selectorDiagnostic(context, { code: "no-matching-workload", severity, message })];
  },
};
