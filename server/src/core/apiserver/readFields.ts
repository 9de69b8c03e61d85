import type { KubernetesObject } from "../manifest/manifest.ts";
import { type StructureProblem, schemaAt, structureProblems } from "../schema.ts";
import { nearest } from "../typo.ts";
import { type Entry, entryOf, type MapNode, type Node } from "../yaml/node.ts";
import {
  ABSENT,
  type Field,
  type OwnerReference,
  type Pair,
  type Port,
  type Section,
  type ServiceFields,
  withValue,
} from "./fields.ts";

interface Reader {
  readonly root: MapNode;
  /** Values of a wrong type: the decode stage speaks of them, and no later one. */
  readonly spoiled: ReadonlySet<Node>;
  /** Fields that are probably written, under a wrong name or in a wrong place. */
  readonly meant: ReadonlySet<string>;
}

/** The fields of a written Service, as both the API server's verdict and lint look at them. */
export function fieldsOf({ node }: KubernetesObject): ServiceFields {
  return readFields(node, structureProblems(node));
}

/** Reads a Service as the API server's decoder does. Wrong types and values of templates become unknown fields. */
export function readFields(root: MapNode, problems: readonly StructureProblem[]): ServiceFields {
  const spoiled = new Set(problems.filter(({ kind }) => kind !== "unknown-field").map(({ node }) => node));
  const reader: Reader = { root, spoiled, meant: meantFields(problems) };
  const metadataField = field(reader, root, "metadata");
  const specField = field(reader, root, "spec");
  const metadata = struct(reader, metadataField, "metadata");
  const spec = struct(reader, specField, "spec");
  const affinity = struct(reader, struct(reader, spec("sessionAffinityConfig"), "")("clientIP"), "");
  return {
    root,
    problems,
    metadata: section(root, metadataField),
    spec: section(root, specField),
    name: scalar(metadata("name"), "string"),
    generateName: scalar(metadata("generateName"), "string"),
    namespace: scalar(metadata("namespace"), "string"),
    uid: scalar(metadata("uid"), "string"),
    resourceVersion: scalar(metadata("resourceVersion"), "string"),
    deletionTimestamp: scalar(metadata("deletionTimestamp"), "string"),
    deletionGracePeriodSeconds: scalar(metadata("deletionGracePeriodSeconds"), "number"),
    generation: scalar(metadata("generation"), "number"),
    labels: pairs(reader, metadata("labels")),
    annotations: pairs(reader, metadata("annotations")),
    finalizers: strings(reader, metadata("finalizers")),
    ownerReferences: items(metadata("ownerReferences"), (node) => ownerReference(reader, node)),
    type: scalar(spec("type"), "string"),
    selector: pairs(reader, spec("selector")),
    ports: items(spec("ports"), (node) => port(reader, node)),
    clusterIP: scalar(spec("clusterIP"), "string"),
    clusterIPs: strings(reader, spec("clusterIPs")),
    ipFamilies: strings(reader, spec("ipFamilies")),
    ipFamilyPolicy: scalar(spec("ipFamilyPolicy"), "string"),
    externalName: scalar(spec("externalName"), "string"),
    externalIPs: strings(reader, spec("externalIPs")),
    externalTrafficPolicy: scalar(spec("externalTrafficPolicy"), "string"),
    internalTrafficPolicy: scalar(spec("internalTrafficPolicy"), "string"),
    healthCheckNodePort: scalar(spec("healthCheckNodePort"), "number"),
    allocateLoadBalancerNodePorts: scalar(spec("allocateLoadBalancerNodePorts"), "boolean"),
    loadBalancerClass: scalar(spec("loadBalancerClass"), "string"),
    loadBalancerIP: scalar(spec("loadBalancerIP"), "string"),
    loadBalancerSourceRanges: strings(reader, spec("loadBalancerSourceRanges")),
    sessionAffinity: scalar(spec("sessionAffinity"), "string"),
    timeoutSeconds: scalar(affinity("timeoutSeconds"), "number"),
    trafficDistribution: scalar(spec("trafficDistribution"), "string"),
  };
}

/**
 * Where an unknown field was probably meant to stand: the nearest name in its own place, and the same name in
 * `metadata` and `spec`. What is missing there is not said a second time.
 */
function meantFields(problems: readonly StructureProblem[]): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const { kind, path } of problems) {
    if (kind !== "unknown-field") continue;
    const parent = path.slice(0, -1);
    const name = String(path.at(-1));
    for (const place of [parent, ["metadata"], ["spec"]]) {
      const near = nearest(name, Object.keys(schemaAt(place)?.properties ?? {}));
      if (near !== undefined) meant.add(`${placeOf(place)}.${near}`);
    }
  }
  return meant;
}

