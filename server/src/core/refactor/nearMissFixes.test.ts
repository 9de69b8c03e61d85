import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { serviceOf } from "../manifest/readService.ts";
import { resolve } from "../pods/resolve.ts";
import { podsOfManifest } from "../pods/workload.ts";
import { NEWEST_MINOR, NO_CLUSTER, type Snapshot } from "../snapshot.ts";
import { render } from "../words.ts";
import { nearMissFixes } from "./nearMissFixes.ts";

/** The fixes of a Service with this selector where one Pod `till` is written with these labels, each with the selector after it. */
function fixes(selector: string, labels: string): readonly (readonly [title: string, after: string])[] {
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: till, labels: ${labels}}\nspec: {containers: []}\n`;
  const text = `apiVersion: v1\nkind: Service\nspec:\n  selector: ${selector}\n`;
  const object = readManifest(text).documents[0]?.content.objects[0];
  if (object === undefined) throw new Error("no Service");
  const snapshot: Snapshot = {
    settings: {
      locale: "en",
      minor: NEWEST_MINOR,
      facts: { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined },
      rules: {},
    },
    cluster: NO_CLUSTER,
    workspace: { complete: true, pods: podsOfManifest(readManifest(pod), "file:///pod.yaml").pods, unreadable: [] },
  };
  const service = serviceOf(object);
  const resolution = resolve(service, snapshot, "file:///service.yaml");
  return nearMissFixes({ text, object, service, resolution, snapshot }).map(({ title, edits, templateLabels }) => [
    render(title, "en"),
    templateLabels
      ? JSON.stringify([...templateLabels.labels])
      : (applyEdits(text, edits).split("selector: ")[1] ?? "").trim(),
  ]);
}

describe("the fixes of a near miss", () => {
  test.each([
    [
      "another value",
      "{app: till, tier: frontend}",
      "{app: till, tier: front}",
      [
        ["Select tier=front", "{app: till, tier: front}"],
        ["Label the template of Pod till with tier=frontend", '[["tier","frontend"]]'],
      ],
    ],
    [
      "the value under another key",
      "{name: till}",
      "{app: till}",
      [
        ["Select app=till", "{app: till}"],
        ["Label the template of Pod till with name=till", '[["name","till"]]'],
      ],
    ],
    [
      "a label that is not there at all",
      "{app: till, tier: front}",
      "{app: till}",
      [
        ["Select without tier=front", "{app: till}"],
        ["Label the template of Pod till with tier=front", '[["tier","front"]]'],
      ],
    ],
    [
      "the value under a key that is off by a letter, not under any other",
      "{compnent: till}",
      "{run: till, component: till}",
      [
        ["Select component=till", "{component: till}"],
        ["Label the template of Pod till with compnent=till", '[["compnent","till"]]'],
      ],
    ],
    ["nothing near", "{app: till}", "{app: report}", []],
  ])("%s", (_, selector, labels, expected) => {
    expect(fixes(selector, labels)).toEqual(expected);
  });
});

test("Pods of the cluster: the template of whoever made them, by the name that a person would give", () => {
  const text = "apiVersion: v1\nkind: Service\nspec:\n  selector: {app: till, tier: frontend}\n";
  const object = readManifest(text).documents[0]?.content.objects[0];
  if (object === undefined) throw new Error("no Service");
  const [written] = podsOfManifest(
    readManifest(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: till, tier: front, pod-template-hash: x1}}\nspec: {containers: []}\n",
    ),
    "file:///pod.yaml",
  ).pods;
  if (written === undefined) throw new Error("no Pod");
  const live = (name: string, owner: string) =>
    ({
      ...written,
      name,
      namespace: "default",
      owner: { kind: owner, name: "till-x1" },
      origin: { kind: "cluster" },
    }) as const;
  const titles = (...pods: readonly (typeof written)[]) => {
    const here = { knowledge: { kind: "synced" }, pods } as const;
    const snapshot: Snapshot = {
      settings: {
        locale: "en",
        minor: NEWEST_MINOR,
        facts: { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined },
        rules: {},
      },
      cluster: { ...NO_CLUSTER, knowledge: { kind: "synced" }, namespaces: new Map([["default", here]]) },
      workspace: { complete: true, pods: [], unreadable: [] },
    };
    const service = serviceOf(object);
    const resolution = resolve(service, snapshot, "file:///service.yaml");
    const found = nearMissFixes({ text, object, service, resolution, snapshot });
    return found.flatMap(({ title, liveLabels }) => (liveLabels ? [[render(title, "en"), liveLabels] as const] : []));
  };
  expect(titles(live("a", "ReplicaSet"), live("b", "ReplicaSet"))).toEqual([
    [
      "Label the template of Deployment till in the cluster with tier=frontend...",
      { namespace: "default", kind: "Deployment", name: "till", labels: new Map([["tier", "frontend"]]) },
    ],
  ]);
  // A Job's template may not be changed.
  expect(titles(live("a", "Job"))).toEqual([]);
});
