import { expect, it } from "vitest";
import { labelsText, parseLabels, parsePairs } from "./labels.ts";

it.each([
  ["tier=front", { tier: "front" }],
  [" tier=front ", { tier: "front" }],
  ["version=v1,environment=dev, tier-", { version: "v1", environment: "dev", tier: null }],
  ["version=1.10 debug=yes", { version: "1.10", debug: "yes" }],
  ["example.com/tier=Front_1.0", { "example.com/tier": "Front_1.0" }],
  ["example.com/tier-", { "example.com/tier": null }],
  ["tier=", { tier: "" }],
  ["", "empty"],
  [" , ", "empty"],
  ["tier", "not-a-label"],
  ["version=v1,tier", "not-a-label"],
  ["=front", "not-a-label-key"],
  ["-", "not-a-label-key"],
  ["a--", "not-a-label-key"],
  ["a/b/c=d", "not-a-label-key"],
  ["Example.com/a=b", "not-a-label-key"],
  [`${"a".repeat(64)}=b`, "not-a-label-key"],
  ["-a=b", "not-a-label-key"],
  ["__proto__=b", "not-a-label-key"],
  ["a=b=c", "not-a-label-value"],
  ["a=b-", "not-a-label-value"],
  [`a=${"b".repeat(64)}`, "not-a-label-value"],
  ["a=b,a=c", "same-label-twice"],
  ["a=b,a-", "same-label-twice"],
])("%s", (text, expected) => {
  const checked = parseLabels(text);
  expect(checked.kind === "good" ? checked.value : checked.problem.kind).toEqual(expected);
});

it("changes as they are typed", () => expect(labelsText({ version: "v1", tier: null })).toBe("version=v1, tier-"));

it.each([
  ["team=shop, tier=", { team: "shop", tier: "" }],
  ["tier-", "not-a-pair"],
  ["tier=front,version", "not-a-pair"],
  ["app in (till)", "not-a-pair"],
  ["app!=till", "not-a-label-key"],
  ["app==till", "not-a-label-value"],
  ["", "empty"],
])("only labels that are set: %s", (text, expected) => {
  const checked = parsePairs(text);
  expect(checked.kind === "good" ? checked.value : checked.problem.kind).toEqual(expected);
});
