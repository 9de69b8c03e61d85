import { expect, test } from "vitest";
import { type ClusterSnapshot, type NamespacePods, NO_CLUSTER } from "../core/snapshot.ts";
import { statusOf } from "./status.ts";

const CONNECTED: ClusterSnapshot = { ...NO_CLUSTER, context: "prod", knowledge: { kind: "synced" } };
const shown = (cluster: ClusterSnapshot) => statusOf(cluster, { trusted: true, attempted: true, locale: "en" });

test("a certificate that is not checked is said whatever the state is", () => {
  const knowledge = { kind: "stale", since: 0, why: "It broke." } as const;
  for (const cluster of [CONNECTED, { ...CONNECTED, knowledge }]) {
    expect(shown(cluster).warns).toBeUndefined();
    expect(shown({ ...cluster, unverified: true })).toMatchObject({
      warns: true,
      detail: expect.stringContaining("The certificate of prod is not checked"),
    });
  }
});

test("a namespace without an answer is named with the reason", () => {
  const knowledge = { kind: "failed", why: "The namespace shop does not exist in the cluster." } as const;
  const namespaces = new Map<string, NamespacePods>([["shop", { knowledge, pods: [] }]]);
  const detail = "The Pods of shop are not known: The namespace shop does not exist in the cluster.";
  expect(shown({ ...CONNECTED, namespaces })).toMatchObject({
    kind: "synced",
    detail: expect.stringContaining(detail),
  });
});

test("what may not be read beside Pods is named with its verb", () => {
  const knowledge = { kind: "denied", what: "services is forbidden" } as const;
  const namespaces = new Map<string, NamespacePods>([["shop", { knowledge: { kind: "synced" }, pods: [] }]]);
  const services = new Map([["shop", { knowledge, services: new Map() }]]);
  const endpointSlices = new Map([["shop", { knowledge, slices: new Map() }]]);
  expect(shown({ ...CONNECTED, namespaces, services, endpointSlices }).detail).toBe(
    "Live. 0 Pods are watched. The verb list on services, endpointslices.discovery.k8s.io is not allowed in shop: what depends on it is not said.",
  );
});

test("a sentence of the API server ends before the next one begins", () => {
  const denied = { kind: "denied", what: "pods is forbidden" } as const;
  const namespaces = new Map<string, NamespacePods>([["shop", { knowledge: denied, pods: [] }]]);
  const services = new Map([["shop", { knowledge: denied, services: new Map() }]]);
  expect(shown({ ...CONNECTED, namespaces, services }).detail).toMatch(
    /^Not allowed: pods is forbidden\. The verb list/,
  );
});

test("namespaces that are polled are named with the verb that is missing", () => {
  const pods: NamespacePods = { knowledge: { kind: "synced" }, pods: [] };
  const namespaces = new Map<string, NamespacePods>([
    ["shop", { ...pods, polled: true }],
    ["bank", pods],
  ]);
  expect(shown({ ...CONNECTED, namespaces }).detail).toContain("in shop: the verb watch on the resource pods");
});

test.each<readonly [known: NamespacePods, watched: number, detail: string]>([
  [{ knowledge: { kind: "synced" }, pods: [], mode: "full", size: 12 }, 12, "Live. 12 Pods are watched."],
  [
    { knowledge: { kind: "synced" }, pods: [], mode: "metadata", size: 9000 },
    9000,
    "shop has 9000 Pods: of all of them the labels",
  ],
  [
    { knowledge: { kind: "off" }, pods: [], mode: "selectors", size: 90_000 },
    0,
    "shop has 90000 Pods: only those that open",
  ],
  [{ knowledge: { kind: "off" }, pods: [], mode: "selectors" }, 0, "In shop only the Pods that open Services select"],
])("what the size of a namespace costs is said: %j", (known, podsWatched, detail) => {
  const status = shown({ ...CONNECTED, namespaces: new Map([["shop", known]]) });
  expect(status).toMatchObject({ podsWatched, detail: expect.stringContaining(detail) });
});
