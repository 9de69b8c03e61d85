import {
  type DocumentContent,
  isService,
  type KubernetesObject,
  type Manifest,
  type ManifestDocument,
} from "../manifest/manifest.ts";
import { shiftSpan } from "../span.ts";
import { type MapNode, type Node, stringOf, valueAt } from "../yaml/node.ts";
import type { ContainerPort, Labels, Pod } from "./pod.ts";
import type { UnreadableReason } from "./unreadable.ts";

/** The workloads of a file, as the Pods that they would make. */
export interface FilePods {
  readonly pods: readonly Pod[];
  /** A workload is in the file whose labels cannot be known: a template fills them in, or the text is broken. */
  readonly unknown: boolean;
  /** Which of the two, where it is unknown. */
  readonly reason?: UnreadableReason;
  /** A Service is in the file of which nothing can be known, not even its name. */
  readonly servicesUnknown?: true;
}

/**
 * The Pods of documents of which nothing has changed since. It is owned by whoever reads the same file again and again,
 * and it keeps nothing alive.
 */
export type PodsCache = WeakMap<DocumentContent, FilePods & { readonly uri: string; readonly start: number }>;

/** The Pods that the workloads written in a file would make, one for each workload. */
export function podsOfManifest(manifest: Manifest, uri: string, cache: PodsCache = new WeakMap()): FilePods {
  const pods: Pod[] = [];
  let unknown = false;
  let reason: UnreadableReason | undefined;
  let servicesUnknown = false;
  for (const document of manifest.documents) {
    const found = podsOfDocument(document, uri, cache);
    for (const pod of found.pods) pods.push(pod);
    unknown ||= found.unknown;
    servicesUnknown ||= found.servicesUnknown === true;
    reason ??= found.reason;
  }
  return { pods, unknown, ...(reason && { reason }), ...(servicesUnknown && { servicesUnknown }) };
}

/** A document that only moved gives Pods that are the same but for their places. */
function podsOfDocument({ start, content }: ManifestDocument, uri: string, cache: PodsCache): FilePods {
  const known = cache.get(content);
  if (known?.uri === uri && known.start === start) return known;
  const found =
    known?.uri === uri
      ? { ...known, pods: known.pods.map((pod) => movedPod(pod, start - known.start)) }
      : podsOfContent(content, uri, start);
  cache.set(content, { ...found, uri, start });
  return found;
}

function podsOfContent(content: DocumentContent, uri: string, start: number): FilePods {
  const cannotBeRead = content.problems.length > 0 || content.template === "structure";
  const found = content.objects.map((object) => podOfWorkload(object, uri, start));
  const unknown = (cannotBeRead && mayHoldWorkload(content.text)) || found.includes("unknown");
  const reason = content.template === "none" ? "broken" : "template";
  return {
    pods: found.filter((pod) => typeof pod === "object"),
    unknown,
    ...(unknown && { reason }),
    ...(cannotBeRead && mayHideService(content) && { servicesUnknown: true }),
  };
}

