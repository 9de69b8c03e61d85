import { expect, test } from "vitest";
import { annotate, withoutAnnotations } from "../../../test/support/annotated.ts";
import { clusterSnapshot, livePod, SETTINGS, workspaceSnapshot } from "../../../test/support/snapshot.ts";
import { check } from "./check.ts";
import { type Diagnostic, withoutFollowing } from "./diagnostic.ts";
import { readManifest } from "./manifest/readManifest.ts";
import type { Pod } from "./pods/pod.ts";
import type { Snapshot } from "./snapshot.ts";
import { render } from "./words.ts";

const URI = "file:///shop/service.yaml";

function findings(text: string, snapshot: Snapshot): readonly Diagnostic[] {
  return check({ uri: URI, manifest: readManifest(text) }, snapshot);
}

/** Checks a text against what its comments say is found in it, the text itself being the workspace. */
function expectFindings(annotated: string, snapshot?: Snapshot): void {
  const text = withoutAnnotations(annotated);
  expect(annotate(text, findings(text, snapshot ?? workspaceSnapshot({ [URI]: text })))).toBe(annotated);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector: {matchLabels: {app: till, tier: front}}
  template:
    metadata: {labels: {app: till, tier: front}}
    spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}
---`;

test("a slip in a selector value is a warning offline, with what the workload has", () => {
  expectFindings(`${DEPLOYMENT}
apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector:
    app: till
    tier: fornt
#         ^^^^^ no-matching-workload: warning: No workload in this workspace matches app=till, tier=fornt. Deployment till has tier=front, not tier=fornt.
  ports: [{port: 80}]
`);
});

test("offline, that nothing matches is information at most", () => {
  expectFindings(`${DEPLOYMENT}
apiVersion: v1
kind: Service
metadata: {name: elsewhere}
spec:
  selector: {app: warehouse}
#            ^^^^^^^^^^^^^^ no-matching-workload: info: No workload in this workspace matches app=warehouse.
  ports: [{port: 80}]
`);
});

test("a pair that is being written: nothing is said before its value begins, and never an error", () => {
  const typed = (value: string) => {
    const text = `${DEPLOYMENT}
apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector:
    app: till
    tier:${value}
  ports: [{port: 8080}]
`;
    return findings(text, workspaceSnapshot({ [URI]: text })).map(({ code, severity }) => `${code} ${severity}`);
  };
  expect([..." front"].map((_, length) => typed(" front".slice(0, length)))).toEqual([
    [],
    [],
    ["no-matching-workload info"],
    ["no-matching-workload info"],
    ["no-matching-workload info"],
    ["no-matching-workload warning"],
  ]);
  expect(typed(" front")).toEqual([]);
});

const LONE = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec:
  selector: {app: till, tier: frontend}
  ports: [{port: 80}]
`;

test("a Service alone is told nothing about Pods: they are unknown", () => {
  expectFindings(LONE);
});

test("where a file cannot be read, nothing matching is unknown", () => {
  const snapshot = workspaceSnapshot({
    "file:///shop/a.yaml": DEPLOYMENT,
    "file:///shop/b.yaml": `${DEPLOYMENT.replace("labels: {", "labels: {{{ x }}: y, ")}`,
  });
  expect(snapshot.workspace.unreadable.length + snapshot.workspace.pods.length).toBeGreaterThan(1);
  expectFindings(LONE, { ...snapshot, workspace: { ...snapshot.workspace, unreadable: ["file:///shop/b.yaml"] } });
  expectFindings(LONE, { ...snapshot, workspace: { ...snapshot.workspace, complete: false } });
});

test("when the cluster is known, no Pod is a warning that says what almost matches", () => {
  const pods = ["a", "b", "c"].map((name) => livePod(name, "app=till,tier=front"));
  expectFindings(
    `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec:
  selector: {app: till, tier: frontend}
#                             ^^^^^^^^ no-matching-pods: warning: No Pod in shop matches app=till, tier=frontend. 3 Pods have tier=front, not tier=frontend.
  ports: [{port: 80}]
`,
    clusterSnapshot(pods),
  );
});

test("a workload that has only to be applied is information", () => {
  const live = clusterSnapshot([]);
  const { workspace } = workspaceSnapshot({ [URI]: DEPLOYMENT });
  expectFindings(
    `apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector: {app: till}
#            ^^^^^^^^^ no-matching-pods: info: No Pod in shop matches app=till yet. Deployment till in this workspace matches; 0 of its Pods are live: it is not applied yet.
  ports: [{port: 80}]
`,
    { ...live, workspace },
  );
});

const OLD = livePod("till-1", "app=till,tier=old", { owner: { kind: "Deployment", name: "till" } });
const NEEDS_FRONT = `apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector: {app: till, tier: front}
  ports: [{port: 80}]
`;

