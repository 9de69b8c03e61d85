import { isObject, type JsonObject, listOf, numberOf, objectOf, textOf } from "../core/json.ts";
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
  /** The labels of the object itself. */
  readonly ownLabels: Labels;
  /** The labels by which it finds its Pods; empty for a Pod, for a Job, and where more than labels decides. */
  readonly selector: Labels;
  readonly ports: readonly ContainerPort[];
}

const KINDS = [
  { kind: "Deployment", group: "apis/apps/v1", plural: "deployments" },
  { kind: "StatefulSet", group: "apis/apps/v1", plural: "statefulsets" },
  { kind: "DaemonSet", group: "apis/apps/v1", plural: "daemonsets" },
  { kind: "ReplicaSet", group: "apis/apps/v1", plural: "replicasets" },
  { kind: "ReplicationController", group: "api/v1", plural: "replicationcontrollers" },
  { kind: "Job", group: "apis/batch/v1", plural: "jobs" },
  { kind: "Pod", group: "api/v1", plural: "pods" },
  { kind: "Service", group: "api/v1", plural: "services" },
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

/**
 * The facts of a workload, undefined for one that another owns (exposing it would be undone by its owner) and for a Service
 * without a selector.
 */
export function toWorkload(kind: string, object: unknown, pool: Pool): ClusterWorkload | undefined {
  const workload = objectOf(object);
  const metadata = objectOf(workload.metadata);
  const spec = objectOf(workload.spec);
  const name = textOf(metadata.name);
  const isOwned = listOf(metadata.ownerReferences).some((owner) => objectOf(owner).controller === true);
  if (name === undefined || isOwned) return undefined;
  const template = kind === "Pod" ? workload : objectOf(spec.template);
  const isService = kind === "Service";
  if (isService && selectorOf(kind, spec) === undefined) return undefined;
  return {
    kind,
    name,
    namespace: textOf(metadata.namespace) ?? "",
    replicas: typeof spec.replicas === "number" ? spec.replicas : undefined,
    labels: pool.labels(isService ? selectorOf(kind, spec) : objectOf(template.metadata).labels),
    ownLabels: pool.labels(metadata.labels),
    selector: pool.labels(selectorOf(kind, spec)),
    ports: isService ? servicePorts(spec, pool) : containerPorts(objectOf(template.spec), pool),
  };
}

/** A selector that says more than labels cannot be a Service's, and a Job's is made of what its controller adds. */
function selectorOf(kind: string, { selector }: JsonObject): unknown {
  switch (kind) {
    case "Job":
      return undefined;
    case "Service":
    case "ReplicationController":
      return isObject(selector) && Object.keys(selector).length > 0 ? selector : undefined;
    default: {
      const { matchLabels, matchExpressions } = objectOf(selector);
      return listOf(matchExpressions).length > 0 ? undefined : matchLabels;
    }
  }
}

/** A Service's own ports, as if its Pods declared them: a second Service for the same Pods has the same. */
function servicePorts({ ports }: JsonObject, pool: Pool): readonly ContainerPort[] {
  return listOf(ports).map((port) => {
    const { name, port: number, protocol } = objectOf(port);
    const known = textOf(name);
    return {
      name: known === undefined ? undefined : pool.text(known),
      port: numberOf(number),
      protocol: pool.text(textOf(protocol) ?? "TCP"),
      container: "container",
    };
  });
}
