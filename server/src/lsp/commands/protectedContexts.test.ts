import { expect, test } from "vitest";
import { isProtected } from "./protectedContexts.ts";

test.each([
  ["prod-eu", ["prod-*"], true],
  ["prod", ["prod-*"], false],
  ["eu-prod", ["prod*"], false],
  ["eu-prod-1", ["*prod*"], true],
  ["prod", ["*"], true],
  ["prod", ["prod"], true],
  ["Prod", ["prod"], false],
  ["ab", ["ab*b"], false],
  ["abcb", ["a*b*b"], true],
  ["prod.eu", ["prod?eu"], false],
  ["staging", ["prod-*", "stag*"], true],
  ["anything", [], false],
])("%s under %j: %s", (context, patterns, expected) => {
  expect(isProtected(context, patterns)).toBe(expected);
});
