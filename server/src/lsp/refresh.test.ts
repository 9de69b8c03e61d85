import { expect, test, vi } from "vitest";
import { createRefresh, type Refreshable } from "./refresh.ts";

function started() {
  const asked: Refreshable[] = [];
  return { asked, refresh: createRefresh((feature) => asked.push(feature)) };
}

test("the client is asked once for many changes, and only for answers that differ", () => {
  vi.useFakeTimers();
  const { asked, refresh } = started();
  let pods = 3;
  refresh.track({ uri: "a", feature: "inlayHint" }, () => `${pods} Pods`);
  refresh.track({ uri: "a", feature: "diagnostic" }, () => []);
  refresh.changed();
  vi.runAllTimers();
  expect(asked).toEqual([]);
  pods = 4;
  refresh.changed();
  refresh.changed();
  vi.advanceTimersByTime(500);
  expect(asked).toEqual(["inlayHint"]);
  refresh.track({ uri: "a", feature: "inlayHint" }, () => `${pods} Pods`);
  refresh.changed();
  vi.runAllTimers();
  expect(asked).toEqual(["inlayHint"]);
  vi.useRealTimers();
});

test("a question that the client does not follow is put again, a few times, until it asks", () => {
  vi.useFakeTimers();
  const { asked, refresh } = started();
  let pods = 3;
  const answer = () => pods;
  refresh.track({ uri: "a", feature: "codeLens" }, answer);
  pods = 4;
  refresh.changed();
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual(["codeLens", "codeLens"]);
  refresh.track({ uri: "a", feature: "codeLens" }, answer);
  vi.runAllTimers();
  expect(asked).toHaveLength(2);
  pods = 5;
  refresh.changed();
  vi.runAllTimers();
  expect(asked).toHaveLength(6);
  vi.useRealTimers();
});

test("nobody is asked about a document that was typed in since, or closed", () => {
  vi.useFakeTimers();
  const { asked, refresh } = started();
  let count = 0;
  refresh.track({ uri: "a", feature: "codeLens" }, () => count++);
  refresh.forget("a");
  refresh.changed();
  vi.runAllTimers();
  expect(asked).toEqual([]);
  vi.useRealTimers();
});

test("changes without end make at most four questions a second", () => {
  vi.useFakeTimers();
  const { asked, refresh } = started();
  let count = 0;
  refresh.track({ uri: "a", feature: "inlayHint" }, () => count++);
  for (let step = 0; step < 100; step += 1) {
    refresh.changed();
    vi.advanceTimersByTime(10);
  }
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.length).toBeLessThanOrEqual(5);
  refresh.dispose();
  vi.useRealTimers();
});
