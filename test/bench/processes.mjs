// @ts-check
import { readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second, for every program that asks. */
const MILLISECONDS_PER_TICK = 10;

/**
 * The processor time that a process has had, its own and the system's for it. Linux only.
 * @param {number} pid
 * @returns {number} in steps of ten milliseconds
 */
export function processorMilliseconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in parentheses and may hold anything.
  const [, , , , , , , , , , , user = "0", system = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(user) + Number(system)) * MILLISECONDS_PER_TICK;
}

/**
 * The most memory that a process has had at once (resident set size). Linux only.
 * @param {number} pid
 * @returns {number}
 */
export function residentPeakMebibytes(pid) {
  return mebibytes(pid, /^VmHWM:\s+(\d+) kB$/m);
}

/**
 * The memory that a process has now (resident set size). Linux only.
 * @param {number} pid
 * @returns {number}
 */
export function residentMebibytes(pid) {
  return mebibytes(pid, /^VmRSS:\s+(\d+) kB$/m);
}

/**
 * @param {number} pid
 * @param {RegExp} line
 */
function mebibytes(pid, line) {
  const match = line.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? Number.NaN) / 1024;
}
