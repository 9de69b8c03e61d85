import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import type { ExposeParams, ExposeResult } from "../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../server/src/lsp/messages/reading.ts";
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
}

interface Workload {
  readonly kind: "Deployment" | "ReplicaSet" | "ReplicationController" | "Pod" | "Service";
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly containerPort: number; readonly protocol: "TCP" | "UDP" | "SCTP" }[];
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
const flags: fc.Arbitrary<Flags> = fc.record({
  ports: fc.option(fc.uniqueArray(port, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  targetPort: fc.constantFrom(undefined, undefined, 8080, "http"),
  protocol: fc.constantFrom(undefined, undefined, "TCP", "UDP", "SCTP"),
  type: fc.constantFrom(undefined, "ClusterIP", "NodePort", "LoadBalancer"),
  headless: fc.boolean(),
  sessionAffinity: fc.constantFrom(undefined, undefined, "ClientIP", "None"),
  loadBalancerIP: fc.constantFrom(undefined, "203.0.113.9"),
  externalIP: fc.constantFrom(undefined, "198.51.100.7"),
});
const workload: fc.Arbitrary<Workload> = fc.record({
  kind: fc.constantFrom("Deployment", "ReplicaSet", "ReplicationController", "Pod", "Service"),
  labels: labels(0),
  selector: labels(1),
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
    let compared = 0;
    for (const one of named) {
      const item = items.find(({ kind, name }) => kind === one.kind && name === one.name);
      expect(item, `${one.kind} ${one.name}`).toBeDefined();
      for (const wished of one.flags) {
        const theirs = await kubectlExpose(one, wished);
        // kubectl asks for a port where neither the flags nor the containers have one; we do before.
        if (theirs === undefined) continue;
        expect(await ourExpose(item as WorkloadItem, one, wished), JSON.stringify({ one, wished })).toEqual(theirs);
        compared += 1;
      }
    }
    console.info(`expose: ${compared} Services compared with kubectl's, seed ${SEED}`);
    expect(compared).toBeGreaterThan(WORKLOADS);
  });

  async function kubectlExpose(
    { kind, name }: { kind: string; name: string },
    wished: Flags,
  ): Promise<object | undefined> {
    const { ports, targetPort, protocol: wanted, type, headless, sessionAffinity, loadBalancerIP, externalIP } = wished;
    const given = [
      ...(ports === undefined ? [] : [`--port=${ports.join(",")}`]),
      ...(targetPort === undefined ? [] : [`--target-port=${targetPort}`]),
      ...(wanted === undefined ? [] : [`--protocol=${wanted}`]),
      ...(type === undefined ? [] : [`--type=${type}`]),
      ...(headless ? ["--cluster-ip=None"] : []),
      ...(sessionAffinity === undefined ? [] : [`--session-affinity=${sessionAffinity}`]),
      ...(loadBalancerIP === undefined ? [] : [`--load-balancer-ip=${loadBalancerIP}`]),
      ...(externalIP === undefined ? [] : [`--external-ip=${externalIP}`]),
    ];
    try {
      // The name of a Service that is exposed is taken; kubectl asks for another.
      const own = kind === "Service" ? [`--name=${name.slice(0, 60)}-2`] : [];
      const json = await controlPlane.kubectl(
        "expose",
        kind.toLowerCase(),
        name,
        ...own,
        ...given,
        "--dry-run=client",
        "--output=json",
      );
      return plain(JSON.parse(json));
    } catch (error) {
      if (/couldn't find port/.test(String(error))) return undefined;
      throw error;
    }
  }

  async function ourExpose(
    item: WorkloadItem,
    { kind, name }: { kind: string; name: string },
    wished: Flags,
  ): Promise<object> {
    const { ports, targetPort, type, headless, sessionAffinity, loadBalancerIP, externalIP } = wished;
    const protocolOf = (number: number) =>
      wished.protocol ?? item.ports.find((one) => one.port === number)?.protocol ?? "TCP";
    const params: ExposeParams = {
      id: item.id,
      name: kind === "Service" ? `${name.slice(0, 60)}-2` : name,
      type: headless && (type ?? "ClusterIP") === "ClusterIP" ? "Headless" : (type ?? "ClusterIP"),
      ports: (ports ?? item.ports.map((one) => one.port)).map((number) => ({
        port: number,
        targetPort: targetPort ?? number,
        protocol: protocolOf(number),
      })),
      options: {
        ...(sessionAffinity !== undefined && { sessionAffinity }),
        ...(loadBalancerIP !== undefined && { loadBalancerIP }),
        ...(externalIP !== undefined && { externalIPs: [externalIP] }),
        ...(headless && (type ?? "ClusterIP") !== "ClusterIP" && { clusterIP: "None" }),
      },
    };
    const { text } = await client.request<ExposeResult>("podsight/expose", params);
    return plain(parse(text));
  }
});

function nameOf(index: number, length: number): string {
  return `w${index}-`.padEnd(Math.max(length, 5), "x");
}

function manifestOf({ kind, name, labels: own, selector, ports }: Workload & { readonly name: string }): object {
  const containers = [{ name: "main", image: "main", ports }];
  const template = { metadata: { labels: selector }, spec: { containers } };
  const metadata = { name, namespace: "default", labels: own };
  switch (kind) {
    case "Pod":
      return { apiVersion: "v1", kind, metadata: { ...metadata, labels: selector }, spec: template.spec };
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

/** The object that is meant: without what is empty, and with the defaults that kubectl writes out. */
function plain(service: {
  metadata: Record<string, unknown>;
  spec: Record<string, unknown> & { ports?: readonly object[] };
}): object {
  const { creationTimestamp, namespace, ...metadata } = service.metadata;
  const { type, ...spec } = service.spec;
  return {
    metadata,
    spec: {
      ...spec,
      ...(type !== undefined && type !== "ClusterIP" && { type }),
      ...(spec.ports && { ports: spec.ports.map((one) => ({ protocol: "TCP", ...one })) }),
    },
  };
}
