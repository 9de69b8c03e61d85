import type { LabelSet } from "./labelTable.ts";
import type { Pod } from "./pod.ts";

/** One label, with how many Pods have it in the cluster and how many workloads in the workspace. */
export interface LabelCount {
  readonly key: string;
  readonly value: string;
  readonly live: number;
  readonly written: number;
  /** One of the Pods and one of the workloads that have it, to say whose it is. */
  readonly firstLive: Pod | undefined;
  readonly firstWritten: Pod | undefined;
  /** All workloads that have it stand in one file. */
  readonly isOneFile: boolean;
}

/** The labels of Pods by their key and value, in the order in which they are met. */
export type LabelIndex = ReadonlyMap<string, ReadonlyMap<string, LabelCount>>;

type Counted = { -readonly [Name in keyof LabelCount]: LabelCount[Name] };

/** Counts each label in both worlds: the Pods of the cluster by label set, and the workloads of the workspace. */
export function indexLabels(live: readonly LabelSet[], written: readonly Pod[]): LabelIndex {
  const index = new Map<string, Map<string, Counted>>();
  for (const { labels, pods } of live) {
    if (pods.length === 0) continue;
    for (const [key, value] of labels) {
      const counted = countedOf(index, key, value);
      counted.live += pods.length;
      counted.firstLive ??= pods[0];
    }
  }
  for (const pod of written) {
    for (const [key, value] of pod.labels) {
      const counted = countedOf(index, key, value);
      counted.written += 1;
      counted.firstWritten ??= pod;
      counted.isOneFile &&= uriOf(counted.firstWritten) === uriOf(pod);
    }
  }
  return index;
}

/** Whether a label is put on Pods by a controller, one value for each revision or Pod (kubernetes.io, "Well-Known Labels"). */
export function isOfController(key: string): boolean {
  return OF_CONTROLLERS.test(key);
}

const OF_CONTROLLERS =
  /^(?:(?:pod-template-hash|controller-revision-hash|pod-template-generation|job-name|controller-uid)$|(?:statefulset\.kubernetes\.io|apps\.kubernetes\.io|batch\.kubernetes\.io)\/)/;

function uriOf({ origin }: Pod): string | undefined {
  return origin.kind === "workspace" ? origin.uri : undefined;
}

function countedOf(index: Map<string, Map<string, Counted>>, key: string, value: string): Counted {
  let values = index.get(key);
  if (values === undefined) {
    values = new Map();
    index.set(key, values);
  }
  let counted = values.get(value);
  if (counted === undefined) {
    counted = { key, value, live: 0, written: 0, firstLive: undefined, firstWritten: undefined, isOneFile: true };
    values.set(value, counted);
  }
  return counted;
}
