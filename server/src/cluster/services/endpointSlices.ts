import { formatAddress, parseAddress } from "../../core/apiserver/ip.ts";
import type { AddressType, Endpoint, EndpointPort, EndpointSlice } from "../../core/endpoints/endpoint.ts";
import { listOf, objectOf, textOf } from "../../core/json.ts";
import type { NamespaceEndpointSlices } from "../../core/snapshot.ts";
import { words } from "../../core/words.ts";
import type { Endpoint as Server } from "../http/http.ts";
import { refusal } from "../http/refusal.ts";
import { createPool, type Pool } from "../pods/intern.ts";
import { listAll } from "../reflect/list.ts";
import { reflect } from "../reflect/reflector.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { CONNECTION_WORDS, type Say } from "../words.ts";

/** The EndpointSlices of a namespace, followed. */
export interface ReflectedEndpointSlices {
  readonly current: NamespaceEndpointSlices;
  dispose(): void;
}

/** Half a million endpoints: of a namespace with more slices nothing is said, since a part would read as the whole. */
const MAX_SLICES = 5_000;
const TOO_MANY = words({
  en: "The namespace {namespace} has more than {count} EndpointSlices, which is more than are read.",
  ja: "名前空間 {namespace} の EndpointSlice が {count} 個を超えるため、読み込みません。",
});

/** Starts to follow the EndpointSlices of a namespace; `changed` is called whenever `current` is another. */
export function reflectEndpointSlices(namespace: string, options: SessionOptions): ReflectedEndpointSlices {
  let current: NamespaceEndpointSlices | undefined;
  let pool = createPool();
  const names = new Set<string>();
  let isCut = false;
  const reflector = reflect<EndpointSlice>({
    ...options,
    path: endpointSlicesPath(namespace),
    begin: () => {
      names.clear();
      isCut = false;
      pool = createPool();
    },
    project: (object) => {
      const slice = toEndpointSlice(object, pool);
      if (slice === undefined) return undefined;
      names.add(slice.name);
      isCut = names.size > MAX_SLICES;
      if (isCut) return undefined;
      return [slice.name, slice];
    },
    same: sameSlice,
    // A namespace that does not exist has no slices either.
    exists: async () => ({ kind: "exists" }),
    missing: CONNECTION_WORDS.noNamespace({ namespace }),
    changed: () => {
      current = undefined;
      options.changed();
    },
  });
  return {
    get current() {
      const { knowledge, values } = reflector.reflection;
      current ??= isCut ? tooMany(namespace, options.say) : { knowledge, slices: byService(values.values()) };
      return current;
    },
    dispose: reflector.dispose,
  };
}

/**
 * One list of a namespace's EndpointSlices, without a watch. Where it is refused, or there are too many, none, with the
 * reason as knowledge.
 */
export async function listNamespaceEndpointSlices(
  server: Server,
  namespace: string,
  signal: AbortSignal,
  say: Say,
): Promise<NamespaceEndpointSlices> {
  const pool = createPool();
  const slices: EndpointSlice[] = [];
  const listed = await listAll(server, endpointSlicesPath(namespace), signal, (object) => {
    const slice = toEndpointSlice(object, pool);
    if (slice && slices.length <= MAX_SLICES) slices.push(slice);
  });
  if (slices.length > MAX_SLICES) return tooMany(namespace, say);
  if (listed.kind !== "listed") return { knowledge: refusal(listed, say), slices: new Map() };
  return { knowledge: { kind: "synced" }, slices: byService(slices) };
}

function tooMany(namespace: string, say: Say): NamespaceEndpointSlices {
  const why = say(TOO_MANY({ namespace, count: MAX_SLICES.toLocaleString("en") }));
  return { knowledge: { kind: "failed", why }, slices: new Map() };
}

function endpointSlicesPath(namespace: string): string {
  return `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/endpointslices`;
}

function byService(slices: Iterable<EndpointSlice>): ReadonlyMap<string, readonly EndpointSlice[]> {
  const services = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const known = services.get(slice.service);
    if (known) known.push(slice);
    else services.set(slice.service, [slice]);
  }
  return services;
}

/** An EndpointSlice of the API reduced to where traffic goes; undefined for one that says no Service. */
export function toEndpointSlice(object: unknown, pool: Pool): EndpointSlice | undefined {
  const { metadata, addressType, ports, endpoints } = objectOf(object);
  const { name, labels } = objectOf(metadata);
  const service = textOf(objectOf(labels)["kubernetes.io/service-name"]);
  const known = textOf(name);
  if (known === undefined || service === undefined) return undefined;
  const managedBy = textOf(objectOf(labels)["endpointslice.kubernetes.io/managed-by"]);
  return {
    name: known,
    service: pool.text(service),
    addressType: addressTypeOf(addressType),
    ports: listOf(ports).map((port) => toPort(port, pool)),
    endpoints: listOf(endpoints).flatMap((endpoint) => toEndpoint(endpoint, pool) ?? []),
    managedBy: managedBy === undefined ? undefined : pool.text(managedBy),
  };
}

function addressTypeOf(value: unknown): AddressType {
  return value === "IPv6" || value === "FQDN" ? value : "IPv4";
}

function toPort(value: unknown, pool: Pool): EndpointPort {
  const { name, port, protocol, appProtocol } = objectOf(value);
  const application = textOf(appProtocol);
  return {
    name: pool.text(textOf(name) ?? ""),
    port: typeof port === "number" && port !== 0 ? port : undefined,
    protocol: pool.text(textOf(protocol) ?? "TCP"),
    appProtocol: application === undefined ? undefined : pool.text(application),
  };
}

/** Consumers use the first address only (API reference, Endpoint.addresses). What conditions leave out is good news. */
function toEndpoint(value: unknown, pool: Pool): Endpoint | undefined {
  const { addresses, conditions, targetRef, nodeName, zone } = objectOf(value);
  const address = textOf(listOf(addresses)[0]);
  if (address === undefined) return undefined;
  const { ready, serving, terminating } = objectOf(conditions);
  const { kind, name } = objectOf(targetRef);
  return {
    address: canonical(address),
    ready: ready !== false,
    serving: serving !== false,
    terminating: terminating === true,
    pod: kind === "Pod" ? textOf(name) : undefined,
    node: pooled(nodeName, pool),
    zone: pooled(zone, pool),
  };
}

function canonical(address: string): string {
  const parsed = parseAddress(address);
  return parsed === undefined ? address : formatAddress(parsed);
}

function pooled(value: unknown, pool: Pool): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : pool.text(text);
}

function sameSlice(one: EndpointSlice, other: EndpointSlice): boolean {
  return (
    one.endpoints.length === other.endpoints.length &&
    one.endpoints.every((endpoint, index) => sameEndpoint(endpoint, other.endpoints[index])) &&
    one.service === other.service &&
    one.managedBy === other.managedBy &&
    JSON.stringify(one.ports) === JSON.stringify(other.ports)
  );
}

function sameEndpoint(one: Endpoint, other: Endpoint | undefined): boolean {
  return (
    other !== undefined &&
    one.address === other.address &&
    one.ready === other.ready &&
    one.serving === other.serving &&
    one.terminating === other.terminating &&
    one.pod === other.pod &&
    one.node === other.node &&
    one.zone === other.zone
  );
}
