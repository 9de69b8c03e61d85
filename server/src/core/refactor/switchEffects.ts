import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../json.ts";
import type { ServiceType } from "./serviceType.ts";

/** What the API server and the cluster do when a Service becomes one of another type. */
export interface SwitchEffects {
  /**
   * `recreate`: the API server neither gives an address to a headless Service nor takes one away (`ValidateServiceUpdate`:
   * `clusterIPs` may not change once set), so that the Service must be deleted and created anew.
   */
  readonly way: "create" | "update" | "recreate";
  /** What is lost comes first. */
  readonly effects: readonly SwitchEffect[];
}

/** One of them. A list is empty where it is not known what is in it. */
export type SwitchEffect =
  /** While it is not there, its name leads nowhere. */
  | { readonly kind: "recreates" }
  | { readonly kind: "releasesAddress"; readonly addresses: readonly string[] }
  /** The health check's port is among them. */
  | { readonly kind: "releasesNodePorts"; readonly nodePorts: readonly number[] }
  | { readonly kind: "releasesLoadBalancer"; readonly addresses: readonly string[] }
  /** The Service becomes an alias in DNS, and sends nothing to Pods any more. */
  | { readonly kind: "leavesPods" }
  /** It was an alias. */
  | { readonly kind: "leavesName"; readonly externalName: string }
  /** DNS answers with the Pods' addresses from now on, and their ports are the target ports. */
  | { readonly kind: "namesPods" }
  /** DNS answered with them so far; names of single Pods (of a StatefulSet) go as well. */
  | { readonly kind: "namesNoPods" }
  | { readonly kind: "givesAddress" }
  | { readonly kind: "givesNodePorts" }
  | { readonly kind: "givesHealthCheckNodePort" }
  | { readonly kind: "asksLoadBalancer" }
  | { readonly kind: "keepsAddress"; readonly addresses: readonly string[] }
  | { readonly kind: "keepsNodePorts"; readonly nodePorts: readonly number[] };

const WITH_ADDRESS: readonly (ServiceType | undefined)[] = ["ClusterIP", "NodePort", "LoadBalancer"];
const WITH_NODE_PORTS: readonly (ServiceType | undefined)[] = ["NodePort", "LoadBalancer"];

/**
 * What will happen to a Service, plain JSON: the stored one where it is known, with its numbers, else the one that is
 * written. Undefined where the cluster has none: then all that happens is what the new type gives.
 */
export function switchEffects(service: unknown, to: ServiceType): SwitchEffects {
  if (service === undefined) return { way: "create", effects: given({}, undefined, to) };
  const { spec: written, status } = objectOf(service);
  const spec = objectOf(written);
  const from = typeOfSpec(spec);
  if (from === to) return { way: "update", effects: [] };
  const way = isRecreated(from, to) ? "recreate" : "update";
  return {
    way,
    effects: [
      ...(way === "recreate" ? [{ kind: "recreates" } as const] : []),
      ...released(spec, objectOf(status), from, to),
      ...rerouted(spec, from, to),
      ...given(spec, from, to),
      ...kept(spec, from, to),
    ],
  };
}

/** The type of a Service's `spec`, plain JSON, as the API server takes it; undefined for none of the four. */
export function typeOfSpec({ type, clusterIP, clusterIPs }: JsonObject): ServiceType | undefined {
  const named = textOf(type) ?? "ClusterIP";
  if (named === "ClusterIP") return clusterIP === "None" || listOf(clusterIPs)[0] === "None" ? "Headless" : "ClusterIP";
  return named === "NodePort" || named === "LoadBalancer" || named === "ExternalName" ? named : undefined;
}

function isRecreated(from: ServiceType | undefined, to: ServiceType): boolean {
  return (from === "Headless" && WITH_ADDRESS.includes(to)) || (to === "Headless" && WITH_ADDRESS.includes(from));
}

function released(
  spec: JsonObject,
  status: JsonObject,
  from: ServiceType | undefined,
  to: ServiceType,
): readonly SwitchEffect[] {
  const effects: SwitchEffect[] = [];
  if (WITH_ADDRESS.includes(from) && !WITH_ADDRESS.includes(to)) {
    effects.push({ kind: "releasesAddress", addresses: addressesOf(spec) });
  }
  const nodePorts = releasedNodePorts(spec, from, to);
  if (nodePorts !== undefined) effects.push({ kind: "releasesNodePorts", nodePorts });
  if (from === "LoadBalancer" && to !== "LoadBalancer") {
    effects.push({ kind: "releasesLoadBalancer", addresses: balancedAddresses(status) });
  }
  return effects;
}

