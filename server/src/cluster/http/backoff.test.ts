import { expect, test } from "vitest";
import { createBackoff, pause } from "./backoff.ts";

const LIMITS = { firstMs: 100, capMs: 1_000, slowMs: 9_000, patience: 6 };

test("waits grow to the cap, and to a slow pace for what does not come back", () => {
  const backoff = createBackoff(LIMITS, () => 1);
  const waits = Array.from({ length: 8 }, () => backoff.next("patient"));
  expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000, 9_000, 9_000]);
  expect(backoff.next("quick")).toBe(1_000);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});

test("chance shortens a wait to no less than half", () => {
  expect(createBackoff(LIMITS, () => 0).next()).toBe(50);
});

test("a pause ends at once with its signal", async () => {
  const abort = new AbortController();
  const long = pause(1_000_000, abort.signal);
  abort.abort();
  await long;
  await pause(1_000_000, abort.signal);
});
