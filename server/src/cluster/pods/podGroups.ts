import { createLabelTable, type LabelSet, type LabelTable, labelSets } from "../../core/pods/labelTable.ts";
import type { Labels, Pod } from "../../core/pods/pod.ts";

/** The Pods of a namespace by label set, kept up to date Pod by Pod. */
export interface PodGroups {
  /** A Pod is another than it was: `before` is undefined for one that is new, `after` for one that is gone. */
  change(before: Pod | undefined, after: Pod | undefined): void;
  /** Begins anew with these Pods. */
  fill(pods: Iterable<Pod>): void;
  /** Immutable; sets in which nothing has changed are the same objects as before. A set can be empty. */
  readonly table: LabelTable;
}

/** What has become of a Pod since the table was last read. */
interface Touched {
  readonly before: Pod | undefined;
  readonly after: Pod | undefined;
}

/** What is to be done to one set: Pods of it that are others or, where undefined, gone; and Pods that come to it. */
interface Change {
  readonly labels: Labels;
  readonly others: Map<Pod, Pod | undefined>;
  readonly coming: Pod[];
}

/** Empty sets stay in their place until there are so many in a hundred: a rollout empties one and fills another. */
const EMPTY_PERCENT = 25;

/**
 * No Pods. A change is only noted: the sets that it concerns are made anew when somebody reads, so that a burst of
 * changes costs each of them once. Pods of one label set must share its object, as those of one pool do.
 */
export function createPodGroups(): PodGroups {
  let table = createLabelTable([]);
  let rows = new Map<Labels, number>();
  let touched = new Map<string, Touched>();
  /** At the most: some were filled again. */
  let empty = 0;
  const begin = (sets: readonly LabelSet[]) => {
    table = createLabelTable(sets);
    empty = 0;
    rows = new Map(sets.map(({ labels }, row) => [labels, row]));
  };
  return {
    change: (before, after) => {
      const name = before?.name ?? after?.name;
      if (name === undefined) return;
      const earlier = touched.get(name);
      touched.set(name, { before: earlier === undefined ? before : earlier.before, after });
    },
    fill: (pods) => {
      touched = new Map();
      begin(labelSets(pods));
    },
    get table() {
      if (touched.size === 0) return table;
      const changed = new Map<number, LabelSet>();
      for (const [row, change] of changesBySet(touched.values(), rows)) {
        const set = changedSet(table.sets[row]?.pods ?? [], change);
        if (set.pods.length === 0) empty += 1;
        changed.set(row, set);
      }
      touched = new Map();
      table = table.with(changed);
      if (empty * 100 > table.sets.length * EMPTY_PERCENT) begin(table.sets.filter(({ pods }) => pods.length > 0));
      return table;
    },
  };
}

/** By the row of the set; sets that are new get the rows behind the last. */
function changesBySet(touched: Iterable<Touched>, rows: Map<Labels, number>): ReadonlyMap<number, Change> {
  const changes = new Map<number, Change>();
  const changeOf = (labels: Labels): Change => {
    const row = rows.get(labels) ?? rows.size;
    const change = changes.get(row) ?? { labels, others: new Map(), coming: [] };
    rows.set(labels, row);
    changes.set(row, change);
    return change;
  };
  for (const { before, after } of touched) {
    const stays = before?.labels === after?.labels;
    if (before) changeOf(before.labels).others.set(before, stays ? after : undefined);
    if (after && !stays) changeOf(after.labels).coming.push(after);
  }
  return changes;
}

/** Pods that stay keep their place; those that come are put at the end. */
function changedSet(pods: readonly Pod[], { labels, others, coming }: Change): LabelSet {
  const now: Pod[] = [];
  for (const pod of pods) {
    const other = others.has(pod) ? others.get(pod) : pod;
    if (other !== undefined) now.push(other);
  }
  for (const pod of coming) now.push(pod);
  return { labels, pods: now };
}
