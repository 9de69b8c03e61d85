import { describe, expect, test } from "vitest";
import { kustomizationFile } from "../../files/kustomizationFile.ts";
import type { Labels } from "../pods/pod.ts";
import { type Layer, withLabels } from "./forms.ts";
import { createKustomize } from "./kustomizations.ts";

const ROOT = "file:///work/";

/** The forms of each file, as `namespace prefix*suffix selectors templates (kustomization)`. */
function forms(files: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const known = Object.entries(files).map(([name, text]) => {
    const uri = `${ROOT}${name}`;
    return { uri, kustomization: kustomizationFile(uri, text) };
  });
  return Object.fromEntries(
    Array.from(createKustomize()(known).forms, ([uri, found]) => [
      uri.slice(ROOT.length),
      found.map(
        ({ namespace, prefix, suffix, layers, kustomization, isOpen }) =>
          `${namespace ?? "any"} ${prefix}*${suffix} ${labelsIn(layers, "selectorLabels")} ${labelsIn(layers, "templateLabels")} ${kustomization
            .slice(ROOT.length)
            .replace(/\/?kustomization.yaml/, "")}${isOpen ? "open" : ""}`,
      ),
    ]),
  );
}

function labelsIn(layers: readonly Layer[], of: "selectorLabels" | "templateLabels"): string {
  const labels = layers.reduce((before: Labels, layer) => withLabels(before, layer[of]), new Map());
  return `[${Array.from(labels, (pair) => pair.join("=")).join(",")}]`;
}

test("what a kustomization says reaches the files that it lists", () => {
  const text =
    "namespace: shop\nnamePrefix: a-\nnameSuffix: -z\ncommonLabels: {env: prod}\nresources: [a.yaml, ./b.yaml]\n";
  const form = "shop a-*-z [env=prod] [env=prod] ";
  expect(forms({ "kustomization.yaml": text })).toEqual({ "a.yaml": [form], "b.yaml": [form] });
});

test("labels reach selectors and templates only where they say so", () => {
  const labels = [
    "labels:",
    "- pairs: {everywhere: a}\n  includeSelectors: true",
    "- pairs: {templates: b}\n  includeTemplates: true",
    "- pairs: {metadata: c}",
    "resources: [a.yaml]\n",
  ].join("\n");
  expect(forms({ "kustomization.yaml": labels })).toEqual({
    "a.yaml": ["any * [everywhere=a] [everywhere=a,templates=b] "],
  });
});

test("several overlays over one base: the base's files have several forms, the outer word counts", () => {
  const overlay = (name: string) =>
    `namespace: ${name}\nnamePrefix: ${name}-\ncommonLabels: {env: ${name}}\nbases: [../base]\nresources: [own.yaml]\n`;
  const found = forms({
    "base/kustomization.yaml":
      "---\nnamespace: base\nnamePrefix: b-\ncommonLabels: {env: base, app: till}\nresources: [a.yaml]\n",
    "dev/kustomization.yaml": overlay("dev"),
    "prod/kustomization.yaml": overlay("prod"),
  });
  expect(found).toEqual({
    "base/a.yaml": [
      "dev dev-b-* [env=dev,app=till] [env=dev,app=till] dev",
      "prod prod-b-* [env=prod,app=till] [env=prod,app=till] prod",
    ],
    "dev/own.yaml": ["dev dev-* [env=dev] [env=dev] dev"],
    "prod/own.yaml": ["prod prod-* [env=prod] [env=prod] prod"],
  });
});

test("a component changes what the kustomization that includes it has listed before", () => {
  const found = forms({
    "kustomization.yaml": "resources: [a.yaml]\ncomponents: [component]\n",
    "component/kustomization.yaml": "kind: Component\nnamespace: shop\nresources: [b.yaml]\n",
  });
  expect(found).toEqual({ "a.yaml": ["shop * [] [] "], "component/b.yaml": ["shop * [] [] "] });
});

describe("what leads nowhere", () => {
  test("a circle is followed once, and ends", () => {
    const found = forms({
      "kustomization.yaml": "namespace: top\nresources: [a]\n",
      "a/kustomization.yaml": "resources: [../b, a.yaml]\n",
      "b/kustomization.yaml": "resources: [../a, b.yaml]\n",
    });
    expect(Object.keys(found).sort()).toEqual(["a/a.yaml", "b/b.yaml"]);
    expect(forms({ "kustomization.yaml": "resources: [., a.yaml]\n" })["a.yaml"]).toHaveLength(1);
  });

  test("addresses on the network, templates, broken text", () => {
    expect(
      forms({ "kustomization.yaml": "resources: ['https://example.com/a.yaml', 'github.com/a/b?ref=v1']\n" }),
    ).toEqual({});
    expect(forms({ "kustomization.yaml": "resources: [{{ .Values.file }}\n" })).toEqual({});
    expect(forms({ "kustomization.yaml": "resources: 7\nlabels: x\ncommonLabels: [1]\ncomponents: {a: b}\n" })).toEqual(
      {},
    );
  });

  test("a deep chain of kustomizations stops", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `${"d/".repeat(index)}kustomization.yaml`,
        `resources: [d, at${index}.yaml]\n`,
      ]),
    );
    const found = Object.keys(forms(chain));
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThan(40);
  });

  test("doubling at every level does not double the work without end", () => {
    const levels = Array.from({ length: 16 }, (_, index) => [
      `l${index}/kustomization.yaml`,
      `resources: [../l${index + 1}, ../l${index + 1}, a.yaml]\n`,
    ]);
    const found = forms(Object.fromEntries(levels));
    expect(Object.values(found).flat().length).toBeLessThanOrEqual(100_000);
  });
});
