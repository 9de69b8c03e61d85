import type { Pod } from "../pods/pod.ts";
import type { ResolvedPort } from "../pods/resolution.ts";
import { words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import { knowsPorts, targetName, targetSpan, useTarget } from "./ports.ts";
import type { LintContext, LintFinding, LintRule } from "./rule.ts";
import { workloadsAt } from "./selectorFinding.ts";

const UNDECLARED = words({
  en: "No matched Pod declares port {number}. They declare {declared}. Traffic is sent there all the same.",
  ja: "一致した Pod はポート {number} を宣言していません。宣言されているのは {declared} です。宣言がなくてもトラフィックは送られます。",
});

/**
 * A target that is a number which no matched Pod declares: it is used all the same, and what containers declare is often
 * incomplete. So it is a hint at most, and nothing where a Pod declares no ports at all.
 */
export const targetPortUndeclared: LintRule = {
  code: "target-port-undeclared",
  severity: "hint",
  explanation: {
    en: "All matched Pods declare container ports, and the number that this port leads to is not among them. Declaring a port is optional, so traffic is sent there all the same; where it is a slip, connections are refused.",
    ja: "一致した Pod はどれもコンテナポートを宣言していますが、このポートの宛先の番号はその中にありません。宣言は任意なのでトラフィックは送られますが、間違いであれば接続は拒否されます。",
  },
  example: {
    wrong: deploymentAnd(service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: 8008")),
    right: deploymentAnd(service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: 8080")),
  },
  check: (context) => {
    if (!knowsPorts(context) || context.service.clusterIP?.value === "None") return [];
    return context.resolution.ports.flatMap((resolved) => checkPort(resolved, context));
  },
};

function checkPort({ port, landings }: ResolvedPort, context: LintContext): readonly LintFinding[] {
  const [landing] = landings;
  if (landing === undefined || targetName(port) !== undefined) return [];
  const { number, pods } = landing;
  if (pods.some(({ ports }) => ports.length === 0 || ports.some((declared) => declared.port === number))) return [];
  const declared = declaredNumbers(pods, port.protocol);
  const [only, another] = declared;
  if (only === undefined) return [];
  return [
    {
      span: targetSpan(port),
      message: UNDECLARED({ number, declared: declared.slice(0, 5).join(", ") }),
      fixes: another === undefined ? useTarget(context, port, only) : [],
      related: workloadsAt(pods.slice(0, 3)),
    },
  ];
}

function declaredNumbers(pods: readonly Pod[], protocol: string): readonly number[] {
  const all = pods.flatMap(({ ports }) => ports.flatMap((port) => (port.protocol === protocol ? [port.port] : [])));
  return [...new Set(all)].toSorted((a, b) => a - b);
}
