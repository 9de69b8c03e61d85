import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { createEndpoint } from "../../server/src/cluster/connection.ts";
import { resolveContext } from "../../server/src/cluster/context.ts";
import { type Endpoint, send } from "../../server/src/cluster/http.ts";
import { readKubeconfig } from "../../server/src/cluster/kubeconfig.ts";
import { listNamespacePods } from "../../server/src/cluster/pods.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";

const NAMESPACE = "default";
const SEED = Number(process.env.PODSIGHT_SEED ?? Date.now() % 1_000_000);
const COUNT = 150;

/** READY, STATUS and RESTARTS, held to what the real server prints for `kubectl get pods`. */
describe("the columns of kubectl get pods", () => {
  let controlPlane: ControlPlane;
  let endpoint: Endpoint;
  const { signal } = new AbortController();

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
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

  test(`are the same for ${COUNT} generated Pods (PODSIGHT_SEED=${SEED})`, async () => {
    const samples = fc.sample(POD, { numRuns: COUNT, seed: SEED });
    for (const [index, sample] of samples.entries()) await makePod(`pod-${index}`, sample);
    const { pods } = await listNamespacePods(endpoint, NAMESPACE, signal, ({ sentence }) => sentence.en);
    const ours = pods.map((pod) => [pod.name, pod.readyContainers, pod.status, String(pod.restarts)].join(" "));
    const table = await controlPlane.kubectl("get", "pods", "--no-headers");
    const theirs = table
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/).slice(0, 4).join(" "));
    expect(ours.sort()).toEqual(theirs.sort());
    expect(new Set(ours.map((line) => line.split(" ")[2])).size).toBeGreaterThan(15);
  });

  /** Makes a Pod that no kubelet looks after, and writes its status as a kubelet would. */
  async function makePod(name: string, { spec, status, deleted }: Sample): Promise<void> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const metadata = { name, finalizers: ["example.com/keep"] };
    await write("POST", path, { apiVersion: "v1", kind: "Pod", metadata, spec }, "application/json");
    await write("PATCH", `${path}/${name}/status`, { status }, "application/merge-patch+json");
    if (deleted) await write("DELETE", `${path}/${name}`, undefined, "application/json");
  }

  async function write(method: "POST" | "PATCH" | "DELETE", path: string, value: unknown, type: string): Promise<void> {
    const answer = await send(endpoint, {
      method,
      path,
      signal,
      ...(value !== undefined && { body: { type, value } }),
    });
    if (answer.kind !== "ok") throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  }
});

interface Sample {
  readonly spec: unknown;
  readonly status: unknown;
  readonly deleted: boolean;
}

const TIME = "2026-01-02T03:04:05Z";

const TERMINATED = fc.record(
  {
    exitCode: fc.constantFrom(0, 0, 1, 137),
    signal: fc.constantFrom(0, 0, 9),
    reason: fc.constantFrom("Completed", "Error", "OOMKilled", undefined),
  },
  { requiredKeys: ["exitCode"] },
);
const WAITING = fc.record(
  { reason: fc.constantFrom("CrashLoopBackOff", "ImagePullBackOff", "PodInitializing", "ContainerCreating") },
  { requiredKeys: [] },
);
const STATE = fc.oneof(
  TERMINATED.map((terminated) => ({ terminated })),
  WAITING.map((waiting) => ({ waiting })),
  fc.constant({ running: { startedAt: TIME } }),
  fc.constant({ running: { startedAt: TIME } }),
);

function containerStatus(name: string) {
  return fc.record({
    name: fc.constant(name),
    image: fc.constant("example"),
    imageID: fc.constant(""),
    ready: fc.boolean(),
    started: fc.boolean(),
    restartCount: fc.nat(5),
    state: STATE,
  });
}

const CONDITION = fc.record(
  {
    type: fc.constantFrom("Ready", "Initialized", "PodScheduled"),
    status: fc.constantFrom("True", "False"),
    reason: fc.constantFrom("SchedulingGated", "Other"),
  },
  { requiredKeys: ["type", "status"] },
);

const POD: fc.Arbitrary<Sample> = fc
  .record({
    init: fc.array(fc.boolean(), { maxLength: 2 }),
    main: fc.integer({ min: 1, max: 2 }),
    hasStatuses: fc.constantFrom(true, true, true, false),
  })
  .chain(({ init, main, hasStatuses }) => {
    const initNames = init.map((_, index) => `init-${index}`);
    const mainNames = Array.from({ length: main }, (_, index) => `main-${index}`);
    const initContainers = init.map((isSidecar, index) => ({
      name: `init-${index}`,
      image: "example",
      ...(isSidecar && { restartPolicy: "Always" }),
    }));
    const spec = { initContainers, containers: mainNames.map((name) => ({ name, image: "example" })) };
    const statuses = (names: readonly string[]) =>
      hasStatuses ? fc.tuple(...names.map(containerStatus)) : fc.constant([]);
    return fc.record({
      spec: fc.constant(spec),
      deleted: fc.constantFrom(false, false, false, true),
      status: fc.record(
        {
          phase: fc.constantFrom("Pending", "Running", "Running", "Succeeded", "Failed"),
          reason: fc.constantFrom("Evicted", "NodeLost"),
          conditions: fc.uniqueArray(CONDITION, { maxLength: 3, selector: ({ type }) => type }),
          initContainerStatuses: statuses(initNames),
          containerStatuses: statuses(mainNames),
        },
        { requiredKeys: ["phase", "conditions", "initContainerStatuses", "containerStatuses"] },
      ),
    });
  });
