import type { Answer } from "./answer.ts";
import { pause } from "./backoff.ts";

/** Whether a server is heard, told to everybody who waits for it. */
export interface Pulse {
  /** Since when the server is lost, in milliseconds since the epoch; undefined while it is heard. */
  readonly lostSince: number | undefined;
  /** Ends after the time, or as soon as a server that was lost is heard again; never rejects. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** `listener` is called once, when the server is lost; the answer takes it away. */
  onceLost(listener: () => void): () => void;
  /** The same for when a lost server is heard again. */
  onceBack(listener: () => void): () => void;
  /** The same for when something did not come that was due, and the server is there: other connections may be dead. */
  onceDoubted(listener: () => void): () => void;
  lost(): void;
  heard(): void;
  doubted(): void;
  /**
   * One watch at a time is the sentinel: it ends every few seconds, so that its silence is noticed soon, and that of the
   * others with it. Whoever asks first is, until the answer is called; undefined while somebody else is.
   */
  sentinel(): (() => void) | undefined;
}

/** Times in milliseconds. */
export interface PulseLimits {
  /** Between two looks at a server that answers. */
  readonly heartbeatMs: number;
  /** Between two looks for a server that does not: at first, and at the most. */
  readonly searchMs: readonly [first: number, cap: number];
  /** A clock that is so far ahead was stopped, or set: connections from before are not trusted. */
  readonly asleepMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The times of the pulse, in milliseconds, unless a session says others. */
export const PULSE_LIMITS: PulseLimits = {
  heartbeatMs: 4_000,
  searchMs: [500, 1_500],
  asleepMs: 10_000,
  now: Date.now,
};

/** Who keeps a pulse. */
export interface PulseKeeper {
  /** One small request. */
  look(): Promise<Answer>;
  /** Nobody waits and nothing is followed: then the server is left alone. */
  isNeeded(): boolean;
}

/** One answer that does not come is bad luck; the second is a lost server. */
const MISSED_BEATS = 2;

/** A pulse that is heard, and that nobody keeps yet. */
export function createPulse(): Pulse {
  const whenLost = new Set<() => void>();
  const whenBack = new Set<() => void>();
  const whenDoubted = new Set<() => void>();
  let lostSince: number | undefined;
  let isGuarded = false;
  return {
    get lostSince() {
      return lostSince;
    },
    pause: async (milliseconds, signal) => {
      const early = new AbortController();
      const forget = once(whenBack, () => early.abort());
      await pause(milliseconds, AbortSignal.any([signal, early.signal]));
      forget();
    },
    onceLost: (listener) => once(whenLost, listener),
    onceBack: (listener) => once(whenBack, listener),
    onceDoubted: (listener) => once(whenDoubted, listener),
    lost: () => {
      if (lostSince !== undefined) return;
      lostSince = Date.now();
      callAll(whenLost);
    },
    heard: () => {
      if (lostSince === undefined) return;
      lostSince = undefined;
      callAll(whenBack);
    },
    doubted: () => callAll(whenDoubted),
    sentinel: () => {
      if (isGuarded) return undefined;
      isGuarded = true;
      return () => {
        isGuarded = false;
      };
    },
  };
}

/** Calls `changed` each time when the server is lost, and when it is back. */
export function followPulse(pulse: Pulse, changed: () => void): void {
  pulse.onceLost(() => {
    changed();
    pulse.onceBack(() => {
      changed();
      followPulse(pulse, changed);
    });
  });
}

function once(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function callAll(listeners: Set<() => void>): void {
  const all = [...listeners];
  listeners.clear();
  for (const listener of all) listener();
}

/**
 * Looks whether the server is there until the signal is aborted. Nobody tells when a network goes away in silence or a
 * laptop wakes up: a watch that says nothing looks like a namespace in which nothing happens.
 */
export async function keepPulse(
  pulse: Pulse,
  { look, isNeeded }: PulseKeeper,
  signal: AbortSignal,
  limits: PulseLimits,
): Promise<void> {
  const [firstMs, capMs] = limits.searchMs;
  let missed = 0;
  while (!signal.aborted) {
    const waitMs = missed === 0 ? limits.heartbeatMs : Math.min(capMs, firstMs * 2 ** (missed - 1));
    const before = limits.now();
    await pause(waitMs, signal);
    if (limits.now() - before > waitMs + limits.asleepMs) pulse.lost();
    if (missed === 0 && !isNeeded()) continue;
    const answer = await look();
    if (signal.aborted) return;
    const missedBefore = missed;
    missed = answer.kind === "broken" ? Math.min(missed + 1, 20) : 0;
    if (missed === 0 && missedBefore > 0 && missedBefore < MISSED_BEATS) pulse.doubted();
    if (missed === 0) pulse.heard();
    else if (missed >= MISSED_BEATS) pulse.lost();
  }
}
