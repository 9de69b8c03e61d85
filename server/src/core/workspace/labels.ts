import { createLabelTable, type LabelSet, type LabelTable } from "../pods/labelTable.ts";
import type { Labels, Pod } from "../pods/pod.ts";
import type { WorkspaceLabels, WorkspaceSnapshot } from "../snapshot.ts";

/** The labels of a workspace's Pods, and of their workloads: those that its snapshot keeps, else made anew. */
export function labelsOf({ labels, pods }: WorkspaceSnapshot): WorkspaceLabels {
  return labels ?? createKeepLabels()(pods);
}

/** The labels of these Pods. What has not changed since the last time is not looked at again. */
export type KeepLabels = (pods: readonly Pod[]) => WorkspaceLabels;

/** A {@link KeepLabels} that has seen no Pods. */
export function createKeepLabels(): KeepLabels {
  let last: { readonly pods: readonly Pod[]; readonly labels: WorkspaceLabels } | undefined;
  return (pods) => {
    const changed = last && changedRows(last.pods, pods);
    const labels: WorkspaceLabels =
      last && changed
        ? {
            pods: withPods(last.labels.pods, changed, templateLabels),
            workloads: withPods(last.labels.workloads, changed, workloadLabels),
          }
        : {
            pods: createLabelTable(pods.map((pod) => rowOf(pod, templateLabels))),
            workloads: createLabelTable(pods.map((pod) => rowOf(pod, workloadLabels))),
          };
    last = { pods, labels };
    return labels;
  };
}

/** So few rows that to change them is less work than to begin anew. */
const FEW = 100;

/** The Pods that are others, by their row; undefined where they are many, or rows have come or gone. */
function changedRows(before: readonly Pod[], now: readonly Pod[]): ReadonlyMap<number, Pod> | undefined {
  if (before.length !== now.length) return undefined;
  const changed = new Map<number, Pod>();
  for (let row = 0; row < now.length && changed.size <= FEW; row++) {
    const pod = now[row];
    if (pod !== undefined && pod !== before[row]) changed.set(row, pod);
  }
  return changed.size <= FEW ? changed : undefined;
}

function withPods(table: LabelTable, changed: ReadonlyMap<number, Pod>, labels: (pod: Pod) => Labels): LabelTable {
  if (changed.size === 0) return table;
  return table.with(new Map(Array.from(changed, ([row, pod]) => [row, rowOf(pod, labels)])));
}

function rowOf(pod: Pod, labels: (pod: Pod) => Labels): LabelSet {
  return { labels: labels(pod), pods: [pod] };
}

function templateLabels({ labels }: Pod): Labels {
  return labels;
}

function workloadLabels({ workloadLabels: labels }: Pod): Labels {
  return labels ?? NO_LABELS;
}

const NO_LABELS: Labels = new Map();
