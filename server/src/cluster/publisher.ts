/** Turns any number of changes into few publications. */
export interface Publisher {
  /** Something changed: the publication comes soon, together with the changes that follow. */
  changed(): void;
  dispose(): void;
}

/**
 * A publisher that calls `publish` at most once in `quietMs`. The first change after a quiet time goes out at the end of
 * the current turn; what follows is gathered, and no change waits longer than `quietMs`.
 */
export function createPublisher(publish: () => void, quietMs = 250): Publisher {
  let timer: NodeJS.Timeout | undefined;
  let publishedAt = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    publishedAt = performance.now();
    publish();
  };
  return {
    changed: () => {
      timer ??= setTimeout(run, Math.max(0, publishedAt + quietMs - performance.now()));
    },
    dispose: () => clearTimeout(timer),
  };
}
