import type { Endpoint } from "../http/http.ts";
import { createPool } from "../pods/intern.ts";
import { listAll } from "../reflect/list.ts";
import { type ReadController, type ReadControllers, readControllers } from "./readControllers.ts";
import { type ClusterWorkload, type Controller, toWorkload } from "./toWorkload.ts";

const KINDS = [
  { apiVersion: "apps/v1", kind: "Deployment", plural: "deployments" },
  { apiVersion: "apps/v1", kind: "StatefulSet", plural: "statefulsets" },
  { apiVersion: "apps/v1", kind: "DaemonSet", plural: "daemonsets" },
  { apiVersion: "apps/v1", kind: "ReplicaSet", plural: "replicasets" },
  { apiVersion: "v1", kind: "ReplicationController", plural: "replicationcontrollers" },
  { apiVersion: "batch/v1", kind: "Job", plural: "jobs" },
  { apiVersion: "batch/v1", kind: "CronJob", plural: "cronjobs" },
  { apiVersion: "v1", kind: "Pod", plural: "pods" },
  { apiVersion: "v1", kind: "Service", plural: "services" },
] as const;

/** Nobody chooses from a longer list than this. */
const MAX_PAGES = 4;

/**
 * The workloads of a namespace, by kind and name, and the custom resources with a Pod template that control some of them.
 * What another controls is left out (one of its Pods is not all of them), unless that one is known to have no template.
 * Kinds that may not be listed are left out, and so is everything beyond the first 2,000 of a kind.
 */
export async function listWorkloads(
  endpoint: Endpoint,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly ClusterWorkload[]> {
  const pool = createPool();
  const lists = KINDS.map(async ({ plural, ...kind }) => {
    const found: ClusterWorkload[] = [];
    const group = kind.apiVersion.includes("/") ? "apis" : "api";
    const path = `/${group}/${kind.apiVersion}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
    const add = (object: unknown) => {
      const workload = toWorkload(kind, object, pool);
      if (workload) found.push(workload);
    };
    await listAll(endpoint, path, signal, add, { maxPages: MAX_PAGES });
    return found;
  });
  const listed = (await Promise.all(lists)).flat();
  const controllers = listed.flatMap(({ controller }) => controller ?? []);
  const read = await readControllers({ endpoint, namespace, signal }, controllers, pool);
  const custom = new Set(controllers.flatMap((one) => above(one, read).flatMap((known) => known?.workload ?? [])));
  const stands = ({ controller }: ClusterWorkload) =>
    above(controller, read).every((known) => known !== undefined && known.workload === undefined);
  return [...listed, ...custom].filter(stands);
}

/** Owners name one another, and nobody keeps them from doing so in a circle. */
const MAX_LEVELS = 4;

/** The controller, that one's, and so on; the last is undefined where nothing is known of it. */
function above(first: Controller | undefined, read: ReadControllers): readonly (ReadController | undefined)[] {
  const chain: (ReadController | undefined)[] = [];
  let next = first;
  while (next !== undefined && chain.length < MAX_LEVELS) {
    const known = read(next);
    chain.push(known);
    next = known?.controller;
  }
  return chain;
}
