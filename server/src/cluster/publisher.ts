import { createPace } from "../core/pace.ts";

/** Turns any number of changes into few publications. */
export interface Publisher {
  /** Something changed: the publication comes soon, together with the changes that follow. */
  changed(): void;
  dispose(): void;
}

/**
 * After a quiet time so many may follow one another closely: a namespace that comes on screen is told of at once, and
 * so is what its Service selects, which is there a moment later. Beside others that come then it must not have to wait.
 */
const BURST = 4;
/** Answers to questions that were asked together come about together. */
const GATHER_MS = 10;

/**
 * A publisher that calls `publish` once in `quietMs` in the long run, and a few times more after a quiet time. The first
 * change then goes out at the end of the current turn; what follows is gathered, and no change waits longer than
 * `quietMs`.
 */
export function createPublisher(publish: () => void, quietMs = 250): Publisher {
  const pace = createPace(quietMs, BURST);
  let timer: NodeJS.Timeout | undefined;
  let publishedAt = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    publishedAt = performance.now();
    pace.happened(publishedAt);
    publish();
  };
  return {
    changed: () => {
      const nextAt = Math.max(publishedAt + GATHER_MS, pace.nextAt);
      timer ??= setTimeout(run, Math.max(0, nextAt - performance.now()));
    },
    dispose: () => clearTimeout(timer),
  };
}
