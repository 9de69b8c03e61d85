// @ts-check
import { openInServer } from "./client.mjs";
import { benchFiles, SIZES } from "./files.mjs";
import { figure, median, quantile, table } from "./numbers.mjs";

const WARM_UPS = 6;
const STARTS = 5;

/**
 * Types in the small, the medium and the large file in every server, in turn, and starts each of them anew with it.
 * @param {ReturnType<typeof import("./contestants.mjs").contestants>} servers
 * @param {number} rounds characters that are typed in each file in each server
 * @param {import("../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>} tables in Markdown
 */
export async function keystrokes(servers, rounds, report) {
  /** @type {{ size: (typeof SIZES)[number], measured: ReadonlyMap<string, Measured>, starts: ReadonlyMap<string, readonly number[]> }[]} */
  const sizes = [];
  for (const size of SIZES) {
    report(`Typing in the ${size.name} file (${size.lines} lines).`);
    const files = benchFiles(size);
    const measured = await typing(Object.values(servers), files, rounds);
    const starts = await starting(Object.values(servers), files);
    sizes.push({ size, measured, starts });
  }
  const head = ["", ...sizes.map(({ size }) => `${size.name} (${size.lines.toLocaleString("en")} lines)`)];
  const { podsight, podsightOnJson, yaml, json } = servers;
  const names = Object.values(servers).map(({ name }) => name);
  const rows = (/** @type {(name: string, size: (typeof sizes)[number]) => string} */ cell) =>
    names.map((name) => [name, ...sizes.map((size) => cell(name, size))]);
  const ahead = (/** @type {Contestant} */ rival, /** @type {Contestant} */ ours) => [
    `**${ours.name} ahead of ${rival.name}**`,
    ...sizes.map(
      ({ measured }) => `**${figure(median(timesOf(measured, rival.name)) / median(timesOf(measured, ours.name)))}×**`,
    ),
  ];
  return [
    "Milliseconds from a typed character to the findings of that version, median / 95th percentile:",
    table(head, [
      ...rows((name, { measured }) => {
        const times = timesOf(measured, name);
        return `${figure(median(times))} / ${figure(quantile(times, 0.95))}`;
      }),
      ahead(yaml, podsight),
      ahead(json, podsight),
      ahead(json, podsightOnJson),
    ]),
    "Milliseconds of processor time per typed character:",
    table(
      head,
      rows((name, { measured }) => figure(measured.get(name)?.processor ?? Number.NaN)),
    ),
    "Peak memory in MiB while typing:",
    table(
      head,
      rows((name, { measured }) => figure(measured.get(name)?.memory ?? Number.NaN)),
    ),
    "Milliseconds from the start of the process to the first error shown, median:",
    table(
      head,
      rows((name, { starts }) => figure(median(starts.get(name) ?? []))),
    ),
  ].join("\n\n");
}

/** @typedef {import("./client.mjs").Contestant} Contestant */
/** @typedef {{ times: readonly number[], processor: number, memory: number }} Measured */

/**
 * @param {ReadonlyMap<string, Measured>} measured
 * @param {string} name
 */
function timesOf(measured, name) {
  return measured.get(name)?.times ?? [];
}

/**
 * All servers run at once and are asked one after the other, so that a slow moment of the machine is everybody's.
 * @param {readonly Contestant[]} all
 * @param {ReturnType<typeof benchFiles>} files
 * @param {number} rounds
 * @returns {Promise<ReadonlyMap<string, Measured>>}
 */
async function typing(all, files, rounds) {
  const open = await Promise.all(
    all.map(async (contestant) => ({
      name: contestant.name,
      server: await openInServer(contestant, files[contestant.language]),
      /** @type {number[]} */
      times: [],
      before: 0,
    })),
  );
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const each of open) {
      if (round === 0) each.before = each.server.processorMilliseconds();
      const time = await each.server.type();
      if (round >= 0) each.times.push(time);
    }
  }
  const measured = open.map(({ name, server, times, before }) => {
    const processor = (server.processorMilliseconds() - before) / rounds;
    return /** @type {const} */ ([name, { times, processor, memory: server.residentPeakMebibytes() }]);
  });
  await Promise.all(open.map(({ server }) => server.stop()));
  return new Map(measured);
}

/**
 * @param {readonly Contestant[]} all
 * @param {ReturnType<typeof benchFiles>} files
 * @returns {Promise<ReadonlyMap<string, readonly number[]>>}
 */
async function starting(all, files) {
  const times = new Map(all.map(({ name }) => [name, /** @type {number[]} */ ([])]));
  for (let round = 0; round < STARTS; round++) {
    for (const contestant of all) {
      const server = await openInServer(contestant, files[contestant.language]);
      times.get(contestant.name)?.push(server.firstErrorAfter);
      await server.stop();
    }
  }
  return times;
}
