import { isService, type KubernetesObject, type Manifest } from "./manifest.ts";
import { plainOf, valueAt } from "./node.ts";
import type { ClusterSnapshot, Snapshot, StoredServices } from "./snapshot.ts";

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
  return here?.knowledge.kind === "synced" ? here.services.get(name) : undefined;
}
