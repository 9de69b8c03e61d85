import { describe, expect, test } from "vitest";
import { navigable } from "../../../../test/support/navigable.ts";
import { render } from "../words.ts";
import { definitionOf } from "./definition.ts";
import { rename, renameable } from "./rename.ts";
import { topicAt } from "./topic.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till, labels: {app: till}}
spec:
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {"app": 'till', tier: front}}
    spec: {containers: [{name: till, ports: [{name: http, containerPort: 80}], livenessProbe: {tcpSocket: {port: http}}}]}
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector:
    app: till # this one
  ports:
    - name: web
      port: 80
      targetPort: http
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: till, port: {name: web}}}}
`;
const FILES = { "deployment.yaml": DEPLOYMENT, "service.yaml": SERVICE, "ingress.yaml": INGRESS };

/** The changed lines of all files after renaming what stands at `word` in the Service, or why it was refused. */
function renamed(word: string, newName: string, files: Readonly<Record<string, string>> = FILES): readonly string[] {
  const [before = "", behind = ""] = word.includes("|") ? word.split("|") : ["", word];
  const marked = {
    ...files,
    "service.yaml": (files["service.yaml"] ?? "").replace(before + behind, `${before}$0${behind}`),
  };
  const { navigation, uri, offset, textOf } = navigable(marked);
  const topic = renameable(topicAt(navigation, uri, offset));
  if (topic === undefined) return ["nothing to rename"];
  const result = rename(navigation, topic, newName, textOf);
  if (result.kind === "refused") return [render(result.why, "en")];
  const changed = Object.keys(files).flatMap((name) => {
    const file = `file:///work/${name}`;
    const lines = (files[name] ?? "").split("\n");
    const ofFile = result.edits.filter((edit) => edit.file === file).toSorted((a, b) => b.span[0] - a.span[0]);
    const text = ofFile.reduce(
      (old, { span, newText }) => old.slice(0, span[0]) + newText + old.slice(span[1]),
      files[name] ?? "",
    );
    return text.split("\n").flatMap((line, index) => (line === lines[index] ? [] : [line.trim()]));
  });
  return [...changed, ...result.untouched.map((file) => `not touched: ${file}`)];
}

describe("everywhere it means the same, in each place's own style", () => {
  test.each([
    [
      "a label's value",
      "app: |till",
      "counter",
      [
        "selector: {matchLabels: {app: counter}}",
        `metadata: {labels: {"app": 'counter', tier: front}}`,
        "app: counter # this one",
      ],
    ],
    [
      "a label's key",
      "app: till",
      "app.kubernetes.io/name",
      [
        "selector: {matchLabels: {app.kubernetes.io/name: till}}",
        `metadata: {labels: {"app.kubernetes.io/name": 'till', tier: front}}`,
        "app.kubernetes.io/name: till # this one",
      ],
    ],
    [
      "a value that YAML would read as something else is quoted",
      "app: |till",
      "1.10",
      [
        `selector: {matchLabels: {app: "1.10"}}`,
        `metadata: {labels: {"app": '1.10', tier: front}}`,
        `app: "1.10" # this one`,
      ],
    ],
    [
      "a container's port",
      "targetPort: |http",
      "api",
      [
        "spec: {containers: [{name: till, ports: [{name: api, containerPort: 80}], livenessProbe: {tcpSocket: {port: api}}}]}",
        "targetPort: api",
      ],
    ],
    [
      "a Service's port",
      "name: |web",
      "public",
      ["- name: public", "spec: {defaultBackend: {service: {name: till, port: {name: public}}}}"],
    ],
  ])("%s", (_, word, newName, expected) => {
    expect(renamed(word, newName)).toEqual(expected);
  });
});

test("what other Services select by the same label goes along, what happens to be called the same does not", () => {
  const files = {
    "service.yaml": SERVICE,
    "other.yaml": SERVICE.replace("name: till", "name: other").replace("app: till", "app: till\n    tier: front"),
    "deployment.yaml": DEPLOYMENT,
    "elsewhere.yaml": DEPLOYMENT.replace("name: till", "name: elsewhere, namespace: elsewhere"),
  };
  const own = { ...files, "deployment.yaml": DEPLOYMENT.replace("name: till", "name: till, namespace: shop") };
  const placed = Object.fromEntries(
    Object.entries(own).map(([name, text]) => [
      name,
      name.includes("service") || name.includes("other")
        ? text.replace("metadata: {", "metadata: {namespace: shop, ")
        : text,
    ]),
  );
  const changed = renamed("app: |till", "counter", placed);
  expect(changed.filter((line) => line.includes("counter"))).toHaveLength(4);
});

