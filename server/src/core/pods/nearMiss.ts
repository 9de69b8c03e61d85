import type { SelectorPair } from "../manifest/service.ts";
import { isTypo } from "../typo.ts";
import { keyMeant } from "./otherKey.ts";
import type { Labels, Pod } from "./pod.ts";
import type { NearMiss } from "./resolution.ts";
import type { LabelSet } from "./selector.ts";

/** Label sets named at most; there can be one for each Pod. */
const LIMIT = 10;

const RANK: readonly NearMiss["kind"][] = ["typo", "workloadLabels", "otherKey", "otherNamespace", "apart"];

export interface NearMisses {
  readonly nearMisses: readonly NearMiss[];
  readonly moreNearMisses: number;
}

/**
 * What almost matches the pairs: among the label sets of the same namespace, and whole matches among those of other
 * namespaces. A label set is looked at once, however many Pods have it.
 */
export function findNearMisses(
  pairs: readonly SelectorPair[],
  here: readonly LabelSet[],
  elsewhere: readonly LabelSet[],
): NearMisses {
  const found = new Map<string, Group>();
  let [apart, unnamed] = [0, 0];
  const add = (miss: Omit<Group, "members" | "count">, pods: readonly Pod[]): void => {
    // Workloads are told of one by one, the farthest last: of thousands that share a common label only the number counts.
    if (miss.kind === "apart" && pods[0]?.origin.kind === "workspace") {
      apart += 1;
      if (apart > LIMIT) {
        unnamed += 1;
        return;
      }
    }
    const key = likeness(miss, pods);
    const group = found.get(key) ?? { ...miss, members: [], count: 0 };
    group.members.push(pods);
    group.count += pods.length;
    found.set(key, group);
  };
  const isSlip = createTypos();
  for (const { labels, pods } of here) {
    if (pods.length === 0) continue;
    const missing = only(pairs, labels);
    const actual = missing && labels.get(missing.key);
    const kind = missing && nearMissKind(pairs, missing, labels, isSlip);
    if (missing !== undefined && kind === "typo") {
      add({ kind, missing: [missing], actual }, pods);
      continue;
    }
    const labelled = pods[0]?.origin.kind === "workspace" ? pods.filter((pod) => onlyHasLabelsItself(pod, pairs)) : [];
    for (const pod of labelled) add({ kind: "workloadLabels", missing: lacking(pairs, labels), actual }, [pod]);
    const others = labelled.length === 0 ? pods : pods.filter((pod) => !labelled.includes(pod));
    if (missing !== undefined && kind !== undefined && others.length > 0)
      add({ kind, missing: [missing], actual }, others);
  }
  for (const { labels, pods } of elsewhere) {
    const matches = pods.length > 0 && pairs.length > 0 && pairs.every(({ key, value }) => labels.get(key) === value);
    if (matches) add({ kind: "otherNamespace", missing: [], actual: undefined }, pods);
  }
  const ranked = [...found.values()].sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || b.count - a.count);
  return {
    nearMisses: ranked.slice(0, LIMIT).map(toNearMiss),
    moreNearMisses: Math.max(0, ranked.length - LIMIT) + unnamed,
  };
}

/** Label sets that miss in the same way. */
interface Group {
  readonly kind: NearMiss["kind"];
  readonly missing: readonly SelectorPair[];
  /** What they have under the key of the one pair that is missing. */
  readonly actual: string | undefined;
  readonly members: (readonly Pod[])[];
  count: number;
}

function toNearMiss({ kind, missing, actual, members }: Group): NearMiss {
  const [pair, another] = missing;
  const isOne = pair !== undefined && another === undefined && actual !== undefined;
  return { kind, missing, pods: members.flat(), actual: new Map(isOne ? [[pair.key, actual]] : []) };
}

/** Pods of the cluster that miss in the same way are told of together; workloads of the workspace one by one. */
function likeness({ kind, missing, actual }: Omit<Group, "members" | "count">, [pod]: readonly Pod[]): string {
  const who = pod?.origin.kind === "workspace" ? `${pod.origin.uri} ${pod.origin.span[0]}` : "";
  const where = kind === "otherNamespace" ? `${pod?.namespace}` : "";
  let key = `${kind}|${where}|${who}|${actual === undefined ? "" : `=${actual}`}`;
  for (const pair of missing) key += `|${pair.key}`;
  return key;
}

/** The one pair that the labels lack; undefined where they lack none or several. */
function only(pairs: readonly SelectorPair[], labels: Labels): SelectorPair | undefined {
  let missing: SelectorPair | undefined;
  for (const pair of pairs) {
    if (labels.get(pair.key) === pair.value) continue;
    if (missing !== undefined) return undefined;
    missing = pair;
  }
  return missing;
}

function lacking(pairs: readonly SelectorPair[], labels: Labels): readonly SelectorPair[] {
  return pairs.filter(({ key, value }) => labels.get(key) !== value);
}

/** How near a label set is: it may lack one pair only, and where that pair is the whole selector, only by a slip. */
function nearMissKind(
  pairs: readonly SelectorPair[],
  missing: SelectorPair,
  labels: Labels,
  isSlip: typeof isTypo,
): NearMiss["kind"] | undefined {
  const actual = labels.get(missing.key);
  if (actual !== undefined && isSlip(actual, missing.value)) return "typo";
  if (actual === undefined && keyMeant(missing, labels) !== undefined) return "otherKey";
  return pairs.length > 1 ? "apart" : undefined;
}

/** Whether texts differ by a slip, worked out once for each two: thousands of label sets have the same values. */
function createTypos(): typeof isTypo {
  const known = new Map<string, Map<string, boolean>>();
  return (actual, wanted) => {
    const ofWanted = known.get(wanted) ?? new Map<string, boolean>();
    known.set(wanted, ofWanted);
    const answer = ofWanted.get(actual) ?? isTypo(actual, wanted);
    ofWanted.set(actual, answer);
    return answer;
  };
}

/** Labels stand on the workload that were meant for its Pods. */
function onlyHasLabelsItself({ labels, workloadLabels }: Pod, pairs: readonly SelectorPair[]): boolean {
  if (workloadLabels === undefined || lacking(pairs, labels).length === 0) return false;
  return pairs.every(({ key, value }) => workloadLabels.get(key) === value);
}
