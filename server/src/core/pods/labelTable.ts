import type { Labels, Pod } from "./pod.ts";

/** Pods that share a label set, and so match alike; none where the last of them is gone. */
export interface LabelSet {
  readonly labels: Labels;
  readonly pods: readonly Pod[];
}

/**
 * Label sets as a table: a row for each of them, a column for each key, and in it a number for each value. To match a
 * pair is to look for one number in one column. No Pod and no Map of labels is looked at: among thousands, the time goes
 * to fetching them from memory.
 *
 * Immutable for whoever reads it. A column is made when its key is first asked for, since few keys ever are.
 */
export interface LabelTable {
  /** The rows. */
  readonly sets: readonly LabelSet[];
  /** How many Pods each row has. */
  readonly sizes: readonly number[];
  column(key: string): LabelColumn;
  /** Every key that a row has; some of them may be of rows that are no more. */
  keys(): Iterable<string>;
  /** The table with other sets in some rows, new rows at its end; what is the same is shared with this one. */
  with(changed: ReadonlyMap<number, LabelSet>): LabelTable;
}

/** What the rows of a table have under one key. */
export interface LabelColumn {
  /** The number of each row's value, 0 where it lacks the key. There can be more of them than rows. */
  readonly numbers: Int32Array;
  /** The values by their number. */
  readonly values: readonly (string | undefined)[];
  /** The number of a value; undefined where no row has it. */
  numberOf(value: string): number | undefined;
}

/** Columns that are kept at most, those that were asked for last: a key that is being typed is another at each letter. */
const MOST_COLUMNS = 32;

/** The table of these label sets, a row each, in their order. */
export function createLabelTable(sets: readonly LabelSet[]): LabelTable {
  const sizes = sets.map(({ pods }) => pods.length);
  return tableOf(sets, sizes, {
    rows: sets.map(({ labels }) => labels),
    columns: new Map(),
    keys: new Set(),
    keyed: 0,
  });
}

/** Groups Pods by the identity of their label set, in the order met: the cluster's reader shares equal sets. */
export function labelSets(pods: Iterable<Pod>): readonly LabelSet[] {
  const sets = new Map<Labels, Pod[]>();
  for (const pod of pods) {
    const set = sets.get(pod.labels);
    if (set) set.push(pod);
    else sets.set(pod.labels, [pod]);
  }
  // A copy has no room to spare: a list that grew keeps some, for each set.
  return Array.from(sets, ([labels, members]) => ({ labels, pods: members.slice() }));
}

/**
 * What tables that came from one another share. It only grows, and each table reads as many rows of it as it has; where a
 * row has other labels in one of them, that one has a store of its own.
 */
interface Store {
  readonly rows: Labels[];
  readonly columns: Map<string, Column>;
  readonly keys: Set<string>;
  /** The keys of so many rows are in `keys`. */
  keyed: number;
}

interface Column {
  numbers: Int32Array;
  readonly values: (string | undefined)[];
  readonly known: Map<string, number>;
  /** So many rows are filled in. */
  filled: number;
}

function tableOf(sets: readonly LabelSet[], sizes: readonly number[], store: Store): LabelTable {
  return {
    sets,
    sizes,
    column: (key) => {
      const { numbers, values, known } = columnOf(store, key, sets.length);
      return { numbers, values, numberOf: (value) => known.get(value) };
    },
    keys: () => keysOf(store, sets.length),
    with: (changed) => {
      const next = sets.slice();
      const nextSizes = sizes.slice();
      for (const [row, set] of changed) {
        next[row] = set;
        nextSizes[row] = set.pods.length;
      }
      return tableOf(next, nextSizes, storeWith(store, sets.length, changed));
    },
  };
}

/** The same store where rows are only added to it. */
function storeWith(store: Store, length: number, changed: ReadonlyMap<number, LabelSet>): Store {
  let now = store;
  for (const [row, { labels }] of changed) {
    if (row < now.rows.length && now.rows[row] !== labels && now === store) now = copyOf(store, length);
    if (now.rows[row] === labels) continue;
    now.rows[row] = labels;
    for (const [key, column] of now.columns) if (row < column.filled) fillIn(column, row, labels.get(key));
    if (row < now.keyed) for (const key of labels.keys()) now.keys.add(key);
  }
  return now;
}

function copyOf({ rows, columns, keys, keyed }: Store, length: number): Store {
  const copies = Array.from(columns, ([key, { numbers, values, known, filled }]): [string, Column] => [
    key,
    { numbers: numbers.slice(), values: [...values], known: new Map(known), filled: Math.min(filled, length) },
  ]);
  return { rows: rows.slice(0, length), columns: new Map(copies), keys: new Set(keys), keyed: Math.min(keyed, length) };
}

function columnOf({ rows, columns }: Store, key: string, length: number): Column {
  const column = columns.get(key) ?? { numbers: new Int32Array(), values: [undefined], known: new Map(), filled: 0 };
  columns.delete(key);
  columns.set(key, column);
  for (const [oldest] of columns) {
    if (columns.size <= MOST_COLUMNS) break;
    columns.delete(oldest);
  }
  if (column.numbers.length < length) {
    const larger = new Int32Array(Math.max(length, Math.ceil(column.numbers.length * 1.25)));
    larger.set(column.numbers);
    column.numbers = larger;
  }
  for (; column.filled < length; column.filled += 1) fillIn(column, column.filled, rows[column.filled]?.get(key));
  return column;
}

function fillIn({ numbers, values, known }: Column, row: number, value: string | undefined): void {
  let number = value === undefined ? 0 : known.get(value);
  if (number === undefined) {
    number = values.push(value) - 1;
    known.set(value as string, number);
  }
  numbers[row] = number;
}

function keysOf(store: Store, length: number): Iterable<string> {
  for (; store.keyed < length; store.keyed += 1) {
    for (const key of store.rows[store.keyed]?.keys() ?? []) store.keys.add(key);
  }
  return store.keys;
}
