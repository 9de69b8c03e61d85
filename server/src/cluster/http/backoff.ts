/** How long to wait between attempts, in milliseconds. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly capMs: number;
  /** After {@link patience} attempts in a row: what is refused for minutes is not asked every few seconds for ever. */
  readonly slowMs: number;
  readonly patience: number;
}

/** Waits that grow from one failure to the next. */
export interface Backoff {
  /**
   * The next wait: twice the last one up to the cap, shortened at random so that many clients do not come at once.
   * `patient` is for what a human has to change: a permission, a namespace.
   */
  next(pace?: "quick" | "patient"): number;
  reset(): void;
}

/** The waits between attempts that are used where nothing else is asked for. */
export const DEFAULT_BACKOFF: BackoffLimits = { firstMs: 200, capMs: 3_000, slowMs: 30_000, patience: 60 };

/** A backoff at its beginning; `random` gives numbers from 0 to 1. */
export function createBackoff(limits: BackoffLimits = DEFAULT_BACKOFF, random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next: (pace = "quick") => {
      failures += 1;
      const grown = Math.min(limits.capMs, limits.firstMs * 2 ** Math.min(failures - 1, 20));
      const waitMs = pace === "patient" && failures > limits.patience ? limits.slowMs : grown;
      return Math.round(waitMs * (0.5 + random() / 2));
    },
    reset: () => {
      failures = 0;
    },
  };
}

/** Ends after a time or when the signal is aborted, whichever comes first; never rejects. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
