import { expect, test } from "vitest";
import { firstService, livePod, SETTINGS } from "../../../../test/support/snapshot.ts";
import type { Service } from "../manifest/service.ts";
import { EMPTY_WORKSPACE, type NamespacePods, type SelectedPods, type Snapshot } from "../snapshot.ts";
import type { Pod } from "./pod.ts";
import { resolve } from "./resolve.ts";
import { labelSelectorOf } from "./selector.ts";
import { summarize } from "./summary.ts";

function service(selector: string): Service {
  return firstService(`apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {selector: {${selector}}}\n`);
}

const TILL = service("tier: front, app: till");
const TILL_SELECTOR = "app=till,tier=front";
const MATCHING = livePod("a", "app=till,tier=front");
const ALMOST = livePod("b", "app=till,tier=back");

/** As a Pod is known by its metadata only. */
function thin(pod: Pod): Pod {
  return {
    ...pod,
    ports: [],
    phase: "Unknown",
    status: "",
    ready: false,
    readyContainers: "",
    ips: [],
    node: undefined,
  };
}

function snapshotOf(shop: Partial<NamespacePods>): Snapshot {
  const namespaces = new Map([["shop", { knowledge: { kind: "synced" }, pods: [], ...shop } as const]]);
  const cluster = {
    context: "test",
    namespace: "shop",
    knowledge: { kind: "synced" },
    serverVersion: "1.37.2",
    namespaces,
  };
  return { settings: SETTINGS, cluster: { ...cluster, knowledge: { kind: "synced" } }, workspace: EMPTY_WORKSPACE };
}

function selections(selected: Partial<SelectedPods>, selector = TILL_SELECTOR): ReadonlyMap<string, SelectedPods> {
  return new Map([[selector, { knowledge: { kind: "synced" }, pods: [], ...selected } as const]]);
}

function answer(shop: Partial<NamespacePods>, asked: Service = TILL): string {
  const resolution = resolve(asked, snapshotOf(shop), "");
  const { sentence, values } = summarize(asked, resolution);
  const misses = resolution.nearMissesKnown
    ? resolution.nearMisses.map(({ pods }) => pods.map(({ name }) => name))
    : "?";
  const text = sentence.en.replace(/\{(\w+)[^}]*\}/g, (_, name: string) => `${values[name]}`);
  return `${text}; pairs ${resolution.pairs.map(({ count }) => count).join()}; near misses ${misses}`;
}

const CONNECTING = { kind: "connecting" } as const;
const OFF = { kind: "off" } as const;

test.each<readonly [what: string, shop: Partial<NamespacePods>, answer: string]>([
  ["every Pod is known", { pods: [MATCHING, ALMOST] }, "1 1, 1 ready; pairs 1,2; near misses b"],
  ["nothing is known yet", { knowledge: CONNECTING }, "Pods: loading; pairs 0,0; near misses ?"],
  [
    "the server has selected before every Pod is known",
    { knowledge: CONNECTING, selections: selections({ pods: [MATCHING] }) },
    "1 1, 1 ready; pairs ; near misses ?",
  ],
  [
    "the server has selected nothing before every Pod is known",
    { knowledge: CONNECTING, selections: selections({}) },
    "0 0, 0 ready; pairs ; near misses ?",
  ],
  [
    "of every Pod the metadata is known, of those selected all",
    { mode: "metadata", pods: [MATCHING, ALMOST].map(thin), selections: selections({ pods: [MATCHING] }) },
    "1 1, 1 ready; pairs 1,2; near misses b",
  ],
  [
    "of every Pod the metadata is known, of those selected nothing yet",
    { mode: "metadata", pods: [MATCHING, ALMOST].map(thin), selections: selections({ knowledge: CONNECTING }) },
    "Pods: loading; pairs 0,0; near misses ?",
  ],
  [
    "by the metadata no Pod matches",
    { mode: "metadata", pods: [thin(ALMOST)] },
    "0 0, 0 ready; pairs 0,1; near misses b",
  ],
  [
    "only what is selected is known",
    { knowledge: OFF, mode: "selectors", selections: selections({ pods: [MATCHING], almost: [thin(ALMOST)] }) },
    "1 1, 1 ready; pairs ; near misses b",
  ],
  [
    "only what is selected is known, and nothing of what almost matches",
    { knowledge: OFF, mode: "selectors", selections: selections({}) },
    "0 0, 0 ready; pairs ; near misses ?",
  ],
  ["a selector is not asked for yet", { knowledge: OFF, mode: "selectors" }, "Pods: loading; pairs 0,0; near misses ?"],
  [
    "a selector is refused",
    { knowledge: OFF, mode: "selectors", selections: selections({ knowledge: { kind: "denied", what: "no" } }) },
    "Pods: not allowed to list; pairs 0,0; near misses ?",
  ],
])("%s", (_, shop, expected) => {
  expect(answer(shop)).toBe(expected);
});

test("the only pair's count is known with the selected Pods", () => {
  const shop = { knowledge: OFF, mode: "selectors", selections: selections({ pods: [MATCHING] }, "app=till") } as const;
  expect(answer(shop, service("app: till"))).toBe("1 1, 1 ready; pairs 1; near misses ?");
});

test("a selector that no label can have is not asked for", () => {
  const pair = (key: string, value: string) =>
    ({ key, value, span: [0, 0], keySpan: [0, 0], valueSpan: [0, 0] }) as const;
  expect(labelSelectorOf([pair("tier", "front"), pair("app", "")])).toBe("app=,tier=front");
  expect(labelSelectorOf([])).toBeUndefined();
  expect(labelSelectorOf([pair("app", "till,tier=front")])).toBeUndefined();
  expect(labelSelectorOf([pair("app in (a)", "b")])).toBeUndefined();
});
