import { appendFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { type Cluster, createCluster } from "../../server/src/cluster/cluster.ts";
import { createEndpoint } from "../../server/src/cluster/connection.ts";
import type { Endpoint } from "../../server/src/cluster/http/http.ts";
import { resolveContext } from "../../server/src/cluster/kubeconfig/context.ts";
import { readKubeconfig } from "../../server/src/cluster/kubeconfig/readKubeconfig.ts";
import { createAuthority } from "../support/certificates.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { until } from "../support/until.ts";
import { faultRows } from "./faultTable.ts";
import { writeKubeconfig } from "./observed.ts";
import { createChurn, createRandom, median, memoryInUse, pick, soakFaults } from "./soak.ts";

const SECONDS = Number(process.env.PODSIGHT_SOAK_SECONDS ?? 60);
const SEED = Number(process.env.PODSIGHT_SEED ?? Date.now() % 1_000_000);
const NAMESPACE = "default";
const PODS = 200;
const CHANGES_PER_SECOND = 4;
/** Between the beginnings of two faults at the most, and how long one lasts at the most. */
const FAULT_EVERY_MS = 12_000;
const FAULT_MS = 6_000;
const COMPACT_EVERY_MS = 45_000;
const RESTART_EVERY_MS = 600_000;
/** What memory may grow by from the second quarter to the last one: a leak grows with time, noise does not. */
const GROWTH = 1.1;
const GROWTH_BYTES = 6 * 1024 ** 2;

/** Churn and random faults for a while: memory stays flat, nothing false is said, and the truth is there at the end. */
describe("a soak", () => {
  const authority = createAuthority("the authority of this run");
  let controlPlane: ControlPlane;
  let endpoint: Endpoint;
  let proxy: FaultProxy;
  let folder: string;
  let cluster: Cluster;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-soak-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    endpoint = await endpointOf(controlPlane.kubeconfig);
    const certificate = authority.issue({ commonName: "api", names: ["127.0.0.1"] });
    proxy = await startFaultProxy(controlPlane.server, certificate);
    const kubeconfig = join(folder, "config");
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    const trusted = Buffer.from(authority.cert).toString("base64");
    const server = { server: proxy.url, "certificate-authority-data": trusted };
    await writeKubeconfig(kubeconfig, { cluster: server, user: users[0].user });
    cluster = createCluster({ kubeconfig, environment: {}, consent: async () => false, log: () => undefined });
  });

  afterAll(async () => {
    cluster?.dispose();
    endpoint?.dispose();
    await proxy?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test(`of ${SECONDS} seconds (PODSIGHT_SEED=${SEED})`, { timeout: (SECONDS + 180) * 1000 }, async () => {
    const random = createRandom(SEED);
    const churn = createChurn(endpoint, NAMESPACE, random);
    await churn.fill(PODS);
    let saidNone = 0;
    let publications = 0;
    cluster.onDidChange(() => {
      publications += 1;
      const known = cluster.snapshot.namespaces.get(NAMESPACE);
      if (known?.knowledge.kind === "synced" && known.pods.length === 0) saidNone += 1;
    });
    cluster.watchNamespaces([NAMESPACE]);
    await cluster.connect({});
    await untilTrue(30_000);
    const cpuBefore = process.cpuUsage();
    const faults = fate(random, performance.now() + SECONDS * 1000);
    const memory: number[] = [];
    let [changes, requests, sampledAt] = [0, 0, 0];
    for await (const _ of faults.ticks()) {
      await churn.step();
      changes += 1;
      if (performance.now() - sampledAt < (SECONDS * 1000) / 40) continue;
      sampledAt = performance.now();
      memory.push(memoryInUse());
      requests += proxy.forgetRequests();
    }
    const cpu = process.cpuUsage(cpuBefore);
    proxy.inject({ kind: "none" });
    const endedAt = performance.now();
    const pods = await untilTrue(10_000);
    const quarter = Math.ceil(memory.length / 4);
    const [early, late] = [median(memory.slice(quarter, 2 * quarter)), median(memory.slice(-quarter))];
    report({
      seconds: SECONDS,
      seed: SEED,
      changes,
      faults: faults.count(),
      compactions: faults.compactions(),
      restarts: faults.restarts(),
      requests: requests + proxy.forgetRequests(),
      publications,
      earlyMiB: mebibytes(early),
      lateMiB: mebibytes(late),
      cpuPercent: Math.round((cpu.user + cpu.system) / SECONDS / 1000) / 10,
      backMs: Math.round(performance.now() - endedAt),
      pods,
    });
    expect(saidNone).toBe(0);
    expect(late).toBeLessThan(early * GROWTH + GROWTH_BYTES);
  });

  /** What happens to the connection and the server until the end, one tick a change. */
  function fate(random: () => number, endsAt: number) {
    const rows = soakFaults(faultRows(authority, authority));
    let [count, compactions, restarts] = [0, 0, 0];
    let [nextFault, faultEnds, nextCompaction] = [
      0,
      Number.POSITIVE_INFINITY,
      performance.now() + COMPACT_EVERY_MS / 2,
    ];
    let nextRestart = performance.now() + RESTART_EVERY_MS;
    const disturb = async (now: number) => {
      if (now > faultEnds) {
        proxy.inject({ kind: "none" });
        [faultEnds, nextFault] = [Number.POSITIVE_INFINITY, now + random() * (FAULT_EVERY_MS - FAULT_MS)];
      } else if (now > nextFault && faultEnds === Number.POSITIVE_INFINITY) {
        const { fault, concerns } = pick(random, rows);
        proxy.inject(fault, concerns);
        [faultEnds, count] = [now + random() * FAULT_MS, count + 1];
      }
      if (now > nextCompaction) {
        await controlPlane.compactEtcd();
        [nextCompaction, compactions] = [now + COMPACT_EVERY_MS, compactions + 1];
      }
      if (now > nextRestart) {
        await controlPlane.restartApiServer();
        [nextRestart, restarts] = [now + RESTART_EVERY_MS, restarts + 1];
      }
    };
    return {
      count: () => count,
      compactions: () => compactions,
      restarts: () => restarts,
      async *ticks() {
        for (let now = performance.now(); now < endsAt; now = performance.now()) {
          await disturb(now);
          yield;
          await pause(Math.max(0, 1000 / CHANGES_PER_SECOND - (performance.now() - now)));
        }
      },
    };
  }

  let lastDifference: readonly string[] = [];

  /** Waits until the snapshot holds what kubectl sees at that moment, for Pods go on starting; gives the number of Pods. */
  async function untilTrue(within: number): Promise<number> {
    const trueNow = async () => {
      const truth = await truthOfKubectl();
      const known = cluster.snapshot.namespaces.get(NAMESPACE);
      if (known?.knowledge.kind !== "synced") return false;
      const ours = known.pods.map(({ name, labels, phase, ips }) =>
        [name, labels.get("app"), labels.get("version"), phase, ips.join()].join(" "),
      );
      if (ours.sort().join("\n") !== truth.join("\n")) {
        lastDifference = [
          ...truth.filter((line) => !ours.includes(line)),
          "ours:",
          ...ours.filter((line) => !truth.includes(line)),
        ];
        return false;
      }
      return { pods: truth.length };
    };
    const { pods } = await until(trueNow, { within, what: "the truth of kubectl" }).catch((error: unknown) => {
      throw new Error(
        `${String(error)} ${lastDifference.join("; ")}; ${JSON.stringify(cluster.snapshot.namespaces.get(NAMESPACE)?.knowledge)}`,
      );
    });
    return pods;
  }

  async function truthOfKubectl(): Promise<readonly string[]> {
    const { items } = JSON.parse(await controlPlane.kubectl("get", "pods", "--output=json"));
    const lines = items.map(({ metadata, status }: KubectlPod) =>
      [metadata.name, metadata.labels.app, metadata.labels.version, status.phase, status.podIP ?? ""].join(" "),
    );
    return lines.sort();
  }
});

interface KubectlPod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly phase: string; readonly podIP?: string };
}

async function endpointOf(kubeconfig: string): Promise<Endpoint> {
  const read = await readKubeconfig({ kubeconfig, environment: {} });
  if (read.kind !== "read") throw new Error("no kubeconfig");
  const target = resolveContext(read.kubeconfig, read.kubeconfig.currentContext ?? "");
  if ("sentence" in target) throw new Error(target.sentence.en);
  return createEndpoint(target, { environment: {}, allowed: async () => false });
}

function mebibytes(bytes: number): number {
  return Math.round((bytes / 1024 ** 2) * 10) / 10;
}

function report(figures: Readonly<Record<string, number>>): void {
  const text = JSON.stringify(figures);
  reportLine(`Soak: ${text}`);
  const file = process.env.PODSIGHT_SOAK_RECORD;
  if (file !== undefined) appendFileSync(file, `${text}\n`);
}
