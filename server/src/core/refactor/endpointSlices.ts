import { type Address, formatAddress, parseAddress, specialRange } from "../apiserver/ip.ts";
import { blockText, type Plain } from "../manifest/plain.ts";

/** Addresses behind a Service that has no selector, as somebody wants them. */
export interface WantedEndpoints {
  readonly service: string;
  /** Undefined leaves it to the namespace of the moment. */
  readonly namespace: string | undefined;
  /** IP addresses of one family or of both. */
  readonly addresses: readonly string[];
  readonly ports: readonly WantedPort[];
}

/** A port on the addresses; its name is that of the Service's port, empty where that has none. */
export interface WantedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** Why the API server takes no such address in an EndpointSlice; undefined for one that it takes. */
export function addressProblem(
  text: string,
): "not-an-address" | "leading-zeros" | ReturnType<typeof specialRange> | undefined {
  const address = parseAddress(text);
  if (address === undefined) return "not-an-address";
  if (address.leadingZeros || address.mapped) return "leading-zeros";
  return specialRange(address);
}

/** An endpoint of a slice, as JSON. */
export interface SliceEndpoint {
  readonly address: Address;
  /** Everything else of the endpoint: conditions, targetRef and so on. */
  readonly rest: Readonly<Record<string, Plain>>;
}

/** The most endpoints that an EndpointSlice may have (`discovery.k8s.io/v1`). */
const MOST_ENDPOINTS = 1000;
/** Says that no controller of Kubernetes looks after the slice. */
const MANAGED_BY = "podsight";

/**
 * The manifest of the EndpointSlices that send a Service's traffic to the addresses: YAML, a document for each family of
 * addresses. Addresses that {@link addressProblem} refuses are left out.
 */
export function endpointSlicesText({ service, namespace, addresses, ports }: WantedEndpoints): string {
  const parsed = addresses
    .filter((text) => addressProblem(text) === undefined)
    .flatMap((text) => parseAddress(text) ?? []);
  const endpoints = parsed.map((address) => ({ address, rest: { conditions: { ready: true } } }));
  return slicesText(
    endpointSlices({ service, namespace, labels: {}, groups: [{ ports: ports.map(portOf), endpoints }] }),
  );
}

/** Slices as YAML documents with `---` between them, each line ended by `eol`. */
export function slicesText(slices: readonly Plain[], eol = "\n"): string {
  return slices.map((slice) => `${blockText(slice, "", eol)}${eol}`).join(`---${eol}`);
}

/** Endpoints that share their ports. */
export interface SliceGroup {
  readonly ports: readonly Readonly<Record<string, Plain>>[];
  readonly endpoints: readonly SliceEndpoint[];
}

/** The EndpointSlices of a Service as JSON: one for each group and family, none with more endpoints than the API allows. */
export function endpointSlices({
  service,
  namespace,
  labels,
  groups,
}: {
  readonly service: string;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly groups: readonly SliceGroup[];
}): readonly Plain[] {
  const parts = groups.flatMap(({ ports, endpoints }) =>
    (["IPv4", "IPv6"] as const).flatMap((addressType) =>
      chunks(endpoints.filter(({ address }) => address.family === addressType)).map((some) => ({
        addressType,
        ports,
        some,
      })),
    ),
  );
  return parts.map(({ addressType, ports, some }, index) => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: `${service}-${index + 1}`,
      ...(namespace !== undefined && { namespace }),
      labels: {
        ...labels,
        "kubernetes.io/service-name": service,
        "endpointslice.kubernetes.io/managed-by": MANAGED_BY,
      },
    },
    addressType,
    ports,
    endpoints: some.map(({ address, rest }) => ({ addresses: [formatAddress(address)], ...rest })),
  }));
}

function portOf({ name, port, protocol }: WantedPort): Readonly<Record<string, Plain>> {
  return { ...(name !== "" && { name }), port, protocol };
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / MOST_ENDPOINTS);
  return Array.from({ length: count }, (_, index) => items.slice(index * MOST_ENDPOINTS, (index + 1) * MOST_ENDPOINTS));
}
