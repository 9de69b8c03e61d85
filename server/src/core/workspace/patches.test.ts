import { describe, expect, test } from "vitest";
import { firstService, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { check } from "../check.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { resolve } from "../pods/resolve.ts";

const ROOT = "file:///work/";
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  template:
    metadata: {labels: {app: till, tier: front}}
    spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}
`;
const CRON_JOB = `apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: report}}, spec: {containers: [{name: a}]}}}}}
`;
const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: bare, labels: {app: bare}}\nspec: {containers: [{name: a}]}\n";
const BASE = {
  "base/kustomization.yaml": "resources: [workloads.yaml, service.yaml]\n",
  "base/workloads.yaml": [DEPLOYMENT, CRON_JOB, POD].join("---\n"),
};
const service = (selector: string, targetPort = "http") =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {selector: ${selector}, ports: [{port: 80, targetPort: ${targetPort}}]}\n`;

/** What a Service of the base makes of an overlay: the names of what it selects, and why it may be more. */
function selected(selector: string, overlay: string, files: Readonly<Record<string, string>> = {}) {
  const text = service(selector);
  const all = {
    ...BASE,
    "base/service.yaml": text,
    "prod/kustomization.yaml": `resources: [../base]\n${overlay}`,
    ...files,
  };
  const snapshot = workspaceSnapshot(
    Object.fromEntries(Object.entries(all).map(([name, one]) => [`${ROOT}${name}`, one])),
  );
  const uri = `${ROOT}base/service.yaml`;
  const { source, pods } = resolve(firstService(text), snapshot, uri);
  const found = check({ uri, manifest: readManifest(text) }, snapshot);
  const doubt = source.kind === "workspace" ? source.doubt : undefined;
  return {
    names: pods.map(({ name }) => name),
    namespaces: pods.map(({ namespace }) => namespace),
    unknown: doubt && `${doubt.reason} ${doubt.uri.replace(ROOT, "")}`,
    findings: found.map(({ code }) => code),
  };
}

