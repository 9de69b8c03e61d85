import { writtenEndpointService } from "../endpoints/endpointService.ts";
import { hasEndpoint, isReadyEndpoint, targetNumber } from "../endpoints/predictEndpoints.ts";
import { type Traffic, trafficOf } from "../endpoints/traffic.ts";
import type { SelectorPair, Service, ServicePort } from "../manifest/service.ts";
import type { ClusterSnapshot, Knowledge, Minor, Snapshot, WorkspaceSnapshot } from "../snapshot.ts";
import { findNearMisses } from "./nearMiss.ts";
import type { Pod } from "./pod.ts";
import type { Landing, Resolution, ResolvedPort, Source } from "./resolution.ts";
import { matchesAll, matchesPair } from "./selector.ts";

/**
 * What stands behind a Service of the file `uri`: the Pods of the cluster where they are known, else the workloads of
 * the workspace. A Service without a selector, or with one that cannot be known, has no Pods and the source says
 * nothing about it: ask `service.selector.kind` first.
 */
export function resolve(service: Service, snapshot: Snapshot, uri: string): Resolution {
  const scope = scopeOf(service, snapshot, uri);
  const pairs = pairsOf(service);
  const matched = scope.candidates.filter((pod) => matchesAll(pod, pairs));
  const pods = (scope.source.kind === "workspace" ? nearestReach(matched, uri) : matched).toSorted(byName);
  const ready = readyPods(service, pods, snapshot.cluster);
  const traffic = once(() => trafficOfWritten(service, snapshot.cluster));
  const nearMisses = once(() => findNearMisses(pairs, scope.candidates, scope.elsewhere));
  return {
    source: scope.source.kind === "workspace" ? { ...scope.source, reach: reachOf(pods, uri) } : scope.source,
    pods,
    readyCount: ready.size,
    readyPods: ready,
    get traffic() {
      return traffic();
    },
    pairs: pairs.map((pair) => ({ pair, count: scope.candidates.filter((pod) => matchesPair(pod, pair)).length })),
    ports: service.ports.map((port) => resolvePort(port, pods, snapshot.settings.minor)),
    get nearMisses() {
      return nearMisses().nearMisses;
    },
    get moreNearMisses() {
      return nearMisses().moreNearMisses;
    },
  };
}

/** Near misses cost more than matches, and most answers do not show them. */
function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** The pairs that count: an ExternalName Service is a DNS alias, and its selector is ignored (the EndpointSlice controller skips it). */
function pairsOf({ selector, type }: Service): readonly SelectorPair[] {
  return selector.kind === "pairs" && type?.value !== "ExternalName" ? selector.pairs : [];
}

/** The workloads of the workspace whose Pods the Service would match, the nearest ones only, whatever the cluster says. */
export function workloadsMatching(service: Service, workspace: WorkspaceSnapshot, uri: string): readonly Pod[] {
  const pairs = pairsOf(service);
  const { candidates } = workspaceScope(service, workspace, { kind: "off" }, uri);
  return nearestReach(
    candidates.filter((pod) => matchesAll(pod, pairs)),
    uri,
  );
}

/** The namespace that a Service's Pods are looked for in: the written one, else that of the cluster's context. */
export function namespaceOf(service: Service, cluster: ClusterSnapshot): string {
  return service.namespace?.value ?? cluster.namespace;
}

function trafficOfWritten(service: Service, cluster: ClusterSnapshot): Traffic | undefined {
  if (service.name === undefined || service.namespaceUnknown || service.type?.value === "ExternalName")
    return undefined;
  return trafficOf(service.name.value, namespaceOf(service, cluster), cluster);
}

/** The names of the Pods that the EndpointSlice controller would call ready. */
function readyPods(service: Service, pods: readonly Pod[], cluster: ClusterSnapshot): ReadonlySet<string> {
  const stored = cluster.services?.get(namespaceOf(service, cluster))?.services.get(service.name?.value ?? "");
  const target = writtenEndpointService(service, stored);
  return new Set(
    pods.filter((pod) => hasEndpoint(pod, target) && isReadyEndpoint(pod, target)).map(({ name }) => name),
  );
}

