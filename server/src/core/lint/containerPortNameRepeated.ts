import type { Pod } from "../pods/pod.ts";
import { landingNumber } from "../pods/resolve.ts";
import { words } from "../words.ts";
import { deploymentAnd, service } from "./examples.ts";
import { knowsPorts, targetName, targetSpan } from "./ports.ts";
import type { LintRule } from "./rule.ts";
import { workloadsAt } from "./selectorFinding.ts";

const REPEATED = words({
  en: '{kind} {name} declares more than one {protocol} port named "{port}": {numbers}. Only {used} gets traffic.',
  ja: "{kind} {name} は「{port}」という {protocol} ポートを複数宣言しています: {numbers}。トラフィックが届くのは {used} だけです。",
});

const CONTAINERS = "[{name: http, containerPort: 8080}]}, {name: proxy, ports: [{name: http, containerPort: 9090}]";
const RENAMED = "[{name: http, containerPort: 8080}]}, {name: proxy, ports: [{name: proxy, containerPort: 9090}]";
const SERVICE = service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: http");

/** Two container ports of one Pod with one name and protocol: the first wins, and nothing says so. */
export const containerPortNameRepeated: LintRule = {
  code: "container-port-name-repeated",
  severity: "info",
  explanation: {
    en: "Two containers of one Pod may declare ports of the same name. A named targetPort lands on the first one only, those of containers before those of sidecars.",
    ja: "同じ Pod の二つのコンテナが同じ名前のポートを宣言できます。名前の targetPort が届くのは最初の一つだけで、サイドカーよりコンテナが優先されます。",
  },
  example: { wrong: deploymentAnd(SERVICE, CONTAINERS), right: deploymentAnd(SERVICE, RENAMED) },
  *check(context) {
    if (!knowsPorts(context)) return;
    const { minor } = context.snapshot.settings;
    for (const { port, landings } of context.resolution.ports) {
      const named = targetName(port);
      const pod = landings.flatMap(({ pods }) => pods).find((one) => numbersOf(one, named, port.protocol).length > 1);
      if (named === undefined || pod === undefined) continue;
      const { kind, name } = pod.owner ?? { kind: "Pod", name: pod.name };
      const numbers = numbersOf(pod, named, port.protocol).join(", ");
      const used = landingNumber(port, pod, minor) ?? 0;
      const message = REPEATED({ kind, name, protocol: port.protocol, port: named, numbers, used });
      yield { span: targetSpan(port), message, related: workloadsAt([pod]) };
    }
  },
};

function numbersOf({ ports }: Pod, wanted: string | undefined, wantedProtocol: string): readonly number[] {
  const numbers = ports.filter(({ name, protocol }) => name === wanted && protocol === wantedProtocol);
  return [...new Set(numbers.map(({ port }) => port))];
}
