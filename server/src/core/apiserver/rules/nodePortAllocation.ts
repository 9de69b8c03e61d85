import type { Fix } from "../../diagnostic.ts";
import type { Span } from "../../span.ts";
import { words } from "../../words.ts";
import { usesNodePorts } from "../defaults.ts";
import { type Port, type ServiceFields, textOf } from "../fields.ts";
import { removal, together } from "../fixes.ts";
import { isInRange, nodePortRequests, rangeProblem } from "../nodePortRequests.ts";
import { example, type Met, type Rule } from "../rule.ts";

const TWO_PORTS = {
  wrong: example(
    "type: NodePort",
    "ports:",
    "  - {name: a, port: 80, nodePort: 30080}",
    "  - {name: b, port: 81, nodePort: 30080}",
  ),
  right: example(
    "type: NodePort",
    "ports:",
    "  - {name: a, port: 80, nodePort: 30080}",
    "  - {name: b, port: 81, nodePort: 30081}",
  ),
};

/** What the node port allocator refuses. */
export const NODE_PORT_ALLOCATION_RULES: readonly Rule[] = [
  {
    code: "node-port-out-of-range",
    stage: "allocate",
    step: "node-ports",
    kind: "Invalid",
    reads: ["type", "ports", "allocateLoadBalancerNodePorts"],
    about: "Node ports come from the cluster's range, usually 30000 to 32767. Leave `nodePort` out to get a free one.",
    example: {
      wrong: example("type: NodePort", "ports:", "  - port: 80", "    nodePort: 8080"),
      right: example("type: NodePort", "ports:", "  - port: 80", "    nodePort: 30080"),
    },
    *check(service, context) {
      for (const { at, index, nodePort } of nodePortRequests(service, context)) {
        if (isInRange(nodePort, context)) continue;
        const fixes = withoutNodePort(context.text, service, at);
        yield {
          span: spanOf(at),
          field: `spec.ports[${index}].nodePort`,
          met: metAt(index),
          message: rangeProblem("nodePort", nodePort, context),
          fixes,
        };
      }
    },
  },
  {
    code: "node-port-in-use",
    stage: "allocate",
    step: "node-ports",
    kind: "Invalid",
    reads: ["type", "ports", "allocateLoadBalancerNodePorts"],
    about:
      "A node port belongs to one Service. Inside it, only ports with the same `port` number and different protocols share one.",
    example: TWO_PORTS,
    *check(service, context) {
      const seen = new Set<number>();
      for (const { at, index, nodePort } of nodePortRequests(service, context)) {
        const owner = context.facts.inUse?.nodePorts.get(nodePort);
        const isHealthCheck = context.stored?.healthCheckNodePort.value === nodePort;
        const twice = isHealthCheck || (context.stored === undefined && seen.has(nodePort));
        seen.add(nodePort);
        if (!isInRange(nodePort, context) || (!twice && owner === undefined)) continue;
        const message = twice
          ? words({
              en: "nodePort {nodePort} is already taken by another port of this Service.",
              ja: "nodePort {nodePort} は、この Service の別のポートが使っています。",
            })({ nodePort })
          : words({
              en: "nodePort {nodePort} is already taken by Service {owner}.",
              ja: "nodePort {nodePort} は Service {owner} が使っています。",
            })({ nodePort, owner: owner ?? "" });
        const fixes = withoutNodePort(context.text, service, at);
        yield { span: spanOf(at), field: `spec.ports[${index}].nodePort`, met: metAt(index), message, fixes };
      }
    },
  },
  {
    code: "node-port-given-twice",
    stage: "allocate",
    step: "node-ports",
    kind: "InternalError",
    on: "update",
    reads: ["type", "ports", "allocateLoadBalancerNodePorts"],
    about:
      "On an update the allocator refuses a node port that two ports of one protocol ask for. The API server answers with an internal error (500) that names no field.",
    example: {
      ...TWO_PORTS,
      stored: {
        metadata: { name: "till" },
        spec: {
          type: "NodePort",
          clusterIP: "10.96.0.9",
          clusterIPs: ["10.96.0.9"],
          ipFamilies: ["IPv4"],
          ipFamilyPolicy: "SingleStack",
          ports: [{ name: "a", port: 80, protocol: "TCP", targetPort: 80, nodePort: 30_080 }],
        },
      },
    },
    *check(service, { text }) {
      if (!usesNodePorts(service)) return;
      const seen = new Set<string>();
      for (const [index, port] of (service.ports.value ?? []).entries()) {
        const nodePort = port.nodePort.value ?? 0;
        const key = `${textOf(port.protocol)} ${nodePort}`;
        if (nodePort !== 0 && !port.protocol.unknown && seen.has(key)) {
          const message = words({
            en: "nodePort {nodePort} is given twice for {protocol}.",
            ja: "nodePort {nodePort} が {protocol} で重複しています。",
          })({ nodePort, protocol: textOf(port.protocol) });
          yield {
            span: spanOf(port),
            met: metAt(index),
            message,
            fixes: removal(text, port.node, port.nodePort.entry),
          };
        }
        seen.add(key);
      }
    },
  },
];

/** Ports of one number share a node port, so it goes from all of them, or the rest would ask for it again. */
function withoutNodePort(text: string, { ports }: ServiceFields, port: Port): readonly Fix[] {
  const sharing = (ports.value ?? []).filter((other) => other.port.value === port.port.value && other.nodePort.value);
  const removals = sharing.map(({ node, nodePort }) => removal(text, node, nodePort.entry));
  const [first] = removals;
  if (first === undefined || removals.length === 1) return first ?? [];
  const title = words({ en: "Remove nodePort", ja: "nodePort を削除する" })();
  return together(title, removals);
}

/** The allocator goes through the ports one by one. */
function metAt(index: number): Met {
  return { path: ["spec", "ports", index], endsDecoding: false };
}

function spanOf({ nodePort, node }: Port): Span {
  return nodePort.node?.span ?? node.span;
}
