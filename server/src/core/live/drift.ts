import { isObject, type JsonObject, listOf, objectOf, textOf } from "../json.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import { type MapNode, type Node, plainOf, valueAt } from "../yaml/node.ts";
import { type FieldDifference, isEmpty, shown } from "./fieldDifference.ts";
import { comparePorts } from "./portDrift.ts";

/** Fields with a value of the API server's where nothing is written (the API reference, ServiceSpec). */
const DEFAULTS: JsonObject = {
  type: "ClusterIP",
  sessionAffinity: "None",
  internalTrafficPolicy: "Cluster",
  externalTrafficPolicy: "Cluster",
  allocateLoadBalancerNodePorts: true,
  sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
};
/** What the API server hands out and keeps where nothing is written. */
const HANDED_OUT: ReadonlySet<string> = new Set([
  "clusterIP",
  "clusterIPs",
  "ipFamilies",
  "ipFamilyPolicy",
  "healthCheckNodePort",
]);
/** Of these a second item is handed out as well. */
const FAMILY_LISTS: ReadonlySet<string> = new Set(["clusterIPs", "ipFamilies"]);
/** What kubectl apply wrote the last time: what is in it and not written any more is taken away. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The labels, annotations and fields of `spec` that `kubectl apply` of a written Service would change in the stored
 * one. Not among them: what the API server has filled in or handed out, what others have added and apply leaves alone,
 * and what a template fills in. A field that somebody else has taken over since a server-side apply is named all the
 * same, since the manifest says otherwise.
 */
export function driftOf({ node }: KubernetesObject, stored: unknown): readonly FieldDifference[] {
  const { metadata, spec } = objectOf(stored);
  const { labels, annotations } = objectOf(metadata);
  const applied = lastApplied(objectOf(annotations));
  const appliedMetadata = objectOf(applied.metadata);
  return [
    ...compareTexts("metadata.labels", valueAt(node, "metadata", "labels"), labels, appliedMetadata.labels),
    ...compareTexts(
      "metadata.annotations",
      valueAt(node, "metadata", "annotations"),
      annotations,
      appliedMetadata.annotations,
    ).filter(({ path }) => path !== `metadata.annotations.${LAST_APPLIED}`),
    ...compareSpec(valueAt(node, "spec"), objectOf(spec), objectOf(applied.spec)),
  ];
}

function lastApplied(annotations: JsonObject): JsonObject {
  try {
    return objectOf(JSON.parse(textOf(annotations[LAST_APPLIED]) ?? "null"));
  } catch {
    return {};
  }
}

function compareSpec(spec: Node | undefined, stored: JsonObject, applied: JsonObject): readonly FieldDifference[] {
  if (spec?.kind !== "map") return [];
  const differences: FieldDifference[] = [];
  const written = entriesOf(spec);
  for (const name of new Set([...written.keys(), ...Object.keys(applied)])) {
    const node = written.get(name);
    if (name === "selector")
      differences.push(...compareTexts("spec.selector", node, stored.selector, applied.selector));
    else if (name === "ports") differences.push(...comparePorts(node, listOf(stored.ports), listOf(applied.ports)));
    else differences.push(...compareField(name, node, stored[name], applied[name]));
  }
  return differences;
}

function compareField(
  name: string,
  node: Node | undefined,
  stored: unknown,
  applied: unknown,
): readonly FieldDifference[] {
  const path = `spec.${name}`;
  if (node !== undefined && hasUnknown(node)) return [];
  const written = node === undefined ? undefined : plainOf(node);
  const isTaken = written === null || (written === undefined && applied !== undefined);
  const isServers = name in DEFAULTS || HANDED_OUT.has(name);
  if (isTaken || (isServers && written !== false && isEmpty(written))) {
    if (HANDED_OUT.has(name) || isEmpty(stored) || same(stored, DEFAULTS[name])) return [];
    return [{ path, written: undefined, stored: shown(stored), span: node?.span }];
  }
  if (isEmpty(written) && isEmpty(stored)) return [];
  const counted = FAMILY_LISTS.has(name) ? listOf(stored).slice(0, listOf(written).length) : stored;
  if (same(written, counted) || isPartOf(written, counted)) return [];
  return [{ path, written: shown(written), stored: isEmpty(stored) ? undefined : shown(stored), span: node?.span }];
}

/** Maps of texts, in which an empty one is a value like any other; null takes one away. */
function compareTexts(
  path: string,
  node: Node | undefined,
  stored: unknown,
  applied: unknown,
): readonly FieldDifference[] {
  if (node?.kind === "unknown") return [];
  const written = node?.kind === "map" ? entriesOf(node) : new Map<string, Node>();
  const [now, before] = [objectOf(stored), objectOf(applied)];
  const differences: FieldDifference[] = [];
  for (const key of new Set([...written.keys(), ...Object.keys(before)])) {
    const value = written.get(key);
    if (value !== undefined && value.kind !== "scalar") continue;
    const [text, known] = [value?.value ?? undefined, now[key]];
    if (text === known) continue;
    differences.push({
      path: `${path}.${key}`,
      written: text === undefined ? undefined : shown(text),
      stored: known === undefined ? undefined : shown(known),
      span: value?.span,
    });
  }
  return differences;
}

/** Of a repeated key the last value counts. */
function entriesOf(node: MapNode): ReadonlyMap<string, Node> {
  return new Map(node.entries.map(({ key, value }) => [key, value]));
}

function hasUnknown(node: Node): boolean {
  switch (node.kind) {
    case "unknown":
      return true;
    case "scalar":
      return false;
    case "sequence":
      return node.items.some(hasUnknown);
    case "map":
      return node.entries.some(({ value }) => hasUnknown(value));
  }
}

/** Whether all that is written of a struct is stored; the rest are defaults. */
function isPartOf(written: unknown, stored: unknown): boolean {
  if (!isObject(written) || !isObject(stored)) return same(written, stored);
  return Object.entries(written).every(([key, value]) => isEmpty(value) || isPartOf(value, stored[key]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
