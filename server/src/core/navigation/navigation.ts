import { workloadsMatching } from "../pods/resolve.ts";
import { mayBeAdded } from "../pods/selector.ts";
import type { WorkspaceSnapshot } from "../snapshot.ts";
import { type Span, shiftSpan, spanContains } from "../span.ts";
import { originKey, podsMeant } from "../workspace/matching.ts";
import type { WrittenDocument, WrittenService, WrittenWorkload } from "../workspace/written.ts";
import type { At, PodSelectorAt, ReferenceAt } from "./at.ts";
import { createNames } from "./names.ts";

/** One file of the workspace with what it holds; spans of the objects are relative to their documents. */
export interface NavigableFile {
  readonly uri: string;
  readonly documents: readonly WrittenDocument[];
}

/** How the manifests of the workspace hang together. Every answer is in the order of the files, and computed once. */
export interface Navigation {
  /** The object that is written around an offset of a file; undefined where there is none that others name or select. */
  objectAt(uri: string, offset: number): At | undefined;
  /** The objects of a file, in the order of the text. */
  objectsIn(uri: string): readonly At[];
  /** The workloads whose Pods a Service selects, as {@link workloadsMatching} says. */
  workloadsOf(service: At<WrittenService>): readonly At<WrittenWorkload>[];
  /** The Services that select a workload's Pods: the other way round. */
  servicesOf(workload: At<WrittenWorkload>): readonly At<WrittenService>[];
  /** The workloads whose Pods another object's selector means. */
  workloadsMeant(selector: PodSelectorAt): readonly At<WrittenWorkload>[];
  /** The selectors of other objects that mean a workload's Pods: the other way round. */
  selectorsOf(workload: At<WrittenWorkload>): readonly PodSelectorAt[];
  /** The workloads whose template has a label, wherever they are. */
  workloadsLabelled(key: string, value: string): readonly At<WrittenWorkload>[];
  /** The Services that a reference can mean, the nearest only. */
  servicesMeant(reference: ReferenceAt): readonly At<WrittenService>[];
  /** Where a Service is meant by its name. */
  referencesTo(service: At<WrittenService>): readonly ReferenceAt[];
  readonly services: readonly At<WrittenService>[];
}

