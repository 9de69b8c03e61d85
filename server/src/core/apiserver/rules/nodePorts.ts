import type { Fix } from "../../diagnostic.ts";
import type { Span } from "../../span.ts";
import { words } from "../../words.ts";
import { needsHealthCheck, usesNodePorts } from "../defaults.ts";
import { type Port, type ServiceFields, textOf } from "../fields.ts";
import { removal, together } from "../fixes.ts";
import { isPortNumber } from "../formats.ts";
import { type Context, example, type Finding, type Met, type Rule } from "../rule.ts";

/** What the node port allocator refuses. */
export const NODE_PORT_RULES: readonly Rule[] = [
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
      for (const { at, index, nodePort } of askedNodePorts(service, context)) {
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
    example: {
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
    },
    *check(service, context) {
      const seen = new Set<number>();
      for (const { at, index, nodePort } of askedNodePorts(service, context)) {
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
  {
    code: "health-check-node-port-refused",
    stage: "allocate",
    step: "health-check",
    kind: "InternalError",
    reads: ["type", "externalTrafficPolicy", "healthCheckNodePort", "ports", "allocateLoadBalancerNodePorts"],
    about:
      "A health check node port comes from the range of the node ports and must be free. The API server answers with an internal error (500) that names no field.",
    example: {
      wrong: example(
        "type: LoadBalancer",
        "externalTrafficPolicy: Local",
        "healthCheckNodePort: 80",
        "ports:",
        "  - port: 80",
      ),
      right: example(
        "type: LoadBalancer",
        "externalTrafficPolicy: Local",
        "healthCheckNodePort: 30100",
        "ports:",
        "  - port: 80",
      ),
    },
    *check(service, context) {
      const { healthCheckNodePort, spec } = service;
      const nodePort = healthCheckNodePort.value ?? 0;
      if (nodePort === 0 || !needsHealthCheck(service) || (context.stored && needsHealthCheck(context.stored))) return;
      const held = context.stored?.ports.value?.some((port) => port.nodePort.value === nodePort) ?? false;
      const own = held || askedNodePorts(service, context).some((asked) => asked.nodePort === nodePort);
      const owner = context.facts.inUse?.nodePorts.get(nodePort);
      const inRange = isInRange(nodePort, context);
      if (inRange && !own && owner === undefined) return;
      const fixes = removal(context.text, spec.map, healthCheckNodePort.entry);
      const span = healthCheckNodePort.node?.span ?? spec.span;
      if (!inRange) {
        yield { span, message: rangeProblem("healthCheckNodePort", nodePort, context), fixes };
        return;
      }
      const message = own
        ? words({
            en: "healthCheckNodePort {nodePort} is also a nodePort of this Service. It needs one of its own.",
            ja: "healthCheckNodePort の {nodePort} は、この Service の nodePort でもあります。別の番号が必要です。",
          })({ nodePort })
        : words({
            en: "healthCheckNodePort {nodePort} is already taken by Service {owner}.",
            ja: "healthCheckNodePort の {nodePort} は Service {owner} が使っています。",
          })({ nodePort, owner: owner ?? "" });
      yield { span, message, fixes };
    },
  },
];

interface Asked {
  readonly index: number;
  /** The port that is to blame, which need not be the one at the index that the server names. */
  readonly at: Port;
  readonly nodePort: number;
}

/**
 * The node ports that the allocator is asked for, each with the index that the server names: of several ports with one
 * number the first asks, even where the node port is written at a later one.
 */
function askedNodePorts(service: ServiceFields, { stored }: Context): readonly Asked[] {
  if (!usesNodePorts(service)) return [];
  const ports = service.ports.value ?? [];
  const before = new Set((stored?.ports.value ?? []).map(({ nodePort }) => nodePort.value ?? 0));
  if (stored) {
    const fresh = new Map<number, Asked>();
    for (const [index, at] of ports.entries()) {
      const nodePort = at.nodePort.value ?? 0;
      if (nodePort !== 0 && !before.has(nodePort) && !fresh.has(nodePort)) fresh.set(nodePort, { index, at, nodePort });
    }
    return [...fresh.values()];
  }
  const forAll = service.type.value === "NodePort" || service.allocateLoadBalancerNodePorts.value !== false;
  const requested = new Map<number, Port>();
  for (const port of ports) {
    if ((port.nodePort.value ?? 0) !== 0 && !requested.has(port.port.value ?? 0))
      requested.set(port.port.value ?? 0, port);
  }
  const asked: Asked[] = [];
  const allocated = new Map<number, number>();
  for (const [index, port] of ports.entries()) {
    const number = port.port.value ?? 0;
    const own = port.nodePort.value ?? 0;
    if (port.port.unknown || port.nodePort.unknown || (own === 0 && !forAll)) continue;
    const given = allocated.get(number);
    const at = given === undefined ? requested.get(number) : port;
    const nodePort = given === undefined ? (at?.nodePort.value ?? 0) : own;
    if (at === undefined || nodePort === 0 || nodePort === given) continue;
    if (given === undefined) allocated.set(number, nodePort);
    asked.push({ index, at, nodePort });
  }
  return asked;
}

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

/** Where the cluster's range is not known, only what no port can be is out of range. */
function isInRange(nodePort: number, { facts: { nodePortRange } }: Context): boolean {
  if (nodePortRange === undefined) return isPortNumber(nodePort);
  return nodePort >= nodePortRange[0] && nodePort <= nodePortRange[1];
}

function rangeProblem(field: string, value: number, { facts: { nodePortRange } }: Context): Finding["message"] {
  if (nodePortRange === undefined) {
    return words({
      en: "{field} {value} is not a port number. Leave it out to get a free one of the cluster's range.",
      ja: "{field} の {value} はポート番号ではありません。書かなければクラスターの範囲から空いている番号が割り当てられます。",
    })({ field, value });
  }
  const [first, last] = nodePortRange;
  return words({
    en: "{field} {value} is out of the cluster's range {first} to {last}. Leave it out to get a free one.",
    ja: "{field} の {value} はクラスターの範囲 {first}～{last} の外です。書かなければ空いている番号が割り当てられます。",
  })({ field, value, first, last });
}

function spanOf({ nodePort, node }: Port): Span {
  return nodePort.node?.span ?? node.span;
}
