import type { Located } from "../span.ts";
import { type Entry, entryOf, type Node, stringOf, valueAt } from "../yaml/node.ts";
import type { KubernetesObject } from "./manifest.ts";
import type { Selector, SelectorPair, Service, ServicePort } from "./service.ts";

/** What a Service object says; never fails. Whether it is valid is not asked here. */
export function serviceOf(object: KubernetesObject): Service {
  return object.service ?? readService(object);
}

/** What a Service object says, always read anew: for those who make objects, which keep it. */
export function readService(object: KubernetesObject): Service {
  const { node } = object;
  const spec = valueAt(node, "spec");
  const type = valueAt(spec, "type");
  return {
    name: locatedString(valueAt(node, "metadata", "name")),
    namespace: namespaceOf(valueAt(node, "metadata", "namespace")),
    namespaceUnknown: valueAt(node, "metadata", "namespace")?.kind === "unknown",
    type: locatedString(type),
    typeUnknown: type === undefined ? object.isOpen : type.kind === "unknown",
    clusterIP: locatedString(valueAt(spec, "clusterIP")),
    healthCheckNodePort: locatedNumber(valueAt(spec, "healthCheckNodePort")),
    selector: writtenSelector(object, entryOf(spec, "selector")),
    ports: portsOf(valueAt(spec, "ports")),
    publishNotReadyAddresses: isTrue(valueAt(spec, "publishNotReadyAddresses")),
    ipFamilies: familiesOf(spec),
    span: node.span,
  };
}

/** An empty one is as if it were not written: the API server takes that of the request. */
function namespaceOf(node: Node | undefined): Located<string> | undefined {
  const namespace = locatedString(node);
  return namespace?.value === "" ? undefined : namespace;
}

/**
 * Where a template brings in lines, or some cannot be read, an empty or a missing selector may be among them. A pair
 * behind whose colon nothing stands yet is being written.
 */
function writtenSelector({ isOpen, node }: KubernetesObject, entry: Entry | undefined): Selector {
  const selector = selectorOf(entry);
  const isHalfWritten = (isOpen && selector.kind === "none") || hasMissingValue(entry);
  return isHalfWritten ? { kind: "unknown", span: entry?.keySpan ?? node.span } : selector;
}

function hasMissingValue(entry: Entry | undefined): boolean {
  const pairs = entry?.value.kind === "map" ? entry.value.entries : [];
  return pairs.some(({ value }) => value.kind === "scalar" && value.value === null && value.written === "");
}

function selectorOf(entry: Entry | undefined): Selector {
  if (entry === undefined) return { kind: "none" };
  const { value, keySpan } = entry;
  if (value.kind === "scalar" && value.value === null) return { kind: "none" };
  if (value.kind !== "map") return { kind: "unknown", span: value.span };
  if (value.entries.length === 0) return { kind: "none" };
  const pairs = new Map<string, SelectorPair>();
  for (const pair of value.entries) {
    const text = selectorValue(pair.value);
    if (text === undefined) return { kind: "unknown", span: value.span };
    const { key, span } = pair;
    pairs.set(key, { key, value: text, keySpan: pair.keySpan, valueSpan: pair.value.span, span });
  }
  return { kind: "pairs", span: value.span, keySpan, pairs: [...pairs.values()] };
}

/** A null value reaches the API server as the empty string (`selector: {app: null}` is accepted). */
function selectorValue(node: Node): string | undefined {
  if (node.kind === "scalar" && node.value === null) return "";
  return stringOf(node);
}

function portsOf(node: Node | undefined): readonly ServicePort[] {
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item, index) => (item.kind === "map" ? [portOf(item, index)] : []));
}

function portOf(node: Node, index: number): ServicePort {
  const targetPort = valueAt(node, "targetPort");
  return {
    index,
    span: node.span,
    name: locatedString(valueAt(node, "name")),
    ...(valueAt(node, "name")?.kind === "unknown" && { nameUnknown: true }),
    port: locatedNumber(valueAt(node, "port")),
    protocol: stringOf(valueAt(node, "protocol")) || "TCP",
    targetPort: locatedString(targetPort) ?? locatedNumber(targetPort),
    targetPortUnknown: targetPort?.kind === "unknown",
    nodePort: locatedNumber(valueAt(node, "nodePort")),
  };
}

function familiesOf(spec: Node | undefined): readonly string[] | undefined {
  const written = valueAt(spec, "ipFamilies");
  const policy = valueAt(spec, "ipFamilyPolicy");
  if (written?.kind !== "sequence" || (policy !== undefined && stringOf(policy) !== "SingleStack")) return undefined;
  const families = written.items.map(stringOf);
  return families.length > 0 && families.every((family) => family !== undefined) ? families : undefined;
}

function locatedString(node: Node | undefined): Located<string> | undefined {
  const value = stringOf(node);
  return node === undefined || value === undefined ? undefined : { value, span: node.span };
}

function locatedNumber(node: Node | undefined): Located<number> | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "number") return undefined;
  return { value: node.value, span: node.span };
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}
