import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../../scripts/lib/programs.mjs";
import { reportLine } from "../../../scripts/lib/report.mjs";
import { createEndpoint } from "../../../server/src/cluster/connection.ts";
import { type Endpoint, send } from "../../../server/src/cluster/http/http.ts";
import { resolveContext } from "../../../server/src/cluster/kubeconfig/context.ts";
import { readKubeconfig } from "../../../server/src/cluster/kubeconfig/readKubeconfig.ts";
import { listNamespacePods } from "../../../server/src/cluster/pods/pods.ts";
import { listNamespaceEndpointSlices } from "../../../server/src/cluster/services/endpointSlices.ts";
import { listNamespaceServices } from "../../../server/src/cluster/services/services.ts";
import type { EndpointSlice } from "../../../server/src/core/endpoints/endpoint.ts";
import { storedEndpointService } from "../../../server/src/core/endpoints/endpointService.ts";
import { NEWEST_MINOR } from "../../../server/src/core/snapshot.ts";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { type PredictedSlice, predictEndpoints } from "../../support/predictEndpoints.ts";
import { CHANGES, type GeneratedPod, PODS, SERVICES } from "./generate.ts";

const NAMESPACE = "default";
const SEED = Number(process.env.PODSIGHT_SEED ?? Date.now() % 1_000_000);
const SERVICE_COUNT = Number(process.env.PODSIGHT_DIFFERENTIAL_CASES ?? 400);
const POD_COUNT = 320;
const CHANGE_COUNT = 100;
const AT_ONCE = 12;
const ALL_PODS = { selector: { all: "yes" }, clusterIP: "None", publishNotReadyAddresses: true, ipFamilies: ["IPv4"] };
const CONTROLLER_WITHIN_MS = 60_000;

