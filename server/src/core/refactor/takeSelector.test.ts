import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { takeSelector } from "./takeSelector.ts";

function textAfter(text: string, labels: Readonly<Record<string, string>>): string | undefined {
  const content = readManifest(text).documents[0]?.content;
  const object = content?.objects[0];
  const edits = object && takeSelector(text, object, new Map(Object.entries(labels)));
  return edits && applyEdits(text, edits);
}

const HEAD = "apiVersion: v1\nkind: Service\n";

describe("takeSelector", () => {
  test.each([
    [
      "one value changes, its comment stays",
      "spec:\n  selector:\n    app: till # us\n    tier: front # them\n",
      { app: "till", tier: "back" },
      "spec:\n  selector:\n    app: till # us\n    tier: back # them\n",
    ],
    [
      "a key that is wrong is renamed in its line",
      "spec:\n  selector:\n    name: till # us\n    tier: front\n",
      { app: "till", tier: "front" },
      "spec:\n  selector:\n    app: till # us\n    tier: front\n",
    ],
    [
      "pairs come and go",
      "spec:\n  selector: {app: till, tier: front}\n",
      { app: "till", "app.kubernetes.io/part-of": "shop" },
      "spec:\n  selector: {app: till, app.kubernetes.io/part-of: shop}\n",
    ],
    [
      "nothing of it stays",
      "spec:\n  selector:\n    a: b\n    c: d\n",
      { app: "till" },
      "spec:\n  selector:\n    app: till\n",
    ],
    [
      "there was none",
      "spec:\n  # the door\n  ports:\n    - port: 80\n",
      { app: "till", version: "1.10" },
      'spec:\n  # the door\n  selector:\n    app: till\n    version: "1.10"\n  ports:\n    - port: 80\n',
    ],
    ["there was an empty one", "spec:\n  selector: {}\n", { app: "till" }, "spec:\n  selector:\n    app: till\n"],
    [
      "a value that YAML would misread is quoted",
      "spec: {selector: {on: x}}\n",
      { app: "yes" },
      'spec: {selector: {app: "yes"}}\n',
    ],
    ["it is already so", "spec: {selector: {app: till}}\n", { app: "till" }, "spec: {selector: {app: till}}\n"],
  ])("%s", (_, before, labels, expected) => {
    expect(textAfter(HEAD + before, labels as Readonly<Record<string, string>>)).toBe(HEAD + expected);
  });

  test("JSON", () => {
    const text = '{"apiVersion": "v1", "kind": "Service", "spec": {"selector": {"app": "till"}}}';
    expect(textAfter(text, { app: "shop", tier: "front" })).toBe(text.replace('"till"', '"shop", "tier": "front"'));
  });

  test("not offered for no labels, and where the selector comes from an anchor", () => {
    expect(textAfter(`${HEAD}spec: {selector: {app: till}}\n`, {})).toBeUndefined();
    expect(textAfter(`${HEAD}x: &a {app: till}\nspec: {selector: *a}\n`, { app: "shop" })).toBeUndefined();
  });
});
