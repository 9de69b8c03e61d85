import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parsePairs } from "../../client/src/typed/labels.ts";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import type { ExposeOverride, ExposeParams, ExposeResult } from "../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../server/src/lsp/messages/reading.ts";
import type { DryRunResult } from "../../server/src/lsp/messages/writes.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startInProcess, type TestClient, VSCODE_CAPABILITIES } from "../support/languageServer.ts";

const SEED = Number(process.env.PODSIGHT_EXPOSE_SEED ?? 20_261_123);
const WORKLOADS = 30;

/** What kubectl expose takes, and the same for us; everything else is left to both. */
interface Flags {
  readonly ports: readonly number[] | undefined;
  readonly targetPort: string | number | undefined;
  readonly protocol: "TCP" | "UDP" | "SCTP" | undefined;
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer" | undefined;
  readonly headless: boolean;
  readonly sessionAffinity: "ClientIP" | "None" | undefined;
  readonly loadBalancerIP: string | undefined;
  readonly externalIP: string | undefined;
  readonly clusterIP: string | undefined;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly override: ExposeOverride | undefined;
}

interface Workload {
  readonly kind: "Deployment" | "ReplicaSet" | "ReplicationController" | "Pod" | "Service";
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly containerPort: number; readonly protocol: "TCP" | "UDP" | "SCTP" }[];
  /** Of a Pod: it has no labels at all. */
  readonly unlabelled: boolean;
  readonly nameLength: number;
  readonly flags: readonly Flags[];
}

const pair = fc.record({
  key: fc.constantFrom("app", "tier", "app.kubernetes.io/name", "version", "on"),
  value: fc.constantFrom("till", "1.10", "yes", "v1", "front", ""),
});
const labels = (minLength: number) =>
  fc
    .uniqueArray(pair, { minLength, maxLength: 3, selector: ({ key }) => key })
    .map((pairs) => Object.fromEntries(pairs.map(({ key, value }) => [key, value])));
const protocol = fc.constantFrom("TCP", "UDP", "SCTP");
const port = fc.constantFrom(80, 443, 53, 8080, 9090);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const portPatch = fc.record(
  { port, targetPort: fc.constantFrom(1, "http"), name: fc.constantFrom("a", "b"), protocol },
  { requiredKeys: ["port", "targetPort"] },
);
const metadataPatch = fc.record(
  {
    name: fc.constantFrom("another"),
    labels: fc.constantFrom(null, { app: null, "example.com/team": "shop" }),
    annotations: fc.constantFrom({ "example.com/a": "1.10" }, { b: null }),
    finalizers: fc.constantFrom(["example.com/b", "example.com/a"]),
  },
  { requiredKeys: [] },
);
/** Of a kind that is in a Service; what kubectl drops without a word, we leave in and the server refuses. */
const specPatch = <T>(item: fc.Arbitrary<T>) =>
  fc.record(
    {
      type: fc.constantFrom("NodePort", "ClusterIP", null),
      selector: fc.constantFrom({ app: null, more: "x" }, { app: "other" }, null),
      ports: fc.uniqueArray(item, { maxLength: 3, selector: (one) => JSON.stringify(one) }),
      publishNotReadyAddresses: fc.constant(true),
      sessionAffinityConfig: fc.constant({ clientIP: { timeoutSeconds: 60 } }),
      externalIPs: fc.constantFrom(["192.0.2.1"], null),
    },
    { requiredKeys: [] },
  );
