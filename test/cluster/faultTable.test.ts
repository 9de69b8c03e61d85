import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { SessionLimits } from "../../server/src/cluster/sessionOptions.ts";
import { type LiveMatches, matchLive } from "../../server/src/core/pods/liveMatches.ts";
import type { ClusterSnapshot, Knowledge, PodsMode } from "../../server/src/core/snapshot.ts";
import { pairsOf } from "../../server/src/core/workspace/matching.ts";
import { createAuthority } from "../support/certificates.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { recordFault } from "../support/faultRecord.ts";
import { firstService } from "../support/snapshot.ts";
import { until } from "../support/until.ts";
import { type FaultRow, faultRows, MAIN_ROWS } from "./faultTable.ts";
import { namesOf, type Observed, observe, writeKubeconfig } from "./observed.ts";

const NAMESPACE = "default";
/** Back to the truth after the end of a fault, or after the time that the server asked for. */
const BACK_MS = 5_000;
/** A fault lasts until it has been said and so many requests have met it; with 24 they come as seldom as they ever will. */
const REQUESTS_OF_A_FAULT = Number(process.env.PODSIGHT_FAULT_REQUESTS ?? 6);
/** What a fault may cost: the first attempts come quickly, and then no more than this each second. */
const BURST = 30;
const REQUESTS_PER_SECOND = 10;

const authority = createAuthority("the authority of this run");
const stranger = createAuthority("somebody else");
const ROWS = faultRows(authority, stranger);

/** The ways in which a namespace of three Pods is followed, by the bounds of its size. */
const WAYS: readonly {
  readonly mode: PodsMode;
  readonly limits: Partial<SessionLimits>;
  readonly rows: readonly FaultRow[];
}[] = [
  { mode: "full", limits: {}, rows: ROWS },
  { mode: "metadata", limits: { maxPods: 1 }, rows: ROWS.filter(({ name }) => MAIN_ROWS.has(name)) },
  {
    mode: "selectors",
    limits: { maxPods: 1, maxMetadataPods: 2 },
    rows: ROWS.filter(({ name }) => MAIN_ROWS.has(name)),
  },
];

const SELECTOR = "app=till";
const PAIRS = pairsOf(firstService("apiVersion: v1\nkind: Service\nspec: {selector: {app: till}}\n"));

/** What somebody is told who looks at the Service with that selector: all Pods of the namespace have it. */
function told(snapshot: ClusterSnapshot): LiveMatches {
  return matchLive(PAIRS, NAMESPACE, snapshot) ?? { kind: "unknown", why: { kind: "off" } };
}

function knowledgeOf(now: LiveMatches): Knowledge {
  return now.kind === "known" ? now.knowledge : now.why;
}

