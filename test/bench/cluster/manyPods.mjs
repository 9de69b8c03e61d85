// @ts-check
import { randomUUID } from "node:crypto";
import { createApi } from "./api.mjs";

/** @typedef {import("../../support/controlPlane.ts").ControlPlane} ControlPlane */

export const PODS_OF_A_REPLICA_SET = 10;
/** The ReplicaSets are theirs in turn. */
export const TEAMS = 25;
/** etcd takes up to 128 operations and 1.5 MiB at a time. */
const PODS_AT_A_TIME = 100;

/**
 * The label selector of one team's Pods, 400 of 10,000: several workloads behind one Service.
 * @param {number} team
 */
export const teamSelector = (team) => `team=${teamOf(team)},tier=front`;

/**
 * The label of a ReplicaSet's Pods, by its number.
 * @param {number} app
 * @returns {string}
 */
export const teamOf = (app) => `team-${String(app % TEAMS).padStart(2, "0")}`;

/**
 * Fills namespaces with Pods as a real cluster has them: Running and Ready, ReplicaSets of ten, two containers each, 10 KB
 * of JSON with the `managedFields`. One Pod is made through the API; the others are its bytes in etcd with names,
 * UIDs and addresses of the same length in their places, written while the API server is down: a write through it
 * takes 6 to 9 milliseconds of its time.
 * @param {ControlPlane} controlPlane one without controllers, which would delete such Pods
 * @param {Readonly<Record<string, number>>} namespaces how many Pods in each
 * @returns {Promise<void>}
 */
