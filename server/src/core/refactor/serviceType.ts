import type { KubernetesObject } from "../manifest/manifest.ts";
import { type Node, stringOf, valueAt } from "../yaml/node.ts";

/** What people call the type of a Service: the API's four, and the headless form of ClusterIP. */
export type ServiceType = "ClusterIP" | "Headless" | "NodePort" | "LoadBalancer" | "ExternalName";

/** All types, in the order in which they are offered. */
export const SERVICE_TYPES = ["ClusterIP", "Headless", "NodePort", "LoadBalancer", "ExternalName"] as const;

/** The value of `spec.type` for a type. */
export function typeField(type: ServiceType): Exclude<ServiceType, "Headless"> {
  return type === "Headless" ? "ClusterIP" : type;
}

/**
 * The type that the API server takes a Service for: ClusterIP where none is written, headless where the cluster IP is
 * `None`. Undefined where the type is filled in by a template or is none of the four.
 */
export function serviceTypeOf(object: KubernetesObject): ServiceType | undefined {
  const spec = valueAt(object.node, "spec");
  const type = valueAt(spec, "type");
  if (!isAbsent(type) && stringOf(type) !== "ClusterIP") {
    return SERVICE_TYPES.find((choice) => choice !== "Headless" && choice === stringOf(type));
  }
  return isHeadless(spec) ? "Headless" : "ClusterIP";
}

/** Whether the cluster IP is `None`, in the singular or the plural field. */
export function isHeadless(spec: Node | undefined): boolean {
  const plural = valueAt(spec, "clusterIPs");
  const first = plural?.kind === "sequence" ? plural.items[0] : undefined;
  return stringOf(valueAt(spec, "clusterIP")) === "None" || stringOf(first) === "None";
}

/** Whether the API server sees nothing in the field: not written, null, or an empty string. */
export function isAbsent(node: Node | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && (node.value === null || node.value === ""));
}
