import { type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import { isService, type KubernetesObject } from "./manifest.ts";
import { readService } from "./readService.ts";

/** The objects of a value: itself, or the items of a List. Items of a typed list such as ServiceList may leave out what it says. */
export function objectsIn(
  node: Node,
  isOpen: boolean,
  list?: { readonly apiVersion: string; readonly kind: string },
): readonly KubernetesObject[] {
  if (node.kind !== "map") return [];
  const apiVersion = stringOf(valueAt(node, "apiVersion")) ?? list?.apiVersion;
  const kind = stringOf(valueAt(node, "kind")) ?? list?.kind;
  if (apiVersion === undefined || kind === undefined) return [];
  const items = valueAt(node, "items");
  if (kind.endsWith("List") && items?.kind === "sequence") {
    const itemKind = kind.slice(0, -"List".length);
    return items.items.flatMap((item) =>
      objectsIn(item, isOpen, itemKind ? { apiVersion, kind: itemKind } : undefined),
    );
  }
  return [objectOf(apiVersion, kind, node, isOpen)];
}

function objectOf(apiVersion: string, kind: string, node: MapNode, isOpen: boolean): KubernetesObject {
  const metadata = valueAt(node, "metadata");
  const object = {
    apiVersion,
    kind,
    name: stringOf(valueAt(metadata, "name")),
    namespace: stringOf(valueAt(metadata, "namespace")) || undefined,
    node,
    isOpen,
  };
  return isService(object) ? { ...object, service: readService(object) } : object;
}
