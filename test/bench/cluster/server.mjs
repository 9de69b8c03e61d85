// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { NODE_ARGUMENTS } from "../../../client/src/languageServer/nodeArguments.ts";
import { processorMilliseconds, residentPeakMebibytes } from "../processes.mjs";

/**
 * What an editor shows behind a Service's selector.
 * @typedef {{ pods: number, ready: number }} Shown
 */

/**
 * Starts the built language server as VS Code does, trusted and with a kubeconfig.
 * @param {string} program
 * @param {string} kubeconfig
 * @returns {Promise<{
 *   show: (namespace: string, labelSelector: string, shown: (shown: Shown) => void) => void,
 *   processorMilliseconds: () => number,
 *   residentPeakMebibytes: () => number,
 *   stop: () => Promise<void>,
 * }>} `show` opens a Service and asks for its inlay hints, and again each time the server wants it to; `shown` hears of
 *   every answer in which Pods are counted.
 */
export async function startServer(program, kubeconfig) {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, program, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env.PATH, HOME: "/nonexistent", KUBECONFIG: kubeconfig },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  /** @type {(() => void)[]} */
  const open = [];
  let isStopped = false;
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest("workspace/inlayHint/refresh", () => {
    for (const ask of open) ask();
    return null;
  });
  connection.onRequest(() => null);
  connection.listen();
  await connection.sendRequest("initialize", INTRODUCTION);
  void connection.sendNotification("initialized", {});
  const pid = child.pid ?? 0;
  return {
    show(namespace, labelSelector, shown) {
      const uri = `file:///bench/${namespace}/${open.length}.yaml`;
      const text = serviceText(namespace, labelSelector);
      const range = { start: { line: 0, character: 0 }, end: { line: text.split("\n").length, character: 0 } };
      const ask = async () => {
        const asked = connection.sendRequest("textDocument/inlayHint", { textDocument: { uri }, range });
        const hints = await asked.catch((error) => {
          // An answer is still awaited when nobody needs it any more.
          if (!isStopped) throw error;
        });
        const counted = countedIn(/** @type {readonly { label: string }[] | null | undefined} */ (hints) ?? []);
        if (counted) shown(counted);
      };
      open.push(ask);
      void connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "yaml", version: 1, text },
      });
      void ask();
    },
    processorMilliseconds: () => processorMilliseconds(pid),
    residentPeakMebibytes: () => residentPeakMebibytes(pid),
    async stop() {
      isStopped = true;
      const ended = once(child, "exit");
      child.kill();
      await ended;
      connection.dispose();
    },
  };
}

/**
 * @param {readonly { label: string }[]} hints
 * @returns {Shown | undefined}
 */
function countedIn(hints) {
  const [found] = hints.flatMap(({ label }) => {
    const [, pods, ready] = /^([\d,]+) Pods?, ([\d,]+) ready$/.exec(label) ?? [];
    return pods !== undefined && ready !== undefined ? [{ pods: countOf(pods), ready: countOf(ready) }] : [];
  });
  return found;
}

/** @param {string} text */
const countOf = (text) => Number(text.replaceAll(",", ""));

/**
 * @param {string} namespace
 * @param {string} labelSelector
 */
function serviceText(namespace, labelSelector) {
  const pairs = labelSelector.split(",").map((pair) => `    ${pair.replace("=", ": ")}\n`);
  const head = `apiVersion: v1\nkind: Service\nmetadata:\n  name: bench\n  namespace: ${namespace}\nspec:\n`;
  return `${head}  selector:\n${pairs.join("")}  ports:\n    - port: 80\n      targetPort: http\n`;
}

const INTRODUCTION = {
  processId: process.pid,
  rootUri: null,
  workspaceFolders: null,
  clientInfo: { name: "Visual Studio Code" },
  initializationOptions: { trusted: true },
  capabilities: {
    workspace: {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      inlayHint: { refreshSupport: true },
    },
    textDocument: { diagnostic: {} },
  },
};