test.each([
  ["app: |till", "no spaces here", "no spaces here is no label value"],
  ["app: till", "-app", "-app is no label key"],
  ["targetPort: |http", "MUCH-TOO-LONG-A-NAME", "MUCH-TOO-LONG-A-NAME is no port name"],
  ["app: till", "tier", "Deployment till has tier already"],
  ["kind: |Service", "x", "nothing to rename"],
  ["name: |till", "x", "nothing to rename"],
])("%s to %s is refused: %s", (word, newName, why) => {
  expect(renamed(word, newName).join(" ")).toContain(why);
});

test("selectors that the API server would refuse to change are known, a Service's is none of them", () => {
  const marked = { ...FILES, "service.yaml": SERVICE.replace("app: till", "app: $0till") };
  const { navigation, uri, offset, textOf } = navigable(marked);
  const topic = renameable(topicAt(navigation, uri, offset));
  const result = topic && rename(navigation, topic, "counter", textOf);
  if (result?.kind !== "edits") throw new Error("the rename is refused");
  expect(result.edits.filter(({ occurrence }) => occurrence.isImmutable).map(({ file }) => file)).toEqual([
    "file:///work/deployment.yaml",
  ]);
});

test("a value that comes from an anchor is changed where it is written", () => {
  const files = {
    ...FILES,
    "service.yaml": SERVICE,
    "deployment.yaml": DEPLOYMENT.replace("{app: till}}\n", "{app: &app till}}\n").replace("'till'", "*app"),
  };
  const changed = renamed("app: |till", "counter", files);
  expect(changed).toContain("app: counter # this one");
  expect(changed).toContain("not touched: file:///work/deployment.yaml");
});

const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: till}
spec: {minAvailable: 1, selector: {matchLabels: {app: till}}}
`;
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: till}
spec:
  podSelector: {matchLabels: {app: till}}
  ingress:
    - from:
        - podSelector: {matchExpressions: [{key: app, operator: In, values: [till, "report"]}]}
        - podSelector: {matchLabels: {app: till}}
          namespaceSelector: {}
        - podSelector: {matchLabels: {app: report}}
      ports: [{port: http}, {port: metrics}]
  egress:
    - to: [{podSelector: {matchLabels: {app: till}}}]
      ports: [{port: http}]
    - to: [{podSelector: {matchLabels: {app: till}}}, {podSelector: {matchLabels: {app: report}}}]
      ports: [{port: http}]
`;
const SPREAD = `${DEPLOYMENT.slice(0, DEPLOYMENT.indexOf("    spec: {"))}    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - {topologyKey: zone, labelSelector: {matchLabels: {app: till}}, matchLabelKeys: [app]}
            - {topologyKey: zone, labelSelector: {matchLabels: {app: till}}, namespaces: [other]}
        podAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - {weight: 1, podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {"app": "till"}}}}
      topologySpreadConstraints: [{maxSkew: 1, labelSelector: {matchLabels: {app: till, tier: front}}}]
      containers: [{name: till}]
`;