const mergePatch = fc.record({ metadata: metadataPatch, spec: specPatch(portPatch) }, { requiredKeys: [] });
const strategicPatch = fc.record(
  {
    metadata: metadataPatch,
    spec: fc.oneof(
      specPatch(portPatch),
      specPatch(fc.oneof(portPatch, fc.record({ port, $patch: fc.constant("delete") }))),
      specPatch(fc.oneof(portPatch, fc.constant({ $patch: "replace" }), fc.constant({ name: "without" }))),
      fc.constant({ selector: { $patch: "replace", app: "only" } }),
      fc.constant({ $patch: "sideways" }),
    ),
  },
  { requiredKeys: [] },
);
const jsonPatch = fc.array(
  fc.constantFrom(
    { op: "add", path: "/spec/type", value: "NodePort" },
    { op: "add", path: "/spec/ports/-", value: { name: "more", port: 1, targetPort: 1 } },
    { op: "add", path: "/spec/ports/0", value: { name: "first", port: 2, targetPort: 2 } },
    { op: "add", path: "/metadata/annotations", value: { "example.com/a": "b" } },
    { op: "add", path: "/metadata/annotations/example.com~1b", value: "c" },
    { op: "replace", path: "/metadata/name", value: "another" },
    { op: "replace", path: "/spec/ports/1/port", value: 3 },
    { op: "replace", path: "/spec/externalIPs/0", value: "192.0.2.1" },
    { op: "remove", path: "/spec/ports/1" },
    { op: "remove", path: "/metadata/labels" },
    { op: "copy", from: "/spec/selector", path: "/metadata/labels" },
    { op: "move", from: "/spec/ports/0", path: "/spec/ports/1" },
    { op: "test", path: "/spec/ports/0/protocol", value: "TCP" },
    { op: "test", path: "/metadata/labels/app", value: "till" },
    { op: "swap", path: "/spec" },
    { path: "/spec" },
  ),
  { minLength: 1, maxLength: 3 },
);
const override: fc.Arbitrary<ExposeOverride> = fc.oneof(
  mergePatch.map((patch) => ({ type: "merge" as const, patch: JSON.stringify(patch) })),
  strategicPatch.map((patch) => ({ type: "strategic" as const, patch: JSON.stringify(patch) })),
  jsonPatch.map((patch) => ({ type: "json" as const, patch: JSON.stringify(patch) })),
  fc.constantFrom({ type: "merge", patch: "[]" }, { type: "merge", patch: "{" }, { type: "json", patch: "{}" }),
);
const flags: fc.Arbitrary<Flags> = fc.record({
  ports: fc.option(fc.uniqueArray(port, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  targetPort: fc.constantFrom(undefined, undefined, 8080, "http"),
  protocol: fc.constantFrom(undefined, undefined, "TCP", "UDP", "SCTP"),
  type: fc.constantFrom(undefined, "ClusterIP", "NodePort", "LoadBalancer"),
  headless: fc.boolean(),
  sessionAffinity: fc.constantFrom(undefined, undefined, "ClientIP", "None"),
  loadBalancerIP: fc.constantFrom(undefined, "203.0.113.9"),
  externalIP: fc.constantFrom(undefined, "198.51.100.7"),
  clusterIP: fc.constantFrom(undefined, undefined, "10.0.0.77"),
  name: fc.constantFrom(undefined, undefined, "of-its-own"),
  labels: optional(labels(1)),
  selector: optional(labels(1)),
  override: optional(override),
});
const workload: fc.Arbitrary<Workload> = fc.record({
  kind: fc.constantFrom("Deployment", "ReplicaSet", "ReplicationController", "Pod", "Service"),
  labels: labels(0),
  selector: labels(1),
  unlabelled: fc.boolean(),
  ports: fc.uniqueArray(fc.record({ containerPort: port, protocol }), {
    maxLength: 3,
    selector: (one) => one.containerPort,
  }),
  nameLength: fc.constantFrom(4, 4, 20, 63),
  flags: fc.array(flags, { minLength: 3, maxLength: 5 }),
});

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
    const workloads = fc.sample(workload, { seed: SEED, numRuns: WORKLOADS });
    const named = workloads.map((one, index) => ({ ...one, name: nameOf(index, one.nameLength) }));
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
    expect(onServer).toBeGreaterThan(WORKLOADS / 4);
    expect(refused).toBeGreaterThan(WORKLOADS / 6);
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
  async function isSameOnServer(item: WorkloadItem, one: Named, wished: Flags): Promise<boolean> {
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
    { kind, name }: Named,
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
  async function ourExpose(item: WorkloadItem, { kind, name }: Named, wished: Flags): Promise<string | undefined> {
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

type Named = Workload & { readonly name: string };

function pairsText(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function nameOf(index: number, length: number): string {
  return `w${index}-`.padEnd(Math.max(length, 5), "x");
}

function manifestOf({ kind, name, labels: own, selector, unlabelled, ports }: Named): object {
  const containers = [{ name: "main", image: "main", ports }];
  const template = { metadata: { labels: selector }, spec: { containers } };
  const metadata = { name, namespace: "default", labels: own };
  switch (kind) {
    case "Pod":
      return {
        apiVersion: "v1",
        kind,
        metadata: { ...metadata, labels: unlabelled ? {} : selector },
        spec: template.spec,
      };
    case "Service":
      return {
        apiVersion: "v1",
        kind,
        metadata,
        spec: {
          selector,
          ports: (ports.length > 0 ? ports : [HTTP]).map(servicePort),
        },
      };
    case "ReplicationController":
      return { apiVersion: "v1", kind, metadata, spec: { replicas: 0, selector, template } };
    case "Deployment":
    case "ReplicaSet":
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { replicas: 0, selector: { matchLabels: selector }, template },
      };
  }
}

const HTTP = { containerPort: 80, protocol: "TCP" } as const;

function servicePort({ containerPort, protocol: wanted }: Workload["ports"][number], index: number): object {
  return { name: `p${index}`, port: containerPort, protocol: wanted };
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
