import { selectsAlike, storedEndpointService, writtenEndpointService } from "../endpoints/endpointService.ts";
import { hasEndpoint, isReachable, isReadyEndpoint, targetNumber } from "../endpoints/podEndpoint.ts";
import { type Traffic, trafficOf } from "../endpoints/traffic.ts";
import type { SelectorPair, Service, ServicePort } from "../manifest/service.ts";
import type { ClusterSnapshot, Minor, Snapshot, WorkspaceSnapshot } from "../snapshot.ts";
import { doubtOf } from "../workspace/doubt.ts";
import { deployedService, matchesInWorkspace, pairsOf } from "../workspace/matching.ts";
import { matchLive } from "./liveMatches.ts";
import { findNearMisses } from "./nearMiss.ts";
import { type NearMisses, NO_NEAR_MISSES } from "./nearMissGroups.ts";
import { byName, type Pod } from "./pod.ts";
import type { Landing, PairCount, Resolution, ResolvedPort, Source } from "./resolution.ts";

/**
 * What stands behind a Service of the file `uri`: the Pods of the cluster where they are known, else the workloads of
 * the workspace. A Service without a selector, or with one that cannot be known, has no Pods and the source says
 * nothing about it: ask `service.selector.kind` first.
 */
export function resolve(written: Service, snapshot: Snapshot, uri: string): Resolution {
  const service = deployedService(written, snapshot.workspace, uri, snapshot.cluster);
  const scope = scopeOf(written, service, snapshot, uri);
  const { matched } = scope;
  const pods = once(() => matched.toSorted(byName));
  const stored = storedBehind(service, snapshot.cluster);
  const target = writtenEndpointService(service, stored);
  const isReady = (pod: Pod) => hasEndpoint(pod, target) && isReadyEndpoint(pod, target);
  const readyCount = once(() => countOf(matched, isReady));
  const ready = once(() => new Set(matched.filter(isReady).map(({ name }) => name)));
  const isReceiving = (pod: Pod) => isReady(pod) && isReachable(target, pod, snapshot.settings.minor);
  const receiving = once(() => new Set(matched.filter(isReceiving).map(({ name }) => name)));
  const ports = once(() => service.ports.map((port) => resolvePort(port, matched, snapshot.settings.minor)));
  const traffic = once(() => trafficOfWritten(service, snapshot.cluster));
  const nearMisses = once(scope.nearMisses ?? (() => NO_NEAR_MISSES));
  const pairs = once(scope.pairs);
  return {
    source: scope.source,
    matched,
    get pods() {
      return pods();
    },
    get readyCount() {
      return readyCount();
    },
    get readyPods() {
      return ready();
    },
    get receivingPods() {
      return receiving();
    },
    get traffic() {
      return traffic();
    },
    get selectsOtherwise() {
      return stored !== undefined && !selectsAlike(target, storedEndpointService(stored));
    },
    get pairs() {
      return pairs();
    },
    get ports() {
      return ports();
    },
    nearMissesKnown: scope.nearMisses !== undefined,
    get nearMisses() {
      return nearMisses().nearMisses;
    },
    get moreNearMisses() {
      return nearMisses().moreNearMisses;
    },
  };
}

/** What costs something and most answers do not show. */
function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** The workloads of the workspace whose Pods the Service would match, the nearest ones only, whatever the cluster says. */
export function workloadsMatching(service: Service, workspace: WorkspaceSnapshot, uri: string): readonly Pod[] {
  return matchesInWorkspace(service, workspace, uri).matched;
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

/** The Service of the same name as the cluster stores it; undefined where it is not known to have one. */
function storedBehind(service: Service, cluster: ClusterSnapshot): unknown {
  if (service.name === undefined || service.namespaceUnknown) return undefined;
  return cluster.services?.get(namespaceOf(service, cluster))?.services.get(service.name.value);
}

function countOf(pods: readonly Pod[], counts: (pod: Pod) => boolean): number {
  let count = 0;
  for (const pod of pods) if (counts(pod)) count += 1;
  return count;
}

interface Scope {
  readonly source: Source;
  readonly matched: readonly Pod[];
  /** None where the counts are not known. */
  readonly pairs: () => readonly PairCount[];
  /** Undefined where it is not known what almost matches. */
  readonly nearMisses: (() => NearMisses) | undefined;
}

/** Where to look for the Pods of a Service: as it is deployed in the cluster, in all its forms in the workspace. */
function scopeOf(written: Service, service: Service, { cluster, workspace }: Snapshot, uri: string): Scope {
  const namespace = namespaceOf(service, cluster);
  const pairs = pairsOf(service);
  const live = service.namespaceUnknown ? undefined : matchLive(pairs, namespace, cluster);
  if (live?.kind === "known") {
    const { knowledge, pods: matched, counts = [], nearMisses } = live;
    const source = { kind: "cluster", context: cluster.context, namespace, knowledge } as const;
    return { source, matched, nearMisses, pairs: () => pairCounts(pairsOf(written), pairs, counts) };
  }
  const knowledge = live?.why ?? cluster.namespaces.get(namespace)?.knowledge ?? cluster.knowledge;
  const found = matchesInWorkspace(written, workspace, uri);
  const { matched } = found;
  const isEmpty = workspace.pods.length === 0;
  const doubt = matched.length === 0 ? doubtOf(workspace, uri) : undefined;
  return {
    source:
      isEmpty && doubt === undefined
        ? { kind: "none", cluster: knowledge }
        : { kind: "workspace", reach: reachOf(matched, uri), cluster: knowledge, ...(doubt && { doubt }) },
    matched,
    nearMisses: isEmpty ? undefined : () => findNearMisses(pairs, found.here, [found.elsewhere]),
    pairs: () => pairsOf(written).map((pair) => ({ pair, count: found.countOf(pair) })),
  };
}

/** The counts of the pairs that are written; a kustomization may have changed or added others. */
function pairCounts(
  written: readonly SelectorPair[],
  pairs: readonly SelectorPair[],
  counts: readonly number[],
): readonly PairCount[] {
  return written.flatMap((pair) => {
    const count = counts[pairs.findIndex(({ key, value }) => key === pair.key && value === pair.value)];
    return count === undefined ? [] : [{ pair, count }];
  });
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
  const known: readonly Landing[] = Array.from(landings, ([number, on]) => ({ number, pods: on })).sort(
    (a, b) => b.pods.length - a.pods.length || a.number - b.number,
  );
  return { port, landings: port.targetPortUnknown ? [] : known, missing: port.targetPortUnknown ? [] : missing };
}

/** The port on which a Service's port lands on a Pod, or undefined when the Pod declares no port of that name and protocol. */
export function landingNumber(port: ServicePort, pod: Pod, minor: Minor): number | undefined {
  return targetNumber({ targetPort: port.targetPort?.value || port.port?.value, protocol: port.protocol }, pod, minor);
}
