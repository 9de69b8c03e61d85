import { setTimeout as pause } from "node:timers/promises";

const POLL_MILLISECONDS = 100;

export interface UntilOptions {
  readonly within: number;
  /** What is waited for, as the end of "waited in vain for ...". */
  readonly what: string;
  /** Tells why waiting has become useless. */
  readonly unless?: () => string | undefined;
}

/**
 * Asks again and again until `ask` answers otherwise than with undefined or false, and gives that answer. An error is
 * "not yet".
 * @throws after `within` milliseconds, or as soon as `unless` has a reason; the message has the last answer or error.
 */
export async function until<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { within, what, unless }: UntilOptions,
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    let last: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    const reason = unless?.();
    if (reason !== undefined) throw new Error(`Waited in vain for ${what}: ${reason}`);
    if (performance.now() > deadline) {
      throw new Error(`Waited ${within / 1000} s in vain for ${what}. The last answer: ${String(last)}`, {
        cause: last,
      });
    }
    await pause(POLL_MILLISECONDS);
  }
}
