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
      detail: expect.stringContaining("certificate is not checked"),
    });
  }
});

test("namespaces that are polled are named with the verb that is missing", () => {
  const pods: NamespacePods = { knowledge: { kind: "synced" }, pods: [] };
  const namespaces = new Map<string, NamespacePods>([
    ["shop", { ...pods, polled: true }],
    ["bank", pods],
  ]);
  expect(shown({ ...CONNECTED, namespaces }).detail).toContain("in shop: the verb watch on the resource pods");
});