describe("other objects that mean the same Pods go along", () => {
  test("a PodDisruptionBudget, a NetworkPolicy, but not selectors of other namespaces", () => {
    const files = { ...FILES, "budget.yaml": BUDGET, "policy.yaml": POLICY };
    const before = renamed("app: |till", "counter");
    expect(renamed("app: |till", "counter", files)).toEqual([
      ...before,
      "spec: {minAvailable: 1, selector: {matchLabels: {app: counter}}}",
      "podSelector: {matchLabels: {app: counter}}",
      '- podSelector: {matchExpressions: [{key: app, operator: In, values: [counter, "report"]}]}',
      "- to: [{podSelector: {matchLabels: {app: counter}}}]",
      "- to: [{podSelector: {matchLabels: {app: counter}}}, {podSelector: {matchLabels: {app: report}}}]",
    ]);
  });

  test("the names of ports in a NetworkPolicy: of its own Pods, and of those that it alone sends to", () => {
    const changed = renamed("targetPort: |http", "api", { ...FILES, "policy.yaml": POLICY });
    expect(changed.filter((line) => line.startsWith("ports: [{port") && line.includes("api"))).toEqual([
      "ports: [{port: api}, {port: metrics}]",
      "ports: [{port: api}]",
    ]);
  });

  test("affinity, anti-affinity and spread of a template, by key and by value", () => {
    const files = { ...FILES, "deployment.yaml": SPREAD };
    expect(renamed("app: |till", "counter", files)).toEqual([
      "selector: {matchLabels: {app: counter}}",
      `metadata: {labels: {"app": 'counter', tier: front}}`,
      "- {topologyKey: zone, labelSelector: {matchLabels: {app: counter}}, matchLabelKeys: [app]}",
      '- {weight: 1, podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {"app": "counter"}}}}',
      "topologySpreadConstraints: [{maxSkew: 1, labelSelector: {matchLabels: {app: counter, tier: front}}}]",
      "app: counter # this one",
    ]);
    expect(renamed("app: till", "name", files)).toContain(
      "- {topologyKey: zone, labelSelector: {matchLabels: {name: till}}, matchLabelKeys: [name]}",
    );
  });

  test("a key of which a selector lists several values goes along with each of them", () => {
    const report = DEPLOYMENT.replaceAll("till", "report");
    const changed = renamed("app: till", "name", { ...FILES, "policy.yaml": POLICY, "report.yaml": report });
    expect(changed).toContain(
      '- podSelector: {matchExpressions: [{key: name, operator: In, values: [till, "report"]}]}',
    );
    expect(changed).toContain(`metadata: {labels: {"name": 'report', tier: front}}`);
    expect(changed).toContain("- podSelector: {matchLabels: {name: report}}");
  });

  test.each([
    ["another namespace", BUDGET.replace("name: till", "name: till, namespace: other")],
    ["a selector that means no Pods of it", BUDGET.replace("app: till", "app: till, tier: back")],
    ["one that a template fills in", BUDGET.replace("app: till", "app: till, tier: {{ .Values.tier }}")],
    ["one for all Pods", BUDGET.replace("matchLabels: {app: till}", "")],
    ["another kind of that name", BUDGET.replace("policy/v1", "example.com/v1")],
  ])("but not %s", (_, budget) => {
    const placed = { ...FILES, "deployment.yaml": DEPLOYMENT.replace("name: till,", "name: till, namespace: shop,") };
    expect(renamed("app: |till", "counter", { ...placed, "budget.yaml": budget })).toEqual(
      renamed("app: |till", "counter", placed),
    );
  });

  test("a key that one of them has already is refused", () => {
    const budget = BUDGET.replace("app: till", "app: till, name: x");
    const labelled = DEPLOYMENT.replace("tier: front", "name: x");
    const files = { ...FILES, "deployment.yaml": labelled, "budget.yaml": budget };
    expect(renamed("app: till", "name", files)).toEqual(["Deployment till has name already."]);
    const set = BUDGET.replace(
      "matchLabels: {app: till}",
      "matchLabels: {app: till}, matchExpressions: [{key: x, operator: DoesNotExist}]",
    );
    expect(renamed("app: till", "name", { ...FILES, "budget.yaml": set }).join(" ")).toContain("{name: till}");
  });

  test("what it is called in a policy leads to the templates, and is renamed from there as well", () => {
    const { navigation, uri, offset, shown, textOf } = navigable({
      ...FILES,
      "budget.yaml": BUDGET.replace("app: till", "app: $0till"),
    });
    const topic = topicAt(navigation, uri, offset);
    expect(topic && shown(definitionOf(navigation, topic))).toEqual([`deployment.yaml:7: "app": 'till'`]);
    const result = rename(navigation, renameable(topic) ?? fail(), "counter", textOf);
    expect(result.kind === "edits" && result.edits.map(({ file }) => file.split("/").at(-1)).toSorted()).toEqual([
      "budget.yaml",
      "deployment.yaml",
      "deployment.yaml",
      "service.yaml",
    ]);
  });
});

function fail(): never {
  throw new Error("nothing to rename");
}
