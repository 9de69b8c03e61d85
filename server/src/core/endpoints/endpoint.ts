/** An address that a slice names, with the conditions that kube-proxy reads (`discovery.k8s.io/v1`, Endpoint). */
export interface Endpoint {
  /** In the API server's form; a host name where the slice's `addressType` is FQDN. */
  readonly address: string;
  /** New connections may be sent here: serving and not terminating, or a Service that publishes addresses that are not ready. */
  readonly ready: boolean;
  /** The Pod is Ready, whether or not it is terminating. */
  readonly serving: boolean;
  readonly terminating: boolean;
  /** The Pod that the address belongs to; undefined where the slice names none. */
  readonly pod: string | undefined;
  readonly node: string | undefined;
  readonly zone: string | undefined;
}

/** A port of a slice: the same for all its addresses. */
export interface EndpointPort {
  /** The name of the Service's port; empty where it has none. */
  readonly name: string;
  /** The number on the address itself; undefined means all ports, of which kube-proxy uses none. */
  readonly port: number | undefined;
  readonly protocol: string;
  readonly appProtocol: string | undefined;
}

/** What the addresses of a slice are (`addressType`). */
export type AddressType = "IPv4" | "IPv6" | "FQDN";

/** An EndpointSlice reduced to where traffic goes; a Service may have several. */
export interface EndpointSlice {
  readonly name: string;
  /** The Service that it is for (the label `kubernetes.io/service-name`). */
  readonly service: string;
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
  /** Who writes it (the label `endpointslice.kubernetes.io/managed-by`); undefined where nobody says so. */
  readonly managedBy: string | undefined;
}
