import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { createEndpoint } from "../../server/src/cluster/connection.ts";
import { type Endpoint, open, send } from "../../server/src/cluster/http/http.ts";
import { resolveContext } from "../../server/src/cluster/kubeconfig/context.ts";
import { readKubeconfig } from "../../server/src/cluster/kubeconfig/readKubeconfig.ts";
import { createPool } from "../../server/src/cluster/pods/intern.ts";
import { listNamespacePods } from "../../server/src/cluster/pods/pods.ts";
import { toPod, toThinPod } from "../../server/src/cluster/pods/toPod.ts";
import {
  acceptOf,
  type Form,
  inJson,
  JSON_FORM,
  METADATA_FORM,
  POD_FORM,
} from "../../server/src/cluster/reflect/form.ts";
import { listAll } from "../../server/src/cluster/reflect/list.ts";
import type { Pod } from "../../server/src/core/pods/pod.ts";
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

  test(`and all else that is kept of them is the same in protobuf and in JSON (PODSIGHT_SEED=${SEED})`, async () => {
    const samples = fc.sample(fc.tuple(POD, FACTS), { numRuns: 60, seed: SEED });
    for (const [index, [sample, { metadata, ports, hostNetwork, podIPs }]] of samples.entries()) {
      const spec = { ...sample.spec, hostNetwork };
      const [first, ...others] = spec.containers;
      const withPorts = {
        ...first,
        ports: hostNetwork ? ports.map((port) => ({ ...port, hostPort: port.containerPort })) : ports,
      };
      const status = { ...sample.status, podIPs: podIPs.map((ip) => ({ ip })), podIP: podIPs[0] ?? "" };
      await makePod(
        `fact-${index}`,
        { ...sample, spec: { ...spec, containers: [withPorts, ...others] }, status },
        metadata,
      );
    }
    const [protobuf, json] = await Promise.all([projected(POD_FORM), projected(JSON_FORM)]);
    expect(protobuf).toEqual(json);
    expect(await typeOfAnswer(POD_FORM)).toBe("application/vnd.kubernetes.protobuf");
    expect(await typeOfAnswer(JSON_FORM)).toBe("application/json");
    expect(protobuf.filter((pod) => pod?.ips.length === 2 && pod.ports.length > 0).length).toBeGreaterThan(3);
    const thin = await projected(inJson(METADATA_FORM), toThinPod);
    expect(await projected(METADATA_FORM, toThinPod)).toEqual(thin);
    expect(thin.map((pod) => pod?.labels)).toEqual(json.map((pod) => pod?.labels));
  });

  async function typeOfAnswer(form: Form): Promise<string | undefined> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const opened = await open(endpoint, { path, signal, accept: acceptOf(form, "list") });
    if (opened.kind === "broken") return undefined;
    opened.body.resume();
    return opened.headers["content-type"];
  }

  async function projected(form: Form, project = toPod): Promise<readonly (Pod | undefined)[]> {
    const pool = createPool();
    const pods: (Pod | undefined)[] = [];
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const listed = await listAll(endpoint, path, signal, (object) => pods.push(project(object, pool)), { form });
    expect(listed.kind).toBe("listed");
    return pods;
  }

  /** Makes a Pod that no kubelet looks after, and writes its status as a kubelet would. */
  async function makePod(name: string, { spec, status, deleted }: Sample, more: object = {}): Promise<void> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const metadata = { name, finalizers: ["example.com/keep"], ...more };
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
  readonly spec: { readonly initContainers: readonly object[]; readonly containers: readonly object[] };
  readonly status: object;
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

const NAME = fc.constantFrom("http", "metrics", "dns-tcp", "p1");
const PORT = fc.record(
  { name: NAME, containerPort: fc.integer({ min: 1, max: 65_535 }), protocol: fc.constantFrom("TCP", "UDP", "SCTP") },
  { requiredKeys: ["containerPort"] },
);
const OWNER = fc.record({
  apiVersion: fc.constant("apps/v1"),
  kind: fc.constantFrom("ReplicaSet", "StatefulSet", "Job"),
  name: fc.constantFrom("till-5d4", "till"),
  uid: fc.uuid(),
});
const LABEL = fc.tuple(
  fc.constantFrom("app", "tier", "app.kubernetes.io/name", "a".repeat(63), "example.com/x_y.z"),
  fc.constantFrom("till", "", "1.10", "yes", "v".repeat(63), "A_b.c-d"),
);

/** What is kept of a Pod beside its columns, and some of what is not (annotations, hostPort). */
const FACTS = fc.record({
  metadata: fc.record({
    labels: fc.array(LABEL, { maxLength: 5 }).map((labels) => Object.fromEntries(labels)),
    annotations: fc.constantFrom({}, { note: "ティル, \u00e9, 🙂" }),
    ownerReferences: fc
      .array(fc.tuple(OWNER, fc.boolean()), { maxLength: 2 })
      .map(([first, second]) => [
        ...(first ? [{ ...first[0], controller: first[1] }] : []),
        ...(second ? [second[0]] : []),
      ]),
  }),
  ports: fc.uniqueArray(PORT, { maxLength: 3, selector: ({ name }) => name ?? "" }),
  hostNetwork: fc.boolean(),
  podIPs: fc.constantFrom([], ["10.0.0.7"], ["10.0.0.7", "fd00::7"], ["fd00::8"]),
});
