// @ts-check
import { createPool } from "../../server/src/cluster/pods/intern.ts";
import { createPodGroups } from "../../server/src/cluster/pods/podGroups.ts";
import { isService } from "../../server/src/core/manifest/manifest.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { serviceOf } from "../../server/src/core/manifest/readService.ts";
import { findNearMisses } from "../../server/src/core/pods/nearMiss.ts";
import { resolve } from "../../server/src/core/pods/resolve.ts";
import { EMPTY_WORKSPACE, NEWEST_MINOR } from "../../server/src/core/snapshot.ts";
import { createKeepLabels } from "../../server/src/core/workspace/labels.ts";
import { pairsOf } from "../../server/src/core/workspace/matching.ts";
import { quantile, table } from "./numbers.mjs";

const PODS = 100_000;
const REPLICAS = 10;
const WORKLOADS = 10_000;
const ROUNDS = 201;
/** Calls in one go of which the processor time is taken: its clock is too coarse for one. */
const BATCH = 50;
/** Events between two publications at a hundred changes a second. */
const BURST = 25;
const BURSTS = 2_000;

const SELECTORS = [
  { app: "app-123", version: "v3" },
  { tier: "tier-1", track: "track-2" },
  { app: "app-123", tier: "tier-1", version: "v3" },
  { app: "app-12x", version: "v3" },
];

/**
 * Measures matching alone, without a cluster and without an editor: one selector among 100,000 Pods of 10,000
 * ReplicaSets in one namespace, beside a plain scan over Pods that keep labels of their own.
 * @param {import("../../scripts/lib/report.mjs").Report} report
 * @returns {string} tables in Markdown
 */
export function matching(report) {
  report(`Matching among ${PODS.toLocaleString("en")} Pods.`);
  const pods = namespaceOfPods();
  // Before there are the Pods of the plain scan: each collection of garbage would look through those, too.
  const event = events(pods);
  const plain = pods.map(({ labels }) => ({ labels: Object.fromEntries(labels) }));
  const groups = createPodGroups();
  groups.fill(pods);
  const rows = SELECTORS.map((selector) => measureSelector(selector, pods, plain, groups.table));
  const written = workspaceRow();
  const head = ["selector", "Pods", "plain scan", "resolve", "near misses, plain scan", "near misses"];
  return [
    `### Microseconds to resolve a selector among ${PODS.toLocaleString("en")} Pods, median / 95th percentile (processor time)`,
    table(head, rows),
    `### The same among ${WORKLOADS.toLocaleString("en")} workloads of a workspace`,
    table(head, [written]),
    "### Microseconds of matching work for one Pod event",
    table(
      ["", "median / 95th percentile (processor time)"],
      [["in bursts of 25, a label or the readiness changes", event]],
    ),
  ].join("\n\n");
}

/**
 * @typedef {import("../../server/src/core/pods/pod.ts").Pod} Pod
 * @typedef {{ readonly labels: Readonly<Record<string, string>> }} PlainPod
 */

