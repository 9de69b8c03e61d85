import { expect, test } from "vitest";
import { clusterSnapshot, livePod } from "../../../test/support/snapshot.ts";
import type { NamespacePods } from "../core/snapshot.ts";
import { whatIsUnknown } from "./source.ts";

const SOURCE = { kind: "cluster", context: "test", namespace: "shop", knowledge: { kind: "synced" } } as const;
const SYNCED = { kind: "synced" } as const;
const OFF = { kind: "off" } as const;

function unknownOf(shop: Partial<NamespacePods>): string | undefined {
  const { cluster } = clusterSnapshot([livePod("a", "app=till")]);
  const namespaces = new Map([["shop", { knowledge: SYNCED, pods: [], ...shop }]]);
  return whatIsUnknown(SOURCE, "shop", { ...cluster, namespaces })?.sentence.en;
}

test.each<readonly [shop: Partial<NamespacePods>, unknown: string | undefined]>([
  [{}, undefined],
  [{ mode: "full" }, undefined],
  [{ mode: "full", knowledge: { kind: "connecting" } }, "The other Pods of {namespace} are loading."],
  [{ mode: "metadata" }, "{namespace} is large: of other Pods only labels and owners are watched."],
  [{ mode: "metadata", knowledge: { kind: "connecting" } }, "The other Pods of {namespace} are loading."],
  [
    { mode: "selectors", knowledge: OFF },
    "{namespace} is too large to be watched as a whole: other Pods are not known.",
  ],
])("%j", (shop, unknown) => {
  expect(unknownOf(shop)).toBe(unknown);
});
