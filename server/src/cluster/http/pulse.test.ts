import { describe, expect, test } from "vitest";
import { CONNECTION_WORDS } from "../words.ts";
import type { Answer } from "./answer.ts";
import { createPulse, keepPulse, PULSE_LIMITS } from "./pulse.ts";

const OK: Answer = { kind: "ok", body: {} };
const BROKEN: Answer = { kind: "broken", why: CONNECTION_WORDS.lost({ server: "server" }) };

/** What the listeners of a pulse hear while these answers come; the clock is at `times`, two to a look. */
async function told(
  answers: readonly Answer[],
  times: readonly number[] = [],
  needed: readonly boolean[] = [],
): Promise<readonly string[]> {
  const abort = new AbortController();
  const pulse = createPulse();
  const heard: string[] = [];
  const listen = () => {
    pulse.onceLost(() => heard.push("lost"));
    pulse.onceBack(() => heard.push("back"));
    pulse.onceDoubted(() => heard.push("doubted"));
  };
  listen();
  let [looks, readings] = [0, 0];
  const look = async () => {
    const answer = answers[looks] ?? OK;
    looks += 1;
    if (looks >= answers.length) abort.abort();
    heard.push(answer.kind);
    return answer;
  };
  let asked = 0;
  const isNeeded = () => needed[asked++] ?? true;
  const now = () => times[readings++] ?? 0;
  await keepPulse(pulse, { look, isNeeded }, abort.signal, { ...PULSE_LIMITS, heartbeatMs: 0, searchMs: [0, 0], now });
  return heard;
}

describe("a pulse", () => {
  test("is lost with the second answer that does not come, and back with the first that does", async () => {
    expect(await told([BROKEN, BROKEN, BROKEN, OK, OK])).toEqual([
      "broken",
      "broken",
      "lost",
      "broken",
      "ok",
      "back",
      "ok",
    ]);
  });

  test("is doubted when one answer has not come and the next one does", async () => {
    expect(await told([OK, BROKEN, OK, OK])).toEqual(["ok", "broken", "ok", "doubted", "ok"]);
  });

  test("has one sentinel at a time", () => {
    const pulse = createPulse();
    const relieve = pulse.sentinel();
    expect(relieve).toBeDefined();
    expect(pulse.sentinel()).toBeUndefined();
    relieve?.();
    expect(pulse.sentinel()).toBeDefined();
  });

  test("is not looked for while nobody needs it, unless it is being looked for already", async () => {
    expect(await told([OK, OK], [], [false, false, true, false, true])).toEqual(["ok", "ok"]);
    expect(await told([BROKEN, BROKEN, OK, OK], [], [true, false, false])).toEqual([
      "broken",
      "broken",
      "lost",
      "ok",
      "back",
      "ok",
    ]);
  });

  test("is lost when the clock has jumped ahead by an hour, not by a second or back", async () => {
    expect(await told([OK, OK, OK], [0, 3_600_000])).toEqual(["lost", "ok", "back", "ok", "ok"]);
    expect(await told([OK, OK, OK], [0, 1_000, 2_000, -9_000_000])).toEqual(["ok", "ok", "ok"]);
  });

  test("ends the waits of those who wait for the server", async () => {
    const pulse = createPulse();
    const waited = pulse.pause(3_600_000, new AbortController().signal);
    pulse.heard();
    pulse.lost();
    pulse.heard();
    await waited;
    const aborted = new AbortController();
    const stopped = pulse.pause(3_600_000, aborted.signal);
    aborted.abort();
    await stopped;
    expect(aborted.signal.aborted).toBe(true);
  });
});
