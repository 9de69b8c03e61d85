import { isObject, type JsonObject, listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { ContainerPort, Origin, Owner, Pod } from "../../core/pods/pod.ts";
import type { Pool } from "./intern.ts";
import { conditionIsTrue, podColumns, sidecarNames } from "./podStatus.ts";

/** A Pod of the API reduced to what matching and showing need; undefined for what is not a Pod at all. */
export function toPod(object: unknown, pool: Pool): Pod | undefined {
  const pod = objectOf(object);
  const metadata = objectOf(pod.metadata);
  const spec = objectOf(pod.spec);
  const status = objectOf(pod.status);
  const name = textOf(metadata.name);
  if (name === undefined || !isObject(pod.spec)) return undefined;
  const columns = podColumns(pod);
  const node = textOf(spec.nodeName);
  return {
    namespace: pool.text(textOf(metadata.namespace) ?? ""),
    name,
    labels: pool.labels(metadata.labels),
    ports: containerPorts(spec, pool),
    phase: pool.text(textOf(status.phase) ?? "Unknown"),
    status: pool.text(columns.status),
    ready: conditionIsTrue(status, "Ready"),
    readyContainers: pool.text(columns.readyContainers),
    restarts: columns.restarts,
    terminating: metadata.deletionTimestamp != null,
    ips: addresses(status),
    node: node === undefined ? undefined : pool.text(node),
    createdAtSeconds: secondsOf(metadata.creationTimestamp),
    owner: controllerOf(metadata, pool),
    origin: CLUSTER,
    ...initPortNames(spec, pool),
  };
}

/** A Pod of which only the metadata is known (`PartialObjectMetadata`): no ports, addresses, phase or readiness. */
export function toThinPod(object: unknown, pool: Pool): Pod | undefined {
  const metadata = objectOf(objectOf(object).metadata);
  const name = textOf(metadata.name);
  if (name === undefined) return undefined;
  return {
    namespace: pool.text(textOf(metadata.namespace) ?? ""),
    name,
    labels: pool.labels(metadata.labels),
    ports: NONE,
    phase: "Unknown",
    status: "",
    ready: false,
    readyContainers: "",
    restarts: 0,
    terminating: metadata.deletionTimestamp != null,
    ips: NONE,
    node: undefined,
    createdAtSeconds: secondsOf(metadata.creationTimestamp),
    owner: controllerOf(metadata, pool),
    origin: CLUSTER,
  };
}

/** Whether two Pods read with the same pool show and match alike: most events change nothing that anybody sees. */
export function samePod(one: Pod, other: Pod): boolean {
  return (
    one.labels === other.labels &&
    one.status === other.status &&
    one.ready === other.ready &&
    one.readyContainers === other.readyContainers &&
    one.restarts === other.restarts &&
    one.phase === other.phase &&
    one.terminating === other.terminating &&
    one.ports === other.ports &&
    one.owner === other.owner &&
    one.node === other.node &&
    one.createdAtSeconds === other.createdAtSeconds &&
    one.ips.length === other.ips.length &&
    one.ips.every((ip, index) => ip === other.ips[index])
  );
}

/** The ports that the containers of a Pod's spec declare; those of sidecars come last. */
export function containerPorts(spec: JsonObject, pool: Pool): readonly ContainerPort[] {
  const sidecars = sidecarNames(spec);
  const restarting = listOf(spec.initContainers).filter((container) =>
    sidecars.has(textOf(objectOf(container).name) ?? ""),
  );
  const containers = listOf(spec.containers);
  return pool.ports([
    ...containers.flatMap((container) => portsOf(container, "container", pool)),
    ...restarting.flatMap((container) => portsOf(container, "sidecar", pool)),
  ]);
}

/** Next to no Pod has some. */
function initPortNames(spec: JsonObject, pool: Pool): Pick<Pod, "initPortNames"> | undefined {
  const plain = listOf(spec.initContainers).filter((container) => objectOf(container).restartPolicy !== "Always");
  const names = plain.flatMap((container) =>
    listOf(objectOf(container).ports).flatMap((port) => textOf(objectOf(port).name) ?? []),
  );
  return names.length === 0 ? undefined : { initPortNames: names.map((name) => pool.text(name)) };
}

const CLUSTER: Origin = { kind: "cluster" };
const NONE: readonly never[] = [];

function portsOf(container: unknown, kind: ContainerPort["container"], pool: Pool): readonly ContainerPort[] {
  return listOf(objectOf(container).ports)
    .map(objectOf)
    .map((port) => {
      const name = textOf(port.name);
      return {
        name: name === undefined ? undefined : pool.text(name),
        port: numberOf(port.containerPort),
        protocol: pool.text(textOf(port.protocol) ?? "TCP"),
        container: kind,
      };
    });
}

/** `podIPs` holds all families; servers before 1.16 and half-written statuses have `podIP` alone. */
function addresses(status: JsonObject): readonly string[] {
  const all = listOf(status.podIPs).flatMap((address) => textOf(objectOf(address).ip) ?? []);
  const single = textOf(status.podIP);
  if (all.length === 0) return single === undefined ? NONE : [single];
  // A copy has no room to spare: a list that grew keeps some, for each Pod.
  return [...all];
}

/** The owner that would replace the Pod; other owners only have it deleted with them. */
function controllerOf(metadata: JsonObject, pool: Pool): Owner | undefined {
  const references = listOf(metadata.ownerReferences).map(objectOf);
  const owner = references.find((reference) => reference.controller === true) ?? references[0];
  const kind = textOf(owner?.kind);
  const name = textOf(owner?.name);
  return kind === undefined || name === undefined ? undefined : pool.owner(kind, name);
}

function secondsOf(timestamp: unknown): number | undefined {
  const milliseconds = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
