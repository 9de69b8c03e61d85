import { describe, expect, test } from "vitest";
import { clusterSnapshot, firstService, livePod, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { resolve } from "../pods/resolve.ts";
import type { Snapshot } from "../snapshot.ts";

/** Cases of matching that other tools get wrong, one by one. */

const HERE = "file:///work/service.yaml";
const service = (selector: string, more = "", metadata = "name: till") =>
  `apiVersion: v1\nkind: Service\nmetadata: {${metadata}}\nspec: {selector: ${selector}, ports: [{port: 80, targetPort: http}]${more}}\n`;
const workload = (kind: string, spec: string, metadata = "name: till") =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {${metadata}}\nspec: {${spec}}\n`;
const template = (labels: string, port = "{name: http, containerPort: 8080}") =>
  `template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: a, ports: [${port}]}]}}`;

interface Matched {
  readonly names: readonly string[];
  readonly selector: string;
}

function matched(text: string, snapshot: Snapshot, uri = HERE): Matched {
  const written = firstService(text);
  return { names: resolve(written, snapshot, uri).pods.map(({ name }) => name), selector: written.selector.kind };
}

/** The names of the workloads of the other files that the Service of the first file selects. */
function inWorkspace(text: string, others: Readonly<Record<string, string>>, uri = HERE): readonly string[] {
  const files = Object.fromEntries(Object.entries(others).map(([name, one]) => [`file:///work/${name}`, one]));
  return matched(text, workspaceSnapshot({ [uri]: text, ...files }), uri).names;
}

