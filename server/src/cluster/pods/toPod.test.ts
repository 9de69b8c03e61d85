import { expect, test } from "vitest";
import { createPool } from "./intern.ts";
import { samePod, toPod } from "./toPod.ts";

/** A Pod as the API gives it, with the parts that count. */
const POD = {
  metadata: {
    name: "till-1",
    namespace: "shop",
    creationTimestamp: "2026-01-02T03:04:05Z",
    labels: { app: "till", empty: "" },
    ownerReferences: [
      { kind: "Other", name: "other" },
      { kind: "ReplicaSet", name: "till-5f", controller: true },
    ],
  },
  spec: {
    nodeName: "node-1",
    initContainers: [
      { name: "once", ports: [{ containerPort: 1 }] },
      { name: "mesh", restartPolicy: "Always", ports: [{ name: "admin", containerPort: 15000 }] },
    ],
    containers: [
      {
        name: "web",
        ports: [
          { name: "http", containerPort: 8080, protocol: "TCP" },
          { containerPort: 53, protocol: "UDP" },
        ],
      },
    ],
  },
  status: {
    phase: "Running",
    podIP: "10.0.0.1",
    podIPs: [{ ip: "10.0.0.1" }, { ip: "fd00::1" }],
    conditions: [{ type: "Ready", status: "True" }],
    initContainerStatuses: [
      { name: "once", restartCount: 1, state: { terminated: { exitCode: 0, reason: "Completed" } } },
      { name: "mesh", restartCount: 2, started: true, ready: true, state: { running: {} } },
    ],
    containerStatuses: [{ name: "web", restartCount: 3, ready: true, state: { running: {} } }],
  },
};

test("a Pod keeps what matching and showing need", () => {
  expect(toPod(POD, createPool())).toEqual({
    namespace: "shop",
    name: "till-1",
    labels: new Map([
      ["app", "till"],
      ["empty", ""],
    ]),
    ports: [
      { name: "http", port: 8080, protocol: "TCP", container: "container" },
      { name: undefined, port: 53, protocol: "UDP", container: "container" },
      { name: "admin", port: 15000, protocol: "TCP", container: "sidecar" },
    ],
    phase: "Running",
    status: "Running",
    ready: true,
    readyContainers: "2/2",
    restarts: 5,
    terminating: false,
    ips: ["10.0.0.1", "fd00::1"],
    node: "node-1",
    createdAtSeconds: Date.parse("2026-01-02T03:04:05Z") / 1000,
    owner: { kind: "ReplicaSet", name: "till-5f" },
    origin: { kind: "cluster" },
  });
});

test("the names of ports that plain init containers declare are known, and are no ports of the Pod", () => {
  const ports = [{ name: "setup", containerPort: 1 }, { containerPort: 2 }];
  const initContainers = [
    { name: "once", ports },
    { name: "mesh", restartPolicy: "Always", ports: [{ name: "mesh", containerPort: 3 }] },
  ];
  const pod = toPod({ ...POD, spec: { containers: [{ name: "web" }], initContainers } }, createPool());
  expect(pod?.ports.map(({ name }) => name)).toEqual(["mesh"]);
  expect(pod?.initPortNames).toEqual(["setup"]);
});

test("equal parts of Pods are one object, so that Pods compare by identity", () => {
  const pool = createPool();
  const one = toPod(POD, pool);
  const other = toPod({ ...structuredClone(POD), metadata: { ...POD.metadata, name: "till-2" } }, pool);
  if (!one || !other) throw new Error("not a Pod");
  expect(other.labels).toBe(one.labels);
  expect(other.ports).toBe(one.ports);
  expect(other.owner).toBe(one.owner);
  expect(samePod(one, other)).toBe(true);
});

test("a change that somebody can see makes another Pod", () => {
  const pool = createPool();
  const changed = structuredClone(POD);
  changed.status.podIPs = [{ ip: "10.0.0.2" }];
  const [one, other] = [toPod(POD, pool), toPod(changed, pool)];
  expect(one && other && samePod(one, other)).toBe(false);
});

test.each([
  null,
  undefined,
  1,
  "Pod",
  [],
  {},
  { metadata: {} },
  { metadata: { name: "a" } },
  { metadata: [], spec: 1 },
])("what is not a Pod is left out: %j", (object) => {
  expect(toPod(object, createPool())).toBeUndefined();
});

test("a Pod without status, ports or labels is a Pod", () => {
  const pod = toPod({ metadata: { name: "bare", deletionTimestamp: "2026-01-02T03:04:05Z" }, spec: {} }, createPool());
  expect(pod).toMatchObject({ status: "Terminating", terminating: true, readyContainers: "0/0", ips: [], ports: [] });
});

test("a label called __proto__ is a label", () => {
  const metadata = JSON.parse('{"name":"odd","labels":{"__proto__":"x","constructor":"y"}}');
  expect([...(toPod({ metadata, spec: {} }, createPool())?.labels ?? [])]).toEqual([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
});
