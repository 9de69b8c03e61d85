// @ts-check
import { figure, median, table } from "../numbers.mjs";
import { enter } from "./contestants.mjs";

/** @typedef {import("./contestants.mjs").Contestant} Contestant */
/** @typedef {import("./contestants.mjs").Picture} Picture */

/**
 * Has each complete a picture, in turn, each time in a new process.
 * @param {readonly Contestant[]} contestants the first is the rival
 * @param {{ pods: number, rounds: number }} extent how many Pods there are, and how often each completes its picture
 * @param {import("../../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>} a table in Markdown
 */
export async function pictures(contestants, { pods, rounds }, report) {
  const taken = contestants.map((contestant) => ({ contestant, pictures: /** @type {Picture[]} */ ([]) }));
  for (let round = 0; round < rounds; round++) {
    for (const { contestant, pictures } of taken) {
      const process = await enter(contestant);
      // client-node reads a list as one text, for which a hundred thousand Pods are too many.
      const picture = await process.complete().catch((error) => report(`  ${error.message}`));
      if (picture === undefined) continue;
      await process.stop();
      report(`  ${contestant.name}: ${picture.what} in ${figure(picture.milliseconds)} ms`);
      pictures.push(picture);
    }
  }
  const done = taken.filter(({ pictures }) => pictures.length > 0);
  const [rival = [], ...ours] = taken.map(({ pictures }) => (pictures.length > 0 ? middle(pictures) : []));
  const rows = done.map(({ contestant, pictures }) => [
    `${contestant.name} (${pictures[0]?.what})`,
    ...middle(pictures).map((value, index) => `${figure(value)}${index === 0 ? ` (${figure(best(pictures))})` : ""}`),
    figure(
      Math.max(
        0,
        middleOf(pictures, ({ heapBytes }) => heapBytes),
      ) / pods,
    ),
  ]);
  const ratios =
    rival.length === 0
      ? []
      : ours.map((values, index) => [
          `**client-node over ${taken[index + 1]?.contestant.name}**`,
          ...values.map((value, column) => `**${figure((rival[column] ?? Number.NaN) / value)}×**`),
          "",
        ]);
  const failed = taken.filter((one) => !done.includes(one)).map(({ contestant }) => contestant.name);
  const made = table(
    ["", "ms (best)", "processor ms", "peak MiB", "peak over idle, MiB", "heap over idle, bytes per Pod"],
    [...rows, ...ratios],
  );
  return [made, ...failed.map((name) => `${name} ended before it had a picture.`)].join("\n\n");
}

/** @param {readonly Picture[]} pictures */
function middle(pictures) {
  return [
    middleOf(pictures, ({ milliseconds }) => milliseconds),
    middleOf(pictures, ({ processorMilliseconds }) => processorMilliseconds),
    middleOf(pictures, ({ peakMebibytes }) => peakMebibytes),
    middleOf(pictures, ({ peakMebibytes, idleMebibytes }) => peakMebibytes - idleMebibytes),
  ];
}

/**
 * @param {readonly Picture[]} pictures
 * @param {(picture: Picture) => number} value
 */
const middleOf = (pictures, value) => median(pictures.map(value));

/** @param {readonly Picture[]} pictures */
const best = (pictures) => Math.min(...pictures.map(({ milliseconds }) => milliseconds));