const SERVICE_KIND = /\bkind["']?\s*:\s*["']?Service(?:List)?\b/;

function mayHideService({ text, objects }: DocumentContent): boolean {
  return SERVICE_KIND.test(text) && !objects.some(isService);
}

function movedPod(pod: Pod, by: number): Pod {
  const { origin } = pod;
  if (origin.kind !== "workspace") return pod;
  const { span, labelsSpan } = origin;
  return {
    ...pod,
    origin: { ...origin, span: shiftSpan(span, by), labelsSpan: labelsSpan && shiftSpan(labelsSpan, by) },
  };
}

/** Whether a text can hold a workload at all: cheap, so that most files of a workspace are never parsed. */
export function mayHoldWorkload(text: string): boolean {
  return text.includes("containers") && text.includes("kind");
}

/**
 * The Pod that a workload's template would make: a Pod itself, a CronJob (its template lies two levels deeper), or any
 * kind with a template of containers at `spec.template`. `start` is the document's offset in the file.
 * Answers `unknown` where the template's labels are filled in later, and undefined for an object that makes no Pods.
 */
function podOfWorkload(object: KubernetesObject, uri: string, start: number): Pod | "unknown" | undefined {
  const template = podTemplate(object);
  if (template === undefined) return undefined;
  const labelsNode = valueAt(template, "metadata", "labels");
  const labels = labelsOf(labelsNode);
  if (labels === undefined) return "unknown";
  const nameNode = valueAt(object.node, "metadata", "name");
  const name = object.name ?? "";
  const workloadLabels = template === object.node ? undefined : labelsOf(valueAt(object.node, "metadata", "labels"));
  return {
    namespace: object.namespace,
    name,
    labels,
    ports: containerPorts(valueAt(template, "spec")),
    phase: "Pending",
    status: "",
    ready: false,
    readyContainers: "",
    restarts: 0,
    terminating: false,
    ips: [],
    node: undefined,
    createdAtSeconds: undefined,
    owner: { kind: object.kind, name },
    origin: {
      kind: "workspace",
      uri,
      span: shiftSpan((nameNode ?? object.node).span, start),
      labelsSpan: labelsNode && shiftSpan(labelsNode.span, start),
    },
    ...(workloadLabels !== undefined && workloadLabels.size > 0 && { workloadLabels }),
    ...(hasUnknownPorts(valueAt(template, "spec")) && { portsUnknown: true }),
    ...initPortNames(valueAt(template, "spec")),
    ...replicasOf(valueAt(object.node, "spec", "replicas")),
  };
}

/** Whether a template fills in a container, a port, or a part of one that a Service may ask for. */
function hasUnknownPorts(spec: Node | undefined): boolean {
  return ["containers", "initContainers"].some((list) => {
    const containers = valueAt(spec, list);
    if (containers?.kind !== "sequence") return containers?.kind === "unknown";
    return containers.items.some((container) => {
      const ports = valueAt(container, "ports");
      if (container.kind === "unknown" || ports?.kind === "unknown") return true;
      return ports?.kind === "sequence" && ports.items.some(isUnknownPort);
    });
  });
}

function isUnknownPort(port: Node): boolean {
  const fields = ["name", "containerPort", "protocol"];
  return port.kind === "unknown" || fields.some((field) => valueAt(port, field)?.kind === "unknown");
}

/** The node whose `metadata.labels` and `spec.containers` are those of the Pods; undefined for what makes none. */
export function podTemplate(object: KubernetesObject): MapNode | undefined {
  const { node, kind } = object;
  const template =
    kind === "CronJob" ? valueAt(node, "spec", "jobTemplate", "spec", "template") : valueAt(node, "spec", "template");
  const candidate = kind === "Pod" ? node : template;
  if (candidate?.kind !== "map") return undefined;
  return valueAt(candidate, "spec", "containers") === undefined ? undefined : candidate;
}

function labelsOf(node: Node | undefined): Labels | undefined {
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return new Map();
  if (node.kind !== "map") return undefined;
  const labels = new Map<string, string>();
  for (const { key, value } of node.entries) {
    if (value.kind !== "scalar") return undefined;
    labels.set(key, value.value === null ? "" : String(value.value));
  }
  return labels;
}

function containerPorts(spec: Node | undefined): readonly ContainerPort[] {
  return [
    ...portsOf(valueAt(spec, "containers"), () => "container"),
    ...portsOf(valueAt(spec, "initContainers"), (container) =>
      stringOf(valueAt(container, "restartPolicy")) === "Always" ? "sidecar" : undefined,
    ),
  ];
}

function replicasOf(node: Node | undefined): Pick<Pod, "replicas"> {
  return node?.kind === "scalar" && typeof node.value === "number" ? { replicas: node.value } : {};
}

function initPortNames(spec: Node | undefined): Pick<Pod, "initPortNames"> {
  const ports = portsOf(valueAt(spec, "initContainers"), (container) =>
    stringOf(valueAt(container, "restartPolicy")) === "Always" ? undefined : "container",
  );
  const names = ports.flatMap(({ name }) => name ?? []);
  return names.length === 0 ? {} : { initPortNames: names };
}

function portsOf(
  containers: Node | undefined,
  role: (container: Node) => ContainerPort["container"] | undefined,
): readonly ContainerPort[] {
  if (containers?.kind !== "sequence") return [];
  return containers.items.flatMap((item) => {
    const container = role(item);
    const ports = valueAt(item, "ports");
    if (container === undefined || ports?.kind !== "sequence") return [];
    return ports.items.flatMap((port) => containerPort(port, container));
  });
}

function containerPort(node: Node, container: ContainerPort["container"]): readonly ContainerPort[] {
  const port = valueAt(node, "containerPort");
  if (port?.kind !== "scalar" || typeof port.value !== "number") return [];
  const protocol = stringOf(valueAt(node, "protocol")) || "TCP";
  return [{ name: stringOf(valueAt(node, "name")), port: port.value, protocol, container }];
}
