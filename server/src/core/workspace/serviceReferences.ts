import type { KubernetesObject } from "../manifest/manifest.ts";
import type { Located } from "../span.ts";
import { type Node, stringOf, valueAt } from "../yaml/node.ts";
import { items, located } from "./nodes.ts";

/** A place where a Service is meant by its name. */
export interface ServiceReference {
  readonly service: Located<string>;
  /** Where the Service is looked for; undefined for the object's own namespace where that is not written. */
  readonly namespace: string | undefined;
  /** The name of the Service's port, where it is meant by name. */
  readonly port: Located<string> | undefined;
  /** The number of the Service's port, where it is meant by number. */
  readonly portNumber: Located<number> | undefined;
  /** A template fills in where the Service is looked for. */
  readonly namespaceUnknown?: true;
}

/**
 * Where an object means Services by their names: an Ingress' backends, the backendRefs of the Gateway API's routes, the
 * label `kubernetes.io/service-name` of an EndpointSlice, a StatefulSet's `serviceName`.
 */
export function referencesOf(object: KubernetesObject): readonly ServiceReference[] {
  const { kind, apiVersion, node, namespace } = object;
  if (kind === "StatefulSet") return reference(valueAt(node, "spec", "serviceName"), namespace);
  if (kind === "EndpointSlice")
    return reference(valueAt(node, "metadata", "labels", "kubernetes.io/service-name"), namespace);
  if (kind === "Ingress") return ingressReferences(valueAt(node, "spec"), namespace);
  if (apiVersion.startsWith("gateway.networking.k8s.io/")) return routeReferences(valueAt(node, "spec"), namespace);
  return [];
}

function reference(
  name: Node | undefined,
  namespace: string | undefined,
  port?: Node | undefined,
  portNumber?: Node | undefined,
): readonly ServiceReference[] {
  const service = located(name);
  return service === undefined || service.value === ""
    ? []
    : [{ service, namespace, port: located(port), portNumber: locatedNumber(portNumber) }];
}

function ingressReferences(spec: Node | undefined, namespace: string | undefined): readonly ServiceReference[] {
  const paths = items(valueAt(spec, "rules")).flatMap((rule) => items(valueAt(rule, "http", "paths")));
  const backends = [valueAt(spec, "defaultBackend"), ...paths.map((path) => valueAt(path, "backend"))];
  return backends.flatMap((backend) => {
    const service = valueAt(backend, "service");
    const [byName, byNumber] = ["name", "number"].map((key) => valueAt(service, "port", key));
    return reference(valueAt(service, "name"), namespace, byName, byNumber);
  });
}

/** A backendRef means a Service unless it says another kind; it may be in another namespace (with a ReferenceGrant). */
function routeReferences(spec: Node | undefined, namespace: string | undefined): readonly ServiceReference[] {
  const rules = items(valueAt(spec, "rules"));
  const filters = [...rules, ...rules.flatMap(backendRefs)].flatMap((holder) => items(valueAt(holder, "filters")));
  const mirrors = filters.flatMap((filter) => valueAt(filter, "requestMirror", "backendRef") ?? []);
  return [...rules.flatMap(backendRefs), ...mirrors].flatMap((backend) => {
    const kind = stringOf(valueAt(backend, "kind")) ?? "Service";
    const group = stringOf(valueAt(backend, "group")) ?? "";
    if (kind !== "Service" || group !== "") return [];
    const written = valueAt(backend, "namespace");
    const found = reference(
      valueAt(backend, "name"),
      stringOf(written) ?? namespace,
      undefined,
      valueAt(backend, "port"),
    );
    return written?.kind === "unknown" ? found.map((one) => ({ ...one, namespaceUnknown: true })) : found;
  });
}

function backendRefs(rule: Node): readonly Node[] {
  return items(valueAt(rule, "backendRefs"));
}

function locatedNumber(node: Node | undefined): Located<number> | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "number") return undefined;
  return { value: node.value, span: node.span };
}
