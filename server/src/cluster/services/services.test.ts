import { expect, test } from "vitest";
import { rangesOf } from "./serviceCIDRs.ts";
import { projectService } from "./services.ts";

const CHANGE = { manager: "kubectl", operation: "Update", time: "2026-01-02T10:00:00Z" };

test("a stored Service is kept with who changed it and when, and without what they changed and its conditions", () => {
  const spec = { clusterIP: "10.0.0.7" };
  const stored = {
    metadata: { name: "till", resourceVersion: "7", managedFields: [{ ...CHANGE, fieldsV1: { "f:spec": {} } }] },
    spec,
    status: { loadBalancer: {}, conditions: [{ type: "Ready" }] },
  };
  expect(projectService(stored)).toEqual([
    "till",
    { metadata: { name: "till", resourceVersion: "7", managedFields: [CHANGE] }, spec, status: { loadBalancer: {} } },
  ]);
});

test.each([null, "Service", {}, { metadata: { name: "" } }])("%j is no Service", (object) => {
  expect(projectService(object)).toBeUndefined();
});

const item = (name: string, ...cidrs: readonly string[]) => ({ metadata: { name }, spec: { cidrs } });

test.each([
  ["the server's own ranges come first", { items: [item("a", "10.2.0.0/16"), item("kubernetes", "10.0.0.0/24")] }, 2],
  ["no objects", { items: [] }, undefined],
  ["Go's empty list", { items: null }, undefined],
  ["a list without the server's own ranges", { items: [item("a", "10.2.0.0/16")] }, undefined],
  ["a list that goes on", { metadata: { continue: "x" }, items: [item("kubernetes", "10.0.0.0/24")] }, undefined],
] as const)("ServiceCIDRs: %s", (_, list, count) => {
  const ranges = rangesOf(list);
  expect(ranges?.length).toBe(count);
  if (ranges !== undefined) expect(ranges[0]).toBe("10.0.0.0/24");
});
