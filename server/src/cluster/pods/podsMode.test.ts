import fc from "fast-check";
import { expect, test } from "vitest";
import type { PodsMode } from "../../core/snapshot.ts";
import { modeFor } from "./podsMode.ts";

const BOUNDS = { maxPods: 20, maxMetadataPods: 60 };

test.each<readonly [size: number, before: PodsMode | undefined, after: PodsMode]>([
  [0, undefined, "full"],
  [20, undefined, "full"],
  [21, undefined, "metadata"],
  [60, undefined, "metadata"],
  [61, undefined, "selectors"],
  [21, "full", "metadata"],
  [61, "full", "selectors"],
  [20, "metadata", "metadata"],
  [17, "metadata", "metadata"],
  [16, "metadata", "full"],
  [60, "selectors", "selectors"],
  [48, "selectors", "metadata"],
  [10, "selectors", "full"],
])("a namespace of %i Pods, before in the mode %s, is followed in the mode %s", (size, before, after) => {
  expect(modeFor(size, before, BOUNDS)).toBe(after);
});

test("a mode stays for as long as the number of Pods does", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.constantFrom<PodsMode>("full", "metadata", "selectors"), (size, before) => {
      const mode = modeFor(size, before, BOUNDS);
      expect(modeFor(size, mode, BOUNDS)).toBe(mode);
    }),
  );
});
