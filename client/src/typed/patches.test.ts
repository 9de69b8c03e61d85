import { expect, it } from "vitest";
import { PATCH_EXAMPLES, parsePatch } from "./patches.ts";

it.each([
  ["merge", PATCH_EXAMPLES.merge, "good"],
  ["strategic", PATCH_EXAMPLES.strategic, "good"],
  ["json", PATCH_EXAMPLES.json, "good"],
  ["merge", "", "not-json"],
  ["merge", "{", "not-json"],
  ["merge", "[]", "not-a-patch"],
  ["merge", "null", "not-a-patch"],
  ["strategic", "1", "not-a-patch"],
  ["json", "{}", "not-a-patch"],
  ["json", '"a"', "not-a-patch"],
] as const)("%s %s", (type, text, expected) => {
  const checked = parsePatch(type, text);
  expect(checked.kind === "good" ? "good" : checked.problem.kind).toBe(expected);
});
