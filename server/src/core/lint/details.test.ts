import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { clusterSnapshot, livePod, SETTINGS, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { check } from "../check.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { Pod } from "../pods/pod.ts";
import { EMPTY_WORKSPACE, type Knowledge, type Minor, type Snapshot } from "../snapshot.ts";
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
});

test("the name of a plain init container's port never counts, and the words say why", () => {
  const init = SIDECAR.replace("restartPolicy: Always, ", "");
  const said = [
    'warning target-port-name: targetPort "http": of the matched Pods only init containers declare it. They have ended before traffic comes; the names of containers count, and from Kubernetes 1.33 on those of sidecars (init containers with restartPolicy Always).',
  ];
  expect(lint(init, offline(init), true)).toEqual(said);
  expect(lint(init, offline(init, 32), true)).toEqual(said);
  const live = livePod("till-1", "app=till", { ports: [], initPortNames: ["http"] });
  expect(lint(TILL, { ...clusterSnapshot([live]), workspace: EMPTY_WORKSPACE }, true)).toEqual(said);
  const other = init.replace("name: http", "name: setup");
  expect(lint(other, offline(other), true)).toEqual([
    expect.stringContaining("no matched Pod declares a port of that name"),
  ]);
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

const TWO = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n";

test.each([
  [
    "a Service before it",
    `${deployment("till", "{app: till}")}# The Service\n${TILL}`,
    "Deployment till",
    "# The Service",
  ],
  ["a Deployment behind it", `${TILL}${deployment("till", "{app: till}")}`, "Service till", "apiVersion: apps/v1"],
  [
    "the keys in another order",
    `${TWO}kind: Service\napiVersion: v1\n${TILL.slice(28)}`,
    "Service a",
    "kind: Service\napi",
  ],
  [
    "line ends of Windows",
    (TWO + TILL).replaceAll("\n", "\r\n"),
    "Service a",
    "apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n",
  ],
])("two objects without --- between them: %s", (_, text, lost, from) => {
  const [diagnostic, ...others] = check({ uri: URI, manifest: readManifest(text) }, offline(text));
  expect(others).toEqual([]);
  expect(diagnostic && render(diagnostic.message, "en")).toContain(`: ${lost} is lost.`);
  const [edit] = diagnostic?.fixes?.[0]?.edits ?? [];
  expect(text.slice(edit?.span[0]).startsWith(from)).toBe(true);
  const fixed = applyEdits(text, diagnostic?.fixes?.[0]?.edits ?? []);
  expect(lint(fixed, offline(fixed)).filter((line) => line.includes("separator"))).toEqual([]);
  expect(readManifest(fixed).documents).toHaveLength(2);
});

test("three objects without --- are two lines too few, and both are added", () => {
  const text = TWO + TILL + TWO.replace("name: a", "name: b");
  const found = check({ uri: URI, manifest: readManifest(text) }, offline(text));
  expect(found.map(({ code }) => code)).toEqual(["separator-missing", "separator-missing"]);
  const fixed = applyEdits(
    text,
    found.flatMap(({ fixes = [] }) => fixes.flatMap(({ edits }) => edits)),
  );
  expect(readManifest(fixed).documents.flatMap(({ content }) => content.objects.map(({ name }) => name))).toEqual([
    "a",
    "till",
    "b",
  ]);
});

test.each([
  ["a selector", TILL.replace("{app: till}", "{app: a, app: till}"), ["warning key-repeated"]],
  ["a selector, the same twice", TILL.replace("{app: till}", "{app: till, app: till}"), ["info key-repeated"]],
  [
    "JSON",
    '{"apiVersion":"v1","kind":"Service","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80}]}}',
    ["info key-repeated"],
  ],
  ["a port", TILL.replace("port: 80", "port: 81\n      port: 80"), ["warning key-repeated"]],
  [
    "what an alias stands for, once",
    TILL.replace("name: till", "name: till\n  labels: &own {a: b, a: c}\n  annotations: *own"),
    ["warning key-repeated"],
  ],
  [
    "a merge key, which is there to be replaced",
    TILL.replace("selector:", "<<: {type: NodePort}\n  type: ClusterIP\n  selector:"),
    [],
  ],
  [
    "a Service of type ExternalName",
    service("type: ExternalName", "externalName: a.example.com", "externalName: b.example.com"),
    ["warning key-repeated"],
  ],
  ["another object", deployment("till", "{app: a, app: b}"), []],
  ["a template's keys", service('"{{ .a }}": x', '"{{ .b }}": y', "ports: [{port: 80}]"), []],
])("a key twice in %s", (_, text, expected) => {
  expect(lint(text, offline(text))).toEqual(expected);
});

const named = (name: string, namespace?: string): string =>
  held(name, 0, namespace).replace(", nodePort: 0", "").replace("  type: NodePort\n", "");
const KUSTOMIZATION = "kind: Kustomization\nresources: [service.yaml, other.yaml]\n";

test.each([
  ["in the same file", `${named("a")}---\n${named("a")}`, {}, ["warning", "warning"]],
  ["in another namespace of the same file", `${named("a", "shop")}---\n${named("a", "other")}`, {}, []],
  ["in the same file, one without a namespace", `${named("a", "x")}---\n${named("a")}`, {}, []],
  [
    "in the same file, in namespaces that a template fills in",
    `${named("a", "{{ x }}")}---\n${named("a", "{{ y }}")}`,
    {},
    [],
  ],
  [
    "in the same List",
    `apiVersion: v1\nkind: List\nitems:\n${`- ${named("a").trim().replaceAll("\n", "\n  ")}\n`.repeat(2)}`,
    {},
    ["warning", "warning"],
  ],
  ["in another file of the folder", named("a"), { "file:///shop/other.yaml": named("a") }, []],
  [
    "in another file of the kustomization",
    named("a"),
    { "file:///shop/other.yaml": named("a"), "file:///shop/kustomization.yaml": KUSTOMIZATION },
    ["info"],
  ],
  [
    "in another file of the kustomization, in another namespace",
    named("a"),
    { "file:///shop/other.yaml": named("a", "x"), "file:///shop/kustomization.yaml": KUSTOMIZATION },
    [],
  ],
  [
    "in a patch of the kustomization",
    named("a"),
    {
      "file:///shop/other.yaml": named("a"),
      "file:///shop/kustomization.yaml":
        "kind: Kustomization\nresources: [service.yaml]\npatches: [{path: other.yaml}]\n",
    },
    [],
  ],
  [
    "in two overlays over one base",
    named("a"),
    {
      "file:///p/kustomization.yaml": "kind: Kustomization\nresources: [../shop]\n",
      "file:///q/kustomization.yaml": "kind: Kustomization\nresources: [../shop]\n",
      "file:///shop/kustomization.yaml": "kind: Kustomization\nresources: [service.yaml]\n",
    },
    [],
  ],
] as const)("a Service of this name %s", (_, text, others, expected) => {
  const found = check({ uri: URI, manifest: readManifest(text) }, offline(text, 37, others));
  expect(found.map(({ code, severity }) => [code, severity])).toEqual(expected.map((one) => ["service-repeated", one]));
});

describe("Local without a cluster", () => {
  const local = (type: string, field: string) =>
    service(
      ...type.split("|"),
      `${field}TrafficPolicy: Local`,
      "selector: {app: till}",
      "ports:",
      "  - port: 80",
      "    targetPort: 8080",
    );
  const withReplicas = (replicas: string, text: string) =>
    deploymentAnd(text).replace("spec:", `spec:\n  replicas: ${replicas}`);

  test.each([
    ["one replica", withReplicas("1", local("type: ClusterIP", "internal")), ["info traffic-policy-local"]],
    [
      "one replica behind node ports",
      withReplicas("1", local("type: NodePort", "external")),
      ["info traffic-policy-local"],
    ],
    ["a load balancer, which leaves nodes out", withReplicas("1", local("type: LoadBalancer", "external")), []],
    ["several", withReplicas("2", local("type: ClusterIP", "internal")), []],
    ["a number that a template fills in", withReplicas("$" + "{COUNT}", local("type: ClusterIP", "internal")), []],
    ["a number that is not written", deploymentAnd(local("type: ClusterIP", "internal")), []],
  ])("%s", (_, text, expected) => {
    expect(lint(text, offline(text))).toEqual(expected);
  });

  test("a kustomization can change the number, so nothing is said", () => {
    const text = withReplicas("1", local("type: ClusterIP", "internal"));
    const kustomization = {
      "file:///shop/kustomization.yaml": "resources: [service.yaml]\nreplicas: [{name: till, count: 3}]\n",
    };
    expect(lint(text, offline(text, 37, kustomization))).toEqual([]);
  });
});
