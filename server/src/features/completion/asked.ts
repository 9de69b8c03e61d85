import { serviceOf } from "../../core/manifest/readService.ts";
import type { SelectorPair, Service } from "../../core/manifest/service.ts";
import { nodeAt, type Path } from "../../core/outline/place.ts";
import { indexLabels, type LabelIndex } from "../../core/pods/labelCounts.ts";
import { labelTableOf } from "../../core/pods/liveMatches.ts";
import type { Pod } from "../../core/pods/pod.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import type { Knowledge, NamespacePods } from "../../core/snapshot.ts";
import { type Message, render } from "../../core/words.ts";
import { deployedService, matchesInWorkspace } from "../../core/workspace/matching.ts";
import { type MapNode, type Node, stringOf, valueAt } from "../../core/yaml/node.ts";
import type { FeatureContext, LabelsAsked } from "../context.ts";
import { sourceWords } from "../source.ts";
import type { Target } from "./target.ts";

/** A Service that somebody writes in, as far as it can be read, and where in it. */
export interface Asked {
  readonly context: FeatureContext;
  readonly target: Target;
  readonly node: MapNode;
  readonly service: Service;
  /** What is written at the target's path. */
  readonly written: Node | undefined;
  /** What is typed before the cursor, without its quote. */
  readonly typed: string;
}

/** The question for a Service's node. `isOpen`: a template brings in whole lines. */
export function askedOf(
  context: FeatureContext,
  target: Target,
  node: MapNode,
  { isOpen, typed }: { readonly isOpen: boolean; readonly typed: string },
): Asked {
  const object = {
    apiVersion: "v1",
    kind: "Service",
    name: stringOf(valueAt(node, "metadata", "name")),
    namespace: stringOf(valueAt(node, "metadata", "namespace")),
    node,
    isOpen,
  };
  return { context, target, node, service: serviceOf(object), written: nodeAt(node, target.path), typed };
}

/** The Service's Pods to choose from: those of its namespace in the cluster, undefined while unknown, and the workspace's. */
export interface Choice {
  readonly live: (NamespacePods & { readonly namespace: string; readonly knowledge: Known }) | undefined;
  written(): readonly Pod[];
  /** The labels of all of them; asked twice they are counted once where the server remembers. */
  labels(): LabelIndex;
}

type Known = Extract<Knowledge, { kind: "synced" | "stale" }>;

/** The Pods among which a Service selects, whatever its selector says. */
export function choiceOf({ context, service }: Asked): Choice {
  const { uri, snapshot } = context;
  const { cluster, workspace } = snapshot;
  const namespace = namespaceOf(deployedService(service, workspace, uri, cluster), cluster);
  const here = service.namespaceUnknown ? undefined : cluster.namespaces.get(namespace);
  const knowledge = here?.knowledge;
  const isKnown = knowledge?.kind === "synced" || knowledge?.kind === "stale";
  const known = here !== undefined && isKnown ? here : undefined;
  const anything = { ...service, selector: { kind: "none" } } as const;
  const written = (): readonly Pod[] => matchesInWorkspace(anything, workspace, uri).candidates;
  const asked: LabelsAsked = {
    live: known,
    workspace: workspace.pods,
    scope: JSON.stringify([uri, namespace, service.namespace?.value, service.namespaceUnknown]),
    written,
  };
  return {
    live: known && isKnown ? { ...known, namespace, knowledge } : undefined,
    written,
    labels: () => context.labelsOf?.(asked) ?? indexLabels(known ? labelTableOf(known).sets : [], written()),
  };
}

/** Where the cluster's part of a choice is known from, rendered: `prod-eu, live`. */
export function liveSource({ context }: Asked, live: NonNullable<Choice["live"]>): string {
  const { snapshot, clock } = context;
  const { namespace, knowledge } = live;
  const source = { kind: "cluster", context: snapshot.cluster.context, namespace, knowledge } as const;
  return render(sourceWords(source, clock), snapshot.settings.locale);
}

/**
 * The selector's pairs but that of one key, which is being written; undefined where a template or a wrong type hides what
 * they are.
 */
export function otherPairs(
  { node }: Asked,
  key: string | undefined,
): readonly Pick<SelectorPair, "key" | "value">[] | undefined {
  const selector = valueAt(node, "spec", "selector");
  if (selector?.kind !== "map") return selector === undefined || isNothing(selector) ? [] : undefined;
  const others = selector.entries.filter((entry) => entry.key !== key && !isNothing(entry.value));
  const pairs = others.flatMap(({ key: other, value }) => {
    const text = stringOf(value);
    return text === undefined ? [] : [{ key: other, value: text }];
  });
  return pairs.length === others.length ? pairs : undefined;
}

function isNothing(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The keys that the map at a path has. */
export function keysAt(node: Node | undefined, path: Path): ReadonlySet<string> {
  const map = nodeAt(node, path);
  return new Set(map?.kind === "map" ? map.entries.map(({ key }) => key) : []);
}

/** A message in the reader's language. */
export function said({ context }: Asked, message: Message): string {
  return render(message, context.snapshot.settings.locale);
}
