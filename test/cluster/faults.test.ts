import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { SessionLimits } from "../../server/src/cluster/sessionOptions.ts";
import { createAuthority } from "../support/certificates.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { faultRows, statusText } from "./faultTable.ts";
import { isSynced, type Observed, observe, writeKubeconfig } from "./observed.ts";

const NAMESPACE = "default";

/** The product's own waits, made shorter: what is tested is that there are waits, and what is said meanwhile. */
const LIMITS: Partial<SessionLimits> = {
  watch: { seconds: 1, idleMs: 1_500 },
  sentinel: { seconds: 1, idleMs: 1_500 },
  quickAnswerMs: 500,
  backoff: { firstMs: 100, capMs: 400, slowMs: 400, patience: 60 },
};
const AUTHORITY = createAuthority("the authority of this run");
const ROWS = faultRows(AUTHORITY, createAuthority("somebody else"));

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
    proxy = await startFaultProxy(controlPlane.server, AUTHORITY.issue({ commonName: "api", names: ["127.0.0.1"] }));
    const kubeconfig = join(folder, "proxied.yaml");
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    const trusted = Buffer.from(AUTHORITY.cert).toString("base64");
    const cluster = { server: proxy.url, "certificate-authority-data": trusted };
    await writeKubeconfig(kubeconfig, { cluster, user: users[0].user });
    observed = observe(kubeconfig, { limits: LIMITS });
    observed.cluster.watchNamespaces([NAMESPACE]);
  });

  afterEach(async () => {
    observed.cluster.dispose();
    await proxy.stop();
  });

  function neverSaidNone(): void {
    const known = observed.snapshots.map(({ namespaces }) => namespaces.get(NAMESPACE));
    expect(known.filter((pods) => pods?.knowledge.kind === "synced" && pods.pods.length === 0)).toEqual([]);
  }

  test.each(ROWS.filter(({ known, concerns, fault }) => known !== "synced" && !concerns && fault.kind !== "line"))(
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

  test("an empty list is not none while nobody says whether the namespace exists", async () => {
    const { cluster, untilPods, snapshots } = observed;
    const body = statusText(500, "InternalError", "etcdserver: request timed out");
    proxy.inject({ kind: "answer", status: 500, body }, (path) => path === "/api/v1/namespaces/kube-public");
    cluster.watchNamespaces(["kube-public"]);
    await cluster.connect({});
    await untilPods("kube-public", "a failure", ({ knowledge }) => knowledge.kind === "failed");
    expect(snapshots.some(({ namespaces }) => namespaces.get("kube-public")?.knowledge.kind === "synced")).toBe(false);
    proxy.inject({ kind: "none" });
    expect((await untilPods("kube-public", "the empty namespace", isSynced)).pods).toEqual([]);
  });
});
