import { type JsonObject, objectOf, textOf } from "../../core/json.ts";

/** A kind of object that may be written, by the name in its path. */
const RESOURCES = [
  { apiVersion: "v1", kind: "Service", group: "api/v1", plural: "services" },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    group: "apis/discovery.k8s.io/v1",
    plural: "endpointslices",
  },
] as const;

/** An object's place in the API. */
export interface Place {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** The path of the collection; the object's own is `path/name`. */
  readonly collection: string;
  readonly path: string;
}

/** Where an object belongs; undefined for one without a name and for kinds that are not written here. */
export function placeOf(object: JsonObject, contextNamespace: string): Place | undefined {
  const metadata = objectOf(object.metadata);
  const name = textOf(metadata.name);
  const resource = RESOURCES.find(({ apiVersion, kind }) => object.apiVersion === apiVersion && object.kind === kind);
  if (resource === undefined || name === undefined) return undefined;
  const namespace = textOf(metadata.namespace) ?? contextNamespace;
  return { kind: resource.kind, name, namespace, ...pathsOf(resource, namespace, name) };
}

/** Where a Service of this name is in the API. */
export function placeOfService(namespace: string, name: string): Place {
  return { kind: "Service", name, namespace, ...pathsOf(RESOURCES[0], namespace, name) };
}

/** The paths of one object and of its collection; names cannot reach out of their place. */
export function pathsOf(
  { group, plural }: { readonly group: string; readonly plural: string },
  namespace: string,
  name: string,
): Pick<Place, "collection" | "path"> {
  const collection = `/${group}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
  return { collection, path: `${collection}/${encodeURIComponent(name)}` };
}