/** The finding of a Service that selects app=till, tier=front, with the live Pods and the files of the workspace. */
function whyNone(live: readonly Pod[], files: Readonly<Record<string, string>> = {}): readonly string[] {
  const snapshot = { ...clusterSnapshot(live), workspace: workspaceSnapshot(files).workspace };
  return findings(NEEDS_FRONT, snapshot).map(({ severity, message, related = [] }) =>
    [severity, render(message, "en"), ...related.map(({ file }) => `-> ${file}`)].join(" "),
  );
}

test("why no Pod matches: the cluster and the workspace are told apart, and the templates are linked", () => {
  const file = "file:///shop/till.yaml";
  const slip = DEPLOYMENT.replaceAll("tier: front", "tier: fornt");
  const none = "No Pod in shop matches app=till, tier=front";
  expect(whyNone([OLD])).toEqual([`warning ${none}. 1 Pod has tier=old, not tier=front.`]);
  expect(whyNone([OLD], { [file]: DEPLOYMENT })).toEqual([
    `info ${none} yet. Deployment till in this workspace matches, but its 1 live Pod has other labels: the template is not applied yet, or not rolled out. -> ${file}`,
  ]);
  expect(whyNone([OLD], { [file]: slip })).toEqual([
    `warning ${none}. 1 Pod has tier=old, not tier=front. In this workspace: Deployment till has tier=fornt, not tier=front. -> ${file}`,
  ]);
  expect(whyNone([livePod("a", "app=till"), livePod("b", "tier=front")])).toEqual([
    `warning ${none}. Each pair is on some Pods, but no Pod has all of them. 1 Pod lacks only tier=front. 1 Pod lacks only app=till.`,
  ]);
  expect(whyNone([livePod("a", "app=till,tier=front", { namespace: "other" })])).toEqual([
    `warning ${none}. 1 Pod in other would match, but a Service selects only in its own namespace.`,
  ]);
});

test("a workload of the workspace that is in another namespace is told of where the cluster has no Pod, with the way there", () => {
  const file = "file:///shop/till.yaml";
  const elsewhere = DEPLOYMENT.replace("metadata: {", "metadata: {namespace: back, ");
  const text = NEEDS_FRONT.replace("name: till", "name: till, namespace: shop");
  const snapshot = { ...clusterSnapshot([]), workspace: workspaceSnapshot({ [file]: elsewhere }).workspace };
  const [found] = findings(text, snapshot);
  expect(found && render(found.message, "en")).toBe(
    "No Pod in shop matches app=till, tier=front. In this workspace: Deployment till in back would match, but a Service selects only in its own namespace.",
  );
  expect(found?.fixes?.map(({ title }) => render(title, "en"))).toEqual(["Set the Service's namespace to back"]);
});

test("a workload that stands in two files is told of once", () => {
  const files = { "file:///a/till.yaml": DEPLOYMENT, "file:///b/till.yaml": DEPLOYMENT };
  const text = NEEDS_FRONT.replace("front", "fornt");
  expect(findings(text, workspaceSnapshot(files)).map(({ message }) => render(message, "en"))).toEqual([
    "No workload in this workspace matches app=till, tier=fornt. Deployment till has tier=front, not tier=fornt.",
  ]);
});

test.each(["off", "connecting"] as const)("with the cluster %s nothing is said of Pods", (kind) => {
  expectFindings(LONE, clusterSnapshot([], { kind }));
});

test("what is stale, denied or failed never becomes none", () => {
  expectFindings(LONE, clusterSnapshot([], { kind: "stale", since: 0, why: "reset" }));
  expectFindings(LONE, clusterSnapshot([], { kind: "denied", what: "forbidden" }));
  expectFindings(LONE, clusterSnapshot([], { kind: "failed", why: "refused" }));
});

test("a named target port that nobody declares", () => {
  expectFindings(`${DEPLOYMENT}
apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector: {app: till}
  ports:
  - port: 80
    targetPort: htp
#               ^^^ target-port-name: warning: targetPort "htp": no matched Pod declares a TCP port of that name. They declare http.
`);
});

test("comments silence a line or a document", () => {
  const service = `apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector: {app: til} # podsight-ignore: no-matching-workload
  # podsight-ignore: target-port-name, other
  ports: [{port: 80, targetPort: htp}]
`;
  expectFindings(`${DEPLOYMENT}\n${service}`);
  expectFindings(`${DEPLOYMENT}\n# podsight-ignore: no-matching-workload\n${service.replaceAll(/ *# pod.*/g, "")}`);
});

