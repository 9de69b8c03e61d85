import type { SelectorPair } from "../manifest/service.ts";
import type { LabelSet } from "./labelTable.ts";
import type { Pod } from "./pod.ts";
import type { NearMiss } from "./resolution.ts";

/** What almost matches, best first. */
export interface NearMisses {
  readonly nearMisses: readonly NearMiss[];
  /** How many there are beyond the bound. */
  readonly moreNearMisses: number;
}

/** Nothing is near. */
export const NO_NEAR_MISSES: NearMisses = { nearMisses: [], moreNearMisses: 0 };

/** A way in which Pods almost match. */
export interface Miss {
  readonly kind: NearMiss["kind"];
  readonly missing: readonly SelectorPair[];
  /** What they have under the key of the one pair that is missing. */
  readonly actual: string | undefined;
}

/** Collects Pods that miss. */
export interface Groups {
  /**
   * So many Pods of one label set; those that miss in the same way come with the same object. `pod`: one of them, where
   * they are told of apart from others that miss in the same way, by workload or namespace.
   */
  add(miss: Miss, set: LabelSet, size: number, pod: Pod | undefined): void;
  /** What was added, the nearest first, bounded. */
  ranked(): NearMisses;
}

/** Groups named at most; there can be one for each Pod. */
const LIMIT = 10;

const RANK: readonly NearMiss["kind"][] = ["typo", "workloadLabels", "otherKey", "otherNamespace", "apart"];

interface Group {
  readonly miss: Miss;
  readonly members: LabelSet[];
  count: number;
}

/** Groups to which no Pod has been added yet. */
export function createGroups(): Groups {
  const found = new Map<Miss, Map<string, Group>>();
  const groups: Group[] = [];
  let [lastSpan, apart]: [unknown, number] = [undefined, 0];
  /** Workloads are told of one by one, the farthest last: of thousands that share a common label only the number counts. */
  const isCountedOnly = (miss: Miss, pod: Pod | undefined): boolean => {
    if (miss.kind !== "apart" || pod?.origin.kind !== "workspace") return false;
    // The forms of a workload follow one another.
    if (pod.origin.span !== lastSpan) apart += 1;
    lastSpan = pod.origin.span;
    return apart > LIMIT;
  };
  return {
    add: (miss, set, size, pod) => {
      if (isCountedOnly(miss, pod)) return;
      const alike = found.get(miss) ?? new Map<string, Group>();
      found.set(miss, alike);
      const who = whose(miss, pod);
      const group = alike.get(who) ?? { miss, members: [], count: 0 };
      if (group.members.push(set) === 1) groups.push(group);
      alike.set(who, group);
      group.count += size;
    },
    ranked: () => {
      const ranked = groups.toSorted(
        (a, b) => RANK.indexOf(a.miss.kind) - RANK.indexOf(b.miss.kind) || b.count - a.count,
      );
      return {
        nearMisses: ranked.slice(0, LIMIT).map(toNearMiss),
        moreNearMisses: Math.max(0, ranked.length - LIMIT) + Math.max(0, apart - LIMIT),
      };
    },
  };
}

/** Pods of the cluster that miss in the same way are told of together; workloads of the workspace one by one. */
function whose({ kind }: Miss, pod: Pod | undefined): string {
  const where = kind === "otherNamespace" ? `${pod?.namespace}` : "";
  return pod?.origin.kind === "workspace" ? `${where} ${pod.origin.uri} ${pod.origin.span[0]}` : where;
}

function toNearMiss({ miss: { kind, missing, actual }, members }: Group): NearMiss {
  const [pair, another] = missing;
  const isOne = pair !== undefined && another === undefined && actual !== undefined;
  let pods: readonly Pod[] | undefined;
  return {
    kind,
    missing,
    actual: new Map(isOne ? [[pair.key, actual]] : []),
    // Half of the namespace can be near, and few are told of.
    get pods() {
      pods ??= members.flatMap((set) => set.pods);
      return pods;
    },
  };
}
