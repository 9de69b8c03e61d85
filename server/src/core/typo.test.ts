import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, isTypo, nearest } from "./typo.ts";

test.each([
  ["frontend", "frontned", true],
  ["frontend", "front-end", true],
  ["till", "tlil", true],
  ["http", "htp", true],
  ["web", "wed", false],
  ["web-1", "web-2", false],
  ["app-v1", "app-v22", false],
  ["mock", "mock2", false],
  ["till", "till-2", false],
  ["front", "back", false],
  ["front", "frontend", false],
  ["same", "same", false],
])("%s and %s: a slip of the fingers? %s", (a, b, expected) => {
  expect(isTypo(a, b)).toBe(expected);
});

test("a distance is that of the fewest changes, whichever text comes first", () => {
  expect([editDistance("", "abc"), editDistance("abc", "acb"), editDistance("abc", "abd")]).toEqual([3, 1, 1]);
  const text = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
    }),
  );
});

test("the nearest candidate is named, letter case apart, and none where none is near", () => {
  expect(nearest("targetport", ["port", "targetPort", "nodePort"])).toBe("targetPort");
  expect(nearest("htp", ["metrics", "http"])).toBe("http");
  expect(nearest("grpc", ["metrics", "http"])).toBeUndefined();
});

test("a slip is what the distance says", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 3, maxLength: 8 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const length = Math.max(a.length, b.length);
      expect(isTypo(a, b)).toBe(a !== b && length > 3 && editDistance(a, b) <= (length < 6 ? 1 : 2));
    }),
    { numRuns: 2_000 },
  );
});