export async function makeManyPods(controlPlane, namespaces) {
  const api = await createApi(controlPlane.kubeconfig);
  /** @type {Map<string, { bytes: string, pod: Names }>} */
  const models = new Map();
  for (const namespace of Object.keys(namespaces)) {
    await api.write("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    models.set(namespace, await makeModel(controlPlane, api, namespace));
  }
  api.dispose();
  await controlPlane.killApiServer();
  for (const [namespace, count] of Object.entries(namespaces)) {
    const model = models.get(namespace);
    if (model === undefined) continue;
    for (let from = 1; from < count; from += PODS_AT_A_TIME) {
      const length = Math.min(PODS_AT_A_TIME, count - from);
      const pods = Array.from({ length }, (_, index) => namesOf(from + index));
      await put(
        controlPlane.etcd,
        pods.map((pod) => ({ key: keyOf(namespace, pod), value: sisterOf(model, pod) })),
      );
    }
  }
  await controlPlane.startApiServer();
}

/**
 * The texts that differ from Pod to Pod; each has the same length in every Pod.
 * @typedef {{ name: string, uid: string, app: string, hash: string, team: string, ownerUid: string, ip: string, node: string }} Names
 */

/**
 * @param {number} index
 * @returns {Names}
 */
function namesOf(index) {
  const set = Math.floor(index / PODS_OF_A_REPLICA_SET);
  return {
    name: podNameOf(index),
    uid: randomUUID(),
    app: appOf(set),
    hash: hashOf(set),
    team: teamOf(set),
    ownerUid: `00000000-0000-4000-8000-${String(set).padStart(12, "0")}`,
    ip: `10.${100 + Math.floor(index / 10_000)}.${100 + (Math.floor(index / 100) % 100)}.${100 + (index % 100)}`,
    node: `node-${String(index % 500).padStart(3, "0")}`,
  };
}

/**
 * The name of the Pod with a number, from 0.
 * @param {number} index
 * @returns {string}
 */
export function podNameOf(index) {
  const set = Math.floor(index / PODS_OF_A_REPLICA_SET);
  return `${appOf(set)}-${hashOf(set)}-${lettersOf(index * 40_503, 5)}`;
}

/** @param {number} set */
const appOf = (set) => `app-${String(set).padStart(5, "0")}`;
/** @param {number} set */
const hashOf = (set) => lettersOf((set + 1) * 2_654_435_761, 10);

/** Those that Kubernetes makes names of. */
const LETTERS = "bcdfghjklmnpqrstvwxz2456789";

/**
 * @param {number} seed
 * @param {number} length
 */
function lettersOf(seed, length) {
  let rest = seed;
  return Array.from({ length }, () => {
    const letter = LETTERS[rest % LETTERS.length] ?? "";
    rest = Math.floor(rest / LETTERS.length);
    return letter;
  }).join("");
}

/**
 * @param {ControlPlane} controlPlane
 * @param {Awaited<ReturnType<typeof createApi>>} api
 * @param {string} namespace
 */
async function makeModel({ etcd }, api, namespace) {
  const names = namesOf(0);
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const made = await api.write("POST", `${pods}?fieldManager=kube-controller-manager`, podOf(names));
  await api.write("PATCH", `${pods}/${names.name}/status?fieldManager=kubelet`, { status: statusOf(names) });
  const pod = { ...names, uid: /** @type {string} */ (made.metadata.uid) };
  const { kvs } = await askEtcd(etcd, "range", { key: base64(keyOf(namespace, pod)) });
  return { bytes: Buffer.from(kvs[0].value, "base64").toString("latin1"), pod };
}

/**
 * @param {string} namespace
 * @param {Names} pod
 */
const keyOf = (namespace, { name }) => `/registry/pods/${namespace}/${name}`;

/**
 * @param {{ bytes: string, pod: Names }} model
 * @param {Names} pod
 * @returns {string} in base64
 */
function sisterOf({ bytes, pod: model }, pod) {
  const replaced = /** @type {const} */ (["name", "uid", "app", "hash", "team", "ownerUid", "ip", "node"]).reduce(
    (text, part) => text.replaceAll(model[part], pod[part]),
    bytes,
  );
  return Buffer.from(replaced, "latin1").toString("base64");
}

/**
 * @param {string} etcd
 * @param {readonly { key: string, value: string }[]} entries
 */
async function put(etcd, entries) {
  const success = entries.map(({ key, value }) => ({ requestPut: { key: base64(key), value } }));
  await askEtcd(etcd, "txn", { success });
}

/** @param {string} text */
const base64 = (text) => Buffer.from(text).toString("base64");

/**
 * Over etcd's JSON gateway.
 * @param {string} etcd
 * @param {string} method
 * @param {object} body
 */
async function askEtcd(etcd, method, body) {
  const answer = await fetch(`${etcd}/v3/kv/${method}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`etcd: ${method}: ${await answer.text()}`);
  return /** @type {Promise<any>} */ (answer.json());
}

/** @param {Names} names */
function podOf({ name, app, hash, team, ownerUid, node }) {
  const labels = {
    app,
    team,
    tier: "front",
    "app.kubernetes.io/name": app,
    "app.kubernetes.io/instance": `${app}-production`,
    "app.kubernetes.io/component": "server",
    "app.kubernetes.io/part-of": "shop",
    "app.kubernetes.io/managed-by": "Helm",
    "app.kubernetes.io/version": "2.31.4",
    "pod-template-hash": hash,
  };
  const controller = { apiVersion: "apps/v1", kind: "ReplicaSet", name: `${app}-${hash}`, uid: ownerUid };
  return {
    metadata: {
      name,
      generateName: `${app}-${hash}-`,
      labels,
      annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9090", "checksum/config": "c".repeat(64) },
      ownerReferences: [{ ...controller, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      nodeName: node,
      containers: [containerOf("server", app, 8080), containerOf("metrics", app, 9090)],
      terminationGracePeriodSeconds: 30,
      tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" }],
      volumes: [
        { name: "config", configMap: { name: `${app}-config` } },
        { name: "cache", emptyDir: {} },
        { name: "access", projected: { sources: [{ configMap: { name: `${app}-access` } }] } },
      ],
    },
  };
}

/**
 * @param {string} name
 * @param {string} app
 * @param {number} port
 */
function containerOf(name, app, port) {
  const probe = (/** @type {string} */ path) => ({ httpGet: { path, port: "http" }, periodSeconds: 10 });
  return {
    name,
    image: `registry.example.com/shop/${app}-${name}:2.31.4`,
    args: ["--listen", `:${port}`, "--log-format", "json"],
    ports: [{ name: name === "server" ? "http" : "http-metrics", containerPort: port }],
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "DATABASE", value: `postgres://${app}.databases.svc.cluster.local:5432/shop` },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: `${app}-database`, key: "password" } } },
      { name: "LOG_LEVEL", value: "info" },
    ],
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "512Mi" } },
    readinessProbe: probe("/ready"),
    livenessProbe: probe("/alive"),
    volumeMounts: [
      { name: "config", mountPath: "/etc/shop", readOnly: true },
      { name: "cache", mountPath: "/var/cache/shop" },
      { name: "access", mountPath: "/var/run/secrets/tokens", readOnly: true },
    ],
  };
}

/** @param {Names} names */
function statusOf({ app, ip }) {
  const at = "2026-05-04T08:30:00Z";
  const condition = (/** @type {string} */ type) => ({ type, status: "True", lastTransitionTime: at });
  const container = (/** @type {string} */ name) => ({
    name,
    image: `registry.example.com/shop/${app}-${name}:2.31.4`,
    imageID: `registry.example.com/shop/${app}-${name}@sha256:${"a".repeat(64)}`,
    containerID: `containerd://${"b".repeat(64)}`,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: at } },
  });
  return {
    phase: "Running",
    startTime: at,
    hostIP: "192.168.10.20",
    hostIPs: [{ ip: "192.168.10.20" }],
    podIP: ip,
    podIPs: [{ ip }],
    qosClass: "Burstable",
    conditions: ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].map(condition),
    containerStatuses: [container("server"), container("metrics")],
  };
}
