import fc from "fast-check";
import { expect, test } from "vitest";
import { livePod } from "../../../../test/support/snapshot.ts";
import { matchLabels } from "../pods/labelMatch.ts";
import type { Labels, Pod } from "../pods/pod.ts";
import { createKeepLabels } from "./labels.ts";

const LABELS: fc.Arbitrary<Labels> = fc
  .dictionary(fc.constantFrom("app", "tier"), fc.constantFrom("a", "b"))
  .map((object) => new Map(Object.entries(object)));

const POD: fc.Arbitrary<Pod> = fc
  .record({ labels: LABELS, workloadLabels: fc.option(LABELS, { nil: undefined }) })
  .map(({ labels, workloadLabels }) => livePod("p", "", { labels, ...(workloadLabels && { workloadLabels }) }));

/** Rows from `at` on are others; there can be more or fewer of them. */
const EDIT = fc.record({ at: fc.nat(6), removed: fc.nat(2), put: fc.array(POD, { maxLength: 2 }) });

test("whatever is written, the labels that are kept match as a plain scan does", () => {
  fc.assert(
    fc.property(fc.array(POD, { maxLength: 6 }), fc.array(EDIT, { maxLength: 8 }), (first, edits) => {
      const keep = createKeepLabels();
      const versions = [first];
      for (const { at, removed, put } of edits) versions.push((versions.at(-1) ?? []).toSpliced(at, removed, ...put));
      const kept = versions.map((pods) => ({ pods, labels: keep(pods) }));
      const span = [0, 0] as const;
      const pairs = [{ key: "app", value: "a", span, keySpan: span, valueSpan: span }];
      for (const { pods, labels } of kept) {
        const having = (labelsOf: (pod: Pod) => Labels | undefined) =>
          pods.filter((pod) => labelsOf(pod)?.get("app") === "a");
        expect(matchLabels(labels.pods, pairs).pods).toEqual(having((pod) => pod.labels));
        expect(matchLabels(labels.workloads, pairs).pods).toEqual(having((pod) => pod.workloadLabels));
      }
    }),
    { numRuns: 200 },
  );
});

test("what has not changed is not made anew", () => {
  const [one, two] = [livePod("one", "app=a"), livePod("two", "app=b")];
  const keep = createKeepLabels();
  const labels = keep([one, two]);
  expect(keep([one, two]).pods).toBe(labels.pods);
  const changed = keep([one, livePod("two", "app=c")]);
  expect(changed.pods.sets[0]).toBe(labels.pods.sets[0]);
});
