import { listOf, numberOf, objectOf, textOf } from "../json.ts";
import { liveServiceOf } from "./liveService.ts";

/** An address of a Service, as somebody would copy it. */
export interface ServiceAddress {
  /** `dns` and `clusterIP` are for clients inside the cluster, the others for those outside. */
  readonly kind: "dns" | "clusterIP" | "nodePort" | "loadBalancer" | "externalIP" | "externalName";
  /** `HOST:PORT`, or the host alone where there is no port. */
  readonly text: string;
  /** The name of the port and its protocol, for example `web, TCP`; empty without a port. */
  readonly detail: string;
}

/** What the addresses of a Service are made of beside the Service. */
export interface AddressOptions {
  readonly name: string;
  readonly namespace: string;
  /** Addresses of nodes, any of which answers on a node port; undefined where they are not known. */
  readonly nodes: readonly string[] | undefined;
}

/** Stands for the address of any node, where no node is known. */
const ANY_NODE = "NODE";

/**
 * The addresses of a Service as it is written or stored, plain JSON: its name in the cluster's DNS first (DNS for
 * Services and Pods), then what the cluster has given it.
 */
export function serviceAddresses(service: unknown, options: AddressOptions): readonly ServiceAddress[] {
  const spec = objectOf(objectOf(service).spec);
  const ports = listOf(spec.ports).map(objectOf).map(portOf);
  const live = liveServiceOf(service);
  const dns = `${options.name}.${options.namespace}.svc`;
  const balancer = live.loadBalancer?.kind === "ready" ? live.loadBalancer.addresses : [];
  const alias = live.type === "ExternalName" ? textOf(spec.externalName) : undefined;
  return [
    ...onPorts("dns", [dns], ports),
    ...(alias === undefined ? [] : [{ kind: "externalName", text: alias, detail: "" } as const]),
    ...onPorts("clusterIP", live.clusterIPs, ports),
    ...onPorts("loadBalancer", balancer, ports),
    ...onPorts("externalIP", live.externalIPs, ports),
    ...onPorts("nodePort", options.nodes ?? [ANY_NODE], ports.filter(({ nodePort }) => nodePort !== 0).map(atNode)),
  ];
}

interface Port {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly nodePort: number;
}

function portOf({ name, port, protocol, nodePort }: ReturnType<typeof objectOf>): Port {
  return {
    name: textOf(name) ?? "",
    port: numberOf(port),
    protocol: textOf(protocol) ?? "TCP",
    nodePort: numberOf(nodePort),
  };
}

function atNode(port: Port): Port {
  return { ...port, port: port.nodePort };
}

function onPorts(
  kind: ServiceAddress["kind"],
  hosts: readonly string[],
  ports: readonly Port[],
): readonly ServiceAddress[] {
  const [host] = hosts;
  if (ports.length === 0 && host !== undefined && kind !== "nodePort") return [{ kind, text: host, detail: "" }];
  return hosts.flatMap((one) =>
    ports.map(({ port, name, protocol }) => ({
      kind,
      text: `${one.includes(":") ? `[${one}]` : one}:${port}`,
      detail: [name, protocol].filter((part) => part !== "").join(", "),
    })),
  );
}