/** Undefined where there are none. */
function releasedNodePorts(
  spec: JsonObject,
  from: ServiceType | undefined,
  to: ServiceType,
): readonly number[] | undefined {
  if (!WITH_NODE_PORTS.includes(from)) return undefined;
  const healthCheck = to === "LoadBalancer" ? [] : [numberOf(spec.healthCheckNodePort)].filter((port) => port > 0);
  if (WITH_NODE_PORTS.includes(to)) return healthCheck.length > 0 ? healthCheck : undefined;
  const nodePorts = nodePortsOf(spec);
  if (nodePorts.length + healthCheck.length > 0) return [...nodePorts, ...healthCheck];
  return mayHaveNone(spec, from) ? undefined : [];
}

function rerouted(spec: JsonObject, from: ServiceType | undefined, to: ServiceType): readonly SwitchEffect[] {
  if (to === "ExternalName") return [{ kind: "leavesPods" }];
  const aliased = from === "ExternalName" ? textOf(spec.externalName) : undefined;
  return [
    ...(aliased === undefined ? [] : [{ kind: "leavesName", externalName: aliased } as const]),
    ...(to === "Headless" ? [{ kind: "namesPods" } as const] : []),
    ...(from === "Headless" ? [{ kind: "namesNoPods" } as const] : []),
  ];
}

function given(spec: JsonObject, from: ServiceType | undefined, to: ServiceType): readonly SwitchEffect[] {
  const effects: SwitchEffect[] = [];
  if (WITH_ADDRESS.includes(to) && !WITH_ADDRESS.includes(from)) effects.push({ kind: "givesAddress" });
  const lacksNodePorts = !WITH_NODE_PORTS.includes(from) || (to === "NodePort" && mayHaveNone(spec, from));
  if (WITH_NODE_PORTS.includes(to) && lacksNodePorts) effects.push({ kind: "givesNodePorts" });
  if (to === "LoadBalancer") {
    // Only from a type with an address is the policy kept.
    const isLocal = spec.externalTrafficPolicy === "Local" && WITH_ADDRESS.includes(from);
    if (isLocal) effects.push({ kind: "givesHealthCheckNodePort" });
    effects.push({ kind: "asksLoadBalancer" });
  }
  return effects;
}

function kept(spec: JsonObject, from: ServiceType | undefined, to: ServiceType): readonly SwitchEffect[] {
  const addresses = WITH_ADDRESS.includes(from) && WITH_ADDRESS.includes(to) ? addressesOf(spec) : [];
  const nodePorts = WITH_NODE_PORTS.includes(from) && WITH_NODE_PORTS.includes(to) ? nodePortsOf(spec) : [];
  return [
    ...(addresses.length > 0 ? [{ kind: "keepsAddress", addresses } as const] : []),
    ...(nodePorts.length > 0 ? [{ kind: "keepsNodePorts", nodePorts } as const] : []),
  ];
}

/** A load balancer may do without node ports (`allocateLoadBalancerNodePorts`), all of them or some. */
function mayHaveNone(spec: JsonObject, from: ServiceType | undefined): boolean {
  const lacksSome = listOf(spec.ports).some((port) => numberOf(objectOf(port).nodePort) === 0);
  return from === "LoadBalancer" && spec.allocateLoadBalancerNodePorts === false && lacksSome;
}

function addressesOf({ clusterIP, clusterIPs }: JsonObject): readonly string[] {
  const several = listOf(clusterIPs).flatMap((address) => textOf(address) ?? []);
  return several.length > 0 ? several : [clusterIP].flatMap((address) => textOf(address) ?? []);
}

/** One number may serve several protocols. */
function nodePortsOf({ ports }: JsonObject): readonly number[] {
  const numbers = listOf(ports).map((port) => numberOf(objectOf(port).nodePort));
  return [...new Set(numbers.filter((port) => port > 0))];
}

function balancedAddresses({ loadBalancer }: JsonObject): readonly string[] {
  const ingress = listOf(objectOf(loadBalancer).ingress).map(objectOf);
  return ingress.flatMap(({ ip, hostname }) => textOf(ip) ?? textOf(hostname) ?? []);
}
