import { expect, test } from "vitest";
import { clusterSnapshot, livePod, SETTINGS, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { check } from "../check.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { Pod } from "../pods/pod.ts";
import type { Knowledge, Minor, Snapshot } from "../snapshot.ts";
import { render } from "../words.ts";
import { deployment, deploymentAnd, service, serviceWith } from "./examples.ts";

const URI = "file:///shop/service.yaml";

/** `severity code` of each finding of lint; with `say`, the message too. */
function lint(text: string, snapshot: Snapshot, say = false): readonly string[] {
  const found = check({ uri: URI, manifest: readManifest(text) }, snapshot).filter(({ stage }) => stage === "lint");
  return found.map(({ severity, code, message }) => `${severity} ${code}${say ? `: ${render(message, "en")}` : ""}`);
}

function offline(text: string, minor: Minor = 37, others: Readonly<Record<string, string>> = {}): Snapshot {
  return { ...workspaceSnapshot({ ...others, [URI]: text }), settings: { ...SETTINGS, minor } };
}

const TILL = service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: http");
const ports = (list: string): string => deploymentAnd(TILL, list);

test.each([
  ["a port that a template fills in", "[{name: http, containerPort: $" + "{PORT}}]", []],
  ["a name that a template fills in", "[{name: $" + "{NAME}, containerPort: 8080}]", []],
  ["a container that a template fills in", "[]}, $" + "{SIDECAR}, {ports: []", []],
  ["no ports at all", "[]", ["warning target-port-name"]],
  ["another protocol", "[{name: http, containerPort: 8080, protocol: SCTP}]", ["warning target-port-protocol"]],
  [
    "both protocols",
    "[{name: http, containerPort: 80, protocol: UDP}]}, {ports: [{name: http, containerPort: 80}]",
    [],
  ],
])("a named targetPort and %s", (_, list, expected) => {
  expect(lint(ports(list), offline(ports(list)))).toEqual(expected);
});

const SIDECAR = `apiVersion: v1
kind: Pod
metadata: {name: till, labels: {app: till}}
spec:
  initContainers: [{name: proxy, restartPolicy: Always, ports: [{name: http, containerPort: 8080}]}]
  containers: [{name: main}]
---
${TILL}`;

test("the name of a sidecar's port counts from Kubernetes 1.33 on", () => {
  expect(lint(SIDECAR, offline(SIDECAR, 33))).toEqual([]);
  expect(lint(SIDECAR, offline(SIDECAR, 32), true)).toEqual([
    'warning target-port-name: targetPort "http": of the matched Pods only sidecars (init containers with restartPolicy Always) declare it. Their names count from Kubernetes 1.33 on; this is 1.32.',
  ]);
  const init = SIDECAR.replace("restartPolicy: Always, ", "");
  expect(lint(init, offline(init))).toEqual(["warning target-port-name"]);
});

const NUMBER = service("selector: {app: till}", "ports:", "  - port: 80", "    targetPort: 8008");

test.each([
  ["another number", "[{containerPort: 8080}]", ["hint target-port-undeclared"]],
  ["no ports at all, as most have it", "[]", []],
  ["this number for another protocol", "[{containerPort: 8008, protocol: UDP}]", ["info target-port-protocol"]],
  ["this number", "[{containerPort: 8080}, {containerPort: 8008}]", []],
])("a numeric targetPort and workloads that declare %s", (_, list, expected) => {
  const text = deploymentAnd(NUMBER, list);
  expect(lint(text, offline(text))).toEqual(expected);
});

const live = (pods: readonly Pod[], knowledge?: Knowledge): Snapshot => clusterSnapshot(pods, knowledge);
const pod = (name: string, more: Partial<Pod> = {}): Pod => livePod(name, "app=till", more);

test.each([
  ["crashes", [pod("a", { ready: false, status: "CrashLoopBackOff" })], ["warning no-ready-pods"]],
  ["cannot have its image", [pod("a", { ready: false, status: "ImagePullBackOff" })], ["warning no-ready-pods"]],
  ["starts", [pod("a", { ready: false, status: "ContainerCreating" })], ["info no-ready-pods"]],
  [
    "crashes, beside one that starts",
    [pod("a", { ready: false, status: "CrashLoopBackOff" }), pod("b", { ready: false, status: "Running" })],
    ["info no-ready-pods"],
  ],
  ["has ended", [pod("a", { ready: false, phase: "Succeeded", status: "Completed" })], ["info no-ready-pods"]],
  ["crashes, beside one that is ready", [pod("a", { ready: false, status: "Error" }), pod("b")], []],
])("a matched Pod that %s", (_, pods, expected) => {
  expect(lint(TILL, live(pods))).toEqual(expected);
});

test.each<Knowledge>([
  { kind: "off" },
  { kind: "connecting" },
  { kind: "stale", since: 0, why: "reset" },
  { kind: "denied", what: "forbidden" },
  { kind: "failed", why: "refused" },
])("nothing is said of a cluster that is $kind", (knowledge) => {
  const broken = [pod("a", { ready: false, status: "Error", ports: [] })];
  expect(lint(TILL, live(broken, knowledge))).toEqual([]);
  expect(lint(TILL, live([], knowledge))).toEqual([]);
});

const held = (name: string, port: number, namespace?: string): string =>
  serviceWith(
    [`name: ${name}`, ...(namespace === undefined ? [] : [`namespace: ${namespace}`])],
    ["type: NodePort", "ports:", `  - {port: 80, nodePort: ${port}}`],
  );

test.each([
  ["in the same file", `${held("a", 30080)}---\n${held("b", 30080)}`, {}, 2],
  ["of the same name in another overlay", held("a", 30080), { "file:///shop/other.yaml": held("a", 30080) }, 0],
  ["in another file of the folder", held("a", 30080), { "file:///shop/other.yaml": held("b", 30080) }, 1],
  ["in another folder", held("a", 30080), { "file:///other/other.yaml": held("b", 30080) }, 0],
  ["of the same name in another namespace", `${held("a", 30080, "shop")}---\n${held("a", 30080, "other")}`, {}, 2],
])("a node port that another Service %s has", (_, text, others, count) => {
  const found = lint(text, offline(text, 37, others));
  expect(found).toHaveLength(count);
  const severity = Object.keys(others).length === 0 ? "warning" : "info";
  expect(found.every((line) => line === `${severity} node-port-clash`)).toBe(true);
});

test("where labels stand on the workload alone, the fix gives them to the template", () => {
  const own = deployment("till", "{run: till}").replace("{name: till}", "{name: till, labels: {app: till}}");
  const text = `${own}---\n${TILL}`;
  expect(lint(text, offline(text), true)).toEqual([
    "warning no-matching-workload: No workload in this workspace matches app=till. Deployment till has app=till itself, but its Pod template does not, and only Pods are selected.",
  ]);
});

test("a canary beside its main version is no other application", () => {
  const two = `${deployment("till", "{app: till, track: stable}")}---\n${deployment("canary", "{app: till, track: canary}")}---\n${TILL}`;
  expect(lint(two, offline(two))).toEqual([]);
});

test.each([
  ["misspelt", "Nodeport", ["warning no-matching-workload"]],
  ["filled in by a template", "$" + "{TYPE}", ["warning no-matching-workload"]],
  ["that of an alias", "ExternalName, externalName: till.example.com", ["hint external-name-fields-ignored"]],
])("the selector is looked at where the type is %s", (_, type, expected) => {
  const text = `${deployment("till", "{app: till, tier: front}")}---
apiVersion: v1
kind: Service
metadata: {name: till}
spec: {type: ${type}, selector: {app: till, tier: frnt}, ports: [{port: 80}]}
`;
  expect(lint(text, offline(text))).toEqual(expected);
});
