import { expect, test } from "vitest";
import { liveServiceOf } from "./liveService.ts";

const NOON = "2026-01-02T12:00:00Z";
const LATER = "2026-01-02T12:05:00Z";

test("a LoadBalancer that waits for its address", () => {
  const stored = {
    metadata: {
      creationTimestamp: NOON,
      managedFields: [
        { manager: "kubectl", operation: "Apply", time: NOON },
        { manager: "argocd", operation: "Update", time: LATER },
        { manager: "cloud", operation: "Update", time: "2026-01-02T12:09:00Z", subresource: "status" },
      ],
    },
    spec: {
      type: "LoadBalancer",
      clusterIP: "10.96.0.9",
      clusterIPs: ["10.96.0.9", "fd00::9"],
      ports: [{ name: "http", port: 80, nodePort: 31_000 }, { port: 81 }],
      externalIPs: ["192.0.2.1"],
    },
    status: { loadBalancer: {} },
  };
  expect(liveServiceOf(stored)).toEqual({
    type: "LoadBalancer",
    clusterIPs: ["10.96.0.9", "fd00::9"],
    isHeadless: false,
    nodePorts: [{ name: "http", port: 80, protocol: "TCP", nodePort: 31_000 }],
    loadBalancer: { kind: "pending", since: Date.parse(LATER) },
    externalIPs: ["192.0.2.1"],
    changes: [
      { manager: "cloud", time: Date.parse("2026-01-02T12:09:00Z"), ofStatus: true },
      { manager: "argocd", time: Date.parse(LATER), ofStatus: false },
      { manager: "kubectl", time: Date.parse(NOON), ofStatus: false },
    ],
    createdAt: Date.parse(NOON),
  });
});

const INGRESS = { loadBalancer: { ingress: [{ ip: "203.0.113.7" }, { hostname: "lb.example.com" }] } };

test.each([
  ["an address", { spec: { type: "LoadBalancer" }, status: INGRESS }, ["203.0.113.7", "lb.example.com"]],
  ["another type", { spec: { type: "ClusterIP" }, status: INGRESS }, undefined],
  ["nothing at all", undefined, undefined],
])("the load balancer of %s", (_, stored, addresses) => {
  const { loadBalancer } = liveServiceOf(stored);
  expect(loadBalancer?.kind === "ready" ? loadBalancer.addresses : undefined).toEqual(addresses);
});

test.each([
  [{ clusterIP: "None", clusterIPs: ["None"] }, true, []],
  [{ clusterIP: "10.96.0.9" }, false, ["10.96.0.9"]],
  [{ type: "ExternalName" }, false, []],
])("the addresses of %j", (spec, isHeadless, clusterIPs) => {
  expect(liveServiceOf({ spec })).toMatchObject({ isHeadless, clusterIPs });
});
