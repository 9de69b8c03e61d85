import { isObject, listOf, objectOf, textOf } from "../core/json.ts";
import type { ContainerPort, Labels } from "../core/pods/pod.ts";
import type { Endpoint } from "./http.ts";
import { createPool, type Pool } from "./intern.ts";
import { listAll } from "./list.ts";
import { containerPorts } from "./toPod.ts";

/** Something of the cluster that runs Pods and can be exposed. */
export interface ClusterWorkload {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Undefined for a Pod, and for a DaemonSet, which runs one on each node. */
  readonly replicas: number | undefined;
  /** The labels of its Pods. */
  readonly labels: Labels;
  /** The labels by which it finds its Pods; empty for a Pod. */
  readonly selector: Labels;
  readonly ports: readonly ContainerPort[];
}

const KINDS = [
  { kind: "Deployment", group: "apis/apps/v1", plural: "deployments" },
  { kind: "StatefulSet", group: "apis/apps/v1", plural: "statefulsets" },
  { kind: "DaemonSet", group: "apis/apps/v1", plural: "daemonsets" },
  { kind: "ReplicaSet", group: "apis/apps/v1", plural: "replicasets" },
  { kind: "Pod", group: "api/v1", plural: "pods" },
] as const;

/** Nobody chooses from a longer list than this. */
const MAX_PAGES = 4;

/**
 * The workloads of a namespace that no other owns, by kind and name. Kinds that may not be listed are left out, and so
 * is everything beyond the first 2,000 of a kind.
 */
export async function listWorkloads(
  endpoint: Endpoint,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly ClusterWorkload[]> {
  const pool = createPool();
  const lists = KINDS.map(async ({ kind, group, plural }) => {
    const found: ClusterWorkload[] = [];
    const path = `/${group}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
    const add = (object: unknown) => {
      const workload = toWorkload(kind, object, pool);
      if (workload) found.push(workload);
    };
    await listAll(endpoint, path, signal, add, { maxPages: MAX_PAGES });
    return found;
  });
  return (await Promise.all(lists)).flat();
}

/** The facts of a workload, undefined for one that another owns: exposing it would be undone by its owner. */
export function toWorkload(kind: string, object: unknown, pool: Pool): ClusterWorkload | undefined {
  const workload = objectOf(object);
  const metadata = objectOf(workload.metadata);
  const spec = objectOf(workload.spec);
  const name = textOf(metadata.name);
  const isOwned = listOf(metadata.ownerReferences).some((owner) => objectOf(owner).controller === true);
  if (name === undefined || isOwned) return undefined;
  const template = kind === "Pod" ? workload : objectOf(spec.template);
  return {
    kind,
    name,
    namespace: textOf(metadata.namespace) ?? "",
    replicas: typeof spec.replicas === "number" ? spec.replicas : undefined,
    labels: pool.labels(objectOf(template.metadata).labels),
    selector: pool.labels(isObject(spec.selector) ? spec.selector.matchLabels : undefined),
    ports: containerPorts(objectOf(template.spec), pool),
  };
}
