import fc from "fast-check";
import { expect, test } from "vitest";
import { livePod } from "../../../../test/support/snapshot.ts";
import type { SelectorPair } from "../../core/manifest/service.ts";
import { matchLabels } from "../../core/pods/labelMatch.ts";
import { findNearMisses } from "../../core/pods/nearMiss.ts";
import { keyMeant } from "../../core/pods/otherKey.ts";
import type { Labels, Pod } from "../../core/pods/pod.ts";
import { matchesAll, matchesPair } from "../../core/pods/selector.ts";
import { isTypo } from "../../core/typo.ts";
import { createPool } from "./intern.ts";
import { createPodGroups } from "./podGroups.ts";

const LABEL = fc.tuple(fc.constantFrom("app", "name", "tier"), fc.constantFrom("front", "frnot", "back", "x"));
const LABELS = fc.array(LABEL, { maxLength: 3 }).map((labels) => Object.fromEntries(labels));

interface Step {
  readonly name: string;
  /** Undefined: the Pod goes. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** What was changed so far is published. */
  readonly read: boolean;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(..."abcdefgh"),
  labels: fc.option(LABELS, { nil: undefined }),
  read: fc.boolean(),
});

/** In what way a Pod almost matches, by the words of `NearMiss`; undefined for one that matches or is not near. */
function missOf({ labels }: { readonly labels: Labels }, pairs: readonly SelectorPair[]): string | undefined {
  const [pair, another] = pairs.filter(({ key, value }) => labels.get(key) !== value);
  if (pair === undefined || another !== undefined) return undefined;
  const actual = labels.get(pair.key);
  if (actual !== undefined && isTypo(actual, pair.value)) return `typo ${pair.key} ${actual}`;
  if (keyMeant(pair, labels) !== undefined) return `otherKey ${pair.key} `;
  return pairs.length > 1 ? `apart ${pair.key} ${actual ?? ""}` : undefined;
}

/** The names of the Pods of each way, from a plain scan. */
function scanned(pods: Iterable<Pod>, pairs: readonly SelectorPair[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const pod of pods) {
    const miss = missOf(pod, pairs);
    if (miss !== undefined) found[miss] = [...(found[miss] ?? []), pod.name].sort();
  }
  return found;
}

test("whatever Pods come, change and go, the answers are those of a plain scan", () => {
  fc.assert(
    fc.property(
      fc.array(STEP, { maxLength: 40 }),
      fc.uniqueArray(LABEL, { selector: ([key]) => key }),
      (steps, asked) => {
        const span = [0, 0] as const;
        const pairs = asked.map(([key, value]) => ({ key, value, span, keySpan: span, valueSpan: span }));
        const pods = new Map<string, Pod>();
        const pool = createPool();
        const groups = createPodGroups();
        for (const { name, labels, read } of steps) {
          const before = pods.get(name);
          const after = labels && livePod(name, "", { labels: pool.labels(labels) });
          if (after) pods.set(name, after);
          else pods.delete(name);
          groups.change(before, after);
          if (read) matchLabels(groups.table, pairs);
        }
        const all = [...pods.values()];
        const match = matchLabels(groups.table, pairs);
        expect(new Set(match.pods)).toEqual(new Set(all.filter((pod) => matchesAll(pod, pairs))));
        expect(match.counts).toEqual(pairs.map((pair) => all.filter((pod) => matchesPair(pod, pair)).length));
        const { nearMisses, moreNearMisses } = findNearMisses(pairs, { table: groups.table }, []);
        const near = nearMisses.map(({ kind, missing, actual, pods: missed }) => [
          `${kind} ${missing[0]?.key} ${[...actual.values()].join()}`,
          missed.map(({ name }) => name).sort(),
        ]);
        expect(moreNearMisses).toBe(0);
        expect(Object.fromEntries(near)).toEqual(scanned(all, pairs));
      },
    ),
    { numRuns: 500 },
  );
});
