import { expect, test } from "vitest";
import { factsOf } from "./facts.ts";
import type { KubernetesObject } from "./manifest/manifest.ts";
import { readManifest } from "./manifest/readManifest.ts";
import { type ClusterSnapshot, EMPTY_WORKSPACE, type Knowledge, NEWEST_MINOR, NO_CLUSTER } from "./snapshot.ts";
import { storedFor } from "./stored.ts";

const UNSET = { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined };
const SETTINGS = { locale: "en", minor: NEWEST_MINOR, facts: UNSET, rules: {} } as const;
const STORED = { spec: { clusterIP: "10.0.0.7" } };

function connected(namespace: string, knowledge: Knowledge = { kind: "synced" }): ClusterSnapshot {
  const services = new Map([["shop", { knowledge, services: new Map([["till", STORED]]) }]]);
  return { ...NO_CLUSTER, knowledge: { kind: "synced" }, namespace, services };
}

function service(metadata: string): KubernetesObject {
  const { documents } = readManifest(`apiVersion: v1\nkind: Service\nmetadata: ${metadata}\n`);
  const object = documents[0]?.content.objects[0];
  if (object === undefined) throw new Error(`no object with ${metadata}`);
  return object;
}

const TILL = service("{name: till}");

function storedOf(metadata: string, cluster: ClusterSnapshot): unknown {
  return storedFor(service(metadata), { settings: SETTINGS, cluster, workspace: EMPTY_WORKSPACE });
}

test.each([
  ["{name: till, namespace: shop}", "default", true],
  ["{name: till}", "shop", true],
  ["{name: till}", "default", false],
  ["{name: till, namespace: other}", "shop", false],
  ["{name: other, namespace: shop}", "shop", false],
  ["{generateName: till, namespace: shop}", "shop", false],
  ['{name: till, namespace: "{{ .Release.Namespace }}"}', "shop", false],
  ['{name: "{{ .Release.Name }}", namespace: shop}', "shop", false],
])("%s in a context of %s: stored is %s", (metadata, namespace, isStored) => {
  expect(storedOf(metadata, connected(namespace))).toBe(isStored ? STORED : undefined);
});

test.each<Knowledge>([
  { kind: "off" },
  { kind: "connecting" },
  { kind: "denied", what: "services is forbidden" },
  { kind: "failed", why: "no answer" },
  { kind: "stale", since: 0, why: "lost" },
])("what is $kind is not known to be stored", (knowledge) => {
  expect(storedOf("{name: till}", connected("shop", knowledge))).toBeUndefined();
});

test("the settings win over the cluster, and the cluster over nothing", () => {
  const own = { ...UNSET, serviceCIDRs: ["10.9.0.0/16"] };
  const dual = { ...NO_CLUSTER, serviceCIDRs: ["10.0.0.0/24", "fd00::/112"] };
  expect(factsOf(own, dual, TILL)).toBe(own);
  expect(factsOf(UNSET, NO_CLUSTER, TILL)).toBe(UNSET);
  const asKnown = { ...UNSET, serviceCIDRs: dual.serviceCIDRs, dualStack: true };
  expect(factsOf({ ...UNSET, serviceCIDRs: [] }, dual, TILL)).toEqual(asKnown);
  expect(factsOf({ ...UNSET, dualStack: false }, dual, TILL).dualStack).toBe(false);
  expect(factsOf(UNSET, { ...NO_CLUSTER, serviceCIDRs: ["fd00::/112"] }, TILL).dualStack).toBe(false);
});

test.each([
  ["{name: till, namespace: shop}", undefined],
  ["{name: till}", undefined],
  ["{name: web}", "shop/till"],
  ["{name: till, namespace: other}", "shop/till"],
  ["{generateName: till}", undefined],
  ['{name: web, namespace: "{{ .Release.Namespace }}"}', undefined],
  ['{name: "{{ .Release.Name }}", namespace: other}', undefined],
])("of %s a node port of shop/till is held by %s", (metadata, holder) => {
  const inUse = { nodePorts: new Map([[30_080, "shop/till"]]), clusterIPs: new Map([["10.0.0.7", "shop/till"]]) };
  const facts = factsOf(UNSET, { ...connected("default"), inUse }, service(metadata));
  expect([facts.inUse?.nodePorts.get(30_080), facts.inUse?.clusterIPs.get("10.0.0.7")]).toEqual([holder, holder]);
});
