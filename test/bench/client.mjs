// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { processorMilliseconds, residentPeakMebibytes } from "./processes.mjs";

/**
 * A language server and how it is driven.
 * @typedef {{
 *   name: string,
 *   command: readonly string[],
 *   language: "yaml" | "json",
 *   pulls: boolean,
 *   settings: Readonly<Record<string, unknown>>,
 * }} Contestant `command` is run by this Node; `settings` are by section, given when asked and when changed.
 */

/** @typedef {import("vscode-languageserver-protocol/node").MessageConnection} Connection */
/** @typedef {{ range: { start: { character: number } } }} Finding */

/** How long a server may take for one answer before the run is given up. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Starts a server and opens one file in it, as an editor does.
 * @param {Contestant} contestant
 * @param {import("./files.mjs").BenchFile} file
 * @returns {Promise<{
 *   firstErrorAfter: number,
 *   type: () => Promise<number>,
 *   processorMilliseconds: () => number,
 *   residentPeakMebibytes: () => number,
 *   stop: () => Promise<void>,
 * }>} `firstErrorAfter` is in milliseconds since the process was started; `type` types one character or takes it back,
 *   and answers the milliseconds until the findings of that version were there.
 * @throws {Error} when the server ends, or does not find the file's mistake in 30 seconds
 */
export async function openInServer(contestant, file) {
  const startedAt = performance.now();
  const { connection, child } = start(contestant);
  const next = published(connection);
  connection.onRequest("workspace/configuration", ({ items }) =>
    items.map((/** @type {{ section: string }} */ { section }) => contestant.settings[section] ?? null),
  );
  connection.onRequest(() => null);
  connection.listen();
  const uri = `file:///bench/${file.name}`;
  let version = 1;
  let isTyped = false;

  /** Resolves when the mistake is found where this version has it. */
  const findings = async () => {
    for (;;) {
      const found = contestant.pulls ? await pull(connection, uri) : await next();
      if (found.some(({ range }) => range.start.character === file.mistake + Number(isTyped))) return;
    }
  };
  await connection.sendRequest("initialize", introduction(contestant));
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("workspace/didChangeConfiguration", { settings: contestant.settings });
  const { text } = file;
  const languageId = contestant.language;
  const opened = findings();
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  await patiently(opened, contestant);
  const firstErrorAfter = performance.now() - startedAt;
  const pid = child.pid ?? 0;

  return {
    firstErrorAfter,
    async type() {
      const { line, character } = file;
      const start = { line, character };
      const end = { line, character: character + Number(isTyped) };
      const change = { range: { start, end }, text: isTyped ? "" : "x" };
      isTyped = !isTyped;
      const typedAt = performance.now();
      void connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: ++version },
        contentChanges: [change],
      });
      await patiently(findings(), contestant);
      return performance.now() - typedAt;
    },
    processorMilliseconds: () => processorMilliseconds(pid),
    residentPeakMebibytes: () => residentPeakMebibytes(pid),
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      connection.dispose();
    },
  };
}

/** @param {Contestant} contestant */
function start({ command }) {
  const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return { child, connection };
}

/**
 * What the server publishes is queued, so that nothing is missed between two questions.
 * @param {Connection} connection
 * @returns {() => Promise<readonly Finding[]>}
 */
function published(connection) {
  /** @type {(readonly Finding[])[]} */
  const queue = [];
  let wake = () => {};
  connection.onNotification("textDocument/publishDiagnostics", ({ diagnostics }) => {
    queue.push(diagnostics);
    wake();
  });
  return async () => {
    for (;;) {
      const found = queue.shift();
      if (found !== undefined) return found;
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
      });
    }
  };
}

/**
 * @param {Connection} connection
 * @param {string} uri
 * @returns {Promise<readonly Finding[]>}
 */
async function pull(connection, uri) {
  const report = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  return /** @type {{ items: readonly Finding[] }} */ (report).items;
}

/**
 * @template T
 * @param {Promise<T>} answer
 * @param {Contestant} contestant
 * @returns {Promise<T>}
 */
async function patiently(answer, { name }) {
  const patience = new AbortController();
  const tooLate = pause(PATIENCE_MILLISECONDS, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`${name} did not find the mistake in ${PATIENCE_MILLISECONDS / 1000} seconds.`);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    patience.abort();
    tooLate.catch(() => {});
  }
}

/** @param {Contestant} contestant */
function introduction({ pulls }) {
  return {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    clientInfo: { name: "Visual Studio Code" },
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { publishDiagnostics: {}, ...(pulls && { diagnostic: {} }) },
    },
  };
}
