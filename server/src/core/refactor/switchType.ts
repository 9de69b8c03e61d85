import type { Edit } from "../diagnostic.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import { mergeEdits } from "../manifest/mergeEdits.ts";
import type { Plain } from "../manifest/plain.ts";
import { entryOf, type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import { rewriteMap } from "./rewriteMap.ts";
import { isAbsent, isHeadless, type ServiceType, serviceTypeOf, typeField } from "./serviceType.ts";

/** What stands for an external name until the user writes the right one. The API server accepts it. */
export const EXTERNAL_NAME_PLACEHOLDER = "service.example.com";

/** The port of a Service that had none, until the user writes the right one. */
const PORT_PLACEHOLDER: Plain = [{ port: 80 }];

const SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";

const WITH_ADDRESS: readonly ServiceType[] = ["ClusterIP", "NodePort", "LoadBalancer"];
const WITH_ENDPOINTS: readonly ServiceType[] = ["ClusterIP", "Headless", "NodePort", "LoadBalancer"];
const WITH_NODE_PORTS: readonly ServiceType[] = ["NodePort", "LoadBalancer"];

/**
 * Fields of `spec` that have a meaning only with some types. Under any other the API server refuses the field
 * (`ValidateService`), warns that it is ignored (`GetWarningsForService`), or stores it for nothing.
 * What is not here (selector, ports) stays under every type, so that a switch there and back loses nothing.
 */
const FIELD_TYPES: ReadonlyMap<string, readonly ServiceType[]> = new Map([
  ["clusterIP", WITH_ADDRESS],
  ["clusterIPs", WITH_ADDRESS],
  ["ipFamilies", WITH_ENDPOINTS],
  ["ipFamilyPolicy", WITH_ENDPOINTS],
  ["externalName", ["ExternalName"]],
  ["externalIPs", WITH_ADDRESS],
  ["externalTrafficPolicy", WITH_ADDRESS],
  ["internalTrafficPolicy", WITH_ENDPOINTS],
  ["trafficDistribution", WITH_ENDPOINTS],
  ["publishNotReadyAddresses", WITH_ENDPOINTS],
  ["sessionAffinity", WITH_ADDRESS],
  ["sessionAffinityConfig", WITH_ADDRESS],
  ["healthCheckNodePort", ["LoadBalancer"]],
  ["allocateLoadBalancerNodePorts", ["LoadBalancer"]],
  ["loadBalancerClass", ["LoadBalancer"]],
  ["loadBalancerIP", ["LoadBalancer"]],
  ["loadBalancerSourceRanges", ["LoadBalancer"]],
]);

/**
 * The edits of a document's text that make a Service one of another type: the type itself, what the new type needs, and
 * away with what depends on the old one. The API server accepts the result as a new object if it accepted the text before.
 * Undefined where that cannot be done in the text: the type or the spec is filled in by a template, or comes from an anchor.
 */
export function switchType(
  text: string,
  object: KubernetesObject,
  to: ServiceType,
  externalName = EXTERNAL_NAME_PLACEHOLDER,
): readonly Edit[] | undefined {
  const spec = valueAt(object.node, "spec");
  if (spec?.kind !== "map" || valueAt(spec, "type")?.kind === "unknown") return undefined;
  const from = serviceTypeOf(object);
  const parts = [
    rewriteMap(text, spec, {
      remove: fieldsToRemove(spec, from, to),
      set: fieldsToSet(spec, from, to, externalName),
      after: new Map([
        ["clusterIP", "type"],
        ["externalName", "type"],
      ]),
    }),
    ...portEdits(text, spec, from, to),
    annotationEdits(text, object, to),
  ];
  const edits: Edit[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    edits.push(...part);
  }
  return mergeEdits(edits);
}

function fieldsToRemove(spec: MapNode, from: ServiceType | undefined, to: ServiceType): ReadonlySet<string> {
  const remove = new Set<string>();
  for (const [field, types] of FIELD_TYPES) if (!types.includes(to)) remove.add(field);
  if (to === "Headless") remove.delete("clusterIP");
  else if (isHeadless(spec) || from === "ExternalName") remove.add("clusterIP").add("clusterIPs");
  if (to === "ClusterIP" && !hasItems(valueAt(spec, "externalIPs"))) remove.add("externalTrafficPolicy");
  if (stringOf(valueAt(spec, "externalTrafficPolicy")) !== "Local") remove.add("healthCheckNodePort");
  if (asksForForeignFamilies(spec, from, to)) remove.add("ipFamilies");
  return remove;
}

function fieldsToSet(
  spec: MapNode,
  from: ServiceType | undefined,
  to: ServiceType,
  externalName: string,
): ReadonlyMap<string, Plain> {
  const set = new Map<string, Plain>();
  const type = valueAt(spec, "type");
  if (type !== undefined || typeField(to) !== "ClusterIP") set.set("type", typeField(to));
  if (to === "Headless") set.set("clusterIP", "None");
  if (
    to === "ExternalName" &&
    (isAbsent(valueAt(spec, "externalName")) || externalName !== EXTERNAL_NAME_PLACEHOLDER)
  ) {
    set.set("externalName", externalName);
  }
  if (WITH_ADDRESS.includes(to) && !hasItems(valueAt(spec, "ports"))) set.set("ports", PORT_PLACEHOLDER);
  if (asksForForeignFamilies(spec, from, to) && stringOf(valueAt(spec, "ipFamilyPolicy")) === "RequireDualStack") {
    set.set("ipFamilyPolicy", "PreferDualStack");
  }
  return set;
}

/**
 * Only a headless Service without a selector may name families that the cluster does not have. With an address it may
 * not, so that it asks for what there is.
 */
function asksForForeignFamilies(spec: MapNode, from: ServiceType | undefined, to: ServiceType): boolean {
  if (from !== "Headless" || !WITH_ADDRESS.includes(to)) return false;
  const selector = valueAt(spec, "selector");
  return selector === undefined || (selector.kind === "map" && selector.entries.length === 0);
}

/** Node ports go with the types that have them; under ExternalName nobody has ever checked them. */
function portEdits(
  text: string,
  spec: MapNode,
  from: ServiceType | undefined,
  to: ServiceType,
): readonly (readonly Edit[] | undefined)[] {
  const ports = valueAt(spec, "ports");
  if (ports?.kind !== "sequence" || (WITH_NODE_PORTS.includes(to) && from !== "ExternalName")) return [];
  return ports.items.map((port) => removeKeys(text, port, new Set(["nodePort"])));
}

function annotationEdits(text: string, object: KubernetesObject, to: ServiceType): readonly Edit[] | undefined {
  const metadata = valueAt(object.node, "metadata");
  const annotations = valueAt(metadata, "annotations");
  if (to === "LoadBalancer" || entryOf(annotations, SOURCE_RANGES_ANNOTATION) === undefined) return [];
  const only = annotations?.kind === "map" && annotations.entries.length === 1;
  return only
    ? removeKeys(text, metadata, new Set(["annotations"]))
    : removeKeys(text, annotations, new Set([SOURCE_RANGES_ANNOTATION]));
}

function removeKeys(text: string, map: Node | undefined, remove: ReadonlySet<string>): readonly Edit[] | undefined {
  return map?.kind === "map" ? rewriteMap(text, map, { remove, set: new Map() }) : [];
}

function hasItems(node: Node | undefined): boolean {
  return node !== undefined && !(node.kind === "sequence" && node.items.length === 0) && !isAbsent(node);
}
