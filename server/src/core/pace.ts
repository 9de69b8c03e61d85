/** Keeps something that costs work from happening too often. */
export interface Pace {
  /** The moment from which on it may happen again, in milliseconds of the clock that `happened` is told. */
  readonly nextAt: number;
  happened(at: number): void;
}

/**
 * A pace of once in `everyMs` in the long run. After a quiet time it may happen `burst` times without a wait between
 * them; being late once makes nothing late that comes after it.
 */
export function createPace(everyMs: number, burst: number): Pace {
  let dueAt = Number.NEGATIVE_INFINITY;
  return {
    get nextAt() {
      return dueAt - (burst - 1) * everyMs;
    },
    happened: (at) => {
      dueAt = Math.max(dueAt, at) + everyMs;
    },
  };
}