/** @returns {readonly Pod[]} */
function namespaceOfPods() {
  const ports = [{ name: "http", port: 8080, protocol: "TCP", container: /** @type {const} */ ("container") }];
  const pool = createPool();
  /** @type {Pod[]} */
  const pods = [];
  for (let set = 0; set < PODS / REPLICAS; set++) {
    const labels = labelsOf(set);
    const shared = pool.labels(labels);
    const owner = { kind: "ReplicaSet", name: `${labels.app}-${labels["pod-template-hash"]}` };
    for (let replica = 0; replica < REPLICAS; replica++) {
      pods.push(podOf(`${owner.name}-${replica}`, shared, { ports, owner }));
    }
  }
  // As the API server lists them.
  return pods.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * @param {number} set
 * @returns {Record<string, string>}
 */
function labelsOf(set) {
  const app = Math.floor(set / 10);
  return {
    app: `app-${app}`,
    "app.kubernetes.io/instance": `app-${app}-${set}`,
    "app.kubernetes.io/managed-by": "Helm",
    "app.kubernetes.io/name": `app-${app}`,
    "app.kubernetes.io/part-of": `shop-${app % 50}`,
    "pod-template-hash": (set * 2_654_435_761).toString(36),
    team: `team-${app % 20}`,
    tier: `tier-${set % 2}`,
    track: `track-${Math.floor(set / 2) % 5}`,
    version: `v${app % 10}`,
  };
}

/**
 * @param {string} name
 * @param {Pod["labels"]} labels
 * @param {Pick<Pod, "ports" | "owner">} shared
 * @returns {Pod}
 */
function podOf(name, labels, shared) {
  return {
    ...shared,
    namespace: "shop",
    name,
    labels,
    phase: "Running",
    status: "Running",
    ready: true,
    readyContainers: "1/1",
    restarts: 0,
    terminating: false,
    ips: ["10.0.0.1"],
    node: "node-0",
    createdAtSeconds: 0,
    origin: { kind: "cluster" },
  };
}

/**
 * @param {Readonly<Record<string, string>>} selector
 * @param {readonly Pod[]} pods
 * @param {readonly PlainPod[]} plain
 * @param {import("../../server/src/core/pods/labelTable.ts").LabelTable} labelTable
 * @returns {readonly string[]}
 */
function measureSelector(selector, pods, plain, labelTable) {
  const service = serviceWith(selector);
  const snapshot = snapshotOf({ knowledge: { kind: "synced" }, pods, labelTable });
  const found = resolve(service, snapshot, "");
  const pairs = Object.entries(selector);
  const scan = () => plain.filter(({ labels }) => pairs.every(([key, value]) => labels[key] === value));
  const scanNear = () =>
    plain.filter(({ labels }) => pairs.filter(([key, value]) => labels[key] !== value).length === 1);
  if (scan().length !== found.matched.length) throw new Error("the two do not agree");
  const times = measure([
    scan,
    () => resolve(service, snapshot, "").readyCount,
    scanNear,
    () => findNearMisses(pairsOf(service), { table: labelTable }, []),
  ]);
  const text = pairs.map((pair) => pair.join("=")).join(", ");
  return [text, found.matched.length.toLocaleString("en"), ...times];
}

/**
 * A Service that matches none of the workloads, but shares a label with a third of them.
 * @returns {readonly string[]}
 */
function workspaceRow() {
  const selector = { app: "app-12x", part: "part-1" };
  const service = serviceWith(selector);
  const workloads = Array.from({ length: WORKLOADS }, (_, index) => workload(index));
  const workspace = { ...EMPTY_WORKSPACE, pods: workloads, labels: createKeepLabels()(workloads) };
  const snapshot = { ...snapshotOf({ knowledge: { kind: "off" }, pods: [] }), workspace };
  const pairs = Object.entries(selector);
  const lacking = (/** @type {Pod} */ { labels }) => pairs.filter(([key, value]) => labels.get(key) !== value).length;
  const times = measure([
    () => workloads.filter((pod) => lacking(pod) === 0),
    () => resolve(service, snapshot, "").matched,
    () => workloads.filter((pod) => lacking(pod) === 1),
    () => resolve(service, snapshot, "").nearMisses,
  ]);
  const text = pairs.map((pair) => pair.join("=")).join(", ");
  return [text, resolve(service, snapshot, "").matched.length.toLocaleString("en"), ...times];
}

/**
 * @param {number} index
 * @returns {Pod}
 */
function workload(index) {
  const labels = new Map([
    ["app", `app-${index}`],
    ["part", `part-${index % 3}`],
    ["app.kubernetes.io/name", `app-${index}`],
    ["team", `team-${index % 20}`],
  ]);
  const uri = `file:///shop/app-${index}.yaml`;
  return {
    ...podOf(`app-${index}`, labels, { ports: [], owner: { kind: "Deployment", name: `app-${index}` } }),
    namespace: undefined,
    workloadLabels: new Map([["team", `team-${index % 20}`]]),
    origin: { kind: "workspace", uri, span: [0, 0], labelsSpan: undefined },
  };
}

/**
 * Runs each in turn, so that a slow moment of the machine is everybody's.
 * @param {readonly (() => unknown)[]} contestants
 * @returns {readonly string[]}
 */
function measure(contestants) {
  const times = contestants.map(() => /** @type {number[]} */ ([]));
  for (let round = -10; round < ROUNDS; round++) {
    contestants.forEach((run, index) => {
      const from = performance.now();
      run();
      if (round >= 0) times[index]?.push((performance.now() - from) * 1000);
    });
  }
  return contestants.map((run, index) => `${spread(times[index] ?? [])} (${figure(processorTime(run))})`);
}

/**
 * @param {() => unknown} run
 * @returns {number} microseconds of a call, in all threads of the process
 */
function processorTime(run) {
  const from = process.cpuUsage();
  for (let call = 0; call < BATCH; call++) run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / BATCH;
}

/**
 * @param {readonly Pod[]} pods
 * @returns {string}
 */
function events(pods) {
  const groups = createPodGroups();
  groups.fill(pods);
  const now = [...pods];
  /** @type {number[]} */
  const times = [];
  let processor = 0;
  for (let burst = -BURSTS; burst < BURSTS; burst++) {
    const changes = Array.from({ length: BURST }, (_, index) => changeOf(now, (burst + BURSTS) * BURST + index));
    const [used, from] = [process.cpuUsage(), performance.now()];
    for (const { before, after } of changes) groups.change(before, after);
    groups.table;
    const took = performance.now() - from;
    const { user, system } = process.cpuUsage(used);
    if (burst < 0) continue;
    times.push((took * 1000) / BURST);
    processor += user + system;
  }
  return `${spread(times)} (${figure(processor / BURSTS / BURST)})`;
}

/**
 * @param {Pod[]} now
 * @param {number} count
 * @returns {{ before: Pod, after: Pod }}
 */
function changeOf(now, count) {
  const at = (count * 7_919) % now.length;
  const before = /** @type {Pod} */ (now[at]);
  const other = /** @type {Pod} */ (now[(at + REPLICAS) % now.length]);
  const after = count % 2 === 0 ? { ...before, labels: other.labels } : { ...before, ready: !before.ready };
  now[at] = after;
  return { before, after };
}

/** @param {readonly number[]} times */
function spread(times) {
  return `${figure(quantile(times, 0.5))} / ${figure(quantile(times, 0.95))}`;
}

/** @param {number} value */
function figure(value) {
  return value >= 10 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}

/** @param {Readonly<Record<string, string>>} selector */
function serviceWith(selector) {
  const text = JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "bench" },
    spec: { selector, ports: [{ port: 80, targetPort: "http" }] },
  });
  const object = readManifest(text)
    .documents.flatMap(({ content }) => content.objects)
    .find(isService);
  if (object === undefined) throw new Error("there is no Service");
  return serviceOf(object);
}

/**
 * @param {import("../../server/src/core/snapshot.ts").NamespacePods} shop
 * @returns {import("../../server/src/core/snapshot.ts").Snapshot}
 */
function snapshotOf(shop) {
  const facts = { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined };
  return {
    settings: { locale: "en", minor: NEWEST_MINOR, facts, rules: {} },
    cluster: {
      context: "bench",
      namespace: "shop",
      knowledge: { kind: "synced" },
      serverVersion: undefined,
      namespaces: new Map([["shop", shop]]),
    },
    workspace: EMPTY_WORKSPACE,
  };
}
