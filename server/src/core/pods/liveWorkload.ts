import { isObject, type JsonObject, listOf, numberOf, objectOf, textOf } from "../json.ts";
import type { Labels, Owner } from "./pod.ts";

/** A Pod as far as its labels are concerned. */
export interface LabelledPod {
  readonly name: string;
  readonly labels: Labels;
  /** Whoever made it (`controller: true`). */
  readonly owner: Owner | undefined;
  /** `status.phase`; empty where only its metadata is known. */
  readonly phase: string;
  /** It is being deleted. */
  readonly terminating: boolean;
}

/** A workload of the cluster as far as the labels of its Pods are concerned. */
export interface LiveWorkload {
  readonly kind: string;
  readonly name: string;
  /** Its `LabelSelector`, plain JSON; undefined for a CronJob, which has none. */
  readonly selector: unknown;
  /** Of its Pod template. */
  readonly labels: Labels;
  readonly rollout: Rollout;
}

/** What becomes of the Pods that are there when the template changes. */
export type Rollout =
  /** The controller replaces this many. */
  | { readonly kind: "replaces"; readonly pods: number }
  /** Once the Deployment is no longer paused. */
  | { readonly kind: "paused"; readonly pods: number }
  /** Each when somebody deletes it (`updateStrategy: OnDelete`). */
  | { readonly kind: "onDelete" }
  /** They stay as they are; only new ones are made from the template. */
  | { readonly kind: "newOnly" };

/** The labels and the controller of a stored Pod, plain JSON; never fails. */
export function labelledPodOf(object: JsonObject): LabelledPod {
  const { name, labels, ownerReferences, deletionTimestamp } = objectOf(object.metadata);
  const owner = listOf(ownerReferences)
    .map(objectOf)
    .find(({ controller }) => controller === true);
  return {
    name: textOf(name) ?? "",
    labels: labelsIn(labels),
    owner: owner && { kind: textOf(owner.kind) ?? "", name: textOf(owner.name) ?? "" },
    phase: textOf(objectOf(object.status).phase) ?? "",
    terminating: deletionTimestamp !== undefined,
  };
}

/** Reads a stored workload, plain JSON; undefined for an object without a Pod template. */
export function liveWorkloadOf(object: JsonObject): LiveWorkload | undefined {
  const kind = textOf(object.kind) ?? "";
  const spec = objectOf(object.spec);
  const template = kind === "CronJob" ? objectOf(objectOf(spec.jobTemplate).spec).template : spec.template;
  if (!isObject(template)) return undefined;
  return {
    kind,
    name: textOf(objectOf(object.metadata).name) ?? "",
    selector: spec.selector,
    labels: labelsIn(objectOf(template.metadata).labels),
    rollout: rolloutOf(kind, spec, objectOf(object.status)),
  };
}

function rolloutOf(kind: string, spec: JsonObject, status: JsonObject): Rollout {
  const strategy = objectOf(spec.updateStrategy);
  const replicas = spec.replicas === undefined ? 1 : numberOf(spec.replicas);
  switch (kind) {
    case "Deployment":
      return { kind: spec.paused === true ? "paused" : "replaces", pods: replicas };
    case "StatefulSet": {
      if (strategy.type === "OnDelete") return { kind: "onDelete" };
      const kept = numberOf(objectOf(strategy.rollingUpdate).partition);
      return { kind: "replaces", pods: Math.max(replicas - kept, 0) };
    }
    case "DaemonSet":
      if (strategy.type === "OnDelete") return { kind: "onDelete" };
      return { kind: "replaces", pods: numberOf(status.currentNumberScheduled) };
    default:
      return { kind: "newOnly" };
  }
}

function labelsIn(value: unknown): Labels {
  return new Map(
    Object.entries(objectOf(value)).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}
