import type { DocumentContent, KubernetesObject, Manifest } from "../manifest/manifest.ts";
import { serviceOf } from "../manifest/readService.ts";
import type { SelectorPair, Service } from "../manifest/service.ts";
import { podTemplate } from "../pods/workload.ts";
import type { Located, Span } from "../span.ts";
import { type Entry, type MapNode, type Node, valueAt } from "../yaml/node.ts";
import { claimsOfDocument, type DocumentClaims } from "./documentClaims.ts";
import { items, located } from "./nodes.ts";
import { labelKeysMeant, type PodSelector, podSelectorsOf } from "./podSelectors.ts";
import { referencesOf, type ServiceReference } from "./serviceReferences.ts";

/** An object of a manifest with the names and labels that others mean; spans are relative to its document. */
export type WrittenObject = WrittenWorkload | WrittenService | WrittenReferrer | WrittenPolicy;

interface Named {
  /** The manifest's own `kind`. */
  readonly objectKind: string;
  /** Undefined where it is not written, or filled in later. */
  readonly name: Located<string> | undefined;
  readonly namespace: string | undefined;
  readonly span: Span;
}

/** A workload with a Pod template, as its manifest writes it. */
export interface WrittenWorkload extends Named {
  readonly kind: "workload";
  /** The start of the place that the workload's Pod in the workspace has (`WorkspaceOrigin.span`). */
  readonly originOffset: number;
  /** Of the Pod template. */
  readonly labels: readonly SelectorPair[];
  /** By which it finds its own Pods. */
  readonly selector: WrittenSelector;
  /** The API server refuses to change the selector once the workload exists (apps/v1, batch/v1). */
  readonly isSelectorImmutable: boolean;
  /** `containers[].ports[].name`, sidecars included. */
  readonly portNames: readonly Located<string>[];
  /** Where a probe or a hook means a container's port by its name. */
  readonly portUses: readonly Located<string>[];
  /** Where a number of a container's port is written. */
  readonly portNumbers: readonly Located<number>[];
  /** A StatefulSet's. */
  readonly references: readonly ServiceReference[];
  /** By which it means Pods for its affinity and its spread. */
  readonly podSelectors: readonly PodSelector[];
  /** Where they mean the template's own labels by their keys. */
  readonly labelKeysMeant: readonly Located<string>[];
}

/** A Service as its manifest writes it. */
export interface WrittenService extends Named {
  readonly kind: "service";
  readonly service: Service;
  /** A template brings in whole lines: what is not written may still be there. */
  readonly isOpen?: true;
}

/** An object that means a Service by its name. */
export interface WrittenReferrer extends Named {
  readonly kind: "referrer";
  readonly references: readonly ServiceReference[];
}

/** An object that means Pods by their labels: a PodDisruptionBudget, a NetworkPolicy. */
export interface WrittenPolicy extends Named {
  readonly kind: "policy";
  readonly podSelectors: readonly PodSelector[];
}

/** `matchLabels` (or a ReplicationController's plain selector) and `matchExpressions`. */
export interface WrittenSelector {
  readonly pairs: readonly SelectorPair[];
  readonly expressions: readonly WrittenExpression[];
}

/** An item of `matchExpressions`. */
export interface WrittenExpression {
  readonly key: Located<string>;
  readonly values: readonly Located<string>[];
}

/** The objects of one document, at its place in the file. */
export interface WrittenDocument extends DocumentObjects {
  readonly start: number;
}

/** The objects of a document with what they claim, wherever the document stands. */
interface DocumentObjects {
  readonly objects: readonly WrittenObject[];
  readonly claims: DocumentClaims;
}

/** What was read of documents of which nothing has changed since; it keeps nothing alive. */
export type WrittenCache = WeakMap<DocumentContent, DocumentObjects>;

const KINDS =
  /\b(?:Service|ServiceList|Ingress|IngressList|EndpointSlice|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute|UDPRoute|StatefulSet|PodDisruptionBudget|NetworkPolicy)\b/;

/** Whether a text can hold anything that {@link writtenIn} finds: cheap, so that other files are never parsed. */
export function mayHoldWritten(text: string): boolean {
  return text.includes("kind") && (text.includes("containers") || KINDS.test(text));
}

