import { describe, expect, test } from "vitest";
import { matchesLabelSelector } from "../pods/labelSelector.ts";
import { type LabelledPod, labelledPodOf, liveWorkloadOf } from "../pods/liveWorkload.ts";
import { render } from "../words.ts";
import { briefRolloutWords, briefServiceWords } from "./labelBriefWords.ts";
import {
  changesText,
  labelsAfter,
  lostPods,
  type SelectingService,
  selectingServiceOf,
  serviceEffects,
  templateAllows,
  templateEffects,
} from "./labelEffects.ts";
import { lostPodsWords, rolloutWords, serviceEffectWords, templateEffectWords } from "./labelEffectWords.ts";

const labels = (pairs: Readonly<Record<string, string>>) => new Map(Object.entries(pairs));
const pod = (name: string, pairs: Readonly<Record<string, string>>): LabelledPod => ({
  name,
  labels: labels(pairs),
  owner: { kind: "ReplicaSet", name: "till-1" },
  phase: "Running",
  terminating: false,
});
const service = (name: string, selector: object): SelectingService => selectingServiceOf(name, { spec: { selector } });

const PODS = [pod("a", { app: "till", tier: "front" }), pod("b", { app: "till", tier: "back" })];
const SERVICES = [
  service("all", { app: "till" }),
  service("front", { app: "till", tier: "front" }),
  service("v1", { version: "v1" }),
  service("none", {}),
  selectingServiceOf("alias", { spec: { type: "ExternalName", selector: { version: "v1" } } }),
];

describe("what a change of labels does", () => {
  const effects = (changes: Readonly<Record<string, string | null>>) =>
    serviceEffects(PODS, new Map(Object.entries(changes)), SERVICES).map((effect) =>
      render(serviceEffectWords(effect), "en"),
    );

  test.each([
    [{ version: "v1" }, ["Service v1 gains 2 Pods: a, b."]],
    [{ version: "v2" }, []],
    [{ tier: "front" }, ["Service front gains 1 Pod: b."]],
    [{ tier: null }, ["Service front loses 1 Pod: a."]],
    [{ tier: "back", version: "v1" }, ["Service front loses 1 Pod: a.", "Service v1 gains 2 Pods: a, b."]],
    [{ app: null }, ["Service all loses 2 Pods: a, b.", "Service front loses 1 Pod: a."]],
    [{}, []],
  ])("%j", (changes, expected) => expect(effects(changes)).toEqual(expected));

  test("a line of a list names the Services, three of a sort", () => {
    const many = ["a", "b", "c", "d"].map((name) => service(name, { tier: "back" }));
    const changed = serviceEffects(PODS, new Map([["tier", "back"]]), [...SERVICES, ...many]);
    expect(briefServiceWords(changed).map((message) => render(message, "en"))).toEqual([
      "Services that lose Pods: front.",
      "Services that gain Pods: a, b, c, ….",
    ]);
  });

  test.each([
    [{ kind: "replaces", pods: 1 }, "A rollout replaces 1 Pod."],
    [{ kind: "paused", pods: 1 }, "A rollout, once it is resumed."],
    [{ kind: "onDelete" }, "For Pods that replace deleted ones."],
    [{ kind: "newOnly" }, "For new Pods only."],
  ] as const)("a line of a list says what becomes of the Pods: %j", (rollout, said) =>
    expect(render(briefRolloutWords(rollout), "en")).toBe(said),
  );

  test("of the Pods that a template makes; what controllers add does not change", () => {
    const services = [...SERVICES, service("one", { app: "till", "statefulset.kubernetes.io/pod-name": "till-0" })];
    const said = (changes: Readonly<Record<string, string | null>>) =>
      templateEffects(labels({ app: "till", tier: "front" }), new Map(Object.entries(changes)), services).map(
        (effect) => render(templateEffectWords(effect, { kind: "StatefulSet", name: "till" }), "en"),
      );
    expect(said({ tier: "back" })).toEqual(["Service front loses the Pods of StatefulSet till."]);
    expect(said({ version: "v1" })).toEqual(["Service v1 gains the Pods of StatefulSet till."]);
    expect(said({ app: null })).toEqual([
      "Service all loses the Pods of StatefulSet till.",
      "Service front loses the Pods of StatefulSet till.",
      "Service one loses the Pods of StatefulSet till.",
    ]);
  });

  test("a workload that would let its Pods go is named with them", () => {
    const selectorOf = () => ({ matchLabels: { app: "till" } });
    const lost = lostPods(PODS, new Map([["app", "other"]]), selectorOf);
    expect(lost.map((one) => render(lostPodsWords(one), "en"))).toEqual([
      "The selector of ReplicaSet till-1 would no longer find a, b: it would let those Pods go and make others.",
    ]);
    expect(lostPods(PODS, new Map([["tier", null]]), selectorOf)).toEqual([]);
    expect(lostPods(PODS, new Map([["app", null]]), () => undefined)).toEqual([]);
    const bare = { ...pod("bare", {}), owner: undefined };
    expect(lostPods([bare], new Map([["app", "x"]]), selectorOf)).toEqual([]);
  });

  test("changes as kubectl writes them", () => {
    const changes = new Map([
      ["version", "v1"],
      ["tier", null],
    ]);
    expect(changesText(changes)).toBe("version=v1, tier-");
    expect(labelsAfter(labels({ tier: "front" }), changes)).toEqual(labels({ version: "v1" }));
  });
});

