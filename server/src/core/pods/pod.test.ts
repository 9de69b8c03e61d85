import { expect, test } from "vitest";
import { livePod } from "../../../../test/support/snapshot.ts";
import { workloadOf } from "./pod.ts";

test.each([
  ["ReplicaSet", "till-6c9f", "app=till,pod-template-hash=6c9f", { kind: "Deployment", name: "till" }],
  ["ReplicaSet", "till-6c9f", "app=till", { kind: "ReplicaSet", name: "till-6c9f" }],
  ["StatefulSet", "db", "app=db", { kind: "StatefulSet", name: "db" }],
])("a Pod of %s %s with %s", (kind, name, labels, expected) => {
  expect(workloadOf(livePod("p", labels, { owner: { kind, name } }))).toEqual(expected);
});

test("a Pod without an owner is its own workload", () => {
  expect(workloadOf(livePod("p", ""))).toEqual({ kind: "Pod", name: "p" });
});
