import { expect, test, vi } from "vitest";
import { createPublisher } from "./publisher.ts";

test("the first changes go out soon, a burst in few, and none waits longer than the quiet time", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const published: number[] = [];
  const publisher = createPublisher(() => published.push(Math.round(performance.now() - start)), 250);
  const start = performance.now();
  for (let step = 0; step < 99; step++) {
    publisher.changed();
    vi.advanceTimersByTime(10);
  }
  expect(published).toEqual([0, 10, 20, 30, 250, 500, 750]);
  vi.advanceTimersByTime(1_000);
  expect(published).toEqual([0, 10, 20, 30, 250, 500, 750, 1_000]);
  publisher.changed();
  publisher.dispose();
  vi.advanceTimersByTime(1_000);
  expect(published).toHaveLength(8);
  vi.useRealTimers();
});
