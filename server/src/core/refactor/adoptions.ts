import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../json.ts";
import { matchesLabelSelector } from "../pods/labelSelector.ts";
import type { LabelledPod } from "../pods/liveWorkload.ts";
import type { Owner } from "../pods/pod.ts";
import { type LabelChanges, labelsAfter } from "./labelEffects.ts";

/** Kinds whose controller takes over a Pod that nobody controls once its labels fit (`ControllerRefManager` of Kubernetes). */
export type AdoptingKind = "ReplicaSet" | "ReplicationController" | "StatefulSet" | "DaemonSet" | "Job";

/** A controller of a namespace that may take Pods over, as far as that is concerned. */
export interface Adopter {
  readonly kind: AdoptingKind;
  readonly name: string;
  /** Its `LabelSelector`, plain JSON. */
  readonly selector: unknown;
  /** The Pods that it wants and those that it has. */
  readonly wanted: number;
  readonly has: number;
}

/** Pods that a controller would take over as its own. */
export interface Adoption {
  readonly adopter: Owner;
  /** The names of the Pods. */
  readonly pods: readonly string[];
  /** How many Pods it would then have too many, and delete: these or others of its own. */
  readonly surplus: number;
}

/** Reads a stored controller, plain JSON; undefined for one that takes nothing any more. */
export function adopterOf(kind: AdoptingKind, object: JsonObject): Adopter | undefined {
  const metadata = objectOf(object.metadata);
  const [spec, status] = [objectOf(object.spec), objectOf(object.status)];
  const name = textOf(metadata.name);
  if (name === undefined || metadata.deletionTimestamp !== undefined || isFinished(kind, status)) return undefined;
  return { kind, name, selector: spec.selector, ...countsOf(kind, spec, status) };
}

/**
 * Which controllers would take over which of the Pods because of a change of labels, in the order of the controllers. A
 * Pod that somebody controls, or that is being deleted, is taken by nobody; by most neither is one that has ended.
 */
export function adoptions(
  pods: readonly LabelledPod[],
  changes: LabelChanges,
  adopters: readonly Adopter[],
): readonly Adoption[] {
  const orphans = pods.filter(({ owner, terminating }) => owner === undefined && !terminating);
  return adopters.flatMap((adopter) => {
    const taken = orphans.filter((pod) => mayHave(adopter, pod) && isFoundFromNowOn(adopter, pod, changes));
    if (taken.length === 0) return [];
    const { kind, name } = adopter;
    return [{ adopter: { kind, name }, pods: taken.map((pod) => pod.name), surplus: surplusOf(adopter, taken) }];
  });
}

function isFinished(kind: AdoptingKind, { conditions }: JsonObject): boolean {
  if (kind !== "Job") return false;
  return listOf(conditions)
    .map(objectOf)
    .some(({ type, status }) => (type === "Complete" || type === "Failed") && status === "True");
}

function countsOf(kind: AdoptingKind, spec: JsonObject, status: JsonObject): Pick<Adopter, "wanted" | "has"> {
  switch (kind) {
    case "DaemonSet":
      return {
        wanted: numberOf(status.desiredNumberScheduled),
        has: numberOf(status.currentNumberScheduled) + numberOf(status.numberMisscheduled),
      };
    case "Job":
      return { wanted: spec.suspend === true ? 0 : orOne(spec.parallelism), has: numberOf(status.active) };
    case "ReplicaSet":
    case "ReplicationController":
    case "StatefulSet":
      return { wanted: orOne(spec.replicas), has: numberOf(status.replicas) };
  }
}

function orOne(value: unknown): number {
  return value === undefined ? 1 : numberOf(value);
}

const ENDED: readonly string[] = ["Succeeded", "Failed"];

function mayHave({ kind, name }: Adopter, pod: LabelledPod): boolean {
  switch (kind) {
    case "ReplicaSet":
    case "ReplicationController":
      return !ENDED.includes(pod.phase);
    case "StatefulSet":
      return ordinalIn(name, pod.name) !== undefined;
    case "DaemonSet":
    case "Job":
      return true;
  }
}

function isFoundFromNowOn({ selector }: Adopter, { labels }: LabelledPod, changes: LabelChanges): boolean {
  return (
    !matchesLabelSelector(selector, labels) && matchesLabelSelector(selector, labelsAfter(labels, changes)) === true
  );
}

/** A StatefulSet's Pods are numbered: those beyond the number that it wants go. */
function surplusOf({ kind, name, wanted, has }: Adopter, taken: readonly LabelledPod[]): number {
  if (kind === "StatefulSet") return taken.filter((pod) => (ordinalIn(name, pod.name) ?? 0) >= wanted).length;
  return Math.max(has + taken.length - wanted, 0);
}

/** The number of a Pod by which a StatefulSet of this name knows it; undefined for a Pod that is named otherwise. */
function ordinalIn(set: string, pod: string): number | undefined {
  const number = pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : "";
  return /^\d+$/.test(number) ? Number(number) : undefined;
}
