import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { podsOfManifest } from "../pods/workload.ts";
import { labelTemplate } from "./labelTemplate.ts";

/** Labels the last workload of a text by what the workspace knows of it, and gives the text after it. */
function labelled(text: string, labels: Readonly<Record<string, string | null>>): string | undefined {
  const pod = podsOfManifest(readManifest(text), "file:///a.yaml").pods.at(-1);
  if (pod?.owner === undefined) throw new Error(`no workload in ${text}`);
  const { kind, name } = pod.owner;
  const edits = labelTemplate(text, { kind, name, namespace: pod.namespace, labels: new Map(Object.entries(labels)) });
  return edits && applyEdits(text, edits);
}

function deployment(selector: string, metadata: string): string {
  return `# first\napiVersion: v1\nkind: Namespace\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: till\nspec:\n${selector}  template:\n${metadata}    spec:\n      containers: []\n`;
}

const SELECTOR = "  selector:\n    matchLabels:\n      app: till\n";

describe("labelTemplate", () => {
  test.each([
    [
      "a label is added behind the others",
      deployment(SELECTOR, "    metadata:\n      labels:\n        app: till # us\n"),
      { tier: "front" },
      deployment(SELECTOR, "    metadata:\n      labels:\n        app: till # us\n        tier: front\n"),
    ],
    [
      "another value, quoted where YAML would read something else",
      deployment(SELECTOR, "    metadata:\n      labels: {app: till, version: v1}\n"),
      { version: "1.10" },
      deployment(SELECTOR, '    metadata:\n      labels: {app: till, version: "1.10"}\n'),
    ],
    [
      "no labels yet",
      deployment("", "    metadata:\n      annotations: {}\n"),
      { app: "till" },
      deployment("", "    metadata:\n      annotations: {}\n      labels:\n        app: till\n"),
    ],
    [
      "no metadata yet",
      deployment("", ""),
      { app: "till" },
      deployment("", "    metadata:\n      labels:\n        app: till\n"),
    ],
    [
      "a Pod is its own template",
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers: []\n",
      { app: "till" },
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    app: till\nspec:\n  containers: []\n",
    ],
    [
      "a CronJob's lies two levels deeper",
      "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers: []\n",
      { app: "till" },
      "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        metadata:\n          labels:\n            app: till\n        spec:\n          containers: []\n",
    ],
    [
      "several at once, one of them taken away, comments kept",
      deployment(
        SELECTOR,
        "    metadata:\n      labels:\n        app: till # us\n        tier: front\n        version: v1 # old\n",
      ),
      { tier: null, version: "yes", environment: "dev" },
      deployment(
        SELECTOR,
        '    metadata:\n      labels:\n        app: till # us\n        version: "yes" # old\n        environment: dev\n',
      ),
    ],
    [
      "nothing to take away",
      deployment("", "    metadata: {}\n"),
      { tier: null },
      deployment("", "    metadata: {}\n"),
    ],
    [
      "it has them",
      deployment(SELECTOR, "    metadata:\n      labels: {app: till}\n"),
      { app: "till" },
      deployment(SELECTOR, "    metadata:\n      labels: {app: till}\n"),
    ],
  ])("%s", (_, before, labels, after) => {
    expect(labelled(before, labels as Readonly<Record<string, string | null>>)).toBe(after);
  });

  test.each([
    ["matchLabels ask for another value", SELECTOR, { app: "shop" }],
    ["matchLabels ask for what is taken away", SELECTOR, { app: null }],
    [
      "an expression needs the key",
      "  selector:\n    matchExpressions:\n      - {key: tier, operator: Exists}\n",
      { tier: null },
    ],
    [
      "an expression allows other values only",
      "  selector:\n    matchExpressions:\n      - {key: tier, operator: In, values: [back]}\n",
      { tier: "front" },
    ],
    [
      "an expression forbids the key",
      "  selector:\n    matchExpressions:\n      - {key: tier, operator: DoesNotExist}\n",
      { tier: "front" },
    ],
  ])("not offered where %s", (_, selector, labels) => {
    const text = deployment(selector, "    metadata:\n      labels: {app: till}\n");
    expect(labelled(text, labels as Readonly<Record<string, string | null>>)).toBeUndefined();
  });

  test("not offered where the file has changed and no workload is there any more", () => {
    expect(
      labelTemplate("a: b\n", { kind: "Pod", name: "a", namespace: undefined, labels: new Map([["a", "b"]]) }),
    ).toBeUndefined();
  });
});
