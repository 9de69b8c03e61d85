import type { Fix } from "../diagnostic.ts";
import { insertEntry, setScalar } from "../manifest/edit.ts";
import type { ServicePort } from "../manifest/service.ts";
import type { ContainerPort } from "../pods/pod.ts";
import type { ResolvedPort } from "../pods/resolution.ts";
import { words } from "../words.ts";
import { valueAt } from "../yaml/node.ts";
import { deploymentAnd, service } from "./examples.ts";
import { knowsPorts, portField, targetName, targetSpan } from "./ports.ts";
import type { LintContext, LintFinding, LintRule } from "./rule.ts";
import { workloadsAt } from "./selectorFinding.ts";

const NAME = words({
  en: 'targetPort "{name}": the matched Pods declare that port for {declared}, and this one is {protocol}. They get no traffic from it.',
  ja: "targetPort「{name}」: 一致した Pod はこのポートを {declared} で宣言していますが、ここは {protocol} です。Pod はトラフィックを受け取りません。",
});
const NUMBER = words({
  en: "Port {number}: the matched Pods declare it for {declared}, and this one is {protocol}.",
  ja: "ポート {number}: 一致した Pod はこれを {declared} で宣言していますが、ここは {protocol} です。",
});
const CHANGE = words({ en: "Change the protocol to {protocol}", ja: "プロトコルを {protocol} に変更する" });

/**
 * A port whose protocol is not that of the container port: a name is looked for with its protocol, so that no endpoint
 * has it; a number is used as it is, and only nothing may listen there.
 */
export const targetPortProtocol: LintRule = {
  code: "target-port-protocol",
  severity: "warning",
  explanation: {
    en: "A named targetPort is looked for together with the Service port's protocol. A container port of that name for another protocol does not count, so no Pod gets traffic. For a number it is information: it is used as it is, and what is declared may be incomplete.",
    ja: "名前の targetPort は Service のポートのプロトコルと合わせて探されます。同じ名前でもプロトコルが違うコンテナポートは使われず、どの Pod にもトラフィックが届きません。番号の場合はそのまま使われ、宣言が不完全なこともあるため情報です。",
  },
  example: {
    wrong: deploymentAnd(
      service("selector: {app: till}", "ports:", "  - port: 53", "    targetPort: dns"),
      "[{name: dns, containerPort: 8053, protocol: UDP}]",
    ),
    right: deploymentAnd(
      service("selector: {app: till}", "ports:", "  - port: 53", "    protocol: UDP", "    targetPort: dns"),
      "[{name: dns, containerPort: 8053, protocol: UDP}]",
    ),
  },
  check: (context) =>
    knowsPorts(context) ? context.resolution.ports.flatMap((resolved) => checkPort(resolved, context)) : [],
};

function checkPort({ port, missing, landings }: ResolvedPort, context: LintContext): readonly LintFinding[] {
  const { protocol } = port;
  const name = targetName(port);
  const [landing, another] = landings;
  const pods = name === undefined ? landing?.pods : missing;
  if (pods === undefined || pods.length === 0 || (name !== undefined && landings.length > 0) || another) return [];
  const alike = ({ ports }: { readonly ports: readonly ContainerPort[] }) =>
    ports.filter((one) => (name === undefined ? one.port === landing?.number : one.name === name));
  if (pods.some((pod) => alike(pod).length === 0 || alike(pod).some((one) => one.protocol === protocol))) return [];
  const declared = [...new Set(pods.flatMap(alike).map((one) => one.protocol))];
  const values = { declared: declared.join(", "), protocol };
  const [only, more] = declared;
  return [
    {
      span: targetSpan(port),
      severity: name === undefined ? "info" : "warning",
      message: name === undefined ? NUMBER({ ...values, number: landing?.number ?? 0 }) : NAME({ ...values, name }),
      fixes: only === undefined || more !== undefined ? [] : changeProtocol(context, port, only),
      related: workloadsAt(pods.slice(0, 3)),
    },
  ];
}

function changeProtocol(context: LintContext, port: ServicePort, protocol: string): readonly Fix[] {
  const written = portField(context, port, "protocol");
  const ports = valueAt(context.object.node, "spec", "ports");
  const item = ports?.kind === "sequence" ? ports.items[port.index] : undefined;
  const title = CHANGE({ protocol });
  if (written?.kind === "scalar")
    return [{ title, edits: [setScalar(context.text, written, protocol)], certain: false }];
  if (written !== undefined || item?.kind !== "map") return [];
  return [{ title, edits: [insertEntry(context.text, item, "protocol", protocol, { after: "port" })], certain: false }];
}
