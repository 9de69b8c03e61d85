// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { figure, quantile, table } from "../numbers.mjs";
import { enter } from "./contestants.mjs";
import { podNameOf, teamOf } from "./manyPods.mjs";
import { startServer } from "./server.mjs";

/** @typedef {import("./writer.mjs").PodChange} PodChange */
/** @typedef {import("./writer.mjs").Written} Written */
/** @typedef {import("./server.mjs").Shown} Shown */

const WRITER = fileURLToPath(new URL("writer.mjs", import.meta.url));
const PER_SECOND = 100;
/** Of so many changes one is of a Pod of the Service on screen. */
const OF_THE_SERVICE_EVERY = 20;
/** What is left of the last burst is shown in this time. */
const LAST_MILLISECONDS = 3_000;

/**
 * What is run. The `team`'s Pods are behind the Service on screen; `namespace` has `pods` Pods, numbered from 0.
 * @typedef {{
 *   server: string,
 *   kubeconfig: string,
 *   namespace: string,
 *   pods: number,
 *   team: number,
 *   labelSelector: string,
 *   contestants: readonly import("./contestants.mjs").Contestant[],
 *   seconds: number,
 * }} ChurnParts the first contestant is the rival
 */

/**
 * Changes Pods of a namespace while a Service of some of them is on screen, and others follow the same namespace.
 * @param {ChurnParts} parts
 * @returns {Promise<string>} tables in Markdown
 */
export async function churn(parts) {
  const { kubeconfig, namespace, labelSelector, seconds } = parts;
  const server = await startServer(parts.server, kubeconfig);
  const contestants = await Promise.all(parts.contestants.map(enter));
  for (const contestant of contestants) await contestant.complete();
  const changes = changesOf(parts, seconds * PER_SECOND);
  /** @type {{ at: number, shown: Shown }[]} */
  const seen = [];
  server.show(namespace, labelSelector, (shown) => seen.push({ at: Number(process.hrtime.bigint()) / 1e6, shown }));
  while (seen.length === 0) await pause(100);
  await pause(LAST_MILLISECONDS);
  const first = seen.at(-1)?.shown ?? { pods: 0, ready: 0 };

  const everybody = [server, ...contestants];
  const before = everybody.map((one) => one.processorMilliseconds());
  const { answeredAt, milliseconds } = await written(parts, changes);
  await pause(LAST_MILLISECONDS);
  const spent = everybody.map((one, index) => one.processorMilliseconds() - (before[index] ?? 0));
  const peaks = everybody.map((one) => one.residentPeakMebibytes());
  await Promise.all(everybody.map((one) => one.stop()));

  const delays = delaysOf(changes, answeredAt, seen, first);
  const perChange = (/** @type {number} */ index) => figure(((spent[index] ?? Number.NaN) / changes.length) * 1000);
  const rival = spent[1] ?? Number.NaN;
  const names = ["Podsight's language server, a Service on screen", ...parts.contestants.map(({ name }) => name)];
  return [
    `${changes.length.toLocaleString("en")} changes in ${figure(milliseconds / 1000)} s; ${delays.length} of them are of a Service of ${first.pods} Pods. From the API server's answer to the editor's refreshed hint: median ${figure(quantile(delays, 0.5))} ms, 95th percentile ${figure(quantile(delays, 0.95))} ms, longest ${figure(Math.max(...delays))} ms.`,
    table(
      ["", "processor ms", "µs per change", "share of client-node's", "peak MiB"],
      names.map((name, index) => [
        name,
        figure(spent[index] ?? Number.NaN),
        perChange(index),
        figure((spent[index] ?? Number.NaN) / rival),
        figure(peaks[index] ?? Number.NaN),
      ]),
    ),
  ].join("\n\n");
}

/**
 * Label and readiness in turn. Each Pod of the Service is changed once, so that every state of the Service is another.
 * @param {ChurnParts} parts
 * @param {number} count
 * @returns {readonly (PodChange & { ofService: boolean })[]}
 */
function changesOf({ pods, team }, count) {
  const names = Array.from({ length: pods }, (_, index) => ({
    name: podNameOf(index),
    ofService: teamOf(Math.floor(index / 10)) === teamOf(team),
  }));
  const ours = names.filter(({ ofService }) => ofService);
  const others = names.filter(({ ofService }) => !ofService);
  if (count / OF_THE_SERVICE_EVERY > ours.length || count > others.length) throw new Error("There are too few Pods.");
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / OF_THE_SERVICE_EVERY);
    const isOurs = index % OF_THE_SERVICE_EVERY === 0;
    // Spread over all workloads: 7 shares no factor with their number.
    const pod = isOurs ? ours[turn] : others[(index * 7) % others.length];
    const what = (isOurs ? turn : index) % 2 === 0 ? "label" : "readiness";
    return { name: pod?.name ?? "", ofService: isOurs, what };
  });
}

/**
 * @param {ChurnParts} parts
 * @param {readonly PodChange[]} changes
 * @returns {Promise<{ answeredAt: readonly number[], milliseconds: number }>}
 */
async function written({ kubeconfig, namespace }, changes) {
  const writer = fork(WRITER, [kubeconfig, namespace]);
  await once(writer, "message");
  const answeredAt = changes.map(() => Number.NaN);
  /** @type {Promise<number>} */
  const done = new Promise((resolve, reject) => {
    writer.on("exit", () => reject(new Error("The writer has ended.")));
    writer.on("message", (/** @type {Written} */ told) => {
      if (told.kind === "answered") answeredAt[told.index] = told.at;
      else resolve(told.milliseconds);
    });
  });
  writer.send({ changes, perSecond: PER_SECOND });
  const milliseconds = await done;
  writer.disconnect();
  return { answeredAt, milliseconds };
}

/**
 * For each change of the Service, how long after the API server's answer an editor had a hint that knows of it. The
 * Service loses a Pod, or a ready Pod, with each of them, so that its numbers say how many of them are in a hint.
 * @param {readonly (PodChange & { ofService: boolean })[]} changes
 * @param {readonly number[]} answeredAt
 * @param {readonly { at: number, shown: Shown }[]} seen
 * @param {Shown} first
 */
function delaysOf(changes, answeredAt, seen, first) {
  const knownIn = (/** @type {Shown} */ { pods, ready }) => ({ label: first.pods - pods, readiness: pods - ready });
  const before = { label: 0, readiness: 0 };
  return changes.flatMap(({ ofService, what }, index) => {
    if (!ofService) return [];
    before[what] += 1;
    const shown = seen.find(({ shown }) => knownIn(shown)[what] >= before[what]);
    if (shown === undefined) throw new Error(`Change ${index} was never shown.`);
    return [Math.max(0, shown.at - (answeredAt[index] ?? Number.NaN))];
  });
}
