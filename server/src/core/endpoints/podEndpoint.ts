import { parseAddress } from "../apiserver/ip.ts";
import type { Pod } from "../pods/pod.ts";
import type { Minor } from "../snapshot.ts";
import type { EndpointService, EndpointServicePort } from "./endpointService.ts";

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

/** The family of an address of a Pod, as it is written. */
export function familyOf(ip: string): "IPv4" | "IPv6" {
  return ip.includes(":") ? (parseAddress(ip)?.family ?? "IPv6") : "IPv4";
}
