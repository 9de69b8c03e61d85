import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { SessionLimits } from "../../server/src/cluster/session.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { until } from "../support/until.ts";
import { isSynced, namesOf, type Observed, observe, writeKubeconfig } from "./observed.ts";

const NAMESPACE = "default";
const STATUS = (code: number, reason: string, message: string) =>
  JSON.stringify({ apiVersion: "v1", kind: "Status", status: "Failure", code, reason, message });
const GONE = STATUS(410, "Expired", "too old resource version");

/** The product's own waits, made shorter: what is tested is that there are waits, and what is said meanwhile. */
const LIMITS: Partial<SessionLimits> = {
  watchIdleMs: 1_000,
  quickAnswerMs: 500,
  backoff: { firstMs: 100, capMs: 400, slowMs: 400, patience: 60 },
};
/** Six requests with waits between take longer than this, however fast the machine is; a hot loop does not. */
const SIX_REQUESTS_MS = 100;

/** Faults while a namespace is watched, and what is known meanwhile. */
const FAULTS: readonly {
  readonly name: string;
  readonly fault: Fault;
  /** What the fault leads to. */
  readonly known: "stale" | "denied";
  readonly why?: RegExp;
}[] = [
  { name: "a reset", fault: { kind: "reset" }, known: "stale", why: /was lost/ },
  { name: "silence", fault: { kind: "hang" }, known: "stale", why: /did not answer within/ },
  { name: "JSON cut in half", fault: { kind: "cut", bytes: 300 }, known: "stale", why: /broke off|was lost/ },
  {
    name: "410 in the stream, again and again",
    fault: { kind: "line", line: `{"type":"ERROR","object":${GONE}}` },
    known: "stale",
    why: /too old/,
  },
  {
    name: "a line that is not JSON",
    fault: { kind: "line", line: "<html>" },
    known: "stale",
    why: /broke off/,
  },
  { name: "410", fault: { kind: "answer", status: 410, body: GONE }, known: "stale", why: /too old/ },
  {
    name: "401",
    fault: { kind: "answer", status: 401, body: STATUS(401, "Unauthorized", "Unauthorized") },
    known: "stale",
    why: /Unauthorized/,
  },
  {
    name: "403",
    fault: { kind: "answer", status: 403, body: STATUS(403, "Forbidden", "pods is forbidden") },
    known: "denied",
  },
  {
    name: "404",
    fault: { kind: "answer", status: 404, body: STATUS(404, "NotFound", "not found") },
    known: "stale",
    why: /404/,
  },
  {
    name: "429",
    fault: {
      kind: "answer",
      status: 429,
      body: STATUS(429, "TooManyRequests", "try later"),
      headers: { "Retry-After": "1" },
    },
    known: "stale",
    why: /429.*try later/,
  },
  {
    name: "500",
    fault: { kind: "answer", status: 500, body: STATUS(500, "InternalError", "etcdserver: leader changed") },
    known: "stale",
    why: /leader changed/,
  },
  {
    name: "503 as HTML",
    fault: { kind: "answer", status: 503, body: "<html>no</html>", contentType: "text/html" },
    known: "stale",
    why: /not as a Kubernetes API server/,
  },
  {
    name: "a login page in place of everything",
    fault: { kind: "answer", status: 200, body: "<html>log in</html>", contentType: "text/html" },
    known: "stale",
    why: /not as a Kubernetes API server/,
  },
  {
    name: "JSON of somebody else",
    fault: { kind: "answer", status: 200, body: "[]" },
    known: "stale",
    why: /broke off|not as a Kubernetes/,
  },
];

