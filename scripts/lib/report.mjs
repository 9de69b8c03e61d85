// @ts-check
/**
 * Where progress goes: one line for each thing that takes more than a second.
 * @typedef {(line: string) => void} Report
 */

/**
 * A report that writes each line to standard error, so that what a command prints as its result stays alone.
 * @type {Report}
 */
export const reportLine = (line) => {
  process.stderr.write(`${line}\n`);
};

/**
 * Passes on at most one line in `everyMilliseconds`, for counters that move quickly.
 * @param {Report} report
 * @param {number} everyMilliseconds
 * @returns {Report}
 */
export function seldom(report, everyMilliseconds) {
  let reportedAt = 0;
  return (line) => {
    const now = Date.now();
    if (now - reportedAt < everyMilliseconds) return;
    reportedAt = now;
    report(line);
  };
}
