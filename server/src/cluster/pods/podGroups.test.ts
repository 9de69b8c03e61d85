import fc from "fast-check";
import { expect, test } from "vitest";
import { livePod } from "../../../../test/support/snapshot.ts";
import type { Labels, Pod } from "../../core/pods/pod.ts";
import { createPodGroups } from "./podGroups.ts";

const LABELS: readonly Labels[] = ["a", "b", "c"].map((value) => new Map([["app", value]]));

interface Step {
  readonly name: string;
  /** Undefined: the Pod goes. */
  readonly labels: Labels | undefined;
  readonly read: boolean;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom("p", "q", "r", "s"),
  labels: fc.constantFrom(...LABELS, undefined),
  read: fc.boolean(),
});

/** What the sets must say, worked out from all Pods. */
function grouped(pods: Iterable<Pod>): ReadonlyMap<Labels, ReadonlySet<Pod>> {
  const sets = new Map<Labels, Set<Pod>>();
  for (const pod of pods) sets.set(pod.labels, (sets.get(pod.labels) ?? new Set()).add(pod));
  return sets;
}

test("the sets are those of all Pods, whatever changed since they were read", () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
      const pods = new Map<string, Pod>();
      const groups = createPodGroups();
      for (const { name, labels, read } of steps) {
        const before = pods.get(name);
        const after = labels && livePod(name, "", { labels });
        if (after) pods.set(name, after);
        else pods.delete(name);
        groups.change(before, after);
        if (read) expect(groups.table.sets.length).toBeLessThanOrEqual(LABELS.length);
      }
      const sets = new Map(
        groups.table.sets.flatMap(({ labels, pods }) => (pods.length > 0 ? [[labels, new Set(pods)]] : [])),
      );
      expect(sets).toEqual(grouped(pods.values()));
      expect(groups.table.sets.reduce((sum, { pods }) => sum + pods.length, 0)).toBe(pods.size);
    }),
    { numRuns: 300 },
  );
});

test("a set in which nothing changed is the same object, and what was read stays as it was", () => {
  const [first, second] = LABELS.map((labels, index) => livePod(`pod-${index}`, "", { labels }));
  const groups = createPodGroups();
  groups.fill([first, second].flatMap((pod) => pod ?? []));
  const before = groups.table.sets;
  expect(groups.table.sets).toBe(before);
  const now = livePod("pod-1", "", { ...(second && { labels: second.labels }), ready: false });
  groups.change(second, now);
  expect(groups.table.sets[0]).toBe(before[0]);
  expect(groups.table.sets[1]?.pods).toEqual([now]);
  expect(before[1]?.pods).toEqual([second]);
});