test("settings change a severity or switch a code off", () => {
  const text = `${DEPLOYMENT}\n${LONE.replace(", namespace: shop", "")}`;
  const snapshot = workspaceSnapshot({ [URI]: text });
  const severities = (rules: Snapshot["settings"]["rules"]): readonly string[] =>
    findings(text, { ...snapshot, settings: { ...SETTINGS, rules } }).map(({ severity }) => severity);
  expect(severities({})).toEqual(["info"]);
  expect(severities({ "no-matching-workload": "error" })).toEqual(["error"]);
  expect(severities({ "no-matching-workload": "off" })).toEqual([]);
});

test.each([
  [
    "Services of other API groups",
    "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: A_B}\nspec: {x: y}\n",
  ],
  [
    "patches by directive",
    "apiVersion: v1\nkind: Service\nmetadata: {name: A_B}\nspec: {$patch: replace, type: NodePort}\n",
  ],
  [
    "Helm templates",
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ x }}\nspec:\n  {{- with .Values }}\n  type: A\n  {{- end }}\n",
  ],
  ["broken templates", "apiVersion: v1\nkind: Service\nmetadata: {{ include }}\n  a: [\n"],
  ["other documents", "services: [\nkind: Service\n"],
])("%s are told nothing", (_, text) => {
  expectFindings(text);
});

test("a file that a kustomization uses as a patch is told nothing", () => {
  const snapshot = workspaceSnapshot({});
  const text = "apiVersion: v1\nkind: Service\nmetadata: {name: A_B}\nspec: {type: NodePort}\n";
  const patched = { ...snapshot, workspace: { ...snapshot.workspace, patches: new Set([URI]) } };
  expect(findings(text, patched)).toEqual([]);
});

test("broken text is one clear finding at its place", () => {
  expectFindings(`apiVersion: v1
kind: Service
metadata:
	name: till
# ^ yaml-syntax: error: A tab is used as indentation. YAML allows only spaces there.
`);
});

test("the same is not said twice of one place", () => {
  const text = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"till"},"spec":{"selector":{"app":';
  const said = findings(text, workspaceSnapshot({})).map(({ span, message }) => `${span} ${render(message, "en")}`);
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said).size).toBe(said.length);
});

test("broken JSON on one line is told so, too", () => {
  const text = '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "till"]}\n';
  expect(findings(text, workspaceSnapshot({})).map(({ code }) => code)).toContain("yaml-syntax");
});

const PORT = "port-out-of-range";
const TARGET = "target-port-out-of-range";

test.each([
  ["- name: http", [PORT, TARGET], [PORT]],
  ["- {}", [PORT, TARGET], [PORT]],
  ["- port: 80000", [PORT, TARGET], [PORT]],
  ["- {port: 80000, targetPort: 80001}", [PORT, TARGET], [PORT, TARGET]],
  ["- {name: a, protocol: TCP}\n  - {name: b}", [PORT, PORT, "port-duplicate", TARGET, TARGET], [PORT, PORT]],
  ["- {name: a, port: 80}\n  - {name: b, port: 80}", ["port-duplicate"], ["port-duplicate"]],
])("of %s the API server's verdict is known in full, and an editor shows each mistake once", (item, all, shown) => {
  const found = findings(`apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec:\n  ports:\n  ${item}\n`, {
    ...workspaceSnapshot({}),
  });
  expect(found.map(({ code }) => code)).toEqual(all);
  expect(withoutFollowing(found).map(({ code }) => code)).toEqual(shown);
});

test.each(["app: till!", '"app name": till'])(
  "of the selector %s, which is refused, nobody says that nothing matches",
  (pair) => {
    const text = NEEDS_FRONT.replace("app: till, tier: front", pair);
    const workspace = workspaceSnapshot({ "file:///shop/till.yaml": DEPLOYMENT });
    for (const snapshot of [workspace, clusterSnapshot([OLD])])
      expect(findings(text, snapshot).map(({ severity }) => severity)).toEqual(["error"]);
  },
);

const TYPED = [
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: till\nspec:\n  type: NodePort\n  selector:\n    app: till\n    tier: front\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n      nodePort: 30080\n    - name: metrics\n      port: 9090\n---\n`,
  "apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {selector: {app: till}, ports: [{port: 80, targetPort: 'http'}]}\n",
  JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name: "till" }, spec: { ports: [{ port: 80 }] } }),
];

test("while a Service is typed, an editor shows two errors at most, and none once it is written", () => {
  const shown = (text: string): number =>
    withoutFollowing(findings(text, workspaceSnapshot({}))).filter(({ severity }) => severity === "error").length;
  for (const text of TYPED) {
    const counts = Array.from(text, (_, index) => shown(text.slice(0, index + 1)));
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(counts.at(-1)).toBe(0);
  }
});
