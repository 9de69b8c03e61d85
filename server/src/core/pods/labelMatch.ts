import type { SelectorPair } from "../manifest/service.ts";
import type { LabelColumn, LabelTable } from "./labelTable.ts";
import type { Pod } from "./pod.ts";

/** What pairs match in a table. */
export interface LabelMatch {
  /** The Pods that have every pair, in the order of the rows; none where there are no pairs. */
  readonly pods: readonly Pod[];
  /** For each pair, how many Pods have it. */
  readonly counts: readonly number[];
}

/** Matches pairs against all Pods of a table; none of them is looked at, however many there are. */
export function matchLabels(table: LabelTable, pairs: readonly SelectorPair[]): LabelMatch {
  const { columns, lacking } = comparePairs(table, pairs);
  const counts = columns.map((column) => countOf(table, column));
  const pods: Pod[] = [];
  if (pairs.length === 0) return { pods, counts };
  for (let row = lacking.indexOf(0); row >= 0; row = lacking.indexOf(0, row + 1)) {
    for (const pod of table.sets[row]?.pods ?? []) pods.push(pod);
  }
  return { pods, counts };
}

/** Pairs beside the rows of a table. */
export interface Comparison {
  readonly columns: readonly PairColumn[];
  /** For each row, how many of the pairs it lacks. */
  readonly lacking: Int32Array;
}

/** The column of a pair's key. */
export interface PairColumn extends LabelColumn {
  readonly pair: SelectorPair;
  /** The number of the pair's value; no row has it where it is negative. */
  readonly wanted: number;
}

/** Compares every row of a table with pairs. */
export function comparePairs(table: LabelTable, pairs: readonly SelectorPair[]): Comparison {
  const columns = pairs.map((pair): PairColumn => {
    const column = table.column(pair.key);
    return { ...column, pair, wanted: column.numberOf(pair.value) ?? -1 };
  });
  const lacking = new Int32Array(table.sets.length);
  for (const { numbers, wanted } of columns) addLacking(lacking, numbers, wanted);
  return { columns, lacking };
}

/** A loop over numbers and nothing else: here is all the time that matching takes. */
function addLacking(lacking: Int32Array, numbers: Int32Array, wanted: number): void {
  for (let row = 0; row < lacking.length; row++) {
    if (numbers[row] !== wanted) lacking[row] = (lacking[row] as number) + 1;
  }
}

function countOf({ sizes }: LabelTable, { numbers, wanted }: PairColumn): number {
  let count = 0;
  for (let row = 0; row < sizes.length; row++) if (numbers[row] === wanted) count += sizes[row] as number;
  return count;
}
