import { expect, it } from "vitest";
import { parseLabel } from "./labels.ts";

it.each([
  ["tier=front", { key: "tier", value: "front" }],
  [" tier=front ", { key: "tier", value: "front" }],
  ["example.com/tier=Front_1.0", { key: "example.com/tier", value: "Front_1.0" }],
  ["tier=", { key: "tier", value: "" }],
  ["", "empty"],
  ["tier", "not-a-label"],
  ["=front", "not-a-label-key"],
  ["a/b/c=d", "not-a-label-key"],
  ["Example.com/a=b", "not-a-label-key"],
  [`${"a".repeat(64)}=b`, "not-a-label-key"],
  ["-a=b", "not-a-label-key"],
  ["a=b=c", "not-a-label-value"],
  ["a=two words", "not-a-label-value"],
  [`a=${"b".repeat(64)}`, "not-a-label-value"],
])("%s", (text, expected) => {
  const checked = parseLabel(text);
  expect(checked.kind === "good" ? checked.value : checked.problem.kind).toEqual(expected);
});
