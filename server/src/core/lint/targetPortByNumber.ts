import { words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import { knowsPorts, targetName, targetSpan, useTarget } from "./ports.ts";
import type { LintRule } from "./rule.ts";

const NAMED = words({
  en: 'The matched Pods name port {number} "{name}". With the name, the number can change on the Pods alone.',
  ja: "一致した Pod はポート {number} に「{name}」という名前を付けています。名前で書けば、番号は Pod 側だけで変えられます。",
});

/** A matter of style, for those who ask. */
export const targetPortByNumber: LintRule = {
  code: "target-port-by-number",
  severity: "off",
  explanation: {
    en: "The container port that this number means has a name. A targetPort that is the name follows the Pods when they move to another number, one Pod at a time.",
    ja: "この番号のコンテナポートには名前があります。targetPort を名前で書けば、Pod が番号を変えても Pod ごとに追従します。",
  },
  example: {
    wrong: deploymentAnd(service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: 8080")),
    right: deploymentAnd(service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: http")),
  },
  *check(context) {
    if (!knowsPorts(context)) return;
    for (const { port, landings } of context.resolution.ports) {
      const [landing] = landings;
      if (landing === undefined || targetName(port) !== undefined || port.targetPort === undefined) continue;
      const { number, pods } = landing;
      const [name, another] = new Set(
        pods.map(({ ports }) => ports.find((one) => one.port === number && one.protocol === port.protocol)?.name),
      );
      if (name === undefined || another !== undefined) continue;
      yield { span: targetSpan(port), message: NAMED({ number, name }), fixes: useTarget(context, port, name) };
    }
  },
};