describe("a label selector", () => {
  const matches = (selector: unknown) => matchesLabelSelector(selector, labels({ app: "till", tier: "front" }));
  const expression = (key: string, operator: string, ...values: readonly string[]) =>
    matches({ matchExpressions: [{ key, operator, values }] });

  test("all of it counts", () => {
    expect(matches({ matchLabels: { app: "till" } })).toBe(true);
    expect(matches({ matchLabels: { app: "till", tier: "back" } })).toBe(false);
    expect(matches({ app: "till" })).toBe(true);
    expect(expression("tier", "In", "front", "back")).toBe(true);
    expect(expression("tier", "In", "back")).toBe(false);
    expect(expression("zone", "In", "a")).toBe(false);
    expect(expression("zone", "NotIn", "a")).toBe(true);
    expect(expression("tier", "NotIn", "front")).toBe(false);
    expect(expression("tier", "Exists")).toBe(true);
    expect(expression("zone", "Exists")).toBe(false);
    expect(expression("zone", "DoesNotExist")).toBe(true);
    expect(expression("tier", "DoesNotExist")).toBe(false);
  });

  test("what cannot be read is unknown", () => {
    expect(matches(undefined)).toBeUndefined();
    expect(matches({})).toBeUndefined();
    expect(expression("tier", "Gt", "1")).toBeUndefined();
    expect(matches({ matchLabels: { app: 1 } })).toBeUndefined();
  });
});

describe("a workload of the cluster", () => {
  const workload = (kind: string, spec: object, status: object = {}) =>
    liveWorkloadOf({
      kind,
      metadata: { name: "till" },
      spec: { template: { metadata: { labels: { app: "till" } } }, ...spec },
      status,
    });
  const rollout = (kind: string, spec: object, status?: object) => {
    const live = workload(kind, spec, status);
    return live && render(rolloutWords(live.rollout, live), "en");
  };

  test.each([
    ["Deployment", { replicas: 3 }, {}, "A rollout: Deployment till replaces 3 Pods."],
    ["Deployment", {}, {}, "A rollout: Deployment till replaces 1 Pod."],
    [
      "Deployment",
      { replicas: 3, paused: true },
      {},
      "Deployment till is paused: it replaces its 3 Pods once it is resumed.",
    ],
    [
      "StatefulSet",
      { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
      {},
      "A rollout: StatefulSet till replaces 1 Pod.",
    ],
    [
      "StatefulSet",
      { updateStrategy: { type: "OnDelete" } },
      {},
      "StatefulSet till replaces a Pod only when somebody deletes it (OnDelete).",
    ],
    ["DaemonSet", {}, { currentNumberScheduled: 4 }, "A rollout: DaemonSet till replaces 4 Pods."],
    [
      "DaemonSet",
      { updateStrategy: { type: "OnDelete" } },
      {},
      "DaemonSet till replaces a Pod only when somebody deletes it (OnDelete).",
    ],
    [
      "ReplicaSet",
      { replicas: 2 },
      {},
      "The Pods of ReplicaSet till that are there stay as they are; only new ones have the change.",
    ],
  ])("%s %j", (kind, spec, status, said) => expect(rollout(kind, spec, status)).toBe(said));

  test("its selector decides which labels its template may have", () => {
    const live = workload("Deployment", { selector: { matchLabels: { app: "till" } } });
    const allows = (changes: Readonly<Record<string, string | null>>) =>
      live && templateAllows(live, new Map(Object.entries(changes)));
    expect(allows({ tier: "front" })).toBe(true);
    expect(allows({ app: "other" })).toBe(false);
    expect(allows({ app: null })).toBe(false);
    const cronJob = {
      kind: "CronJob",
      spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: "a" } } } } } },
    };
    const job = liveWorkloadOf(cronJob);
    expect(job).toMatchObject({ labels: labels({ app: "a" }), rollout: { kind: "newOnly" } });
    expect(job && templateAllows(job, new Map([["app", null]]))).toBe(true);
    expect(liveWorkloadOf({ kind: "Service", spec: {} })).toBeUndefined();
  });

  test("a Pod's controller is its owner, others are not", () => {
    const ownerReferences = [
      { kind: "Node", name: "n" },
      { kind: "ReplicaSet", name: "till-1", controller: true },
    ];
    const read = labelledPodOf({ metadata: { name: "a", labels: { app: "till" }, ownerReferences } });
    expect(read).toMatchObject({
      name: "a",
      labels: labels({ app: "till" }),
      owner: { kind: "ReplicaSet", name: "till-1" },
    });
  });
});