describe("in the workspace", () => {
  const TILL = workload("Deployment", template("app: till, tier: front"));

  test("all pairs must match, not one of them", () => {
    expect(inWorkspace(service("{app: till, tier: front}"), { "a.yaml": TILL })).toEqual(["till"]);
    expect(inWorkspace(service("{app: till, tier: back}"), { "a.yaml": TILL })).toEqual([]);
  });

  test("the template's labels count, not the workload's own", () => {
    const own = workload("Deployment", template("tier: front"), "name: till, labels: {app: till}");
    expect(inWorkspace(service("{app: till}"), { "a.yaml": own })).toEqual([]);
  });

  test.each([
    ["no namespace matches any", "", "shop", ["till"]],
    ["and the other way round", "shop", "", ["till"]],
    ["default is a namespace like any other", "default", "shop", []],
    ["one that is written is that one", "shop", "shop", ["till"]],
    ["a workload that writes none can be in default", "default", "", ["till"]],
    ["an empty one is one that is not written", '""', "shop", ["till"]],
    ["nor is it default", '""', "default", ["till"]],
    ["in the workload as well", "shop", '""', ["till"]],
  ])("namespace: %s", (_, ofService, ofWorkload, expected) => {
    const place = (namespace: string) => (namespace === "" ? "name: till" : `name: till, namespace: ${namespace}`);
    const files = { "a.yaml": workload("Deployment", template("app: till"), place(ofWorkload)) };
    expect(inWorkspace(service("{app: till}", "", place(ofService)), files)).toEqual(expected);
  });

  test("a CronJob's template lies two levels deeper", () => {
    const cron = workload("CronJob", `jobTemplate: {spec: {${template("app: till")}}}`);
    const misplaced = workload("CronJob", template("app: till"));
    expect(inWorkspace(service("{app: till}"), { "a.yaml": cron })).toEqual(["till"]);
    expect(inWorkspace(service("{app: till}"), { "a.yaml": misplaced })).toEqual([]);
  });

  test.each([
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "Rollout",
    "DeploymentConfig",
  ])("a %s has a template", (kind) => {
    expect(inWorkspace(service("{app: till}"), { "a.yaml": workload(kind, template("app: till")) })).toEqual(["till"]);
  });

  test("a bare Pod is one, and so is Knative's kind of Service a workload, not a Service", () => {
    const pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: bare, labels: {app: till}}\nspec: {containers: [{name: a}]}\n";
    const knative = workload("Service", template("app: till"), "name: knative").replace(
      "apps/v1",
      "serving.knative.dev/v1",
    );
    expect(inWorkspace(service("{app: till}"), { "a.yaml": pod, "b.yaml": knative })).toEqual(["bare", "knative"]);
  });

  test.each(["{}", "null"])("selector %s is no selector, and matches nothing rather than all", (selector) => {
    const text = service(selector);
    expect(matched(text, workspaceSnapshot({ [HERE]: text, "file:///work/a.yaml": TILL }))).toEqual({
      names: [],
      selector: "none",
    });
  });

  test("no selector at all matches nothing", () => {
    const text = "apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {ports: [{port: 80}]}\n";
    expect(matched(text, workspaceSnapshot({ [HERE]: text, "file:///work/a.yaml": TILL }))).toEqual({
      names: [],
      selector: "none",
    });
  });

  test("matchLabels and matchExpressions are for workloads: in a Service nothing can be said of them", () => {
    for (const selector of ["{matchLabels: {app: till}}", "{matchExpressions: [{key: app, operator: Exists}]}"]) {
      const text = service(selector);
      expect(matched(text, workspaceSnapshot({ [HERE]: text, "file:///work/a.yaml": TILL }))).toEqual({
        names: [],
        selector: "unknown",
      });
    }
    const byExpression = workload(
      "Deployment",
      `selector: {matchExpressions: [{key: app, operator: In, values: [till]}]}, ${template("app: till")}`,
    );
    expect(inWorkspace(service("{app: till}"), { "a.yaml": byExpression })).toEqual(["till"]);
  });

  test("the same Service in two overlays: each has its own workloads", () => {
    const overlay = (name: string) =>
      `namespace: ${name}\ncommonLabels: {env: ${name}}\nresources: [../base, service.yaml]\n`;
    const own = service("{app: till}");
    const files = {
      "base/kustomization.yaml": "resources: [deployment.yaml]\n",
      "base/deployment.yaml": TILL,
      "dev/kustomization.yaml": overlay("dev"),
      "prod/kustomization.yaml": `${overlay("prod")}namePrefix: prod-\n`,
      "prod/service.yaml": own,
    };
    const uri = "file:///work/dev/service.yaml";
    const snapshot = workspaceSnapshot({
      [uri]: own,
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///work/${name}`, text])),
    });
    const forms = (at: string) =>
      resolve(firstService(own), snapshot, at).pods.map(({ namespace, labels }) => `${namespace} ${labels.get("env")}`);
    expect(forms(uri)).toEqual(["dev dev"]);
    expect(forms("file:///work/prod/service.yaml")).toEqual(["prod prod"]);
    expect(forms("file:///work/base/service.yaml")).toHaveLength(1);
    const selective = service("{app: till, env: prod}", "", "name: outside, namespace: prod");
    expect(resolve(firstService(selective), snapshot, "file:///work/outside.yaml").pods).toHaveLength(1);
    const wrong = service("{app: till, env: dev}", "", "name: outside, namespace: prod");
    expect(resolve(firstService(wrong), snapshot, "file:///work/outside.yaml").pods).toEqual([]);
  });

  test("labels that controllers add are in no template, and match", () => {
    const set = workload("StatefulSet", template("app: db"), "name: db");
    const selector = (pair: string) => service(`{app: db, ${pair}}`);
    expect(inWorkspace(selector("statefulset.kubernetes.io/pod-name: db-0"), { "a.yaml": set })).toEqual(["db"]);
    expect(inWorkspace(selector("statefulset.kubernetes.io/pod-name: other-0"), { "a.yaml": set })).toEqual([]);
    expect(inWorkspace(selector('apps.kubernetes.io/pod-index: "1"'), { "a.yaml": set })).toEqual(["db"]);
    expect(inWorkspace(service("{pod-template-hash: abc}"), { "a.yaml": TILL })).toEqual(["till"]);
    expect(inWorkspace(service("{controller-revision-hash: abc}"), { "a.yaml": TILL })).toEqual([]);
  });

  test("every document of a file is read, the items of a List too; --- inside a text is no separator", () => {
    const note = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "one --- two", b: "x"}\n';
    const block =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata:\n  text: |\n    ---\n    kind: Deployment\n";
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${workload("Deployment", template("app: till"), "name: listed")
      .trim()
      .replaceAll("\n", "\n  ")}\n`;
    const files = {
      "a.yaml": [note, block, TILL].join("---\n"),
      "b.yaml": `---\r\n${list.replaceAll("\n", "\r\n")}---\r\n`,
    };
    expect(inWorkspace(service("{app: till}"), files)).toEqual(["listed", "till"]);
  });

  test("every workload is asked for a named port, not the first alone", () => {
    const files = {
      "a.yaml": workload("Deployment", template("app: till"), "name: a"),
      "b.yaml": workload("Deployment", template("app: till", "{name: other, containerPort: 1}"), "name: b"),
    };
    const text = service("{app: till}");
    const snapshot = workspaceSnapshot(
      Object.fromEntries([[HERE, text], ...Object.entries(files).map(([name, one]) => [`file:///work/${name}`, one])]),
    );
    const [port] = resolve(firstService(text), snapshot, HERE).ports;
    expect(port?.landings.map(({ number }) => number)).toEqual([8080]);
    expect(port?.missing.map(({ name }) => name)).toEqual(["b"]);
  });

  test("a file that does not parse makes it unknown, whatever else there is", () => {
    const broken = `${TILL}  containers: [\n`;
    const { workspace } = workspaceSnapshot({
      "file:///work/a.yaml": broken,
      "file:///work/b.yaml": `{{ if .x }}\n${TILL}{{ end }}\n`,
    });
    expect([...(workspace.reasons ?? [])]).toEqual([
      ["file:///work/a.yaml", "broken"],
      ["file:///work/b.yaml", "template"],
    ]);
  });
});

