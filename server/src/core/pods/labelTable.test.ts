import fc from "fast-check";
import { expect, test } from "vitest";
import { livePod } from "../../../../test/support/snapshot.ts";
import { createLabelTable, type LabelSet, type LabelTable } from "./labelTable.ts";
import type { Labels } from "./pod.ts";

const KEYS = ["app", "tier", "__proto__"];
const LABELS: fc.Arbitrary<Labels> = fc
  .dictionary(fc.constantFrom(...KEYS), fc.constantFrom("a", "b", ""))
  .map((object) => new Map(Object.entries(object)));
const SET: fc.Arbitrary<LabelSet> = fc
  .tuple(LABELS, fc.nat(3))
  .map(([labels, count]) => ({ labels, pods: Array.from({ length: count }, (_, at) => livePod(`p${at}`, "")) }));

interface Step {
  /** Of the tables so far, the one that is changed. */
  readonly of: number;
  readonly row: number;
  readonly set: LabelSet;
  readonly keepsLabels: boolean;
  readonly added: readonly LabelSet[];
  /** A key that is then asked for, also of a table from before. */
  readonly read: string;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  of: fc.nat(20),
  row: fc.nat(9),
  set: SET,
  keepsLabels: fc.boolean(),
  added: fc.array(SET, { maxLength: 2 }),
  read: fc.constantFrom(...KEYS),
});

function changed(table: LabelTable, { row, set, keepsLabels, added }: Step): LabelTable {
  const { length } = table.sets;
  const before = table.sets[row];
  const other: readonly [number, LabelSet][] = before
    ? [[row, keepsLabels ? { ...set, labels: before.labels } : set]]
    : [];
  return table.with(new Map([...other, ...added.map((one, index): [number, LabelSet] => [length + index, one])]));
}

/** The labels of each row as the columns say. */
function read(table: LabelTable, key: string): readonly (string | undefined)[] {
  const { numbers, values, numberOf } = table.column(key);
  return table.sets.map((_, row) => {
    const value = values[numbers[row] ?? 0];
    expect(value === undefined ? 0 : numberOf(value)).toBe(numbers[row]);
    return value;
  });
}

test("every table says what its own sets say, whatever became of it in others", () => {
  fc.assert(
    fc.property(fc.array(SET, { maxLength: 6 }), fc.array(STEP, { maxLength: 12 }), (sets, steps) => {
      const tables = [createLabelTable(sets)];
      for (const step of steps) {
        const table = tables[step.of % tables.length] as LabelTable;
        tables.push(changed(table, step));
        read(table, step.read);
        table.keys();
      }
      for (const table of tables) {
        expect([...table.sizes]).toEqual(table.sets.map(({ pods }) => pods.length));
        for (const key of KEYS) expect(read(table, key)).toEqual(table.sets.map(({ labels }) => labels.get(key)));
        const keys = new Set(table.keys());
        expect(table.sets.flatMap(({ labels }) => [...labels.keys()]).filter((key) => !keys.has(key))).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

test("a column that was given up for others is made again", () => {
  const table = createLabelTable([{ labels: new Map([["app", "a"]]), pods: [] }]);
  for (let key = 0; key < 100; key++) expect(table.column(`key-${key}`).numberOf("a")).toBeUndefined();
  expect(read(table, "app")).toEqual(["a"]);
});
