import { expect, test } from "vitest";
import { readKustomization } from "./kustomization.ts";

test("every way to name a patch file is read; inline patches and resources are not files", () => {
  const text = `resources: [base.yaml]
patches:
- path: a.yaml
- path: patches/b.yaml
  target: {kind: Service}
- patch: "- op: add"
patchesStrategicMerge:
- c.yaml
- |
  apiVersion: v1
  kind: Service
- '{"kind":"Service"}'
patchesJson6902:
- {target: {kind: Service}, path: d.json}
`;
  expect(readKustomization(text).patches.map(({ value }) => value)).toEqual([
    "a.yaml",
    "patches/b.yaml",
    "d.json",
    "c.yaml",
  ]);
});

test.each(["", "patches: x", "[", "patches: [1, null, {}]"])("%j names none", (text) => {
  expect(readKustomization(text).patches.map(({ value }) => value)).toEqual([]);
});
