import { expect, test } from "vitest";
import { fixture } from "../../../test/support/fixture.ts";
import { workspaceSnapshot } from "../../../test/support/snapshot.ts";
import { glanceOf, wholeStory } from "./glance.ts";
import { inlayHints } from "./inlayHint.ts";

const service = (namespace: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: till${namespace}}\nspec:\n  selector:\n    app: till\n`;
const pod = (namespace: string, name = "till") =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${name}}${namespace}}\nspec: {containers: [{name: a}]}\n`;
const SHOP = ", namespace: shop";
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

function told(text: string, files: Readonly<Record<string, string>>, uri = "file:///work/service.yaml") {
  const snapshot = workspaceSnapshot({ [uri]: text, ...files });
  const { context } = fixture(text, snapshot);
  const [written] = context.services;
  if (written === undefined) throw new Error("the text holds no Service");
  return {
    glance: glanceOf(context, written),
    story: wholeStory(context, written).join(" "),
    hints: inlayHints(context, WHOLE).map(({ label }) => label),
  };
}

test.each([
  [
    "does not parse",
    `${pod("", "other")}  labels: [\n`,
    "Unknown, because b.yaml does not parse: it may hold the workload.",
  ],
  [
    "is a template",
    `{{ if .Values.on }}\n${pod("")}{{ end }}\n`.replaceAll("app: till", "app: other"),
    "Unknown, because b.yaml is a template",
  ],
])("a file that %s makes unknown what would be none, and is named", (_, broken, sentence) => {
  const { glance, story, hints } = told(service(""), {
    "file:///work/b.yaml": broken,
    "file:///work/c.yaml": pod("", "web"),
  });
  expect(glance).toBe("Pods: unknown");
  expect(story).toContain(sentence);
  expect(hints).toEqual(["Pods: unknown"]);
});

test("what matches stays known, whatever cannot be read", () => {
  const broken = `${pod("", "other")}  labels: [\n`;
  expect(told(service(""), { "file:///work/a.yaml": pod(""), "file:///work/b.yaml": broken }).glance).toBe(
    "Pod till matches",
  );
});

test.each([
  ["the Service writes none", "", SHOP, "No namespace is written, so workloads of any namespace count."],
  ["the workload writes none", SHOP, "", "Pod till writes no namespace: it is taken to be in shop."],
])("which namespace was taken is said where %s", (_, ofService, ofPod, sentence) => {
  expect(told(service(ofService), { "file:///work/a.yaml": pod(ofPod) }).story).toContain(sentence);
});

test("where both write it, or neither does, there is nothing to say", () => {
  expect(told(service(SHOP), { "file:///work/a.yaml": pod(SHOP) }).story).not.toMatch(/namespace/);
  expect(told(service(""), { "file:///work/a.yaml": pod("") }).story).not.toMatch(/namespace/);
});

test("a kustomization that says the namespace is named", () => {
  const files = {
    "file:///work/kustomization.yaml": "namespace: prod\nresources: [service.yaml, a.yaml]\n",
    "file:///work/a.yaml": pod(""),
  };
  expect(told(service(""), files).story).toContain("kustomization.yaml puts it into prod.");
});
