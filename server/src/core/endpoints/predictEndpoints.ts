import { formatAddress, parseAddress } from "../apiserver/ip.ts";
import type { Pod } from "../pods/pod.ts";
import type { Minor } from "../snapshot.ts";
import type { AddressType, Endpoint, EndpointPort } from "./endpoint.ts";
import type { EndpointService, EndpointServicePort } from "./endpointService.ts";

/** Endpoints that share their ports: one EndpointSlice, or several where there are more than a hundred. */
export interface PredictedSlice {
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What of the cluster decides beside the Service and its Pods. */
export interface PredictOptions {
  readonly minor: Minor;
  /** The nodes that exist; undefined where that is not known, and then each that a Pod names does. */
  readonly nodes?: ReadonlySet<string>;
}

/**
 * What the EndpointSlice controller writes for a Service, of the Pods of its namespace. Undefined for a Service that it
 * leaves alone: without a selector, and for an alias (ExternalName). Where no Pod has an address the slice is empty,
 * without ports. How more than a hundred endpoints are cut into slices is left out, and so are zones and host names.
 */
export function predictEndpoints(
  service: EndpointService,
  pods: readonly Pod[],
  options: PredictOptions,
): readonly PredictedSlice[] | undefined {
  if (service.isAlias || service.selector.size === 0) return undefined;
  const selected = pods.filter((pod) => isSelected(service, pod) && hasEndpoint(pod, service, options.nodes));
  return (service.ipFamilies ?? BOTH_FAMILIES).flatMap((family) => slicesOf(family, service, selected, options.minor));
}

/** Where it is not known which families a Service has, a Pod's address of either counts. */
const BOTH_FAMILIES = ["IPv4", "IPv6"] as const;

function isSelected({ selector }: EndpointService, { labels }: Pod): boolean {
  for (const [key, value] of selector) if (labels.get(key) !== value) return false;
  return true;
}

/**
 * Whether the controller takes up a Pod at all: it has not ended, has an address, and its node exists, the last only
 * unless the Service publishes addresses that are not ready.
 */
export function hasEndpoint(
  { phase, ips, node }: Pod,
  { publishNotReadyAddresses, ipFamilies }: Pick<EndpointService, "publishNotReadyAddresses" | "ipFamilies">,
  nodes?: ReadonlySet<string>,
): boolean {
  if (phase === "Succeeded" || phase === "Failed" || ips.length === 0) return false;
  const nodeExists = node !== undefined && (nodes === undefined || nodes.has(node));
  if (!nodeExists && !publishNotReadyAddresses) return false;
  return ipFamilies === undefined || ips.some((ip) => ipFamilies.includes(familyOf(ip)));
}

/** Whether new connections may be sent to a Pod that {@link hasEndpoint}. */
export function isReadyEndpoint(
  { ready, terminating }: Pod,
  { publishNotReadyAddresses }: Pick<EndpointService, "publishNotReadyAddresses">,
): boolean {
  return publishNotReadyAddresses || (ready && !terminating);
}

/**
 * Whether traffic can reach a Pod that is a ready endpoint: one of the Service's ports has a number on it. Of a headless
 * Service DNS names the address, ports or not. A port that is not known counts.
 */
export function isReachable({ isHeadless, ports }: EndpointService, pod: Pod, minor: Minor): boolean {
  if (isHeadless) return true;
  return ports.some((port) => port.targetPort === undefined || targetNumber(port, pod, minor) !== undefined);
}

function slicesOf(
  family: string,
  service: EndpointService,
  pods: readonly Pod[],
  minor: Minor,
): readonly PredictedSlice[] {
  const addressType = family === "IPv6" ? "IPv6" : "IPv4";
  const slices = new Map<string, { readonly ports: readonly EndpointPort[]; readonly endpoints: Endpoint[] }>();
  for (const pod of pods) {
    const endpoints = endpointsOf(pod, service, addressType);
    if (endpoints.length === 0) continue;
    const ports = portsOf(pod, service, minor);
    const key = JSON.stringify(ports);
    const slice = slices.get(key);
    if (slice) slice.endpoints.push(...endpoints);
    else slices.set(key, { ports, endpoints: [...endpoints] });
  }
  if (slices.size === 0) return [{ addressType, ports: [], endpoints: [] }];
  return Array.from(slices.values(), ({ ports, endpoints }) => ({ addressType, ports, endpoints }));
}

function endpointsOf(pod: Pod, service: EndpointService, addressType: AddressType): readonly Endpoint[] {
  return pod.ips
    .filter((ip) => familyOf(ip) === addressType)
    .map((ip) => ({
      address: canonical(ip),
      ready: isReadyEndpoint(pod, service),
      serving: pod.ready,
      terminating: pod.terminating,
      pod: pod.name,
      node: pod.node,
      zone: undefined,
    }));
}

function portsOf(pod: Pod, { ports }: EndpointService, minor: Minor): readonly EndpointPort[] {
  return ports.flatMap((port) => {
    const number = targetNumber(port, pod, minor);
    const { name, protocol, appProtocol } = port;
    return number === undefined ? [] : [{ name, port: number, protocol, appProtocol }];
  });
}

/**
 * The number that a Service's port has on a Pod; undefined where the Pod declares no port of that name and protocol. A
 * number is used as it is, whether or not a container declares it. The first container that declares a name wins; names
 * of sidecars count since Kubernetes 1.33 (the EndpointSlice controller).
 */
export function targetNumber(
  { targetPort, protocol }: Pick<EndpointServicePort, "targetPort" | "protocol">,
  pod: Pod,
  minor: Minor,
): number | undefined {
  if (typeof targetPort !== "string") return targetPort;
  const declared = pod.ports.filter((port) => port.name === targetPort && port.protocol === protocol);
  const inContainer = declared.find(({ container }) => container === "container");
  return (inContainer ?? (minor >= 33 ? declared[0] : undefined))?.port;
}

function familyOf(ip: string): "IPv4" | "IPv6" {
  return ip.includes(":") ? (parseAddress(ip)?.family ?? "IPv6") : "IPv4";
}

function canonical(ip: string): string {
  const address = parseAddress(ip);
  return address === undefined ? ip : formatAddress(address);
}
