// @ts-check
import { setTimeout as pause } from "node:timers/promises";
import { createApi } from "./api.mjs";

/* Changes Pods at a steady rate, in a process of its own, and tells when the API server has answered for each. */

/**
 * One change of a Pod: it loses a label, or its readiness.
 * @typedef {{ name: string, what: "label" | "readiness" }} PodChange
 */

/**
 * @typedef {{ kind: "answered", index: number, at: number } | { kind: "done", milliseconds: number }} Written
 *   `at` is in milliseconds of the clock that all processes of the machine share.
 */

const [kubeconfig = "", namespace = ""] = process.argv.slice(2);
const api = await createApi(kubeconfig);
/** Where the server is slower than the changes come, they wait; never more of them than this at once. */
const AT_ONCE = 8;

process.on("disconnect", () => process.exit());
process.once("message", (message) => {
  const { changes, perSecond } = /** @type {{ changes: readonly PodChange[], perSecond: number }} */ (message);
  void writeAll(changes, perSecond);
});
process.send?.("ready");

/**
 * @param {readonly PodChange[]} changes
 * @param {number} perSecond
 */
async function writeAll(changes, perSecond) {
  const startedAt = performance.now();
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  for (const [index, change] of changes.entries()) {
    const early = startedAt + (index * 1000) / perSecond - performance.now();
    if (early > 0) await pause(early);
    while (running.size >= AT_ONCE) await Promise.race(running);
    const written = write(change).then(() => {
      running.delete(written);
      process.send?.({ kind: "answered", index, at: Number(process.hrtime.bigint()) / 1e6 });
    });
    running.add(written);
  }
  await Promise.all(running);
  process.send?.({ kind: "done", milliseconds: performance.now() - startedAt });
}

/**
 * @param {PodChange} change
 * @returns {Promise<void>}
 */
async function write({ name, what }) {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (what === "label") await api.write("PATCH", path, { metadata: { labels: { tier: "draining" } } });
  else await api.write("PATCH", `${path}/status`, { status: { conditions: [{ type: "Ready", status: "False" }] } });
}