describe("a bad network between here and the cluster", () => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let observed: Observed;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-faults-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.kubectl("create", "deployment", "till", "--image=example", "--replicas=3");
    await controlPlane.kubectl("rollout", "status", "deployment/till");
  });

  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    proxy = await startFaultProxy(controlPlane.server);
    const kubeconfig = join(folder, "proxied.yaml");
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    await writeKubeconfig(kubeconfig, { cluster: { server: proxy.url }, user: users[0].user });
    observed = observe(kubeconfig, { limits: LIMITS });
    observed.cluster.watchNamespaces([NAMESPACE]);
  });

  afterEach(async () => {
    observed.cluster.dispose();
    await proxy.stop();
  });

  /** The names of the Pods as kubectl has them, past the proxy. */
  async function truth(): Promise<readonly string[]> {
    const names = await controlPlane.kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.name}");
    return names.split(" ").sort();
  }

  function requestsOfPods(): FaultProxy["requests"] {
    return proxy.requests.filter(({ path }) => path.startsWith(`/api/v1/namespaces/${NAMESPACE}/pods`));
  }

  function neverSaidNone(): void {
    const known = observed.snapshots.map(({ namespaces }) => namespaces.get(NAMESPACE));
    expect(known.filter((pods) => pods?.knowledge.kind === "synced" && pods.pods.length === 0)).toEqual([]);
  }

  test.each(FAULTS)("$name: said, never taken for none, survived", async ({ fault, known, why }) => {
    const { cluster, untilPods } = observed;
    await cluster.connect({});
    await untilPods(NAMESPACE, "the Pods", (now) => isSynced(now) && now.pods.length >= 3);
    const before = requestsOfPods().length;
    proxy.inject(fault);
    await controlPlane.kubectl("delete", "pod", "--wait=false", `${(await truth())[0]}`);
    const { pods } = await untilPods(NAMESPACE, "the fault", ({ knowledge }) => {
      return knowledge.kind === "stale" ? (why ?? /./).test(knowledge.why) : knowledge.kind === known;
    });
    expect(pods.length > 0).toBe(known === "stale");
    await until(() => requestsOfPods().length - before >= 6, { within: 30_000, what: "more attempts" });
    const [first, last] = [requestsOfPods()[before], requestsOfPods()[before + 5]];
    expect((last?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(SIX_REQUESTS_MS);
    proxy.inject({ kind: "none" });
    await controlPlane.kubectl("rollout", "status", "deployment/till");
    const names = await truth();
    await untilPods(NAMESPACE, "the truth", (now) => isSynced(now) && namesOf(now.pods).join() === names.join());
    neverSaidNone();
  });

  test.each(FAULTS.filter(({ fault }) => fault.kind !== "line"))(
    "$name from the start: said, and connected when it is over",
    async ({ fault }) => {
      const { cluster, until: untilSnapshot, untilPods } = observed;
      proxy.inject(fault);
      await cluster.connect({});
      // A connection that is only forbidden to ask for the version is a connection.
      await untilSnapshot("the fault", ({ knowledge, namespaces }) => {
        const kind = knowledge.kind === "synced" ? namespaces.get(NAMESPACE)?.knowledge.kind : knowledge.kind;
        return kind === "failed" || kind === "denied";
      });
      proxy.inject({ kind: "none" });
      await untilPods(NAMESPACE, "the Pods", (now) => isSynced(now) && now.pods.length === 3);
      neverSaidNone();
    },
  );

  test("a slow line is only slow", async () => {
    const { cluster, untilPods } = observed;
    proxy.inject({ kind: "trickle", bytes: 400, pauseMs: 5 });
    await cluster.connect({});
    const names = await truth();
    await untilPods(NAMESPACE, "the truth", (now) => isSynced(now) && namesOf(now.pods).join() === names.join());
    await controlPlane.kubectl("label", "pods", "--all", "slow=yes", "--overwrite");
    await untilPods(NAMESPACE, "the label", ({ pods }) => pods.every(({ labels }) => labels.get("slow") === "yes"));
    neverSaidNone();
  });

  test("an empty list is not none while nobody says whether the namespace exists", async () => {
    const { cluster, untilPods, snapshots } = observed;
    const body = STATUS(500, "InternalError", "etcdserver: request timed out");
    proxy.inject({ kind: "answer", status: 500, body }, (path) => path === "/api/v1/namespaces/kube-public");
    cluster.watchNamespaces(["kube-public"]);
    await cluster.connect({});
    await untilPods("kube-public", "a failure", ({ knowledge }) => knowledge.kind === "failed");
    expect(snapshots.some(({ namespaces }) => namespaces.get("kube-public")?.knowledge.kind === "synced")).toBe(false);
    proxy.inject({ kind: "none" });
    expect((await untilPods("kube-public", "the empty namespace", isSynced)).pods).toEqual([]);
  });

  test("only what SECURITY.md lists is asked for", async () => {
    const { cluster, untilPods } = observed;
    await cluster.connect({});
    await untilPods(NAMESPACE, "the Pods", isSynced);
    await cluster.listServices(NAMESPACE);
    await cluster.listEndpointSlices(NAMESPACE);
    await cluster.listInUse();
    await cluster.namespaces();
    await cluster.workloads(NAMESPACE);
    const listed = await readFile(join(import.meta.dirname, "../../SECURITY.md"), "utf8");
    const allowed = [...listed.matchAll(/^\| `(GET|POST|PATCH) (\S+?)`/gm)].map(([, method, path]) => {
      const pattern = `${path}`.replaceAll("NAMESPACE", "[^/]+").replaceAll("NAME", "[^/]+");
      return new RegExp(`^${method} ${pattern}$`);
    });
    const asked = new Set(proxy.requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`));
    expect([...asked].filter((request) => !allowed.some((pattern) => pattern.test(request)))).toEqual([]);
    expect(asked.size).toBeGreaterThan(5);
  });
});
