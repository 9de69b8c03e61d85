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
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? Number.NaN) / 1024;
}