/** Each fault while a namespace is watched, with the times that the product has. */
describe.each(WAYS)("a fault between here and the cluster, mode $mode,", ({ mode, limits, rows }) => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let observed: Observed;
  /** Opened by this process, also those that nobody accepted. */
  let connections = 0;
  const count = () => {
    connections += 1;
  };

  beforeAll(async () => {
    subscribe("net.client.socket", count);
    folder = await mkdtemp(join(tmpdir(), "podsight-fault-table-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.kubectl("create", "deployment", "till", "--image=example", "--replicas=3");
    await controlPlane.kubectl("rollout", "status", "deployment/till");
  });

  afterAll(async () => {
    unsubscribe("net.client.socket", count);
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    const certificate = authority.issue({ commonName: "api", names: ["127.0.0.1"] });
    proxy = await startFaultProxy(controlPlane.server, certificate);
    const kubeconfig = join(folder, "proxied.yaml");
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    const trusted = Buffer.from(authority.cert).toString("base64");
    const cluster = { server: proxy.url, "certificate-authority-data": trusted };
    await writeKubeconfig(kubeconfig, { cluster, user: users[0].user });
    observed = observe(kubeconfig, { limits });
    observed.cluster.watchNamespaces([NAMESPACE], new Map([[NAMESPACE, [SELECTOR]]]));
    await observed.cluster.connect({});
    const isMode = (snapshot: ClusterSnapshot) => snapshot.namespaces.get(NAMESPACE)?.mode === mode;
    const names = await truth();
    await observed.until("the Pods", (snapshot) => isMode(snapshot) && isTrue(snapshot, names));
    // The first answer may be one that was asked for once: a fault is to meet what is followed.
    const watches = () => proxy.requests.filter(({ path }) => /\/pods\?.*watch=true/.test(path)).length;
    await until(() => watches() === (mode === "metadata" ? 2 : 1), { within: 30_000, what: "the watches" });
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

  /** Replaces a Pod behind the fault, so that what is known from before is not the truth any more. */
  async function replacePod(): Promise<readonly string[]> {
    const before = await truth();
    await controlPlane.kubectl("delete", "pod", `${before[0]}`, "--now");
    return until(
      async () => {
        const now = await truth();
        return now.length === 3 && !now.includes(`${before[0]}`) && now;
      },
      { within: 30_000, what: "another Pod" },
    );
  }

  async function untilTrue(names: readonly string[], within: number): Promise<void> {
    const what = `the truth: ${names.join(" ")}`;
    await until(() => isTrue(observed.cluster.snapshot, names), { within, what });
  }

  test.each(rows)("$name", async (row: FaultRow) => {
    const before = observed.snapshots.length;
    const attempts = () => (isConnectionFault(row) ? connections : proxy.requests.length);
    const attemptsBefore = attempts();
    const beganAt = performance.now();
    proxy.inject(row.fault, row.concerns);
    const names = await replacePod();
    const said = row.known === "synced" ? undefined : await untilSaid(row);
    if (row.known === "synced") await untilTrue(names, 30_000);
    const met = () => attempts() - attemptsBefore >= REQUESTS_OF_A_FAULT;
    if (row.known !== "synced") await until(met, { within: 30_000, what: "more attempts" });
    const requests = attempts() - attemptsBefore;
    const endedAt = performance.now();
    const lastedMs = endedAt - beganAt;
    proxy.inject({ kind: "none" });
    await untilTrue(names, BACK_MS + (row.retryAfterMs ?? 0));
    const backMs = performance.now() - endedAt;
    recordFault({ section: mode === "full" ? "connection" : mode, fault: row.name, said, requests, lastedMs, backMs });
    expect(requests).toBeLessThan(BURST + (REQUESTS_PER_SECOND * lastedMs) / 1000);
    neverSaidNone(before);
  });

  /** The sentence of a fault; until it is said, and from then on, what is shown from before is kept and marked as old. */
  async function untilSaid({ known, says }: FaultRow): Promise<string> {
    const snapshot = await observed.until("the fault", (now) => {
      const knowledge = knowledgeOf(told(now));
      return knowledge.kind === known && (says ?? /./).test(sentenceOf(knowledge));
    });
    const now = told(snapshot);
    const sentence = sentenceOf(knowledgeOf(now));
    expect(sentence).toMatch(/^[^\n]{10,300}$/);
    expect(now.kind === "known" && now.pods.length > 0).toBe(known === "stale");
    return sentence;
  }

  function neverSaidNone(from: number): void {
    const known = observed.snapshots.slice(from).map(told);
    expect(
      known.filter((now) => now.kind === "known" && now.knowledge.kind === "synced" && now.pods.length === 0),
    ).toEqual([]);
  }
});

function isTrue(snapshot: ClusterSnapshot, names: readonly string[]): boolean {
  const now = told(snapshot);
  return now.kind === "known" && now.knowledge.kind === "synced" && namesOf(now.pods).join() === names.join();
}

/** No request gets through: what is counted is connections. */
function isConnectionFault({ fault }: FaultRow): boolean {
  return fault.kind === "refuse" || fault.kind === "certificate";
}

function sentenceOf(knowledge: Knowledge): string {
  switch (knowledge.kind) {
    case "stale":
    case "failed":
      return knowledge.why;
    case "denied":
      return knowledge.what;
    case "off":
    case "connecting":
    case "synced":
      return "";
  }
}
