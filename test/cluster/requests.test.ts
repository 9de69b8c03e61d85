import { mkdtemp, readFile, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { Cluster } from "../../server/src/cluster/cluster.ts";
import type { ClusterWrite } from "../../server/src/cluster/writes/write.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { neverAsked, notInSecurity } from "../support/securityList.ts";
import { until } from "../support/until.ts";
import { isSynced, type Observed, observe, writeKubeconfig } from "./observed.ts";

const NAMESPACE = "default";
const LABELS = { app: "till" };
const TEMPLATE = { metadata: { labels: LABELS }, spec: { containers: [{ name: "main", image: "example" }] } };
const SELECTED = { selector: { matchLabels: LABELS }, template: TEMPLATE };
const JOB = { template: { spec: { ...TEMPLATE.spec, restartPolicy: "Never" } } };
const PORTS = { ports: [{ port: 80 }] };

/** What asks the API server; the rest of the interface only says whom to ask. */
type Asking = Exclude<
  keyof Cluster,
  "snapshot" | "onDidChange" | "watchNamespaces" | "connect" | "disconnect" | "revoke" | "contexts" | "dispose"
>;

/** Everything that the product can ask of a cluster: only `cluster/` talks to Kubernetes, and this is all that it offers. */
describe("the requests of the whole product", () => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let observed: Observed;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-requests-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    proxy = await startFaultProxy(controlPlane.server);
    await controlPlane.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items: OBJECTS }));
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    const kubeconfig = join(folder, "config");
    await writeKubeconfig(kubeconfig, { cluster: { server: proxy.url }, user: users[0].user });
    observed = observe(kubeconfig);
  });

  afterAll(async () => {
    observed?.cluster.dispose();
    await proxy?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** One use of each at least; the compiler asks for those that are added. */
  function everything(cluster: Cluster): Readonly<Record<Asking, () => Promise<unknown>>> {
    return {
      listPods: () => cluster.listPods(NAMESPACE),
      listServices: () => cluster.listServices(NAMESPACE),
      listEndpointSlices: () => cluster.listEndpointSlices(NAMESPACE),
      listInUse: () => cluster.listInUse(),
      namespaces: () => cluster.namespaces(),
      workloads: () => cluster.workloads(NAMESPACE),
      adopters: () => cluster.adopters(NAMESPACE),
      podText: () => cluster.podText(NAMESPACE, "till"),
      read: () => Promise.all(KINDS.map((kind) => cluster.read({ kind, namespace: NAMESPACE, name: "till" }))),
      describe: () => cluster.describe(NAMESPACE, "till"),
      nodeAddresses: () => cluster.nodeAddresses(),
      find: () => cluster.find(NAMESPACE, "app=till"),
      portForward: () => tunnel(cluster),
      containers: () => cluster.containers(NAMESPACE, "till"),
      followLog: () =>
        cluster.followLog({ namespace: NAMESPACE, pod: "till" }, new AbortController().signal, () => undefined),
      validate: () => cluster.validate([service("till")]),
      dryRun: async () => {
        for (const write of WRITES) await cluster.dryRun(write);
      },
      apply: async () => {
        for (const write of WRITES) await cluster.apply(`${(await cluster.dryRun(write)).token}`, NEVER);
      },
    };
  }

  /** A port-forward asks for nothing before somebody comes. */
  async function tunnel(cluster: Cluster): Promise<void> {
    const isAsked = () => proxy.requests.some(({ path }) => path.includes("/portforward"));
    const listener = { through: () => undefined, failed: () => undefined, ended: () => undefined };
    const target = { kind: "pod", namespace: NAMESPACE, pod: "till", port: 8080 } as const;
    const forward = await cluster.portForward(target, 0, listener);
    if (forward.kind === "refused") throw new Error(forward.why);
    const socket = net.connect(forward.localPort, "127.0.0.1");
    socket.on("error", () => socket.destroy());
    await until(isAsked, { within: 30_000, what: "the tunnel" });
    socket.destroy();
    forward.stop();
  }

  test("are those that SECURITY.md lists, and all of them", async () => {
    const { cluster, untilPods } = observed;
    cluster.watchNamespaces([NAMESPACE, "kube-public"]);
    await cluster.connect({});
    await untilPods(NAMESPACE, "the Pods", isSynced);
    await untilPods("kube-public", "the empty namespace", isSynced);
    for (const ask of Object.values(everything(cluster))) await ask();
    expect(await notInSecurity(proxy.requests)).toEqual([]);
    // Custom resources have a test of their own.
    expect((await neverAsked(proxy.requests)).filter((row) => !row.includes("GROUP"))).toEqual([]);
    expect(proxy.requests.filter(({ path }) => /secrets|configmaps/.test(path))).toEqual([]);
  });
});

const NEVER = new AbortController().signal;

function service(name: string, spec: object = PORTS) {
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: NAMESPACE }, spec };
}

function object(apiVersion: string, kind: string, spec: object) {
  return { apiVersion, kind, metadata: { name: "till", namespace: NAMESPACE, labels: LABELS }, spec };
}

const OBJECTS = [
  service("till", { ...PORTS, selector: LABELS }),
  service("gone"),
  object("v1", "Pod", TEMPLATE.spec),
  object("apps/v1", "Deployment", SELECTED),
  object("apps/v1", "StatefulSet", { ...SELECTED, serviceName: "till" }),
  object("apps/v1", "DaemonSet", SELECTED),
  object("apps/v1", "ReplicaSet", SELECTED),
  object("v1", "ReplicationController", { selector: LABELS, template: TEMPLATE }),
  object("batch/v1", "CronJob", { schedule: "0 0 1 1 *", jobTemplate: { spec: JOB } }),
];

/** Those with a Pod template that can be written. */
const TEMPLATE_KINDS = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "CronJob"];
const KINDS = ["Service", "Pod", ...TEMPLATE_KINDS];

const SLICE = {
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name: "till-1", namespace: NAMESPACE, labels: { "kubernetes.io/service-name": "till" } },
  addressType: "IPv4",
  endpoints: [{ addresses: ["192.0.2.1"] }],
  ports: [{ port: 80 }],
};

/** One of each kind. */
const WRITES: readonly ClusterWrite[] = [
  { kind: "create", objects: [service("made"), SLICE] },
  { kind: "apply", objects: [service("till", { ...PORTS, selector: { app: "other" } })], force: true },
  { kind: "replace", object: service("till", { ...PORTS, type: "NodePort" }) },
  { kind: "recreate", object: service("till", { type: "ExternalName", externalName: "example.com" }) },
  { kind: "delete", namespace: NAMESPACE, services: ["gone"] },
  { kind: "labelPods", namespace: NAMESPACE, pods: ["till"], labels: { tier: "front" } },
  ...TEMPLATE_KINDS.map((kind): ClusterWrite => {
    return { kind: "labelTemplate", namespace: NAMESPACE, workload: { kind, name: "till" }, labels: { tier: "front" } };
  }),
];
