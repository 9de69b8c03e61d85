// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { figure, quantile, table } from "../numbers.mjs";
import { startServer } from "./server.mjs";

/** Somebody looks at one file for a while before opening another. */
const LOOKED_AT_MILLISECONDS = 1_000;

/**
 * What has to be run, and where.
 * @typedef {{
 *   server: string,
 *   kubectl: string,
 *   kubeconfig: string,
 *   home: string,
 *   namespace: string,
 *   quietNamespace: string,
 *   labelSelector: string,
 *   matches: number,
 * }} FirstMatchesParts `home` is where kubectl keeps its caches; `quietNamespace` has few Pods, all of which
 *   `labelSelector` selects as well.
 */

/**
 * From a Service coming on screen to its first matches, in a server that is at work and in one that is only started then,
 * beside the same question asked with kubectl.
 * @param {FirstMatchesParts} parts
 * @param {number} rounds
 * @returns {Promise<string>} a table in Markdown
 */
export async function firstMatches(parts, rounds) {
  /** @type {Readonly<Record<"kubectl" | "warm" | "cold", number[]>>} */
  const times = { kubectl: [], warm: [], cold: [] };
  await kubectlOutput(parts);
  for (let round = 0; round < rounds; round++) {
    times.kubectl.push(await kubectlOutput(parts));
    times.warm.push(await shownInWarmServer(parts));
    times.cold.push(await shownInColdServer(parts));
  }
  const row = (/** @type {string} */ name, /** @type {readonly number[]} */ values) => [
    name,
    figure(quantile(values, 0.5)),
    figure(Math.min(...values)),
  ];
  return table(
    ["", "median ms", "best"],
    [
      row("Podsight: from the Service on screen to the matches", times.warm),
      row("Podsight: from the start of the server to the matches", times.cold),
      row("`kubectl get pods -l`: from its start to its output", times.kubectl),
    ],
  );
}

/** @param {FirstMatchesParts} parts */
async function kubectlOutput({ kubectl, kubeconfig, home, namespace, labelSelector }) {
  const startedAt = performance.now();
  const child = spawn(kubectl, ["get", "pods", "-n", namespace, "-l", labelSelector], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { KUBECONFIG: kubeconfig, HOME: home },
  });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  const milliseconds = performance.now() - startedAt;
  child.stdout.resume();
  const [code] = await ended;
  if (code !== 0) throw new Error(`kubectl ended with ${code}`);
  return milliseconds;
}

/** @param {FirstMatchesParts} parts */
async function shownInWarmServer({ server, kubeconfig, namespace, quietNamespace, labelSelector, matches }) {
  const started = await startServer(server, kubeconfig);
  await new Promise((resolve) => started.show(quietNamespace, labelSelector, resolve));
  await pause(LOOKED_AT_MILLISECONDS);
  const startedAt = performance.now();
  await shownPods(started, namespace, labelSelector, matches);
  const milliseconds = performance.now() - startedAt;
  await started.stop();
  return milliseconds;
}

/** @param {FirstMatchesParts} parts */
async function shownInColdServer({ server, kubeconfig, namespace, labelSelector, matches }) {
  const startedAt = performance.now();
  const started = await startServer(server, kubeconfig);
  await shownPods(started, namespace, labelSelector, matches);
  const milliseconds = performance.now() - startedAt;
  await started.stop();
  return milliseconds;
}

/**
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {string} namespace
 * @param {string} labelSelector
 * @param {number} matches
 * @returns {Promise<void>}
 */
function shownPods(server, namespace, labelSelector, matches) {
  return new Promise((resolve, reject) => {
    server.show(namespace, labelSelector, ({ pods }) => {
      if (pods === matches) resolve();
      else reject(new Error(`${pods} Pods are shown instead of ${matches}.`));
    });
  });
}
