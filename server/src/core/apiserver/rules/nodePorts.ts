import type { Fix } from "../../diagnostic.ts";
import { words } from "../../words.ts";
import { usesNodePorts } from "../defaults.ts";
import { type Port, type ServiceFields, textOf } from "../fields.ts";
import { addition, removal, replacement, UNCERTAIN } from "../fixes.ts";
import { placeOfPort } from "../places.ts";
import { example, type Rule } from "../rule.ts";

/** Where a node port can be written, and that it is written once. What the allocator refuses is in nodePortAllocation.ts. */
export const NODE_PORT_RULES: readonly Rule[] = [
  {
    code: "node-port-on-cluster-ip",
    stage: "validate",
    kind: "Forbidden",
    reads: ["type", "ports"],
    about: "Only the types NodePort and LoadBalancer have node ports.",
    example: {
      wrong: example("ports:", "  - port: 80", "    nodePort: 30080"),
      right: example("type: NodePort", "ports:", "  - port: 80", "    nodePort: 30080"),
    },
    *check({ type, ports, spec }, { text }) {
      if (type.value !== "ClusterIP") return;
      for (const [index, { nodePort, node }] of (ports.value ?? []).entries()) {
        if (nodePort.unknown || (nodePort.value ?? 0) === 0) continue;
        const message = words({
          en: "nodePort is only for the types NodePort and LoadBalancer; this Service is ClusterIP.",
          ja: "nodePort はタイプ NodePort と LoadBalancer だけで使えます。この Service は ClusterIP です。",
        })();
        const switchType: readonly Fix[] = type.entry
          ? replacement(text, type.node, "NodePort", UNCERTAIN)
          : addition(text, spec.map, "type", "NodePort", undefined, UNCERTAIN);
        const fixes = [...removal(text, node, nodePort.entry), ...switchType];
        yield { span: nodePort.entry?.span ?? node.span, field: `spec.ports[${index}].nodePort`, message, fixes };
      }
    },
  },
  {
    code: "node-port-duplicate",
    stage: "validate",
    kind: "Duplicate",
    reads: ["type", "ports", "allocateLoadBalancerNodePorts"],
    about: "A node port serves one port of a Service for each protocol.",
    example: {
      wrong: example(
        "type: ExternalName",
        "externalName: a.example.com",
        "ports:",
        "  - {name: a, port: 80, nodePort: 30080}",
        "  - {name: b, port: 81, nodePort: 30080}",
      ),
      right: example(
        "type: ExternalName",
        "externalName: a.example.com",
        "ports:",
        "  - {name: a, port: 80}",
        "  - {name: b, port: 81}",
      ),
    },
    *check(service, { text, stored }) {
      // An update's allocator finds them first, see node-port-given-twice.
      if (stored && usesNodePorts(service)) return;
      const first = new Map<string, Port>();
      for (const [index, { port, nodePort }] of nodePortsAfterAllocation(service).entries()) {
        if (nodePort === undefined || port.protocol.unknown) continue;
        const key = `${textOf(port.protocol)} ${nodePort}`;
        const before = first.get(key);
        if (before === undefined) {
          first.set(key, port);
          continue;
        }
        const message = port.nodePort.entry
          ? words({
              en: "nodePort {nodePort} is given twice for {protocol}.",
              ja: "nodePort {nodePort} が {protocol} で重複しています。",
            })({ nodePort, protocol: textOf(port.protocol) })
          : words({
              en: "Ports with the same number share a node port, and two of {protocol} cannot.",
              ja: "同じ番号のポートはノードポートを共有しますが、{protocol} のポート二つでは共有できません。",
            })({ protocol: textOf(port.protocol) });
        const span = port.nodePort.node?.span ?? port.port.node?.span ?? placeOfPort(port);
        // Ports of one number would share a node port again.
        const isShared = before.port.value === port.port.value;
        const fixes = isShared ? [] : removal(text, port.node, port.nodePort.entry, UNCERTAIN);
        const other = words({ en: "The first of the two", ja: "最初のポート" })();
        const related = [{ span: before.nodePort.node?.span ?? placeOfPort(before), message: other }];
        yield { span, field: `spec.ports[${index}].nodePort`, message, fixes, related };
      }
    },
  },
];

/**
 * The node ports as they stand after the allocators ran: a number that was asked for, or one that ports of the same
 * number share (then a text that stands for it), or undefined for none.
 */
function nodePortsAfterAllocation(
  service: ServiceFields,
): readonly { port: Port; nodePort: number | string | undefined }[] {
  const { ports, allocateLoadBalancerNodePorts } = service;
  const allocates = usesNodePorts(service);
  const forAll = allocates && !(service.type.value === "LoadBalancer" && allocateLoadBalancerNodePorts.value === false);
  const shared = new Map<number, number | string>();
  if (allocates) {
    for (const { port, nodePort } of ports.value ?? []) {
      const asked = nodePort.value ?? 0;
      if (asked !== 0 && !shared.has(port.value ?? 0)) shared.set(port.value ?? 0, asked);
    }
  }
  return (ports.value ?? []).map((port) => {
    const number = port.port.value ?? 0;
    if (port.nodePort.unknown || port.port.unknown) return { port, nodePort: undefined };
    if (port.nodePort.value) return { port, nodePort: port.nodePort.value };
    return { port, nodePort: forAll ? (shared.get(number) ?? `of ${number}`) : undefined };
  });
}