/** Which endpoints a Service has, held to the slices that the real EndpointSlice controller writes. */
describe("the endpoints that are predicted", () => {
  let controlPlane: ControlPlane;
  let endpoint: Endpoint;
  const { signal } = new AbortController();
  const say = ({ sentence }: { readonly sentence: { readonly en: string } }) => sentence.en;

  beforeAll(async () => {
    controlPlane = await startControlPlane({
      programs: await controlPlanePrograms(reportLine),
      podsAsWritten: true,
      apiServerArgs: ["--service-cluster-ip-range=10.96.0.0/12,fd00:10:96::/112"],
      controllerManagerArgs: ["--kube-api-qps=1000", "--kube-api-burst=2000", "--concurrent-service-endpoint-syncs=10"],
    });
    const read = await readKubeconfig({ kubeconfig: controlPlane.kubeconfig, environment: {} });
    if (read.kind !== "read") throw new Error("no kubeconfig");
    const target = resolveContext(read.kubeconfig, read.kubeconfig.currentContext ?? "");
    if ("sentence" in target) throw new Error(target.sentence.en);
    endpoint = createEndpoint(target, { environment: {}, allowed: async () => false });
  });

  afterAll(async () => {
    endpoint?.dispose();
    await controlPlane?.stop();
  });

  test(`are the controller's, for ${SERVICE_COUNT} generated Services before and after ${CHANGE_COUNT} changes (PODSIGHT_SEED=${SEED})`, async () => {
    const pods = fc.sample(PODS, { numRuns: POD_COUNT, seed: SEED });
    const services = fc.sample(SERVICES, { numRuns: SERVICE_COUNT, seed: SEED });
    await inTurns(pods, (pod, index) => makePod(`pod-${index}`, pod));
    await inTurns(services, (spec, index) => makeService(`service-${index}`, spec));
    const { differing, seen, endpoints } = await compared();
    expect(differing).toEqual([]);
    // Slices of more than a hundred endpoints, empty ones, none at all, and ports that not all Pods have were among them.
    expect(seen).toEqual({ joined: true, empty: true, none: true, withoutPorts: true, published: true });

    const changes = fc.sample(CHANGES, { numRuns: CHANGE_COUNT, seed: SEED });
    await inTurns(changes, (change, index) => changePod(`pod-${index * 3}`, change));
    expect((await compared()).differing).toEqual([]);
    const compares = `${SERVICE_COUNT} Services of ${POD_COUNT} Pods, ${endpoints} endpoints, compared twice`;
    reportLine(`endpoints: ${compares}, PODSIGHT_SEED=${SEED}`);
  });

  /** Compares until there is no difference, for as long as the controller may take. */
  async function compared() {
    const until = performance.now() + CONTROLLER_WITHIN_MS;
    for (;;) {
      const differences = await compare();
      if (differences.differing.length === 0 || performance.now() > until) return differences;
    }
  }

  async function compare() {
    const [{ pods }, { services }, { slices }, nodes] = await Promise.all([
      listNamespacePods(endpoint, NAMESPACE, signal, say),
      listNamespaceServices(endpoint, NAMESPACE, signal, say),
      listNamespaceEndpointSlices(endpoint, NAMESPACE, signal, say),
      controlPlane.kubectl("get", "nodes", "--output=jsonpath={.items[*].metadata.name}"),
    ]);
    const options = { minor: NEWEST_MINOR, nodes: new Set(nodes.split(" ")) };
    const generated = [...services].filter(([name]) => name.startsWith("service-"));
    expect(generated).toHaveLength(SERVICE_COUNT);
    const both = generated.map(([name, stored]) => {
      const actual = slices.get(name) ?? [];
      const predicted = predictEndpoints(storedEndpointService(stored), pods, options) ?? [];
      return { name, stored, actual, ours: linesOf(predicted), theirs: linesOf(actual) };
    });
    const all = both.flatMap(({ actual }) => actual);
    return {
      differing: both.filter(({ ours, theirs }) => ours.join("\n") !== theirs.join("\n")),
      endpoints: all.reduce((count, slice) => count + slice.endpoints.length, 0),
      seen: {
        joined: both.some(
          ({ actual }) => actual.length > 1 && actual.flatMap(({ endpoints }) => endpoints).length > 100,
        ),
        empty: all.some(({ endpoints }) => endpoints.length === 0),
        none: both.some(({ actual }) => actual.length === 0),
        withoutPorts: all.some(({ ports, endpoints }) => ports.length === 0 && endpoints.length > 0),
        published: all.some(({ endpoints }) => endpoints.some(({ ready, serving }) => ready && !serving)),
      },
    };
  }

  /** Makes a Pod that no kubelet looks after, and writes its status as a kubelet would. */
  async function makePod(name: string, { spec, labels, status, deleted }: GeneratedPod): Promise<void> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const metadata = { name, labels: { ...labels, all: "yes" }, finalizers: ["example.com/keep"] };
    await write("POST", path, { apiVersion: "v1", kind: "Pod", metadata, spec });
    await write("PATCH", `${path}/${name}/status`, { status });
    if (deleted) await write("DELETE", `${path}/${name}`);
  }

  async function makeService(name: string, spec: Readonly<Record<string, unknown>>): Promise<void> {
    // The first Service has all Pods that have an address, which are more than a slice holds.
    const selected = name === "service-0" ? ALL_PODS : spec;
    const service = { apiVersion: "v1", kind: "Service", metadata: { name }, spec: selected };
    await write("POST", `/api/v1/namespaces/${NAMESPACE}/services`, service);
  }

  async function changePod(name: string, change: typeof CHANGES extends fc.Arbitrary<infer T> ? T : never) {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}`;
    const ready = (status: string) => ({ status: { conditions: [{ type: "Ready", status }] } });
    switch (change) {
      case "ready":
        return write("PATCH", `${path}/status`, ready("True"));
      case "unready":
        return write("PATCH", `${path}/status`, ready("False"));
      case "relabel":
        return write("PATCH", path, { metadata: { labels: { app: "mail", tier: "front" } } });
      case "delete":
        return write("DELETE", path);
      case "finish":
        return write("PATCH", `${path}/status`, { status: { phase: "Failed" } });
    }
  }

  async function write(method: "POST" | "PATCH" | "DELETE", path: string, value?: unknown): Promise<void> {
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const body = value !== undefined && { body: { type, value } };
    const answer = await send(endpoint, { method, path, signal, ...body });
    if (answer.kind !== "ok") throw new Error(`${method} ${path}: ${JSON.stringify({ answer, value })}`);
  }
});

/** Does it for all, so many at a time. */
async function inTurns<T>(all: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  const waiting = all.entries();
  const worker = async () => {
    for (const [index, one] of waiting) await work(one, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Slices as lines in an order of their own: those of one address type and ports are one, however they are cut. */
function linesOf(slices: readonly (PredictedSlice | EndpointSlice)[]): readonly string[] {
  const lines = slices.flatMap(({ addressType, ports, endpoints }) => {
    const where = ports
      .map((port) => `${port.name}:${port.port}/${port.protocol}/${port.appProtocol ?? ""}`)
      .toSorted();
    const head = `${addressType} [${where.join(",")}]`;
    if (endpoints.length === 0) return [head];
    return endpoints.map(({ address, ready, serving, terminating, pod, node }) =>
      [head, address, pod, node ?? "-", ready && "ready", serving && "serving", terminating && "terminating"].join(" "),
    );
  });
  return lines.toSorted();
}