interface Scope {
  readonly source: Source;
  /** Pods that could match, by their namespace. */
  readonly candidates: readonly Pod[];
  readonly elsewhere: readonly Pod[];
}

function scopeOf(service: Service, { cluster, workspace }: Snapshot, uri: string): Scope {
  const namespace = namespaceOf(service, cluster);
  const here = cluster.namespaces.get(namespace);
  if (here && !service.namespaceUnknown && (here.knowledge.kind === "synced" || here.knowledge.kind === "stale")) {
    const elsewhere = Array.from(cluster.namespaces).flatMap(([name, { pods }]) => (name === namespace ? [] : pods));
    const source = { kind: "cluster", context: cluster.context, namespace, knowledge: here.knowledge } as const;
    return { source, candidates: here.pods, elsewhere };
  }
  return workspaceScope(service, workspace, here?.knowledge ?? cluster.knowledge, uri);
}

/** A namespace that is neither written nor said is whatever kubectl will say: it can be any. */
function workspaceScope(service: Service, workspace: WorkspaceSnapshot, cluster: Knowledge, uri: string): Scope {
  const wanted = service.namespaceUnknown ? undefined : (service.namespace?.value ?? workspace.namespace);
  const candidates: Pod[] = [];
  const elsewhere: Pod[] = [];
  for (const pod of workspace.pods) {
    const namespace = pod.namespace ?? workspace.namespace;
    const fits = wanted === undefined || namespace === undefined || namespace === wanted;
    (fits ? candidates : elsewhere).push(pod);
  }
  if (candidates.length === 0 && elsewhere.length === 0)
    return { source: { kind: "none", cluster }, candidates, elsewhere };
  return { source: { kind: "workspace", reach: reachOf([], uri), cluster }, candidates, elsewhere };
}

/** The same file first, then its folder, then the workspace: the same workload often stands in several overlays. */
function nearestReach(pods: readonly Pod[], uri: string): readonly Pod[] {
  const inFile = pods.filter((pod) => uriOf(pod) === uri);
  if (inFile.length > 0) return inFile;
  const inFolder = pods.filter((pod) => folderOf(uriOf(pod)) === folderOf(uri));
  return inFolder.length > 0 ? inFolder : pods;
}

function reachOf(pods: readonly Pod[], uri: string): "file" | "folder" | "workspace" {
  if (pods.length === 0) return "workspace";
  if (pods.every((pod) => uriOf(pod) === uri)) return "file";
  return pods.every((pod) => folderOf(uriOf(pod)) === folderOf(uri)) ? "folder" : "workspace";
}

function uriOf(pod: Pod): string {
  return pod.origin.kind === "workspace" ? pod.origin.uri : "";
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

function byName(a: Pod, b: Pod): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** A Pod that has ended keeps its labels, so it matches, but has no endpoint. */
function isAlive({ phase }: Pod): boolean {
  return phase !== "Succeeded" && phase !== "Failed";
}

function resolvePort(port: ServicePort, pods: readonly Pod[], minor: Minor): ResolvedPort {
  const landings = new Map<number, Pod[]>();
  const missing: Pod[] = [];
  for (const pod of pods.filter(isAlive)) {
    const number = landingNumber(port, pod, minor);
    if (number === undefined) {
      missing.push(pod);
      continue;
    }
    const on = landings.get(number);
    if (on) on.push(pod);
    else landings.set(number, [pod]);
  }
  const known: Landing[] = Array.from(landings, ([number, on]) => ({ number, pods: on }));
  return { port, landings: port.targetPortUnknown ? [] : known, missing: port.targetPortUnknown ? [] : missing };
}

/** The port on which a Service's port lands on a Pod, or undefined when the Pod declares no port of that name and protocol. */
export function landingNumber(port: ServicePort, pod: Pod, minor: Minor): number | undefined {
  return targetNumber({ targetPort: port.targetPort?.value || port.port?.value, protocol: port.protocol }, pod, minor);
}
