import { isService, type KubernetesObject, type Manifest } from "./manifest.ts";
import { plainOf } from "./node.ts";
import type { StoredServices } from "./snapshot.ts";

/** The Services of a manifest as they are stored in a cluster, as plain JSON; undefined when it holds none. */
export function storedServices(manifest: Manifest): StoredServices | undefined {
  const objects = manifest.documents.flatMap(({ content }) => content.objects.filter(isService));
  return objects.length === 0
    ? undefined
    : objects.map(({ name, namespace, node }) => ({ name, namespace, object: plainOf(node) }));
}

/** The stored Service of the same name and, where both say one, the same namespace; undefined when there is none. */
export function storedFor(object: KubernetesObject, stored: StoredServices | undefined): unknown {
  return stored?.find(
    ({ name, namespace }) =>
      name === object.name &&
      (namespace === undefined || object.namespace === undefined || namespace === object.namespace),
  )?.object;
}
