import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parsePairs } from "../../client/src/typed/labels.ts";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import type { ExposeParams, ExposeResult } from "../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../server/src/lsp/messages/reading.ts";
import type { DryRunResult } from "../../server/src/lsp/messages/writes.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startInProcess, type TestClient, VSCODE_CAPABILITIES } from "../support/languageServer.ts";
import { type Flags, generateExposures, manifestOf, type Workload } from "./generateExposures.ts";

const SEED = Number(process.env.PODSIGHT_EXPOSE_SEED ?? 20_261_123);
const WORKLOADS = 35;

/** Each Service that we would make is the one that the real kubectl makes, for the same workload and the same wishes. */
describe("Expose Workload as Service beside kubectl expose", () => {
  let controlPlane: ControlPlane;
  let client: TestClient;

  beforeAll(async () => {
    // Nobody makes Pods of them: what is compared is what is written.
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    client = await startInProcess({
      capabilities: VSCODE_CAPABILITIES,
      initializationOptions: { trusted: true },
      settings: { cluster: { connect: "ask", kubeconfig: controlPlane.kubeconfig } },
    });
    await client.next("podsight/status");
    await client.request("podsight/connect", {});
    await client.next<StatusParams>("podsight/status", ({ kind }) => kind === "synced");
    await controlPlane.kubectl("run", "exposed", "--image=main", "--labels=app=exposed");
  });

  afterAll(async () => {
    await client?.stop();
    await controlPlane?.stop();
  });

  test(`object for object, ${WORKLOADS} workloads (seed ${SEED})`, async () => {
    const named = generateExposures(SEED, WORKLOADS);
    await controlPlane.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items: named.map(manifestOf) }));
    const items = await client.request<readonly WorkloadItem[]>("podsight/workloads", {});
    const seen = { same: 0, refused: 0, onServer: 0 };
    for (const one of named) {
      const item = items.find(({ kind, name }) => kind === one.kind && name === one.name);
      expect(item, `${one.kind} ${one.name}`).toBeDefined();
      for (const wished of one.flags) {
        const theirs = await kubectlExpose(one, wished, "client");
        const ours = await ourExpose(item as WorkloadItem, one, wished);
        expect(ours && plain(parse(ours)), JSON.stringify({ one, wished })).toEqual(theirs && plain(theirs));
        seen[theirs === undefined ? "refused" : "same"] += 1;
      }
      const [wished] = one.flags;
      if (wished !== undefined && (await isSameOnServer(item as WorkloadItem, one, wished))) seen.onServer += 1;
    }
    const { same, refused, onServer } = seen;
    console.info(
      `expose: ${same} Services as kubectl's, ${onServer} of them also in a dry run on the server, ` +
        `${refused} refused by both, seed ${SEED}`,
    );
    expect(same).toBeGreaterThan(WORKLOADS);
    expect(onServer).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  test.each([
    "team=shop",
    "team=",
    "example.com/team=shop,tier=front",
    "team",
    "team=shop,tier",
    "team==shop",
    "team!=shop",
    "team in (shop)",
    "=shop",
    "team-",
    "-team=shop",
    "team=-shop",
    "a/b/c=d",
    "Example.com/a=b",
    `${"x".repeat(64)}=b`,
    `a=${"x".repeat(64)}`,
  ])("labels and selectors that are typed are refused where kubectl or its server refuses them: %s", async (text) => {
    const ask = (flag: string) =>
      controlPlane.kubectl("expose", "pod", "exposed", "--port=80", "--dry-run=server", `--${flag}=${text}`).then(
        () => "good",
        () => "bad",
      );
    expect(await Promise.all([ask("labels"), ask("selector")])).toEqual([parsePairs(text).kind, parsePairs(text).kind]);
  });

  /** The same wish as a dry run on the server, ours with the text of the manifest; whether the server takes it. */
  async function isSameOnServer(item: WorkloadItem, one: Workload, wished: Flags): Promise<boolean> {
    const text = await ourExpose(item, one, wished);
    if (text === undefined) return false;
    const theirs = await kubectlExpose(one, wished, "server");
    const ours = await client.request<DryRunResult>("podsight/dryRun", { kind: "create", text });
    expect(ours.token === undefined, `${text} ${ours.refused}`).toBe(theirs === undefined);
    if (theirs === undefined) return false;
    expect(given(parse(ours.after)), JSON.stringify({ one, wished })).toEqual(given(theirs));
    return true;
  }

  /** What kubectl makes of it; undefined where it refuses. */
  async function kubectlExpose(
    { kind, name }: Workload,
    wished: Flags,
    dryRun: "client" | "server",
  ): Promise<Json | undefined> {
    const { ports, override: last } = wished;
    const values = {
      port: ports?.join(","),
      "target-port": wished.targetPort,
      protocol: wished.protocol,
      type: wished.type,
      "cluster-ip": wished.headless ? "None" : wished.clusterIP,
      "session-affinity": wished.sessionAffinity,
      "load-balancer-ip": wished.loadBalancerIP,
      "external-ip": wished.externalIP,
      // The name of a Service that is exposed is taken; kubectl asks for another.
      name: wished.name ?? (kind === "Service" ? `${name.slice(0, 60)}-2` : undefined),
      labels: wished.labels && pairsText(wished.labels),
      selector: wished.selector && pairsText(wished.selector),
      overrides: last?.patch,
      "override-type": last?.type,
      "dry-run": dryRun,
      output: "json",
    };
    const given = Object.entries(values).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag}=${value}`],
    );
    try {
      return JSON.parse(await controlPlane.kubectl("expose", kind.toLowerCase(), name, ...given));
    } catch (error) {
      if (/connection|timeout/i.test(String(error))) throw error;
      return undefined;
    }
  }

  /** The manifest that we make of it; undefined where we refuse, with a sentence. */
  async function ourExpose(item: WorkloadItem, { kind, name }: Workload, wished: Flags): Promise<string | undefined> {
    const { ports, targetPort, type, headless, sessionAffinity, loadBalancerIP, externalIP } = wished;
    const protocolOf = (number: number) =>
      wished.protocol ?? item.ports.find((one) => one.port === number)?.protocol ?? "TCP";
    const isHeadless = headless && (type ?? "ClusterIP") === "ClusterIP";
    const clusterIP = headless ? "None" : wished.clusterIP;
    const params: ExposeParams = {
      id: item.id,
      name: wished.name ?? (kind === "Service" ? `${name.slice(0, 60)}-2` : name),
      type: isHeadless ? "Headless" : (type ?? "ClusterIP"),
      ports: (ports ?? item.ports.map((one) => one.port)).map((number) => ({
        port: number,
        targetPort: targetPort ?? number,
        protocol: protocolOf(number),
      })),
      options: {
        ...(sessionAffinity !== undefined && { sessionAffinity }),
        ...(loadBalancerIP !== undefined && { loadBalancerIP }),
        ...(externalIP !== undefined && { externalIPs: [externalIP] }),
        ...(!isHeadless && clusterIP !== undefined && { clusterIP }),
        ...(wished.labels && { labels: wished.labels }),
        ...(wished.selector && { selector: wished.selector }),
        ...(wished.override && { override: wished.override }),
      },
    };
    try {
      return (await client.request<ExposeResult>("podsight/expose", params)).text;
    } catch (error) {
      expect(String(error)).toMatch(/\.$/);
      expect(String(error)).not.toContain("log has the details");
      return undefined;
    }
  }
});

function pairsText(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

interface Json {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>> & { readonly ports?: readonly object[] };
}

/** The object that is meant: without what is empty, and with the defaults that kubectl writes out. */
function plain({ metadata: { creationTimestamp, namespace, ...metadata }, spec: { type, ...spec } }: Json): object {
  return {
    metadata,
    spec: {
      ...spec,
      ...(type !== undefined && type !== "ClusterIP" && { type }),
      ...(spec.ports && { ports: spec.ports.map((one) => ({ protocol: "TCP", ...one })) }),
    },
  };
}

/** What a dry run on the server answers, without what is another each time. */
function given({ metadata, spec: { clusterIPs, healthCheckNodePort, ...spec } }: Json): object {
  const { name, namespace, labels: own, annotations, finalizers } = metadata;
  const clusterIP = spec.clusterIP === "None" || spec.clusterIP === "10.0.0.77" ? spec.clusterIP : undefined;
  const ports = spec.ports?.map((one) => ({ ...one, nodePort: undefined }));
  return { name, namespace, labels: own, annotations, finalizers, spec: { ...spec, clusterIP, ports } };
}
