import { describe, expect, test } from "vitest";
import type { LabelledPod } from "../pods/liveWorkload.ts";
import { render } from "../words.ts";
import { type Adopter, type AdoptingKind, adopterOf, adoptions } from "./adoptions.ts";
import { briefAdoptionWords } from "./labelBriefWords.ts";
import { adoptionWords } from "./labelEffectWords.ts";

const stray = (more: Partial<LabelledPod> = {}): LabelledPod => ({
  name: "stray",
  labels: new Map([["tier", "front"]]),
  owner: undefined,
  phase: "Running",
  terminating: false,
  ...more,
});
const adopter = (kind: AdoptingKind, more: { readonly spec?: object; readonly status?: object } = {}): Adopter[] => {
  const spec = { replicas: 2, selector: { matchLabels: { app: "till" } }, ...more.spec };
  const found = adopterOf(kind, { metadata: { name: "till" }, spec, status: { replicas: 2, ...more.status } });
  return found === undefined ? [] : [found];
};
const said = (
  adopters: readonly Adopter[],
  pod: LabelledPod = stray(),
  changes: Readonly<Record<string, string | null>> = { app: "till" },
) =>
  adoptions([pod], new Map(Object.entries(changes)), adopters).map((adoption) => render(adoptionWords(adoption), "en"));

describe("a Pod that nobody controls, with other labels", () => {
  test("is taken over by whoever's selector finds it, who then may have one too many", () => {
    const surplus =
      "takes 1 Pod over as its own: stray. It then has 1 more than it wants and deletes one, this one or others.";
    expect(said(adopter("ReplicaSet"))).toEqual([`ReplicaSet till ${surplus}`]);
    expect(said(adopter("ReplicationController", { spec: { selector: { app: "till" } } }))).toEqual([
      `ReplicationController till ${surplus}`,
    ]);
    const counts = { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberMisscheduled: 0 };
    expect(said(adopter("DaemonSet", { status: counts }))).toEqual([`DaemonSet till ${surplus}`]);
    expect(said(adopter("Job", { status: { active: 1 } }))).toEqual([`Job till ${surplus}`]);
    expect(said(adopter("ReplicaSet", { spec: { replicas: 3 } }))).toEqual([
      "ReplicaSet till takes 1 Pod over as its own: stray.",
    ]);
  });

  test("a StatefulSet knows its Pods by their numbers as well", () => {
    expect(said(adopter("StatefulSet"))).toEqual([]);
    expect(said(adopter("StatefulSet"), stray({ name: "till-1" }))).toEqual([
      "StatefulSet till takes 1 Pod over as its own: till-1.",
    ]);
    expect(said(adopter("StatefulSet"), stray({ name: "till-7" }))).toEqual([expect.stringContaining("1 more than")]);
    expect(said(adopter("StatefulSet"), stray({ name: "till-x-1" }))).toEqual([]);
  });

  test.each([
    ["somebody controls it", stray({ owner: { kind: "ReplicaSet", name: "other" } }), {}],
    ["it is being deleted", stray({ terminating: true }), {}],
    ["it has ended", stray({ phase: "Succeeded" }), {}],
    ["its labels fitted before", stray({ labels: new Map([["app", "till"]]) }), {}],
    ["its labels do not fit", stray(), { app: "other" }],
  ])("is taken by no ReplicaSet where %s", (_, pod, changes) =>
    expect(said(adopter("ReplicaSet"), pod, { app: "till", ...changes })).toEqual([]),
  );

  test("is taken by nobody who is leaving, and by no Job that is over", () => {
    const spec = { selector: { matchLabels: { app: "till" } } };
    expect(adopterOf("ReplicaSet", { metadata: { name: "till", deletionTimestamp: "now" }, spec })).toBeUndefined();
    expect(adopter("Job", { status: { conditions: [{ type: "Complete", status: "True" }] } })).toEqual([]);
    expect(said(adopter("Job", { spec: { suspend: true } }))).toEqual([expect.stringContaining("1 more than")]);
  });

  test("in a line of a list stands who takes it", () => {
    const adopted = adoptions([stray()], new Map([["app", "till"]]), [...adopter("ReplicaSet"), ...adopter("Job")]);
    expect(briefAdoptionWords(adopted).map((message) => render(message, "en"))).toEqual([
      "Taken over by ReplicaSet till, Job till.",
    ]);
    expect(briefAdoptionWords([])).toEqual([]);
  });
});
