// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { NODE_ARGUMENTS } from "../../../client/src/languageServer/nodeArguments.ts";
import { processorMilliseconds, residentMebibytes, residentPeakMebibytes } from "../processes.mjs";

/**
 * Somebody who completes a picture of a namespace's Pods, in a process of its own.
 * @typedef {{ name: string, program: string, args: readonly string[], nodeArguments: readonly string[] }} Contestant
 */

/**
 * @typedef {{
 *   milliseconds: number,
 *   processorMilliseconds: number,
 *   idleMebibytes: number,
 *   peakMebibytes: number,
 *   heapBytes: number,
 *   what: string,
 * }} Picture `heapBytes` is what the picture takes once it is complete and everything else was collected.
 */

const ENGINE = fileURLToPath(new URL("engine.mjs", import.meta.url));
const INFORMER = fileURLToPath(new URL("informer.mjs", import.meta.url));

/** Everything is followed as a whole, whatever the size. */
const UNBOUNDED = { maxPods: 1_000_000, maxMetadataPods: 1_000_000, maxPolledPods: 1_000_000 };

/**
 * @param {{ folder: string, rivals: string, kubeconfig: string }} parts `folder` is where the engine is bundled, `rivals`
 *   where client-node is installed.
 * @returns {Promise<(namespace: string) => { protobuf: Contestant, json: Contestant, bounded: Contestant, informer: Contestant }>}
 *   by namespace, the rival first; `bounded` follows as much as it does by itself.
 */
export async function contestants({ folder, rivals, kubeconfig }) {
  const engine = join(folder, "engine.cjs");
  const engineInJson = join(folder, "engineInJson.cjs");
  await bundleEngine(engine, false);
  await bundleEngine(engineInJson, true);
  return (namespace) => {
    const ours = (/** @type {string} */ name, /** @type {string} */ program, /** @type {object} */ limits) => ({
      name,
      program,
      args: [kubeconfig, namespace, JSON.stringify(limits)],
      nodeArguments: NODE_ARGUMENTS,
    });
    return {
      informer: {
        name: "client-node's informer",
        program: INFORMER,
        args: [kubeconfig, namespace, rivals],
        nodeArguments: [],
      },
      protobuf: ours("Podsight, whole Pods", engine, UNBOUNDED),
      json: ours("Podsight, whole Pods in JSON", engineInJson, UNBOUNDED),
      bounded: ours("Podsight by itself", engine, {}),
    };
  };
}

/**
 * @param {string} file
 * @param {boolean} isInJson as after protobuf that could not be read
 */
async function bundleEngine(file, isInJson) {
  await build({
    entryPoints: [ENGINE],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    plugins: isInJson ? [JSON_ONLY] : [],
    logLevel: "warning",
  });
}

/** @type {import("esbuild").Plugin} */
const JSON_ONLY = {
  name: "json-only",
  setup: ({ onLoad, onEnd }) => {
    let isInJson = false;
    onLoad({ filter: /\/cluster\/.*\bform\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace("shape: POD }", "shape: undefined }");
      isInJson ||= contents !== text;
      return { contents, loader: "ts" };
    });
    onEnd(() => {
      if (!isInJson) throw new Error("The engine asks for protobuf in another way than the benchmark knows.");
    });
  },
};

/**
 * Starts a contestant; it does nothing yet.
 * @param {Contestant} contestant
 * @returns {Promise<{
 *   complete: () => Promise<Picture>,
 *   processorMilliseconds: () => number,
 *   residentPeakMebibytes: () => number,
 *   stop: () => Promise<void>,
 * }>} `complete` has the picture completed; from then on it is followed.
 */
export async function enter({ name, program, args, nodeArguments }) {
  const child = fork(program, args, { execArgv: [...nodeArguments] });
  const pid = child.pid ?? 0;
  const ended = once(child, "exit");
  const told = async () => {
    const [message] = await Promise.race([
      once(child, "message"),
      ended.then(() => {
        throw new Error(`${name} has ended.`);
      }),
    ]);
    return message;
  };
  const ask = (/** @type {string} */ question) => {
    const answer = told();
    child.send(question);
    return answer;
  };
  await told();
  return {
    async complete() {
      const { bytes: idleBytes } = await ask("heap");
      const idleMebibytes = residentMebibytes(pid);
      const before = processorMilliseconds(pid);
      const { milliseconds, what } = await ask("start");
      const spent = processorMilliseconds(pid) - before;
      const peakMebibytes = residentPeakMebibytes(pid);
      const { bytes } = await ask("heap");
      return {
        milliseconds,
        what,
        idleMebibytes,
        peakMebibytes,
        processorMilliseconds: spent,
        heapBytes: bytes - idleBytes,
      };
    },
    processorMilliseconds: () => processorMilliseconds(pid),
    residentPeakMebibytes: () => residentPeakMebibytes(pid),
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
