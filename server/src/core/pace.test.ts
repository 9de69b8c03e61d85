import { expect, test } from "vitest";
import { createPace } from "./pace.ts";

/** When it happens, if somebody wants it all the time and it is always a little late. */
function moments(count: number, lateMs: number): readonly number[] {
  const pace = createPace(250, 3);
  let now = 0;
  return Array.from({ length: count }, () => {
    now = Math.max(now, pace.nextAt + lateMs);
    pace.happened(now);
    return now;
  });
}

test("a few times after a quiet time, then once in a while", () => {
  expect(moments(6, 0)).toEqual([0, 0, 0, 250, 500, 750]);
});

test("what is late does not make the rest late", () => {
  expect(moments(6, 20)).toEqual([0, 0, 20, 270, 520, 770]);
});

test("a quiet time is not saved up for ever", () => {
  const pace = createPace(250, 2);
  pace.happened(0);
  pace.happened(60_000);
  expect(pace.nextAt).toBe(60_000);
  pace.happened(60_000);
  expect(pace.nextAt).toBe(60_250);
});
