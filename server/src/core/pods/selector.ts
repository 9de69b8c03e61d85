import { isLabelKey, isLabelValue } from "../apiserver/formats.ts";
import type { SelectorPair } from "../manifest/service.ts";
import type { Pod } from "./pod.ts";

/** Whether a Pod matches all pairs; with no pairs there is no selector, and it does not. */
export function matchesAll(pod: Pod, pairs: readonly SelectorPair[]): boolean {
  return pairs.length > 0 && pairs.every((pair) => matchesPair(pod, pair));
}

/**
 * Whether a Pod has a label. A Pod of the workspace is known by its template only, so a label that a controller will
 * add to its Pods counts as there.
 */
export function matchesPair(pod: Pod, { key, value }: { readonly key: string; readonly value: string }): boolean {
  return pod.labels.get(key) === value || (pod.origin.kind === "workspace" && controllerAdds(pod, key, value));
}

/**
 * The pairs as the API takes them for `labelSelector`, the same text in whatever order they are written; undefined for no
 * pairs, and for pairs that no label can have, which the server would refuse.
 */
export function labelSelectorOf(pairs: readonly SelectorPair[]): string | undefined {
  if (pairs.length === 0 || !pairs.every(({ key, value }) => isLabelKey(key) && isLabelValue(value))) return undefined;
  return pairs
    .map(({ key, value }) => `${key}=${value}`)
    .toSorted()
    .join(",");
}

const ADDED_KEYS =
  /^(?:pod-template-hash|controller-revision-hash|job-name|controller-uid|(?:statefulset|apps|batch)\.kubernetes\.io\/.*)$/;

/** Whether a controller of Kubernetes may put a label of this key on Pods, so that it stands in no template. */
export function mayBeAdded(key: string): boolean {
  return ADDED_KEYS.test(key);
}

/** The labels that the controllers of Kubernetes put on Pods (kubernetes.io, "Well-Known Labels"). */
function controllerAdds({ owner, name }: Pod, key: string, value: string): boolean {
  switch (key) {
    case "pod-template-hash":
      return owner?.kind === "Deployment" || owner?.kind === "ReplicaSet";
    case "controller-revision-hash":
      return owner?.kind === "StatefulSet" || owner?.kind === "DaemonSet";
    case "statefulset.kubernetes.io/pod-name":
      return owner?.kind === "StatefulSet" && value.startsWith(`${name}-`) && /-\d+$/.test(value);
    case "apps.kubernetes.io/pod-index":
      return owner?.kind === "StatefulSet" && /^\d+$/.test(value);
    case "job-name":
    case "batch.kubernetes.io/job-name":
      return (owner?.kind === "Job" && value === name) || (owner?.kind === "CronJob" && value.startsWith(`${name}-`));
    case "batch.kubernetes.io/job-completion-index":
    case "controller-uid":
    case "batch.kubernetes.io/controller-uid":
      return owner?.kind === "Job" || owner?.kind === "CronJob";
    default:
      return false;
  }
}
