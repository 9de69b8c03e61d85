import { formatAddress, parseAddress } from "../../server/src/core/apiserver/ip.ts";
import type { AddressType, Endpoint, EndpointPort } from "../../server/src/core/endpoints/endpoint.ts";
import type { EndpointService } from "../../server/src/core/endpoints/endpointService.ts";
import { familyOf, hasEndpoint, isReadyEndpoint, targetNumber } from "../../server/src/core/endpoints/podEndpoint.ts";
import type { Pod } from "../../server/src/core/pods/pod.ts";
import type { Minor } from "../../server/src/core/snapshot.ts";

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
 * What the EndpointSlice controller writes for a Service, of the Pods of its namespace, made of the parts by which the
 * product judges a Pod: so the real controller is asked about them. Undefined for a Service that it
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

function canonical(ip: string): string {
  const address = parseAddress(ip);
  return address === undefined ? ip : formatAddress(address);
}
