import type { Labels } from "../pods/pod.ts";

/** What a patch does to one object. */
export interface PatchEffect {
  readonly isDeleted: boolean;
  readonly namespace: string | undefined;
  /** To the labels of the Pods that it makes. */
  readonly templateLabels: LabelChange;
  /** To a Service's selector. */
  readonly selector: LabelChange;
  /** It touches what the containers declare. */
  readonly changesPorts: boolean;
}

/** What happens to a map of labels. `unknown`: something that cannot be followed. */
export type LabelChange =
  | { readonly kind: "none" }
  | { readonly kind: "unknown" }
  | {
      readonly kind: "change";
      /** All labels that were there go. */
      readonly replaces: boolean;
      readonly set: Labels;
      readonly removed: ReadonlySet<string>;
    };

/** Nothing happens. */
export const NO_CHANGE: LabelChange = { kind: "none" };
/** Something happens that cannot be followed. */
export const UNKNOWN_CHANGE: LabelChange = { kind: "unknown" };

/** Where an object of a kind has the template of its Pods: keys from its root; none for a Pod, which is one itself. */
export function templatePathOf(kind: string): readonly string[] {
  if (kind === "Pod") return [];
  return kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
}

/** Labels after a change. */
export function changedLabels(labels: Labels, change: LabelChange): Labels {
  if (change.kind !== "change") return labels;
  const changed = new Map(change.replaces ? [] : labels);
  for (const key of change.removed) changed.delete(key);
  for (const [key, value] of change.set) changed.set(key, value);
  return changed;
}
