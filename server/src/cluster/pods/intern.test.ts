import { expect, test } from "vitest";
import { createPool } from "./intern.ts";

test("equal label sets are one object; those whose letters follow one another alike are different", () => {
  const pool = createPool();
  const word = "abcdefghijklmnop";
  const sets = Array.from(word.slice(1), (_, index) => ({ [word.slice(0, index + 1)]: word.slice(index + 1) }));
  const first = sets.map(pool.labels);
  const again = sets.map((set) => pool.labels({ ...set }));
  expect(again.map((labels) => Object.fromEntries(labels))).toEqual(sets);
  expect(again[0]).toBe(first[0]);
  expect(again[1]).toBe(first[1]);
  expect(new Set(first).size).toBe(sets.length);
});

test("a set with one more label, and what is no text, make another set and none", () => {
  const pool = createPool();
  expect(pool.labels({ app: "till", tier: "front" })).not.toBe(pool.labels({ app: "till" }));
  expect(pool.labels({ app: "till", tier: null })).toEqual(new Map([["app", "till"]]));
  expect(pool.labels({ app: "", tier: "front" })).toEqual(
    new Map([
      ["app", ""],
      ["tier", "front"],
    ]),
  );
});

test("owners of one kind and name are one object", () => {
  const pool = createPool();
  expect(pool.owner("ReplicaSet", "till-5f")).toBe(pool.owner("ReplicaSet", "till-5f"));
  expect(pool.owner("ReplicaSet", "till-5f")).not.toBe(pool.owner("Job", "till-5f"));
});