/** Builds the navigation of a workspace: what is costly is computed when it is first asked for. */
export function createNavigation(files: readonly NavigableFile[], workspace: WorkspaceSnapshot): Navigation {
  const byUri = new Map(files.map((file) => [file.uri, file.documents]));
  const patches = workspace.patches ?? new Set<string>();
  const all = once(() => files.filter(({ uri }) => !patches.has(uri)).flatMap(objectsOf));
  const services = once(() => all().filter(isServiceAt));
  const workloads = once(() => all().filter(isWorkloadAt));
  const byOrigin = once(() => new Map(workloads().map((at) => [keyOf(at), at])));
  const podsByOrigin = once(() => groupBy(workspace.pods, (pod) => [originKey(pod)]));
  const byPair = once(() => groupBy(services(), firstPair));
  const byLabel = once(() => groupBy(workloads(), (at) => at.object.labels.map(pairKey)));
  const names = once(() => createNames(services(), all().flatMap(referencesIn), workspace));
  const selectors = once(() => all().flatMap(podSelectorsIn));
  const behind = new Map<string, readonly At<WrittenWorkload>[]>();
  const meant = new Map<string, readonly At<WrittenWorkload>[]>();

  function workloadsOf(at: At<WrittenService>): readonly At<WrittenWorkload>[] {
    const key = keyOf(at);
    const known = behind.get(key);
    if (known !== undefined) return known;
    const pods = workloadsMatching(at.object.service, workspace, at.uri);
    const found = pods.flatMap((pod) => byOrigin().get(originKey(pod)) ?? []);
    behind.set(key, found);
    return found;
  }
  function servicesOf(at: At<WrittenWorkload>): readonly At<WrittenService>[] {
    const pods = podsByOrigin().get(keyOf(at)) ?? [];
    const pairs = new Set(pods.flatMap(({ labels }) => Array.from(labels, ([key, value]) => pairKey({ key, value }))));
    const candidates = [...pairs].flatMap((pair) => byPair().get(pair) ?? []);
    return candidates.filter((service) => workloadsOf(service).some((other) => keyOf(other) === keyOf(at)));
  }
  function workloadsMeant({ at, selector }: PodSelectorAt): readonly At<WrittenWorkload>[] {
    const key = `${keyOf(at)} ${selector.span[0]}`;
    const known = meant.get(key);
    if (known !== undefined) return known;
    const pods = podsMeant(selector, at.object.namespace, workspace, at.uri);
    const found = pods.flatMap((pod) => byOrigin().get(originKey(pod)) ?? []);
    meant.set(key, found);
    return found;
  }
  function selectorsOf(at: At<WrittenWorkload>): readonly PodSelectorAt[] {
    return selectors().filter((selector) => workloadsMeant(selector).some((other) => keyOf(other) === keyOf(at)));
  }
  return {
    objectAt(uri, offset) {
      for (const { start, objects } of byUri.get(uri) ?? []) {
        const object = objects.find(({ span }) => spanContains(shiftSpan(span, start), offset));
        if (object !== undefined) return { uri, start, object };
      }
      return undefined;
    },
    objectsIn: (uri) => objectsOf({ uri, documents: byUri.get(uri) ?? [] }),
    workloadsOf,
    servicesOf,
    workloadsMeant,
    selectorsOf,
    workloadsLabelled: (key, value) => byLabel().get(pairKey({ key, value })) ?? [],
    servicesMeant: (reference) => names().servicesMeant(reference),
    referencesTo: (service) => names().referencesTo(service),
    get services() {
      return services();
    },
  };
}

/** A span of an object as a span of its file. */
export function spanIn({ start }: At, span: Span): Span {
  return shiftSpan(span, start);
}

/** What tells objects apart; for a workload it is the key of its Pods too. */
export function keyOf({ uri, start, object }: At): string {
  const offset = object.kind === "workload" ? object.originOffset : object.span[0];
  return `${uri} ${start + offset}`;
}

/** The references to Services that an object holds. */
export function referencesIn({ uri, start, object }: At): readonly ReferenceAt[] {
  if (object.kind === "service" || object.kind === "policy") return [];
  return object.references.map((reference) => ({ at: { uri, start, object }, reference }));
}

/** The selectors by which an object means Pods, but a Service's and a workload's own. */
export function podSelectorsIn({ uri, start, object }: At): readonly PodSelectorAt[] {
  if (object.kind === "service" || object.kind === "referrer") return [];
  return object.podSelectors.map((selector) => ({ at: { uri, start, object }, selector }));
}

function objectsOf({ uri, documents }: NavigableFile): readonly At[] {
  return documents.flatMap(({ start, objects }) => objects.map((object) => ({ uri, start, object })));
}

function isServiceAt(at: At): at is At<WrittenService> {
  return at.object.kind === "service";
}

function isWorkloadAt(at: At): at is At<WrittenWorkload> {
  return at.object.kind === "workload";
}

/**
 * Where a Service is filed: under one of its pairs, since a workload that it selects has all of them. Labels that
 * controllers add are not in a template, so it is another one where there is one.
 */
function firstPair({ object: { service } }: At<WrittenService>): readonly string[] {
  if (service.selector.kind !== "pairs") return [];
  const [pair] = service.selector.pairs.toSorted((a, b) => Number(mayBeAdded(a.key)) - Number(mayBeAdded(b.key)));
  return pair === undefined ? [] : [pairKey(pair)];
}

function pairKey({ key, value }: { readonly key: string; readonly value: string }): string {
  return `${key}=${value}`;
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}