describe("in the cluster", () => {
  const readyNames = (pods: readonly ReturnType<typeof livePod>[], more = "") => {
    const text = service("{app: till}", more);
    const { pods: found, readyPods } = resolve(firstService(text), clusterSnapshot(pods), HERE);
    return { matched: found.map(({ name }) => name), ready: [...readyPods] };
  };

  test("Pods that have ended match and have no endpoint; terminating ones get no traffic; the host's network is no matter", () => {
    const pods = [
      livePod("a", "app=till"),
      livePod("done", "app=till", { phase: "Succeeded", ready: false }),
      livePod("failed", "app=till", { phase: "Failed", ready: false }),
      livePod("going", "app=till", { terminating: true }),
      livePod("host", "app=till", { ips: ["192.168.0.7"] }),
    ];
    expect(readyNames(pods)).toEqual({ matched: ["a", "done", "failed", "going", "host"], ready: ["a", "host"] });
  });

  test("publishNotReadyAddresses makes Pods count that are not ready", () => {
    const pods = [livePod("a", "app=till", { ready: false })];
    expect(readyNames(pods).ready).toEqual([]);
    expect(readyNames(pods, ", publishNotReadyAddresses: true").ready).toEqual(["a"]);
  });

  test("labels that controllers have added are labels like any other on live Pods", () => {
    const text = service("{app: till, pod-template-hash: abc}");
    const pods = [livePod("a", "app=till,pod-template-hash=abc"), livePod("b", "app=till,pod-template-hash=def")];
    expect(matched(text, clusterSnapshot(pods)).names).toEqual(["a"]);
  });

  test("the context's namespace is where a Service looks that writes none, and nowhere else", () => {
    const pods = [livePod("a", "app=till"), livePod("b", "app=till", { namespace: "default" })];
    expect(matched(service("{app: till}"), clusterSnapshot(pods)).names).toEqual(["a"]);
    expect(matched(service("{app: till}", "", 'name: till, namespace: ""'), clusterSnapshot(pods)).names).toEqual([
      "a",
    ]);
    expect(matched(service("{app: till}", "", "name: till, namespace: default"), clusterSnapshot(pods)).names).toEqual([
      "b",
    ]);
  });
});
