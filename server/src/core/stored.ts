import { isService, type KubernetesObject, type Manifest } from "./manifest/manifest.ts";
import type { ClusterSnapshot, Snapshot, StoredServices } from "./snapshot.ts";
import { type MapNode, plainOf, valueAt } from "./yaml/node.ts";

/** The Services of a manifest as they are stored in a cluster, as plain JSON; undefined when it holds none. */
export function storedServices(manifest: Manifest): StoredServices | undefined {
  const objects = manifest.documents.flatMap(({ content }) => content.objects.filter(isService));
  return objects.length === 0
    ? undefined
    : objects.map(({ name, namespace, node }) => ({ name, namespace, object: plainOf(node) }));
}

/**
 * What is stored of a written Service: in the file that was named for it, else in the cluster; undefined when there is
 * none and when that is unknown. A Service whose name or namespace a template fills in is never matched in a cluster.
 */
export function storedFor(object: KubernetesObject, { stored, cluster }: Snapshot): unknown {
  return stored === undefined ? inCluster(object, cluster) : inFile(object, stored);
}

/** The Service of the same name and, where both say one, the same namespace. */
function inFile(object: KubernetesObject, stored: StoredServices): unknown {
  return stored.find(
    ({ name, namespace }) =>
      name === object.name &&
      (namespace === undefined || object.namespace === undefined || namespace === object.namespace),
  )?.object;
}

/** A copy that is not followed any more may be wrong about what cannot be changed. */
function inCluster({ name, namespace, node }: KubernetesObject, cluster: ClusterSnapshot): unknown {
  if (name === undefined || valueAt(node, "metadata", "namespace")?.kind === "unknown") return undefined;
  const here = cluster.services?.get(namespace ?? cluster.namespace);
  const stored = here?.knowledge.kind === "synced" ? here.services.get(name) : undefined;
  return stored === undefined ? undefined : withoutForeignClass(stored, node);
}

/**
 * A `loadBalancerClass` that a webhook of the cluster's has filled in: `kubectl apply` leaves it as it is when neither
 * the manifest nor what was applied last has one, so that the update does not change it.
 */
function withoutForeignClass(stored: unknown, written: MapNode): unknown {
  const { spec, metadata } = stored as StoredObject;
  if (spec?.loadBalancerClass === undefined || valueAt(written, "spec", "loadBalancerClass") !== undefined)
    return stored;
  if (metadata?.annotations?.[LAST_APPLIED]?.includes('"loadBalancerClass"')) return stored;
  const { loadBalancerClass: _, ...rest } = spec;
  return { ...(stored as StoredObject), spec: rest };
}

interface StoredObject {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
