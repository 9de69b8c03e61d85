import { expect, test } from "vitest";
import { createPool } from "../pods/intern.ts";
import { toWorkload } from "./toWorkload.ts";

const template = { metadata: { labels: { app: "till" } }, spec: { containers: [{ ports: [{ containerPort: 80 }] }] } };
const metadata = { name: "till", namespace: "shop", labels: { team: "shop" } };
const matchLabels = { app: "till" };

function read(kind: string, spec: unknown, more: object = {}) {
  const workload = toWorkload(
    { apiVersion: "example.com/v1", kind },
    { metadata: { ...metadata, ...more }, spec },
    createPool(),
  );
  return workload && { ...workload, labels: [...workload.labels], selector: [...workload.selector] };
}

const LABELS = [["app", "till"]];
const LABELLED = { labels: LABELS, selector: LABELS };
const UNSELECTED = { labels: LABELS, selector: [] };

test.each([
  ["Deployment", { template, selector: { matchLabels } }, LABELLED],
  ["Rollout", { template, selector: { matchLabels }, replicas: 3 }, { ...LABELLED, replicas: 3 }],
  [
    "Rollout",
    { template, selector: { matchLabels, matchExpressions: [{ key: "a", operator: "Exists" }] } },
    UNSELECTED,
  ],
  ["Rollout", { template, selector: "app=till" }, UNSELECTED],
  ["Rollout", { template }, UNSELECTED],
  ["Job", { template, selector: { matchLabels } }, UNSELECTED],
  ["CronJob", { jobTemplate: { spec: { template } } }, UNSELECTED],
  ["Pod", template.spec, { labels: [["team", "shop"]], selector: [] }],
  ["Service", { selector: { app: "till" }, ports: [{ port: 80 }] }, LABELLED],
])("a %s with a template is a workload: %j", (kind, spec, expected) => {
  const port = { name: undefined, port: 80, protocol: "TCP", container: "container" };
  expect(read(kind, spec)).toMatchObject({ kind, name: "till", namespace: "shop", ports: [port], ...expected });
});

test.each([
  ["Rollout", undefined],
  ["Rollout", { template: "till" }],
  ["Rollout", { template: { spec: { containers: {} } } }],
  ["Postgres", { template: { spec: { storage: "1Gi" } } }],
  ["Service", { ports: [{ port: 80 }] }],
])("a %s without one is none: %j", (kind, spec) => expect(read(kind, spec)).toBeUndefined());

test("the controller is the one owner that says so", () => {
  const rollout = { apiVersion: "example.com/v1", kind: "Rollout", name: "till" };
  const ownerReferences = [
    { ...rollout, name: "other" },
    { ...rollout, controller: true },
  ];
  expect(read("ReplicaSet", { template }, { ownerReferences })?.controller).toEqual(rollout);
  expect(
    read("ReplicaSet", { template }, { ownerReferences: ownerReferences.slice(0, 1) })?.controller,
  ).toBeUndefined();
  expect(read("ReplicaSet", { template }, { ownerReferences: [{ controller: true }] })?.controller).toBeUndefined();
});