/** The objects of a file that name or select one another; documents without any are left out. */
export function writtenIn(manifest: Manifest, cache: WrittenCache = new WeakMap()): readonly WrittenDocument[] {
  return manifest.documents.flatMap(({ start, content }) => {
    const written = cache.get(content) ?? documentObjects(content);
    cache.set(content, written);
    return written.objects.length === 0 ? [] : [{ start, ...written }];
  });
}

function documentObjects(content: DocumentContent): DocumentObjects {
  const objects = content.objects.flatMap(writtenObject);
  return { objects, claims: claimsOfDocument(objects) };
}

function writtenObject(object: KubernetesObject): readonly WrittenObject[] {
  const template = podTemplate(object);
  if (template !== undefined) return [workloadOf(object, template)];
  if (object.apiVersion === "v1" && object.kind === "Service") {
    return [
      { kind: "service", ...namedOf(object), service: serviceOf(object), ...(object.isOpen && { isOpen: true }) },
    ];
  }
  const references = referencesOf(object);
  if (references.length > 0) return [{ kind: "referrer", ...namedOf(object), references }];
  const podSelectors = podSelectorsOf(object, undefined);
  return podSelectors.length === 0 ? [] : [{ kind: "policy", ...namedOf(object), podSelectors }];
}

function namedOf({ kind, namespace, node }: KubernetesObject): Named {
  return { objectKind: kind, name: located(valueAt(node, "metadata", "name")), namespace, span: node.span };
}

function workloadOf(object: KubernetesObject, template: MapNode): WrittenWorkload {
  const { node, kind } = object;
  const spec = valueAt(template, "spec");
  const containers = [...items(valueAt(spec, "containers")), ...items(valueAt(spec, "initContainers"))];
  const ports = containers.flatMap((container) => items(valueAt(container, "ports")));
  return {
    kind: "workload",
    ...namedOf(object),
    originOffset: (valueAt(node, "metadata", "name") ?? node).span[0],
    labels: pairsIn(valueAt(template, "metadata", "labels")),
    selector: kind === "Pod" ? NO_SELECTOR : selectorIn(valueAt(node, "spec", "selector")),
    isSelectorImmutable: /^(?:apps|batch)\//.test(object.apiVersion),
    portNames: ports.flatMap((port) => located(valueAt(port, "name")) ?? []),
    portNumbers: ports.flatMap((port) => locatedNumber(valueAt(port, "containerPort"))),
    portUses: containers.flatMap(portUsesOf),
    references: referencesOf(object),
    podSelectors: podSelectorsOf(object, template),
    labelKeysMeant: labelKeysMeant(template),
  };
}

const NO_SELECTOR: WrittenSelector = { pairs: [], expressions: [] };

/** A ReplicationController's selector is a map of labels itself; those of the others say `matchLabels`. */
function selectorIn(node: Node | undefined): WrittenSelector {
  const expressions = valueAt(node, "matchExpressions");
  const matchLabels = valueAt(node, "matchLabels");
  if (matchLabels === undefined && expressions === undefined) return { pairs: pairsIn(node), expressions: [] };
  return { pairs: pairsIn(matchLabels), expressions: items(expressions).flatMap(expressionOf) };
}

function expressionOf(node: Node): readonly WrittenExpression[] {
  const key = located(valueAt(node, "key"));
  if (key === undefined) return [];
  return [{ key, values: items(valueAt(node, "values")).flatMap((value) => located(value) ?? []) }];
}

function pairsIn(node: Node | undefined): readonly SelectorPair[] {
  return node?.kind === "map" ? node.entries.flatMap(pairOf) : [];
}

function pairOf({ key, keySpan, value, span }: Entry): readonly SelectorPair[] {
  if (value.kind !== "scalar") return [];
  return [{ key, keySpan, value: value.value === null ? "" : String(value.value), valueSpan: value.span, span }];
}

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"];
const HOOKS = ["postStart", "preStop"];
const CALLS = ["httpGet", "tcpSocket"];

function portUsesOf(container: Node): readonly Located<string>[] {
  const callers = [
    ...PROBES.map((probe) => valueAt(container, probe)),
    ...HOOKS.map((hook) => valueAt(container, "lifecycle", hook)),
  ];
  return callers.flatMap((caller) => CALLS.flatMap((call) => located(valueAt(caller, call, "port")) ?? []));
}

function locatedNumber(node: Node | undefined): readonly Located<number>[] {
  return node?.kind === "scalar" && typeof node.value === "number" ? [{ value: node.value, span: node.span }] : [];
}
