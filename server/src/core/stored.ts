import { isService, type KubernetesObject, type Manifest } from "./manifest.ts";
import type { Node } from "./node.ts";
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

/** A value without its places, as JSON would hold it: null-prototype objects, the last of repeated keys. */
export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "unknown":
      return undefined;
    case "sequence":
      return node.items.map(plainOf);
    case "map": {
      const plain: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries) plain[key] = plainOf(value);
      return plain;
    }
  }
}
