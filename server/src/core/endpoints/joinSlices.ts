import type { AddressType, Endpoint, EndpointPort, EndpointSlice } from "./endpoint.ts";

/** One place that traffic can go to: an address and, where the slice has ports, one of them. */
export interface JoinedEndpoint extends Endpoint {
  readonly addressType: AddressType;
  /** Undefined for a slice without ports, as headless Services have them: DNS names the address, kube-proxy leaves it out. */
  readonly port: EndpointPort | undefined;
}

/**
 * The slices of one Service joined as kube-proxy joins them: of each endpoint the first address, each address and port
 * once, and of two that claim the same one the one that is not terminating. Sorted by port name, then address.
 */
export function joinSlices(slices: readonly EndpointSlice[]): readonly JoinedEndpoint[] {
  const joined = new Map<string, JoinedEndpoint>();
  for (const { addressType, ports, endpoints } of slices) {
    for (const port of ports.length === 0 ? [undefined] : ports) {
      for (const endpoint of endpoints) {
        const key = `${port?.name ?? ""} ${port?.protocol ?? ""} ${endpoint.address} ${port?.port ?? ""}`;
        if (!joined.has(key) || !endpoint.terminating) joined.set(key, { ...endpoint, addressType, port });
      }
    }
  }
  return [...joined.values()].toSorted(byPortAndAddress);
}

/** An address with all its ports; it is ready, serving or terminating where one of its ports is. */
export interface EndpointAddress extends Endpoint {
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
}

/** The same, each address once, in the order in which they are met. */
export function addressesOf(endpoints: readonly JoinedEndpoint[]): readonly EndpointAddress[] {
  const addresses = new Map<string, EndpointAddress>();
  for (const { port, ...endpoint } of endpoints) {
    const known = addresses.get(endpoint.address);
    const ports = port === undefined ? [] : [port];
    addresses.set(endpoint.address, known === undefined ? { ...endpoint, ports } : merged(known, endpoint, ports));
  }
  return [...addresses.values()];
}

function merged(known: EndpointAddress, other: Endpoint, ports: readonly EndpointPort[]): EndpointAddress {
  const preferred = known.terminating && !other.terminating ? other : known;
  return {
    ...known,
    ...preferred,
    ports: [...known.ports, ...ports],
    ready: known.ready || other.ready,
    serving: known.serving || other.serving,
    terminating: known.terminating && other.terminating,
  };
}

function byPortAndAddress(a: JoinedEndpoint, b: JoinedEndpoint): number {
  const [left, right] = [`${a.port?.name ?? ""} ${a.address}`, `${b.port?.name ?? ""} ${b.address}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
