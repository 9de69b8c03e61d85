import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { SessionLimits } from "../../server/src/cluster/sessionOptions.ts";
import type { Resolution } from "../../server/src/core/pods/resolution.ts";
import { resolve } from "../../server/src/core/pods/resolve.ts";
import { labelSelectorOf } from "../../server/src/core/pods/selector.ts";
import { EMPTY_WORKSPACE, type NamespacePods } from "../../server/src/core/snapshot.ts";
import { pairsOf } from "../../server/src/core/workspace/matching.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { startInProcess } from "../support/languageServer.ts";
import { firstService, SETTINGS } from "../support/snapshot.ts";
import { until } from "../support/until.ts";
import { isSynced, namesOf, type Observed, observe, writeKubeconfig } from "./observed.ts";

const LIMITS: Partial<SessionLimits> = { maxPods: 20, maxMetadataPods: 60, maxPolledPods: 20, recountMs: 300 };

/** How much of a namespace is followed, by its size, and what is known meanwhile. */
describe("a namespace of many Pods", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let proxy: FaultProxy;
  let observed: Observed;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-scale-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
  });

  beforeEach(async () => {
    proxy = await startFaultProxy(controlPlane.server);
    observed = await observeAs(controlPlane.kubeconfig);
  });

  afterEach(async () => {
    observed.cluster.dispose();
    await proxy.stop();
  });

  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A cluster behind the proxy, as the user of a kubeconfig. */
  async function observeAs(kubeconfig: string, limits: Partial<SessionLimits> = LIMITS): Promise<Observed> {
    const file = join(folder, "proxied.yaml");
    const { users } = parse(await readFile(kubeconfig, "utf8"));
    await writeKubeconfig(file, { cluster: { server: proxy.url }, user: users[0].user });
    return observe(file, { limits });
  }

  /** Pods `prefix-N` from one number to before another, every third one of `app=till, tier=front`, the others `tier=back`. */
  async function makePods(namespace: string, from: number, to: number): Promise<void> {
    const items = Array.from({ length: to - from }, (_, index) => podOf(namespace, from + index));
    await controlPlane.apply(
      JSON.stringify({ apiVersion: "v1", kind: "List", items: [namespaceOf(namespace), ...items] }),
    );
  }

  async function deletePods(namespace: string, from: number, to: number): Promise<void> {
    const names = Array.from({ length: to - from }, (_, index) => `pod-${from + index}`);
    await controlPlane.kubectl("delete", "pod", "--force", "--grace-period=0", "-n", namespace, ...names);
  }

  async function follow(namespace: string, selector = "app: till, tier: front"): Promise<void> {
    const labelSelector = labelSelectorOf(pairsOf(serviceOf(namespace, selector))) ?? "";
    observed.cluster.watchNamespaces([namespace], new Map([[namespace, [labelSelector]]]));
    await observed.cluster.connect({});
  }

  /** What a Service is told of, in the snapshot that is there now. */
  function told(namespace: string, selector = "app: till, tier: front"): Resolution {
    const { snapshot: cluster } = observed.cluster;
    const snapshot = { settings: SETTINGS, cluster, workspace: EMPTY_WORKSPACE };
    return resolve(serviceOf(namespace, selector), snapshot, "");
  }

  async function matchingByKubectl(namespace: string): Promise<readonly string[]> {
    const names = "-ojsonpath={.items[*].metadata.name}";
    const listed = await controlPlane.kubectl("get", "pods", "-n", namespace, "-l", "app=till,tier=front", names);
    return listed.split(" ").sort();
  }

  /** Requests for Pods of a namespace, without what differs from run to run. */
  function requestsOf(namespace: string): readonly string[] {
    return proxy.requests
      .filter(({ path }) => path.startsWith(`/api/v1/namespaces/${namespace}/pods?`))
      .map(({ path }) => {
        const query = new URL(path, proxy.url).searchParams;
        const selector = query.get("labelSelector");
        return [query.get("watch") === "true" ? "watch" : `list ${query.get("limit")}`, selector]
          .filter(Boolean)
          .join(" ");
      });
  }

  const inMode = (mode: NamespacePods["mode"]) => (known: NamespacePods) => known.mode === mode;

  test("is asked for what a Service selects before all its Pods are there", async () => {
    await makePods("first", 0, 12);
    proxy.inject({ kind: "trickle", bytes: 500, pauseMs: 30 }, (path) => /pods\?limit=500$/.test(path));
    await follow("first");
    const known = await observed.untilPods(
      "first",
      "the first answer",
      ({ selections }) => (selections?.size ?? 0) > 0,
    );
    expect(known.knowledge).toEqual({ kind: "connecting" });
    expect(known.pods).toEqual([]);
    const first = told("first");
    expect(namesOf(first.pods)).toEqual(await matchingByKubectl("first"));
    expect([first.source.kind, first.nearMissesKnown, first.pairs]).toEqual(["cluster", false, []]);
    await observed.untilPods("first", "all Pods", isSynced);
    const whole = told("first");
    expect(namesOf(whole.pods)).toEqual(namesOf(first.pods));
    expect([whole.nearMissesKnown, whole.nearMisses.length, whole.pairs.map(({ count }) => count)]).toEqual([
      true,
      1,
      [12, 4],
    ]);
    await until(() => (requestsOf("first").length >= 4 ? true : undefined), { within: 10_000, what: "the watch" });
    expect([...requestsOf("first")].sort()).toEqual(["list 1", "list 500", "list 500 app=till,tier=front", "watch"]);
  });

  test("whose list fails keeps what the Service was told first, marked as old", async () => {
    await makePods("broken", 0, 12);
    const body = JSON.stringify({ kind: "Status", code: 500, message: "etcdserver: request timed out" });
    proxy.inject({ kind: "answer", status: 500, body }, (path) => /pods\?limit=500$/.test(path));
    await follow("broken");
    const names = await matchingByKubectl("broken");
    await observed.until("the first answer, as old", () => {
      const { source, pods } = told("broken");
      const isOld = source.kind === "cluster" && source.knowledge.kind === "stale";
      return isOld && namesOf(pods).join() === names.join();
    });
    proxy.inject({ kind: "none" });
    await observed.untilPods("broken", "all Pods", isSynced);
    expect(namesOf(told("broken").pods)).toEqual(names);
  });

  test("is none of the Service's only when the namespace is there", async () => {
    await follow("nowhere");
    await observed.untilPods("nowhere", "the missing namespace", ({ knowledge }) => knowledge.kind === "failed");
    const selected = observed.snapshots.flatMap(({ namespaces }) => [...(namespaces.get("nowhere")?.selections ?? [])]);
    expect(selected).toEqual([]);
  });

  test("is followed as its size allows, there and back, and the Service is told the same", async () => {
    await makePods("sizes", 0, 12);
    await follow("sizes");
    const expectTruth = async (what: string) => {
      const names = (await matchingByKubectl("sizes")).join();
      await observed.until(what, () => {
        const { source, pods } = told("sizes");
        return source.kind === "cluster" && namesOf(pods).join() === names;
      });
    };
    expect((await observed.untilPods("sizes", "all Pods", isSynced)).mode).toBe("full");
    await expectTruth("the Pods of the Service among 12");

    await makePods("sizes", 12, 30);
    const metadata = await observed.untilPods("sizes", "metadata only", inMode("metadata"));
    expect(metadata.pods.every(({ ips, status }) => ips.length === 0 && status === "")).toBe(true);
    await expectTruth("the Pods of the Service among 30");
    const [till] = told("sizes").pods;
    expect(till?.status).toBe("Pending");
    expect(told("sizes").nearMissesKnown).toBe(true);

    await makePods("sizes", 30, 66);
    const selectors = await observed.untilPods("sizes", "selectors only", inMode("selectors"));
    expect([selectors.knowledge, selectors.pods]).toEqual([{ kind: "off" }, []]);
    await expectTruth("the Pods of the Service among 66");
    expect([told("sizes").nearMissesKnown, told("sizes").pairs]).toEqual([false, []]);

    await deletePods("sizes", 30, 66);
    await observed.untilPods("sizes", "metadata again", inMode("metadata"));
    await expectTruth("the Pods of the Service among 30 again");
    await deletePods("sizes", 12, 30);
    await observed.untilPods("sizes", "all Pods again", inMode("full"));
    await expectTruth("the Pods of the Service among 12 again");

    const unknown = observed.snapshots.map(({ namespaces }) => namespaces.get("sizes"));
    const saidNone = unknown.filter((known) => known?.knowledge.kind === "synced" && known.pods.length === 0);
    expect(saidNone).toEqual([]);
  });

  test("that is large from the start is never listed as a whole", async () => {
    await makePods("large", 0, 70);
    await follow("large");
    await observed.untilPods("large", "selectors only", inMode("selectors"));
    const names = (await matchingByKubectl("large")).join();
    await observed.until("the Pods of the Service", () => namesOf(told("large").pods).join() === names);
    await until(() => (requestsOf("large").filter((one) => one === "list 1").length >= 3 ? true : undefined), {
      within: 10_000,
      what: "it to be counted again",
    });
    const SELECTED = "app=till,tier=front";
    expect(new Set(requestsOf("large"))).toEqual(new Set(["list 1", `list 500 ${SELECTED}`, `watch ${SELECTED}`]));
    expect(requestsOf("large").filter((one) => one.startsWith("watch"))).toHaveLength(1);
  });

  test("that is large is asked for what almost matches when nothing does, one list for each pair", async () => {
    await makePods("misses", 0, 30);
    await follow("misses", "app: till, tier: frnot");
    await observed.untilPods("misses", "metadata only", (known) => inMode("metadata")(known) && isSynced(known));
    expect(told("misses", "app: till, tier: frnot").nearMisses.map(({ pods }) => pods.length)).toEqual([10, 20]);
    await makePods("misses", 30, 70);
    await observed.untilPods("misses", "selectors only", inMode("selectors"));
    await observed.until("what almost matches", () => told("misses", "app: till, tier: frnot").nearMissesKnown);
    const { pods, nearMisses } = told("misses", "app: till, tier: frnot");
    expect(pods).toEqual([]);
    expect(nearMisses.map(({ kind }) => kind)).toEqual(["typo", "apart"]);
    // It was asked when the bound was crossed, and is asked again a minute later.
    const counted = nearMisses.reduce((sum, miss) => sum + miss.pods.length, 0);
    expect([counted > 60, counted <= 70]).toEqual([true, true]);
    const asked = requestsOf("misses").filter((one) => one.startsWith("list 500"));
    expect(asked.slice(-2).sort()).toEqual(["list 500 app=till", "list 500 tier=frnot"]);
  });

  test("of which only the list is allowed is asked by selector from a size on", async () => {
    await makePods("listed", 0, 30);
    const kubeconfig = await controlPlane.kubeconfigOf("lister");
    const at = ["--namespace", "listed"];
    await controlPlane.kubectl("create", "role", "lister", "--verb=list", "--resource=pods", ...at);
    await controlPlane.kubectl(
      "create",
      "rolebinding",
      "lister",
      "--role=lister",
      "--serviceaccount=default:lister",
      ...at,
    );
    observed.cluster.dispose();
    observed = await observeAs(kubeconfig);
    await follow("listed");
    const known = await observed.untilPods("listed", "selectors only", inMode("selectors"));
    expect(known.knowledge).toEqual({ kind: "off" });
    await observed.untilPods("listed", "polling", ({ polled }) => polled === true);
    expect(namesOf(told("listed").pods)).toEqual(await matchingByKubectl("listed"));
  });

  test("is read in JSON where protobuf cannot be read, and it is said meanwhile", async () => {
    await makePods("garbled", 0, 6);
    observed.cluster.dispose();
    // Long enough for what is wrong to be told before it is put right.
    const backoff = { firstMs: 2_000, capMs: 2_000, slowMs: 2_000, patience: 60 };
    observed = await observeAs(controlPlane.kubeconfig, { ...LIMITS, backoff });
    const garbage = { kind: "answer", status: 200, body: "k8s\0garbage", contentType: PROTOBUF } as const;
    proxy.inject(garbage, (path, accept) => path.includes("/garbled/pods") && accept.startsWith(PROTOBUF));
    await follow("garbled");
    const broken = await observed.untilPods("garbled", "a failure", ({ knowledge }) => knowledge.kind === "failed");
    expect(broken.knowledge).toMatchObject({ why: expect.stringMatching(/broke off or could not be read/) });
    expect((await observed.untilPods("garbled", "the Pods", isSynced)).pods).toHaveLength(6);
    await controlPlane.kubectl("label", "pod", "pod-0", "seen=yes", "-n", "garbled");
    const has = ({ pods }: NamespacePods) => pods.some(({ labels }) => labels.get("seen") === "yes");
    await observed.untilPods("garbled", "the change", has);
  });

  test("is read in JSON where that is what comes", async () => {
    await makePods("plain", 0, 6);
    proxy.inject({ kind: "recode", json: true });
    await follow("plain");
    expect((await observed.untilPods("plain", "the Pods", isSynced)).pods).toHaveLength(6);
    await controlPlane.kubectl("label", "pod", "pod-0", "seen=yes", "-n", "plain");
    await observed.untilPods("plain", "the change", ({ pods }) => pods.some(({ labels }) => labels.has("seen")));
  });

  test("makes the editor ask again only when an answer is another one", async () => {
    await makePods("shown", 0, 12);
    const server = await startInProcess({
      initializationOptions: { trusted: true },
      settings: { cluster: { kubeconfig: controlPlane.kubeconfig } },
    });
    const uri = "file:///work/till.yaml";
    const selector = "  selector:\n    app: till\n    tier: front\n";
    server.open(uri, `apiVersion: v1\nkind: Service\nmetadata: {name: till, namespace: shown}\nspec:\n${selector}`);
    const shown = async (wanted: readonly string[]) => {
      const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
      for (;;) {
        const hints = await server.request<readonly { label: string }[]>("textDocument/inlayHint", {
          textDocument: { uri },
          range,
        });
        if (hints.map(({ label }) => label).join() === wanted.join()) return;
        await server.next("workspace/inlayHint/refresh");
      }
    };
    await shown(["4 Pods, 0 ready", "12", "4"]);
    const refreshes = () => server.received.filter((name) => name === "workspace/inlayHint/refresh").length;
    const before = refreshes();
    await controlPlane.kubectl("annotate", "pods", "--all", "note=1", "-n", "shown");
    await controlPlane.kubectl("label", "pods", "--all", "other=1", "-n", "shown");
    await controlPlane.kubectl("label", "pod", "pod-0", "tier=back", "--overwrite", "-n", "shown");
    await shown(["3 Pods, 0 ready", "12", "3"]);
    expect(refreshes() - before).toBe(1);
    await server.stop();
  });

  test("is asked for only as SECURITY.md says, in every mode", async () => {
    const security = await readFile(join(import.meta.dirname, "../../SECURITY.md"), "utf8");
    const row =
      security.split("\n").find((line) => line.startsWith("| `GET /api/v1/namespaces/NAMESPACE/pods` |")) ?? "";
    await makePods("modes", 0, 12);
    await follow("modes");
    for (const [mode, from, to] of [
      ["full", 12, 13],
      ["metadata", 13, 24],
      ["selectors", 24, 62],
    ] as const) {
      await makePods("modes", from, to);
      await observed.untilPods("modes", mode, inMode(mode));
    }
    const queries = proxy.requests
      .filter(({ path }) => path.startsWith("/api/v1/namespaces/modes/pods"))
      .map(({ path }) => new URL(path, proxy.url));
    expect(new Set(queries.map(({ pathname }) => pathname))).toEqual(new Set(["/api/v1/namespaces/modes/pods"]));
    expect(row).toMatch(/list and watch, the metadata alone .*`limit=1`.*`labelSelector`/);
    const known = new Set([
      "limit",
      "labelSelector",
      "continue",
      "watch",
      "resourceVersion",
      "allowWatchBookmarks",
      "timeoutSeconds",
    ]);
    expect(queries.flatMap((query) => [...query.searchParams.keys()].filter((key) => !known.has(key)))).toEqual([]);
  });

  test("is told of four times a second in the long run, however much changes", async () => {
    await makePods("burst", 0, 12);
    await follow("burst");
    await observed.untilPods("burst", "the Pods", isSynced);
    const times: number[] = [];
    const listening = observed.cluster.onDidChange(() => times.push(performance.now()));
    for (let round = 0; round < 3; round++) {
      await controlPlane.kubectl("label", "pods", "--all", `round=${round}`, "--overwrite", "-n", "burst");
      // Told, and not only there to be read: a snapshot is newer than what was told of it.
      const isTold = () => {
        const { pods = [] } = observed.snapshots.at(-1)?.namespaces.get("burst") ?? {};
        return pods.length > 0 && pods.every(({ labels }) => labels.get("round") === `${round}`);
      };
      await until(isTold, { within: 30_000, what: `round ${round}` });
    }
    listening.dispose();
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    expect(times.length).toBeGreaterThan(2);
    // After a quiet time a few may follow closely, and a timer may be a little early.
    expect(times.length).toBeLessThanOrEqual(1 + 4 + Math.ceil(4.2 * seconds));
    expect(requestsOf("burst").filter((one) => one.startsWith("watch"))).toHaveLength(1);
  });
});

const PROTOBUF = "application/vnd.kubernetes.protobuf";

function serviceOf(namespace: string, selector: string) {
  const metadata = `{name: till, namespace: ${namespace}}`;
  return firstService(`apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec: {selector: {${selector}}}\n`);
}

function namespaceOf(name: string) {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function podOf(namespace: string, number: number) {
  const labels = { app: "till", tier: number % 3 === 0 ? "front" : "back" };
  const containers = [{ name: "main", image: "example", ports: [{ name: "http", containerPort: 8080 }] }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name: `pod-${number}`, labels },
    spec: { containers },
  };
}
