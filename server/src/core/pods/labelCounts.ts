import type { Pod } from "./pod.ts";
import { labelSets } from "./selector.ts";

/** One label that Pods have, and who has it. */
export interface LabelCount {
  readonly key: string;
  readonly value: string;
  readonly pods: readonly Pod[];
  /** How many of them have all the pairs that were asked for as well. */
  readonly left: number;
}

/**
 * The labels of some Pods, each with the Pods that have it and how many of those are left by the given pairs; of one key
 * only where it is named. In the order in which the labels are met.
 */
export function countLabels(
  pods: readonly Pod[],
  pairs: readonly { readonly key: string; readonly value: string }[],
  onlyKey?: string,
): readonly LabelCount[] {
  const counts = new Map<string, Map<string, { key: string; value: string; pods: Pod[]; left: number }>>();
  for (const { labels, pods: members } of labelSets(pods)) {
    const left = pairs.every(({ key, value }) => labels.get(key) === value) ? members.length : 0;
    for (const [key, value] of labels) {
      if (onlyKey !== undefined && key !== onlyKey) continue;
      const values = counts.get(key) ?? new Map();
      counts.set(key, values);
      const count = values.get(value);
      if (count === undefined) values.set(value, { key, value, pods: [...members], left });
      else {
        count.left += left;
        for (const pod of members) count.pods.push(pod);
      }
    }
  }
  return Array.from(counts.values()).flatMap((values) => [...values.values()]);
}

/** Whether a label is put on Pods by a controller, one value for each revision or Pod (kubernetes.io, "Well-Known Labels"). */
export function isOfController(key: string): boolean {
  return (
    /^(?:pod-template-hash|controller-revision-hash|pod-template-generation|job-name|controller-uid)$/.test(key) ||
    /^(?:statefulset\.kubernetes\.io|apps\.kubernetes\.io|batch\.kubernetes\.io)\//.test(key)
  );
}
