import { type ServiceFields, textOf } from "../apiserver/fields.ts";
import { type Owner, type Pod, workloadOf } from "../pods/pod.ts";
import { words } from "../words.ts";
import { service } from "./examples.ts";
import type { LintRule } from "./rule.ts";

const ONE_NODE = words({
  en: "{field}: Local drops what reaches a node without a ready Pod of the Service, and all {count} ready {count|Pod|Pods} are on {node}.",
  ja: "{field}: Local では、この Service の Ready な Pod がないノードに届いたものは捨てられます。Ready な {count} 個の Pod はすべて {node} にあります。",
});

const ONE_REPLICA = words({
  en: "{field}: Local drops what reaches a node without a ready Pod of the Service, and {kind} {name} has one replica, so that only one node takes traffic.",
  ja: "{field}: Local では、この Service の Ready な Pod がないノードに届いたものは捨てられます。{kind} {name} のレプリカは 1 つなので、通信を受けるノードは一つだけです。",
});

const PODS = [
  { name: "till-6c9f-2xkqp", labels: { app: "till" }, node: "node-1" },
  { name: "till-6c9f-9dm2v", labels: { app: "till" }, node: "node-1" },
];

/**
 * With the policy Local a node without Pods drops traffic; on the connected cluster only one node has some. Without a
 * cluster it is said only where the one workload that is matched writes one replica, and no kustomization changes it.
 */
export const trafficPolicyLocal: LintRule = {
  code: "traffic-policy-local",
  severity: "info",
  reads: ["internalTrafficPolicy", "externalTrafficPolicy"],
  explanation: {
    en: "With `internalTrafficPolicy: Local`, and with `externalTrafficPolicy: Local` on a NodePort, a node hands connections only to Pods of its own and drops them where it has none. The connected cluster has all ready Pods of the Service on one node or, without a cluster, the only workload that the selector matches writes `replicas: 1`. A load balancer asks a health check port and leaves such nodes out, so that type is not meant.",
    ja: "`internalTrafficPolicy: Local`、または NodePort の `externalTrafficPolicy: Local` では、ノードは自身の Pod にだけ接続を渡し、Pod がなければ捨てます。接続中のクラスターでは Ready な Pod がすべて一つのノードにあります。接続していないときは、セレクターと一致する唯一のワークロードが `replicas: 1` と書いています。ロードバランサーはヘルスチェックでそのノードを外すため対象外です。",
  },
  example: {
    wrong: service("internalTrafficPolicy: Local", "selector: {app: till}", "ports:", "  - port: 8080"),
    right: service("selector: {app: till}", "ports:", "  - port: 8080"),
    live: PODS,
  },
  *check({ fields, snapshot, resolution: { source, matched } }) {
    const { internalTrafficPolicy, spec } = fields;
    const name = localPolicy(fields);
    if (name === undefined) return;
    const field = name === "internalTrafficPolicy" ? internalTrafficPolicy : fields.externalTrafficPolicy;
    const span = field.entry?.span ?? spec.span;
    if (source.kind === "workspace" && snapshot.workspace.complete) {
      const only = onlyReplica(matched);
      if (only !== undefined) yield { span, message: ONE_REPLICA({ field: name, ...only }) };
    }
    if (source.kind !== "cluster" || source.knowledge.kind !== "synced") return;
    const ready = matched.filter((pod) => pod.ready && !pod.terminating);
    const [node, another] = new Set(ready.map((pod) => pod.node));
    if (node === undefined || another !== undefined || ready.some(({ owner }) => owner?.kind === "DaemonSet")) return;
    yield { span, message: ONE_NODE({ field: name, count: ready.length, node }) };
  },
};

/** The field by which nodes keep traffic to themselves and drop it; undefined where none does. */
function localPolicy({
  type,
  internalTrafficPolicy,
  externalTrafficPolicy,
}: ServiceFields): "internalTrafficPolicy" | "externalTrafficPolicy" | undefined {
  if (textOf(internalTrafficPolicy) === "Local") return "internalTrafficPolicy";
  const isOutside = type.value === "NodePort" && textOf(externalTrafficPolicy) === "Local";
  return isOutside ? "externalTrafficPolicy" : undefined;
}

/** The workload that makes the only Pod; undefined where there may be others. */
function onlyReplica(matched: readonly Pod[]): Owner | undefined {
  const [pod, another] = matched;
  const isAsWritten = pod?.origin.kind === "workspace" && pod.origin.form === undefined;
  return isAsWritten && another === undefined && pod.replicas === 1 ? workloadOf(pod) : undefined;
}
