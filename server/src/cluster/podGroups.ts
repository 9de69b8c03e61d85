import type { Labels, Pod } from "../core/pods/pod.ts";
import { type LabelSet, labelSets } from "../core/pods/selector.ts";

/** The Pods of a namespace by label set, kept up to date Pod by Pod. */
export interface PodGroups {
  /** A Pod is another than it was: `before` is undefined for one that is new, `after` for one that is gone. */
  change(before: Pod | undefined, after: Pod | undefined): void;
  /** Begins anew with these Pods. */
  fill(pods: Iterable<Pod>): void;
  /** Immutable; sets in which nothing has changed are the same objects as before. A set can be empty. */
  readonly sets: readonly LabelSet[];
}

/** What has become of a Pod since the sets were last read. */
interface Touched {
  readonly before: Pod | undefined;
  readonly after: Pod | undefined;
}

/** Empty sets stay in their place until there are so many in a hundred: a rollout empties one and fills another. */
const EMPTY_PERCENT = 25;

/**
 * No Pods. A change is only noted: the sets that it concerns are made anew when somebody reads, so that a burst of
 * changes costs each of them once. Pods of one label set must share its object, as those of one pool do.
 */
export function createPodGroups(): PodGroups {
  let sets: readonly LabelSet[] = [];
  let places = new Map<Labels, number>();
  let touched = new Map<string, Touched>();
  /** At the most: some were filled again. */
  let empty = 0;
  const place = (next: readonly LabelSet[]) => {
    sets = next;
    empty = 0;
    places = new Map(next.map(({ labels }, index) => [labels, index]));
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
      place(labelSets([...pods]));
    },
    get sets() {
      if (touched.size === 0) return sets;
      const changed = regroup(sets, places, touched);
      empty += changed.filter(({ pods }) => pods.length === 0).length;
      sets = withSets(sets, changed, places);
      touched = new Map();
      if (empty * 100 > sets.length * EMPTY_PERCENT) place(sets.filter(({ pods }) => pods.length > 0));
      return sets;
    },
  };
}

/** The sets that are different. Pods that stay in theirs keep their place in it; those that come are put at its end. */
function regroup(
  sets: readonly LabelSet[],
  places: ReadonlyMap<Labels, number>,
  touched: ReadonlyMap<string, Touched>,
): readonly LabelSet[] {
  const coming = new Map<Labels, Pod[]>();
  for (const { before, after } of touched.values()) {
    if (before && !coming.has(before.labels)) coming.set(before.labels, []);
    if (after === undefined || after.labels === before?.labels) continue;
    const pods = coming.get(after.labels);
    if (pods) pods.push(after);
    else coming.set(after.labels, [after]);
  }
  return Array.from(coming, ([labels, added]) => {
    const staying = (sets[places.get(labels) ?? -1]?.pods ?? []).flatMap((pod) => {
      const now = touched.get(pod.name);
      if (now === undefined) return pod;
      return now.after?.labels === labels && now.before?.labels === labels ? now.after : [];
    });
    return { labels, pods: [...staying, ...added] };
  });
}

function withSets(
  sets: readonly LabelSet[],
  changed: readonly LabelSet[],
  places: Map<Labels, number>,
): readonly LabelSet[] {
  const next = [...sets];
  for (const set of changed) {
    const place = places.get(set.labels) ?? next.length;
    places.set(set.labels, place);
    next[place] = set;
  }
  return next;
}