/** The struct that a path leads to, by the name of the last field on it. */
function placeOf(path: readonly (string | number)[]): string {
  return String(path.findLast((step) => typeof step === "string") ?? "");
}

type Raw = Field<Node>;

const UNKNOWN: Field<never> = { value: undefined, unknown: true, entry: undefined, node: undefined };

function field(reader: Reader, parent: MapNode, key: string, place = ""): Raw {
  const entry = entryOf(parent, key);
  if (entry === undefined) return reader.meant.size > 0 && reader.meant.has(`${place}.${key}`) ? UNKNOWN : ABSENT;
  return rawOf(reader, entry.value, entry);
}

function rawOf(reader: Reader, node: Node, entry: Entry | undefined): Raw {
  const unknown = node.kind === "unknown" || reader.spoiled.has(node);
  const isNull = node.kind === "scalar" && node.value === null;
  return { value: unknown || isNull ? undefined : node, unknown, entry, node };
}

/** Reads the fields of a struct that is itself a field; all are unknown where it is. */
function struct(reader: Reader, parent: Raw, place: string): (key: string) => Raw {
  const { value } = parent;
  if (value?.kind === "map") return (key) => field(reader, value, key, place);
  if (parent.unknown) return () => UNKNOWN;
  return (key) => (reader.meant.has(`${place}.${key}`) ? UNKNOWN : ABSENT);
}

function section(root: MapNode, { value, entry }: Raw): Section {
  const first = root.entries[0];
  return {
    map: value?.kind === "map" ? value : undefined,
    span: entry?.keySpan ?? entryOf(root, "kind")?.span ?? first?.span ?? root.span,
  };
}

type ScalarOf = { string: string; number: number; boolean: boolean };

function scalar<Name extends keyof ScalarOf>(raw: Raw, type: Name): Field<ScalarOf[Name]> {
  if (raw === ABSENT) return ABSENT;
  const value = raw.value?.kind === "scalar" ? raw.value.value : undefined;
  const isOfType = (candidate: unknown): candidate is ScalarOf[Name] => typeof candidate === type;
  return withValue(raw, isOfType(value) ? value : undefined);
}

function items<T>(raw: Raw, item: (node: Node) => T): Field<readonly T[]> {
  if (raw === ABSENT) return ABSENT;
  return withValue(raw, raw.value?.kind === "sequence" ? raw.value.items.map(item) : undefined);
}

function strings(reader: Reader, raw: Raw): Field<readonly Field<string>[]> {
  return items(raw, (node) => scalar(rawOf(reader, node, undefined), "string"));
}

/** Of a repeated key the last value counts; a null value is kept as the empty string. */
function pairs(reader: Reader, raw: Raw): Field<readonly Pair[]> {
  if (raw === ABSENT) return ABSENT;
  if (raw.value?.kind !== "map") return withValue<readonly Pair[]>(raw, undefined);
  const last = new Map(raw.value.entries.map((entry) => [entry.key, entry]));
  return withValue(
    raw,
    Array.from(last.values(), (entry) => pair(reader, entry)),
  );
}

function pair(reader: Reader, entry: Entry): Pair {
  const { value, unknown } = scalar(rawOf(reader, entry.value, entry), "string");
  return { key: entry.key, value: unknown ? undefined : (value ?? ""), entry };
}

function port(reader: Reader, node: Node): Port {
  const raw = struct(reader, rawOf(reader, node, undefined), "ports");
  const target = raw("targetPort");
  return {
    node,
    name: scalar(raw("name"), "string"),
    port: scalar(raw("port"), "number"),
    protocol: scalar(raw("protocol"), "string"),
    targetPort:
      target.value?.kind === "scalar" && typeof target.value.value === "number"
        ? scalar(target, "number")
        : scalar(target, "string"),
    nodePort: scalar(raw("nodePort"), "number"),
    appProtocol: scalar(raw("appProtocol"), "string"),
  };
}

function ownerReference(reader: Reader, node: Node): OwnerReference {
  const raw = struct(reader, rawOf(reader, node, undefined), "ownerReferences");
  return {
    node,
    apiVersion: scalar(raw("apiVersion"), "string"),
    kind: scalar(raw("kind"), "string"),
    name: scalar(raw("name"), "string"),
    uid: scalar(raw("uid"), "string"),
    controller: scalar(raw("controller"), "boolean"),
    blockOwnerDeletion: scalar(raw("blockOwnerDeletion"), "boolean"),
  };
}