const merge = (kind: string, name: string, rest: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}}\n${rest}\n`;
const inline = (text: string, target?: string) =>
  `patches:\n- patch: |\n${text.replace(/^(?=.)/gm, "    ")}${target === undefined ? "" : `  target: ${target}\n`}`;
const VERSION = "spec: {template: {metadata: {labels: {version: v1}}}}";
const ADDS = merge("Deployment", "till", VERSION);
const add = (path: string, value: string) => `- {op: add, path: ${path}, value: ${value}}\n`;

describe("what a patch makes of labels and selectors is followed", () => {
  test.each([
    ["in a file", "{version: v1}", "patches: [{path: p.yaml}]\n", { "prod/p.yaml": ADDS }, ["till"]],
    [
      "in a file of the older kind",
      "{version: v1}",
      "patchesStrategicMerge: [p.yaml]\n",
      { "prod/p.yaml": ADDS },
      ["till"],
    ],
    ["inline", "{version: v1, app: till}", inline(ADDS), {}, ["till"]],
    [
      "inline in the older kind",
      "{version: v1}",
      `patchesStrategicMerge:\n- |\n${ADDS.replace(/^(?=.)/gm, "    ")}`,
      {},
      ["till"],
    ],
    [
      "inline as JSON",
      "{version: v1}",
      `patchesStrategicMerge: ['{"kind":"Deployment","metadata":{"name":"till"},"spec":{"template":{"metadata":{"labels":{"version":"v1"}}}}}']\n`,
      {},
      ["till"],
    ],
    ["labels that only objects get reach a bare Pod", "{own: a}", "labels: [{pairs: {own: a}}]\n", {}, ["bare"]],
    [
      "common labels are put over others",
      "{version: v2, app: till}",
      "labels: [{pairs: {version: v1}, includeTemplates: true}]\ncommonLabels: {version: v2}\n",
      {},
      ["till"],
    ],
    ["a label that it takes away", "{tier: front}", inline(ADDS.replace("version: v1", "tier: null")), {}, []],
    [
      "labels that it puts in place of all",
      "{tier: front}",
      inline(ADDS.replace("version: v1", "$patch: replace, app: x")),
      {},
      [],
    ],
    [
      "what it puts in their place",
      "{app: x}",
      inline(ADDS.replace("version: v1", "$patch: replace, app: x")),
      {},
      ["till"],
    ],
    ["a patch for another object", "{version: v1}", inline(merge("Deployment", "other", VERSION)), {}, []],
    ["a patch for another kind", "{version: v1}", inline(merge("StatefulSet", "till", VERSION)), {}, []],
    [
      "a target by kind",
      "{version: v1}",
      inline(merge("Deployment", "any", VERSION), "{kind: Deployment}"),
      {},
      ["till"],
    ],
    [
      "a target by a pattern",
      "{version: v1}",
      inline(merge("Deployment", "any", VERSION), "{name: ti.*|x}"),
      {},
      ["till"],
    ],
    [
      "a target that does not fit",
      "{version: v1}",
      inline(merge("Deployment", "any", VERSION), "{name: t.*x}"),
      {},
      [],
    ],
    [
      "a CronJob",
      "{version: v1}",
      inline(merge("CronJob", "report", `spec: {jobTemplate: {${VERSION}}}`)),
      {},
      ["report"],
    ],
    ["a bare Pod", "{version: v1}", inline("kind: Pod\nmetadata: {name: bare, labels: {version: v1}}\n"), {}, ["bare"]],
    [
      "an operation",
      "{version: v1}",
      inline(add("/spec/template/metadata/labels/version", "v1"), "{kind: Deployment, name: till}"),
      {},
      ["till"],
    ],
    [
      "an operation in a file",
      "{example.com/version: v1}",
      "patchesJson6902: [{target: {version: v1, kind: Deployment, name: till}, path: p.json}]\n",
      {
        "prod/p.json": '[{"op": "add", "path": "/spec/template/metadata/labels/example.com~1version", "value": "v1"}]',
      },
      ["till"],
    ],
    [
      "an operation that takes away",
      "{tier: front}",
      inline("- {op: remove, path: /spec/template/metadata/labels/tier}\n", "{kind: Deployment}"),
      {},
      [],
    ],
    [
      "an operation on all labels",
      "{a: b}",
      inline(add("/spec/template/metadata/labels", "{a: b}"), "{kind: Deployment}"),
      {},
      ["till"],
    ],
    [
      "the selector of a Service",
      "{app: none}",
      inline(merge("Service", "till", "spec: {selector: {app: till}}")),
      {},
      ["till"],
    ],
    ["an operation on it", "{app: none}", inline(add("/spec/selector/app", "till"), "{kind: Service}"), {}, ["till"]],
    [
      "several documents in a file",
      "{version: v1}",
      "patches: [{path: p.yaml}]\n",
      { "prod/p.yaml": `${merge("Pod", "x", "")}---\n${ADDS}` },
      ["till"],
    ],
    [
      "the kustomization's own labels are put over it",
      "{version: v2, app: till}",
      `${inline(ADDS)}commonLabels: {version: v2}\n`,
      {},
      ["till"],
    ],
    [
      "a name with the prefix that an inner kustomization gives",
      "{version: v1}",
      inline(merge("Deployment", "b-till", VERSION)),
      { "base/kustomization.yaml": `namePrefix: b-\n${BASE["base/kustomization.yaml"]}` },
      ["till"],
    ],
    [
      "a patch of a component",
      "{version: v1}",
      "components: [../more]\n",
      { "more/kustomization.yaml": `kind: Component\n${inline(ADDS)}` },
      ["till"],
    ],
    [
      "it lies over what inner kustomizations say",
      "{version: v1}",
      inline(ADDS),
      {
        "base/kustomization.yaml": `commonLabels: {version: v0}\n${BASE["base/kustomization.yaml"]}${inline(merge("Service", "till", "spec: {selector: {version: v1}}"))}`,
      },
      ["bare", "report"],
    ],
  ])("%s", (_, selector, overlay, files, names) => {
    const found = selected(selector, overlay, files);
    expect(found).toMatchObject({ names, unknown: undefined });
    expect(found.findings.includes("no-matching-workload")).toBe(names.length === 0);
  });

  test("a workload that an overlay deletes is not there in it, and is in the other", () => {
    const gone = inline(merge("Deployment", "till", "$patch: delete"));
    const other = { "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n" };
    expect(selected("{app: till}", `namespace: prod\n${gone}`).names).toEqual([]);
    expect(selected("{app: till}", `namespace: prod\n${gone}`, other).namespaces).toEqual(["dev"]);
  });

  test("an operation moves an object to another namespace", () => {
    const moved = inline(add("/metadata/namespace", "shop"), "{kind: Deployment}");
    expect(selected("{app: till}", moved).namespaces).toEqual(["shop"]);
    expect(selected("{app: till}", `namespace: prod\n${moved}`).namespaces).toEqual(["prod"]);
  });

  test("ports that a patch changes are unknown, so nothing is said of their names", () => {
    const ports = "spec: {template: {spec: {containers: [{name: main, ports: [{name: web, containerPort: 80}]}]}}}";
    const findingsOf = (overlay: string) => {
      const files = {
        ...BASE,
        "base/service.yaml": service("{app: till}", "web"),
        "prod/kustomization.yaml": `resources: [../base]\n${overlay}`,
      };
      const snapshot = workspaceSnapshot(
        Object.fromEntries(Object.entries(files).map(([name, one]) => [`${ROOT}${name}`, one])),
      );
      return check(
        { uri: `${ROOT}base/service.yaml`, manifest: readManifest(files["base/service.yaml"]) },
        snapshot,
      ).map(({ code }) => code);
    };
    expect(findingsOf("")).toEqual(["target-port-name"]);
    expect(findingsOf(inline(merge("Deployment", "till", ports)))).toEqual([]);
    expect(findingsOf(inline(add("/spec/template/spec/containers/0/ports/-", "{name: web}"), "{name: .*}"))).toEqual(
      [],
    );
    expect(findingsOf(inline(merge("Deployment", "till", "spec: {replicas: 3}")))).toEqual(["target-port-name"]);
  });
});

describe("what cannot be followed makes it unknown, never none", () => {
  const template = merge("Deployment", "till", "spec: {template: {$patch: replace, metadata: {labels: {}}}}");
  test.each([
    ["a base on the network", "resources: ['https://example.com/base?ref=v1']\n"],
    ["a folder that is not in the workspace", "components: [../elsewhere]\n"],
    ["a generator", "generators: [generator.yaml]\n"],
    ["a chart", "helmCharts: [{name: shop}]\n"],
    ["vars", "vars: [{name: APP}]\n"],
    ["a replacement of a label", "replacements: [{targets: [{fieldPaths: [spec.template.metadata.labels.app]}]}]\n"],
    ["replacements in a file", "replacements: [{path: replacements.yaml}]\n"],
    [
      "fields of its own for labels",
      "labels: [{pairs: {a: b}, fields: [{path: spec/template/metadata/labels, create: true}]}]\n",
    ],
    ["a template that is replaced", inline(template)],
    ["a spec that is replaced", inline(add("/spec", "{}"), "{kind: Deployment}")],
    [
      "a label that is moved",
      inline(
        "- {op: move, from: /spec/template/metadata/labels/app, path: /metadata/labels/app}\n",
        "{kind: Deployment}",
      ),
    ],
    ["a target by labels", inline(ADDS, "{labelSelector: a=b}")],
    ["a target by a pattern that says more", inline(ADDS, "{name: 't[ij]ll'}")],
    ["a patch that does not parse", inline("spec: [\n")],
    ["a patch that a template fills in", "patches: [{patch: '{{ .Values.patch }}'}]\n"],
  ])("%s", (_, overlay) => {
    const more = overlay.startsWith("resources")
      ? overlay.replace("[", "[../base, ")
      : `resources: [../base]\n${overlay}`;
    const found = selected("{app: none}", "", { "prod/kustomization.yaml": more });
    expect(found).toMatchObject({ names: [], unknown: "kustomization prod/kustomization.yaml", findings: [] });
    expect(selected("{app: till}", "", { "prod/kustomization.yaml": more })).toMatchObject({
      names: ["till"],
      unknown: undefined,
    });
  });

  test.each([
    ["images and replicas", "images: [{name: a, newTag: b}]\nreplicas: [{name: till, count: 3}]\n"],
    ["generators of maps", "configMapGenerator: [{name: a}]\nsecretGenerator: [{name: b}]\n"],
    [
      "a replacement of an image",
      "replacements: [{targets: [{fieldPaths: ['spec.template.spec.containers.0.image']}]}]\n",
    ],
    ["a patch of something else", inline(merge("Deployment", "till", "spec: {replicas: 3}"), "{labelSelector: a=b}")],
    ["a patch file that holds nothing of labels", "patches: [{path: replicas.yaml}]\n"],
  ])("but not %s", (_, overlay) => {
    expect(selected("{app: none}", overlay)).toMatchObject({ unknown: undefined, findings: ["no-matching-workload"] });
  });

  test("a patch whose file is too large", () => {
    const large = { "prod/p.yaml": `${ADDS}${"# comment\n".repeat(8_000)}` };
    expect(selected("{app: none}", "patches: [{path: p.yaml}]\n", large).unknown).toBe(
      "kustomization prod/kustomization.yaml",
    );
  });
});
