import type { SelectorPair } from "../manifest/service.ts";
import { isTypo } from "../typo.ts";
import { comparePairs, type PairColumn } from "./labelMatch.ts";
import type { LabelSet, LabelTable } from "./labelTable.ts";
import { createGroups, type Miss, type NearMisses, NO_NEAR_MISSES } from "./nearMissGroups.ts";
import { keyMeant } from "./otherKey.ts";
import type { Pod } from "./pod.ts";

/** Where Pods are looked for. */
export interface Region {
  readonly table: LabelTable;
  /** Which of its Pods are meant, the same answer for all of a row; all of them where it is left out. */
  readonly includes?: (pod: Pod) => boolean;
  /** Of the workspace: the labels of the workloads themselves, row for row. */
  readonly workloads?: LabelTable;
}

/**
 * What almost matches the pairs: among the label sets of the same namespace, and whole matches among those of other
 * namespaces. A label set is looked at only where it is near, and once, however many Pods have it.
 */
export function findNearMisses(pairs: readonly SelectorPair[], here: Region, elsewhere: readonly Region[]): NearMisses {
  if (pairs.length === 0) return NO_NEAR_MISSES;
  const groups = createGroups();
  const { columns, lacking } = comparePairs(here.table, pairs);
  const lackingItself = here.workloads && comparePairs(here.workloads, pairs).lacking;
  const judges = columns.map((column) => createJudge(column, here.table, pairs.length));
  const unlabelled = createUnlabelled(columns);
  for (let row = 0; row < lacking.length; row++) {
    const lacks = lacking[row];
    const isLabelledItself = lacks !== 0 && lackingItself?.[row] === 0;
    if (lacks !== 1 && !isLabelledItself) continue;
    const set = setAt(here, row);
    if (set === undefined) continue;
    const judged = lacks === 1 ? judges[firstLacking(columns, row)]?.(row) : undefined;
    const miss = isLabelledItself && judged?.kind !== "typo" ? unlabelled(row) : judged;
    if (miss !== undefined) groups.add(miss, set, here.table.sizes[row] ?? 0, here.workloads && set.pods[0]);
  }
  for (const region of elsewhere) {
    const whole = comparePairs(region.table, pairs).lacking;
    for (let row = whole.indexOf(0); row >= 0; row = whole.indexOf(0, row + 1)) {
      const set = setAt(region, row);
      if (set !== undefined) groups.add(IN_OTHER_NAMESPACE, set, set.pods.length, set.pods[0]);
    }
  }
  return groups.ranked();
}

const IN_OTHER_NAMESPACE: Miss = { kind: "otherNamespace", missing: [], actual: undefined };

/** The set of a row; undefined where it has no Pods, or none that are meant. */
function setAt({ table, includes }: Region, row: number): LabelSet | undefined {
  const set = table.sizes[row] === 0 ? undefined : table.sets[row];
  if (set === undefined || includes === undefined) return set;
  const [pod] = set.pods;
  return pod === undefined || !includes(pod) ? undefined : set;
}

/** The place of the first pair that a row lacks. */
function firstLacking(columns: readonly PairColumn[], row: number): number {
  let index = 0;
  while (index < columns.length && columns[index]?.numbers[row] === columns[index]?.wanted) index += 1;
  return index;
}

/** How near a row is that lacks this pair only. Where that is the whole selector, it is near only by a slip. */
function createJudge(column: PairColumn, table: LabelTable, pairs: number): (row: number) => Miss | undefined {
  const { pair, numbers, values } = column;
  const missing = [pair];
  const judge = (actual: string): Miss | undefined => {
    if (isTypo(actual, pair.value)) return { kind: "typo", missing, actual };
    return pairs > 1 ? { kind: "apart", missing, actual } : undefined;
  };
  const judged = new Map<number, Miss | undefined>();
  const otherKey: Miss = { kind: "otherKey", missing, actual: undefined };
  const lacksKey: Miss | undefined = pairs > 1 ? { kind: "apart", missing, actual: undefined } : undefined;
  let others: readonly PairColumn[] | undefined;
  return (row) => {
    const number = numbers[row] ?? 0;
    if (number === 0) {
      others ??= otherColumns(pair, table);
      return others.some((other) => other.numbers[row] === other.wanted) ? otherKey : lacksKey;
    }
    // Thousands of label sets have the same values.
    if (!judged.has(number)) judged.set(number, judge(values[number] ?? ""));
    return judged.get(number);
  };
}

/** The columns of the keys that may be meant by a pair's key, where they hold its value. */
function otherColumns(pair: SelectorPair, table: LabelTable): readonly PairColumn[] {
  const keys = [...table.keys()].filter((key) => keyMeant(pair, new Map([[key, pair.value]])) !== undefined);
  const other = keys.map((key) => ({ ...pair, key }));
  return comparePairs(table, other).columns.filter(({ wanted }) => wanted >= 0);
}

/** What is to be said of rows whose workloads have all labels themselves: the same object where they lack the same. */
function createUnlabelled(columns: readonly PairColumn[]): (row: number) => Miss {
  const known = new Map<string, Miss>();
  return (row) => {
    const lacked = columns.filter(({ numbers, wanted }) => numbers[row] !== wanted);
    const [first, another] = lacked;
    const actual = another === undefined ? first?.values[first.numbers[row] ?? 0] : undefined;
    const missing = lacked.map(({ pair }) => pair);
    const key = JSON.stringify([missing.map((pair) => pair.key), actual]);
    const miss = known.get(key) ?? { kind: "workloadLabels", missing, actual };
    known.set(key, miss);
    return miss;
  };
}
