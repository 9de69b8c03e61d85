import { words } from "../words.ts";
import { usesNodePorts } from "./defaults.ts";
import type { Port, ServiceFields } from "./fields.ts";
import { isPortNumber } from "./formats.ts";
import type { Context, Finding } from "./rule.ts";

/** A node port that the allocator is asked for. */
export interface NodePortRequest {
  /** Of the port that the server names. */
  readonly index: number;
  /** The port that is to blame, which need not be the one at the index that the server names. */
  readonly at: Port;
  readonly nodePort: number;
}

/**
 * The node ports that the allocator is asked for, each with the index that the server names: of several ports with one
 * number the first asks, even where the node port is written at a later one.
 */
export function nodePortRequests(service: ServiceFields, { stored }: Context): readonly NodePortRequest[] {
  if (!usesNodePorts(service)) return [];
  const ports = service.ports.value ?? [];
  const before = new Set((stored?.ports.value ?? []).map(({ nodePort }) => nodePort.value ?? 0));
  if (stored) {
    const fresh = new Map<number, NodePortRequest>();
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
  const asked: NodePortRequest[] = [];
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

/** Whether the allocator can hand it out. Where the cluster's range is not known, only what no port can be is out of range. */
export function isInRange(nodePort: number, { facts: { nodePortRange } }: Context): boolean {
  if (nodePortRange === undefined) return isPortNumber(nodePort);
  return nodePort >= nodePortRange[0] && nodePort <= nodePortRange[1];
}

/** Why `field` cannot hold a node port that is not in range. */
export function rangeProblem(field: string, value: number, { facts: { nodePortRange } }: Context): Finding["message"] {
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
