import { textOf } from "../apiserver/fields.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const ONE_NODE = words({
  en: "{field}: Local drops what reaches a node without a ready Pod of the Service, and all {count} ready {count|Pod|Pods} are on {node}.",
  ja: "{field}: Local では、この Service の Ready な Pod がないノードに届いたものは捨てられます。Ready な {count} 個の Pod はすべて {node} にあります。",
});

const PODS = [
  { name: "till-6c9f-2xkqp", labels: { app: "till" }, node: "node-1" },
  { name: "till-6c9f-9dm2v", labels: { app: "till" }, node: "node-1" },
];

/** With the policy Local a node without Pods drops traffic; on the connected cluster only one node has some. */
export const trafficPolicyLocal: LintRule = {
  code: "traffic-policy-local",
  severity: "info",
  reads: ["internalTrafficPolicy", "externalTrafficPolicy"],
  explanation: {
    en: "With `internalTrafficPolicy: Local`, and with `externalTrafficPolicy: Local` on a NodePort, a node hands connections only to Pods of its own and drops them where it has none. The connected cluster has all ready Pods of the Service on one node. A load balancer asks a health check port and leaves such nodes out, so that type is not meant.",
    ja: "`internalTrafficPolicy: Local`、または NodePort の `externalTrafficPolicy: Local` では、ノードは自身の Pod にだけ接続を渡し、Pod がなければ捨てます。接続中のクラスターでは Ready な Pod がすべて一つのノードにあります。ロードバランサーはヘルスチェックでそのノードを外すため対象外です。",
  },
  example: {
    wrong: service("internalTrafficPolicy: Local", "selector: {app: till}", "ports:", "  - port: 8080"),
    right: service("selector: {app: till}", "ports:", "  - port: 8080"),
    live: PODS,
  },
  *check({ fields, resolution: { source, matched } }) {
    const { type, internalTrafficPolicy, externalTrafficPolicy, spec } = fields;
    if (source.kind !== "cluster" || source.knowledge.kind !== "synced") return;
    const isLocalOutside = type.value === "NodePort" && textOf(externalTrafficPolicy) === "Local";
    const field = textOf(internalTrafficPolicy) === "Local" ? internalTrafficPolicy : externalTrafficPolicy;
    if (textOf(internalTrafficPolicy) !== "Local" && !isLocalOutside) return;
    const ready = matched.filter((pod) => pod.ready && !pod.terminating);
    const [node, another] = new Set(ready.map((pod) => pod.node));
    if (node === undefined || another !== undefined || ready.some(({ owner }) => owner?.kind === "DaemonSet")) return;
    const name = field === internalTrafficPolicy ? "internalTrafficPolicy" : "externalTrafficPolicy";
    yield { span: field.entry?.span ?? spec.span, message: ONE_NODE({ field: name, count: ready.length, node }) };
  },
};
