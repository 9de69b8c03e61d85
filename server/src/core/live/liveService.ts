import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../json.ts";

/** What the cluster has made of a Service, as people ask for it. */
export interface LiveService {
  /** As it is stored, `ClusterIP` where nothing is said. */
  readonly type: string;
  /** Empty for a headless Service and for an alias. */
  readonly clusterIPs: readonly string[];
  readonly isHeadless: boolean;
  /** The ports that every node has for the Service. */
  readonly nodePorts: readonly NodePort[];
  /** Undefined for other types than LoadBalancer. */
  readonly loadBalancer: LoadBalancer | undefined;
  readonly externalIPs: readonly string[];
  /** Who changed it, the last change first. */
  readonly changes: readonly Change[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
}

/** A port of the Service that every node has. */
export interface NodePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly nodePort: number;
}

/** What `status.loadBalancer` says. */
export type LoadBalancer =
  /** IP addresses or host names. */
  | { readonly kind: "ready"; readonly addresses: readonly string[] }
  /** Nobody has given it an address. `since`, in milliseconds, is the last change of the Service: it waits since then at least. */
  | { readonly kind: "pending"; readonly since: number | undefined };

/** One writer of a Service and its last write (`metadata.managedFields`). */
export interface Change {
  readonly manager: string;
  readonly time: number;
  /** The write was of the status. */
  readonly ofStatus: boolean;
}

/** What the cluster has given a stored Service, plain JSON; never fails, what is not there is empty. */
export function liveServiceOf(stored: unknown): LiveService {
  const { metadata, spec, status } = objectOf(stored);
  const { type, clusterIP, clusterIPs, ports, externalIPs } = objectOf(spec);
  const { managedFields, creationTimestamp } = objectOf(metadata);
  const known = textOf(type) ?? "ClusterIP";
  const addresses = textsOf(clusterIPs).length > 0 ? textsOf(clusterIPs) : textsOf([clusterIP]);
  const changes = listOf(managedFields).map(objectOf).flatMap(changeOf);
  const createdAt = timeOf(creationTimestamp);
  return {
    type: known,
    clusterIPs: known === "ExternalName" ? [] : addresses.filter((address) => address !== "None"),
    isHeadless: addresses[0] === "None",
    nodePorts: listOf(ports).map(objectOf).flatMap(nodePortOf),
    loadBalancer: known === "LoadBalancer" ? loadBalancerOf(objectOf(status), changes, createdAt) : undefined,
    externalIPs: textsOf(externalIPs),
    changes: changes.toSorted((a, b) => b.time - a.time),
    createdAt,
  };
}

function nodePortOf({ name, port, protocol, nodePort }: JsonObject): readonly NodePort[] {
  if (numberOf(nodePort) === 0) return [];
  const [number, known] = [numberOf(port), textOf(protocol) ?? "TCP"];
  return [{ name: textOf(name) ?? "", port: number, protocol: known, nodePort: numberOf(nodePort) }];
}

function loadBalancerOf(status: JsonObject, changes: readonly Change[], createdAt: number | undefined): LoadBalancer {
  const ingress = listOf(objectOf(status.loadBalancer).ingress).map(objectOf);
  const addresses = ingress.flatMap(({ ip, hostname }) => textOf(ip) ?? textOf(hostname) ?? []);
  if (addresses.length > 0) return { kind: "ready", addresses };
  const times = changes.filter(({ ofStatus }) => !ofStatus).map(({ time }) => time);
  return { kind: "pending", since: times.length > 0 ? Math.max(...times) : createdAt };
}

function changeOf({ manager, time, subresource }: JsonObject): readonly Change[] {
  const [who, when] = [textOf(manager), timeOf(time)];
  return who === undefined || when === undefined
    ? []
    : [{ manager: who, time: when, ofStatus: subresource === "status" }];
}

function textsOf(list: unknown): readonly string[] {
  return listOf(list).flatMap((item) => textOf(item) ?? []);
}

function timeOf(timestamp: unknown): number | undefined {
  const time = Date.parse(textOf(timestamp) ?? "");
  return Number.isNaN(time) ? undefined : time;
}
