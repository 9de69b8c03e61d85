import { expect, test } from "vitest";
import { keyText, resolvePlainScalar } from "./scalar.ts";

/** Measured with the library that kubectl uses. */
const TABLE: readonly (readonly [meaning: unknown, written: string])[] = [
  [true, "y Y yes Yes YES on On ON true True TRUE"],
  [false, "n N no No NO off Off OFF false False FALSE"],
  [null, "~ null Null NULL"],
  ["", '""'],
  [64, "0100 0o100"],
  [31, "0x1F"],
  [5, "0b101"],
  [1000, "1_000 1e3"],
  [1, "1_ 1. +1"],
  [10, "1__0"],
  [80, "0080"],
  [8, "08"],
  [9, "09"],
  [0, "-0 0 00 0."],
  [100000, "1E5"],
  [1500, "1.5e+3"],
  [12000, "12e03"],
  [0.5, ".5 +.5 0.5"],
  [5, "5. 5"],
  [-31, "-0x1F"],
  [1e20, "99999999999999999999"],
];

test.each(TABLE.flatMap(([meaning, written]) => written.split(" ").map((text) => [text, meaning] as const)))(
  "%s means %j to kubectl",
  (text, meaning) => {
    if (text === '""') return expect(resolvePlainScalar("")).toBeNull();
    expect(resolvePlainScalar(text)).toEqual(Object.is(meaning, 0) ? expect.closeTo(0) : meaning);
  },
);

const STRINGS =
  "tRUE nULL _1 0x 0o8 0b2 1e400 1:20 190:20:30 2001-12-14 2001-12-14T21:59:43Z = - + . .e3 1-2 1.2.3 v1 0xFFFFFFFFFFFFFFFFFF 1e e3 --1";

test.each(STRINGS.split(" "))("%s is text to kubectl", (text) => {
  expect(resolvePlainScalar(text)).toBe(text);
});

test("infinities and NaN have no JSON form", () => {
  for (const text of [".inf", "-.Inf", "+.INF", ".nan", ".NaN"]) expect(resolvePlainScalar(text)).toBeUndefined();
});

test("keys become text", () => {
  expect([1, 1.5, true, "on"].map(keyText)).toEqual(["1", "1.5", "true", "on"]);
  expect(keyText(null)).toBeUndefined();
});
