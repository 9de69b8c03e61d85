import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { SessionLimits } from "../../server/src/cluster/sessionOptions.ts";
import { matchesPair } from "../../server/src/core/pods/selector.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { until } from "../support/until.ts";
import { isSynced, namesOf, type Observed, observe } from "./observed.ts";

/** The Pods of a namespace follow the real cluster, and say how they are known. */
describe("the Pods of a namespace", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let observed: Observed | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-pods-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
  });

  afterEach(() => observed?.cluster.dispose());

  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Connects and watches a namespace that holds a Deployment `till` of three Pods and one of two, `report`. */
  async function watchShop(namespace: string): Promise<Observed> {
    await controlPlane.apply(shop(namespace));
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace", namespace);
    await controlPlane.kubectl("rollout", "status", "deployment/report", "--namespace", namespace);
    return watch(namespace);
  }

  async function watch(
    namespace: string,
    kubeconfig = controlPlane.kubeconfig,
    limits: Partial<SessionLimits> = {},
  ): Promise<Observed> {
    observed = observe(kubeconfig, { limits });
    observed.cluster.watchNamespaces([namespace]);
    await observed.cluster.connect({});
    return observed;
  }

  async function podsOfKubectl(namespace: string, selector: string): Promise<readonly string[]> {
    const listed = await controlPlane.kubectl(
      "get",
      "pods",
      "--namespace",
      namespace,
      "--selector",
      selector,
      "-oname",
    );
    return listed
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replace("pod/", ""))
      .sort();
  }

  test("match a selector as kubectl and the EndpointSlice controller do", async () => {
    const { untilPods } = await watchShop("truth");
    const { pods } = await untilPods("truth", "five Pods", ({ pods }) => pods.filter((pod) => pod.ready).length === 5);
    for (const selector of [{ app: "till" }, { tier: "front" }, { app: "till", tier: "front" }, { app: "none" }]) {
      const pairs = Object.entries(selector);
      const text = pairs.map((pair) => pair.join("=")).join(",");
      const matched = pods.filter((pod) => pairs.every(([key, value]) => matchesPair(pod, { key, value })));
      expect(namesOf(matched)).toEqual(await podsOfKubectl("truth", text));
    }
    const addresses = await until(() => addressesOf("truth", "till", 3), { within: 20_000, what: "the EndpointSlice" });
    const matched = pods.filter((pod) => matchesPair(pod, { key: "app", value: "till" }));
    expect(matched.flatMap((pod) => pod.ips).sort()).toEqual(addresses);
  });

  /** The addresses in a Service's EndpointSlices, once there are as many. */
  async function addressesOf(
    namespace: string,
    service: string,
    count: number,
  ): Promise<readonly string[] | undefined> {
    const selector = `kubernetes.io/service-name=${service}`;
    const path = "{.items[*].endpoints[*].addresses[*]}";
    const args = ["get", "endpointslices", "--namespace", namespace, "--selector", selector, `-ojsonpath=${path}`];
    const addresses = (await controlPlane.kubectl(...args)).split(" ").filter((address) => address !== "");
    return addresses.length === count ? addresses.sort() : undefined;
  }

  test("carry what is shown of them", async () => {
    const { untilPods } = await watchShop("facts");
    const { pods } = await untilPods("facts", "ready Pods", ({ pods }) => pods.filter((pod) => pod.ready).length === 5);
    const pod = pods.find(({ labels }) => labels.get("app") === "till");
    expect(pod).toMatchObject({
      namespace: "facts",
      phase: "Running",
      status: "Running",
      readyContainers: "1/1",
      restarts: 0,
      terminating: false,
      ports: [{ name: "http", port: 8080, protocol: "TCP", container: "container" }],
      owner: { kind: "ReplicaSet" },
      origin: { kind: "cluster" },
    });
    expect(pod?.node).toMatch(/^node-\d$/);
  });

  test("follow labels, new Pods and deleted ones", async () => {
    const { untilPods } = await watchShop("changes");
    const { pods } = await untilPods("changes", "five Pods", ({ pods }) => pods.length === 5);
    const [first] = namesOf(pods);
    await controlPlane.kubectl("label", "pod", `${first}`, "version=v1", "--namespace", "changes");
    const has = (value: string | undefined) => (known: { pods: typeof pods }) =>
      known.pods.find(({ name }) => name === first)?.labels.get("version") === value;
    await untilPods("changes", "the label", has("v1"));
    await controlPlane.kubectl("label", "pod", `${first}`, "version-", "--namespace", "changes");
    await untilPods("changes", "no label", has(undefined));
    await controlPlane.kubectl("scale", "deployment/till", "--replicas=6", "--namespace", "changes");
    await untilPods("changes", "eight Pods", ({ pods }) => pods.filter((pod) => pod.ready).length === 8);
    await controlPlane.kubectl("delete", "deployment", "report", "--namespace", "changes");
    const left = await untilPods("changes", "six Pods", ({ pods }) => pods.length === 6);
    expect(namesOf(left.pods)).toEqual(await podsOfKubectl("changes", ""));
  });

  test("are none only when the namespace is there", async () => {
    const { untilPods, snapshots } = await watch("later", controlPlane.kubeconfig, {
      watch: { seconds: 2, idleMs: 2_500 },
    });
    const missing = await untilPods("later", "the missing namespace", ({ knowledge }) => knowledge.kind === "failed");
    expect(missing).toMatchObject({
      knowledge: { kind: "failed", why: "The namespace later does not exist in the cluster." },
      pods: [],
    });
    expect(snapshots.some((snapshot) => snapshot.namespaces.get("later")?.knowledge.kind === "synced")).toBe(false);
    await controlPlane.kubectl("create", "namespace", "later");
    expect(await untilPods("later", "the empty namespace", isSynced)).toMatchObject({
      knowledge: { kind: "synced" },
      pods: [],
    });
    await controlPlane.kubectl("run", "one", "--image=example", "--namespace=later");
    await untilPods("later", "the first Pod", ({ pods }) => pods.length === 1);
    await controlPlane.kubectl("delete", "namespace", "later", "--wait=true");
    await untilPods("later", "the deleted namespace", ({ knowledge }) => knowledge.kind === "failed");
  });

  test("stay as stale while the API server is away, and are true again when it is back", async () => {
    const { untilPods, until: untilSnapshot } = await watchShop("restart");
    await untilPods("restart", "five Pods", ({ pods }) => pods.filter((pod) => pod.ready).length === 5);
    await controlPlane.killApiServer();
    const stale = await untilPods("restart", "a lost connection", ({ knowledge }) => knowledge.kind === "stale");
    expect(stale.pods).toHaveLength(5);
    expect((await untilSnapshot("the status", ({ knowledge }) => knowledge.kind === "stale")).context).toBeDefined();
    await controlPlane.startApiServer();
    await untilPods("restart", "the connection", isSynced);
    await controlPlane.kubectl("scale", "deployment/till", "--replicas=1", "--namespace", "restart");
    const known = await untilPods("restart", "three Pods", (now) => isSynced(now) && now.pods.length === 3);
    expect(namesOf(known.pods)).toEqual(await podsOfKubectl("restart", ""));
  });

  test("are polled where they may be listed and not watched", async () => {
    await controlPlane.apply(shop("polled"));
    const kubeconfig = await controlPlane.kubeconfigOf("lister");
    await grant("lister", "polled", "list");
    const { cluster, untilPods, log } = await watch("polled", kubeconfig);
    await untilPods("polled", "five Pods", (known) => isSynced(known) && known.pods.length === 5);
    await controlPlane.kubectl("scale", "deployment/till", "--replicas=1", "--namespace", "polled");
    await untilPods("polled", "three Pods", (known) => isSynced(known) && known.pods.length === 3);
    expect(cluster.snapshot.namespaces.get("polled")?.polled).toBe(true);
    expect(log.join("\n")).toContain('cannot watch resource "pods"');
  });

  test("are denied with the server's sentence, until somebody grants them", async () => {
    await controlPlane.apply(shop("denied"));
    const kubeconfig = await controlPlane.kubeconfigOf("nobody");
    const { untilPods, cluster } = await watch("denied", kubeconfig);
    const { knowledge, pods } = await untilPods("denied", "a refusal", (known) => known.knowledge.kind === "denied");
    expect(pods).toEqual([]);
    expect(knowledge).toEqual({
      kind: "denied",
      what: 'pods is forbidden: User "system:serviceaccount:default:nobody" cannot list resource "pods" in API group "" in the namespace "denied"',
    });
    expect(await cluster.namespaces()).toEqual([]);
    expect(await cluster.workloads("denied")).toEqual([]);
    expect((await cluster.listPods("denied")).knowledge).toEqual(knowledge);
    await grant("nobody", "denied", "list,watch");
    await untilPods("denied", "five Pods", (known) => isSynced(known) && known.pods.length === 5);
  });

  async function grant(serviceAccount: string, namespace: string, verbs: string): Promise<void> {
    const { kubectl } = controlPlane;
    await kubectl("create", "role", serviceAccount, `--verb=${verbs}`, "--resource=pods", "--namespace", namespace);
    const subject = `--serviceaccount=default:${serviceAccount}`;
    const role = `--role=${serviceAccount}`;
    await kubectl("create", "rolebinding", serviceAccount, role, subject, "--namespace", namespace);
  }

  test("of a namespace that no document needs any more are let go", async () => {
    observed = observe(controlPlane.kubeconfig, { limits: { lingerMs: 100, maxNamespaces: 2 } });
    const { cluster, until: untilSnapshot } = observed;
    cluster.watchNamespaces(["default", "kube-system", "kube-public"]);
    await cluster.connect({});
    const known = await untilSnapshot("two namespaces", ({ namespaces }) => namespaces.size === 2);
    expect([...known.namespaces.keys()]).toEqual(["default", "kube-system"]);
    cluster.watchNamespaces(["default", "kube-system", "kube-public"]);
    expect(cluster.snapshot).toBe(known);
    cluster.watchNamespaces(["kube-public"]);
    await untilSnapshot("the one that is needed", ({ namespaces }) => [...namespaces.keys()].join() === "kube-public");
  });

  test("are listed once for the command line", async () => {
    await watchShop("once");
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace", "once");
    const { cluster } = observe(controlPlane.kubeconfig);
    await cluster.connect({});
    const { knowledge, pods } = await cluster.listPods("once");
    expect(knowledge).toEqual({ kind: "synced" });
    expect(cluster.snapshot).toMatchObject({ knowledge: { kind: "synced" }, serverVersion: "1.37.2" });
    expect(namesOf(pods)).toEqual(await podsOfKubectl("once", ""));
    expect((await cluster.listPods("nowhere")).knowledge.kind).toBe("failed");
    cluster.dispose();
  });

  test("can be exposed by their workloads", async () => {
    const { cluster, untilPods } = await watchShop("workloads");
    await controlPlane.kubectl("run", "bare", "--image=example", "--port=9", "--namespace=workloads");
    await untilPods("workloads", "the bare Pod", ({ pods }) => pods.some(({ name }) => name === "bare"));
    const workloads = await cluster.workloads("workloads");
    expect(workloads.map(({ kind, name, replicas }) => `${kind} ${name} ${replicas}`).sort()).toEqual([
      "Deployment report 2",
      "Deployment till 3",
      "Pod bare undefined",
      "Service till undefined",
    ]);
    const till = workloads.find(({ name }) => name === "till");
    expect([...(till?.labels ?? [])]).toEqual([
      ["app", "till"],
      ["tier", "front"],
    ]);
    expect([...(till?.selector ?? [])]).toEqual([["app", "till"]]);
    expect(till?.ports).toEqual([{ name: "http", port: 8080, protocol: "TCP", container: "container" }]);
    expect(await cluster.namespaces()).toContain("workloads");
  });
});

function shop(namespace: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      deployment(namespace, "till", "front", 3),
      deployment(namespace, "report", "back", 2),
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { namespace, name: "till" },
        spec: { selector: { app: "till" }, ports: [{ port: 80, targetPort: "http" }] },
      },
    ],
  });
}

function deployment(namespace: string, name: string, tier: string, replicas: number) {
  const containers = [{ name: "main", image: "example", ports: [{ name: "http", containerPort: 8080 }] }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace, name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name, tier } }, spec: { containers } },
    },
  };
}
