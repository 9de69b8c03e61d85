import { objectOf, textOf } from "../json.ts";
import { matchesLabelSelector } from "../pods/labelSelector.ts";
import type { LabelledPod, LiveWorkload } from "../pods/liveWorkload.ts";
import type { Labels, Owner } from "../pods/pod.ts";
import { mayBeAdded } from "../pods/selector.ts";

/** Label keys with their values from now on; null takes the label away. */
export type LabelChanges = ReadonlyMap<string, string | null>;

/** A Service of the Pods' namespace, by what it selects. */
export interface SelectingService {
  readonly name: string;
  /** `workspace`: as it is typed there, which the cluster need not know yet. */
  readonly origin: "cluster" | "workspace";
  /** Empty where it selects nothing: without a selector, and as an ExternalName. */
  readonly selector: Labels;
}

/** What a change of labels does to one Service. */
export interface ServiceEffect {
  readonly service: SelectingService;
  readonly kind: "gains" | "loses";
  /** The names of the Pods. */
  readonly pods: readonly string[];
}

/** A workload whose selector no longer finds some of its Pods, so that it would let them go and make others. */
export interface LostPods {
  readonly owner: Owner;
  readonly pods: readonly string[];
}

/** The labels after the changes: those with a value set, those with null gone. */
export function labelsAfter(labels: Labels, changes: LabelChanges): Labels {
  const after = new Map(labels);
  for (const [key, value] of changes) {
    if (value === null) after.delete(key);
    else after.set(key, value);
  }
  return after;
}

/** Changes as kubectl takes them: `version=v1, tier-`. */
export function changesText(changes: LabelChanges): string {
  return Array.from(changes, ([key, value]) => (value === null ? `${key}-` : `${key}=${value}`)).join(", ");
}

/** Which Services gain or lose which of the Pods, in the order of the Services; empty where none does. */
export function serviceEffects(
  pods: readonly LabelledPod[],
  changes: LabelChanges,
  services: readonly SelectingService[],
): readonly ServiceEffect[] {
  const changed = pods.map(({ name, labels }) => ({ name, before: labels, after: labelsAfter(labels, changes) }));
  return concerned(services, changes).flatMap((service) => {
    const gains: string[] = [];
    const loses: string[] = [];
    for (const { name, before, after } of changed) {
      const [was, is] = [selects(service, before), selects(service, after)];
      if (was && !is) loses.push(name);
      if (!was && is) gains.push(name);
    }
    const effect = (kind: ServiceEffect["kind"], names: readonly string[]) =>
      names.length === 0 ? [] : [{ service, kind, pods: names }];
    return [...effect("loses", loses), ...effect("gains", gains)];
  });
}

/**
 * Which Services gain or lose the Pods that a template makes. Labels that controllers add to Pods stand in no template
 * and do not change with it.
 */
export function templateEffects(
  template: Labels,
  changes: LabelChanges,
  services: readonly SelectingService[],
): readonly Omit<ServiceEffect, "pods">[] {
  return concerned(services, changes).flatMap((service) => {
    const [before, after] = [
      selectsTemplate(service, template),
      selectsTemplate(service, labelsAfter(template, changes)),
    ];
    return before === after ? [] : [{ service, kind: after ? ("gains" as const) : ("loses" as const) }];
  });
}

/** The workloads that would lose Pods which they have now. Who made a Pod and cannot be asked is not among them. */
export function lostPods(
  pods: readonly LabelledPod[],
  changes: LabelChanges,
  selectorOf: (owner: Owner) => unknown,
): readonly LostPods[] {
  const lost = new Map<string, LostPods>();
  for (const { name, labels, owner } of pods) {
    if (owner === undefined) continue;
    const selector = selectorOf(owner);
    const isLost =
      matchesLabelSelector(selector, labels) === true && !matchesLabelSelector(selector, labelsAfter(labels, changes));
    if (!isLost) continue;
    const key = `${owner.kind}/${owner.name}`;
    lost.set(key, { owner, pods: [...(lost.get(key)?.pods ?? []), name] });
  }
  return [...lost.values()];
}

/** Whether a workload's own selector still finds the Pods of its template. The API server refuses it otherwise. */
export function templateAllows({ selector, labels }: LiveWorkload, changes: LabelChanges): boolean {
  return matchesLabelSelector(selector, labelsAfter(labels, changes)) !== false;
}

/** What a stored Service, plain JSON, selects; nothing where it has no selector, and for ExternalName. */
export function selectingServiceOf(name: string, stored: unknown): SelectingService {
  const { type, selector } = objectOf(objectOf(stored).spec);
  const pairs = textOf(type) === "ExternalName" ? [] : Object.entries(objectOf(selector));
  const selected = new Map(pairs.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])));
  return { name, origin: "cluster", selector: selected };
}

/** No other Service can gain or lose a Pod: a namespace may have thousands. */
function concerned(services: readonly SelectingService[], changes: LabelChanges): readonly SelectingService[] {
  return services.filter(({ selector }) => [...selector.keys()].some((key) => changes.has(key)));
}

function selects({ selector }: SelectingService, labels: Labels): boolean {
  return selector.size > 0 && [...selector].every(([key, value]) => labels.get(key) === value);
}

function selectsTemplate(service: SelectingService, labels: Labels): boolean {
  const selector = new Map([...service.selector].filter(([key]) => labels.has(key) || !mayBeAdded(key)));
  return selects({ ...service, selector }, labels);
}
