import type { SelectorPair } from "../manifest/service.ts";
import type { ClusterSnapshot, Knowledge, NamespacePods } from "../snapshot.ts";
import { matchLabels } from "./labelMatch.ts";
import { createLabelTable, type LabelTable, labelSets } from "./labelTable.ts";
import { findNearMisses, type Region } from "./nearMiss.ts";
import type { NearMisses } from "./nearMissGroups.ts";
import type { Pod } from "./pod.ts";
import { labelSelectorOf } from "./selector.ts";

/** What the cluster says of a selector in a namespace. */
export type LiveMatches =
  | {
      readonly kind: "known";
      readonly knowledge: Answering;
      readonly pods: readonly Pod[];
      /** For each pair, how many Pods have it; undefined where that is not known. */
      readonly counts: readonly number[] | undefined;
      /** What almost matches; undefined where that is not known. */
      readonly nearMisses: (() => NearMisses) | undefined;
    }
  /** Nothing, and why. */
  | { readonly kind: "unknown"; readonly why: Knowledge };

type Answering = Extract<Knowledge, { kind: "synced" | "stale" }>;

/**
 * The Pods of a namespace that have all pairs: of the whole namespace where all its Pods are known, else as the server
 * selected them. Undefined for a namespace that is not followed.
 */
export function matchLive(
  pairs: readonly SelectorPair[],
  namespace: string,
  cluster: ClusterSnapshot,
): LiveMatches | undefined {
  const here = cluster.namespaces.get(namespace);
  if (here === undefined) return undefined;
  const elsewhere = () =>
    Array.from(cluster.namespaces).flatMap(([name, pods]) => (name === namespace ? [] : { table: labelTableOf(pods) }));
  const answering = answerOf(here.knowledge);
  return answering ? ofNamespace(pairs, here, answering, elsewhere) : ofSelection(pairs, here, elsewhere);
}

/** All label sets are known. Where only metadata is, whole Pods are those that the server selected. */
function ofNamespace(
  pairs: readonly SelectorPair[],
  here: NamespacePods,
  knowledge: Answering,
  elsewhere: () => readonly Region[],
): LiveMatches {
  const table = labelTableOf(here);
  const { pods, counts } = matchLabels(table, pairs);
  const known = { kind: "known", knowledge, pods, counts } as const;
  const nearMisses = () => findNearMisses(pairs, { table }, elsewhere());
  if (here.mode !== "metadata" || pods.length === 0) return { ...known, nearMisses };
  const selected = here.selections?.get(labelSelectorOf(pairs) ?? "");
  const selectedAnswer = selected && answerOf(selected.knowledge);
  if (!selectedAnswer) return { kind: "unknown", why: selected?.knowledge ?? CONNECTING };
  return { ...known, knowledge: selectedAnswer, pods: selected.pods, nearMisses };
}

function ofSelection(
  pairs: readonly SelectorPair[],
  here: NamespacePods,
  elsewhere: () => readonly Region[],
): LiveMatches {
  const selected = here.selections?.get(labelSelectorOf(pairs) ?? "");
  const knowledge = selected && answerOf(selected.knowledge);
  if (!knowledge) {
    // Selectors that are not asked for yet will be: the namespace itself is off for good.
    const coming = here.mode === "selectors" && here.knowledge.kind === "off" ? CONNECTING : here.knowledge;
    return { kind: "unknown", why: selected?.knowledge ?? coming };
  }
  const { pods, almost } = selected;
  const counts = pairs.length === 1 ? [pods.length] : undefined;
  const nearMisses =
    almost && (() => findNearMisses(pairs, { table: createLabelTable(labelSets(almost)) }, elsewhere()));
  return { kind: "known", knowledge, pods, counts, nearMisses };
}

const CONNECTING: Knowledge = { kind: "connecting" };

function answerOf(knowledge: Knowledge): Answering | undefined {
  return knowledge.kind === "synced" || knowledge.kind === "stale" ? knowledge : undefined;
}

/** The labels of a namespace's Pods; where no table of them is kept, one is made. */
export function labelTableOf(known: Pick<NamespacePods, "labelTable" | "pods">): LabelTable {
  return known.labelTable ?? createLabelTable(labelSets(known.pods));
}
