// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { NODE_ARGUMENTS } from "../../client/src/languageServer/nodeArguments.ts";
import { startEditor } from "../support/editor.ts";
import { until } from "../support/until.ts";
import { figure, median, table } from "./numbers.mjs";
import { processorMilliseconds } from "./processes.mjs";

/** @typedef {import("../../scripts/lib/report.mjs").Report} Report */

const WINDOWS = 3;
const STARTS = 9;
const WITHIN_MILLISECONDS = 20_000;
const SERVICE =
  "apiVersion: v1\nkind: Service\nmetadata:\n  name: till\nspec:\n  selector:\n    app: till\n  ports:\n    - port: 80\n";
const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: till\n";
/** Node's own modules that a connection to a cluster needs. Nothing else needs them. */
const OF_A_CONNECTION = ["http", "https", "tls"];
const OURS = "Podsight";
/** Extensions that every VS Code has, in the order in which the table names them. */
const RIVALS = ["JSON Language Features", "Emmet", "Git"];

/**
 * Measures how long the extension takes to be there, in a real VS Code beside extensions of VS Code's own, and when the
 * language server loads what a cluster needs.
 * @param {{ server: string, folder: string }} parts the built language server, and a folder for what is made on the way
 * @param {Report} report
 * @returns {Promise<string>} tables in Markdown
 */
export async function activation({ server, folder }, report) {
  return [
    "### Milliseconds to load and activate an extension, as VS Code counts them, median (best)",
    await windows(report),
    "### The start of the language server",
    await starts(server, folder, report),
  ].join("\n\n");
}

/** @param {Report} report */
async function windows(report) {
  /** @type {Map<string, number[]>} */
  const times = new Map();
  for (let window = 0; window < WINDOWS; window++) {
    report(`Opening window ${window + 1} of ${WINDOWS}.`);
    for (const [name, milliseconds] of await activationTimes())
      times.set(name, [...(times.get(name) ?? []), milliseconds]);
  }
  const alone = [];
  for (let window = 0; window < WINDOWS; window++) alone.push(await activationByItself());
  const row = (/** @type {string} */ name, /** @type {readonly number[]} */ of) => [
    name,
    `${figure(median(of))} (${figure(Math.min(...of))})`,
  ];
  const rows = [OURS, ...RIVALS].map((name) => row(name, times.get(name) ?? []));
  return table(["", "ms"], [row(`${OURS}, by itself`, alone), ...rows]);
}

/**
 * What the page "Running Extensions" says. The files are opened when the extensions of the start are there, so that each of
 * the languages' extensions is activated by itself.
 * @returns {Promise<ReadonlyMap<string, number>>} by the extension's name
 */
async function activationTimes() {
  const editor = await startEditor({ files: { "notes.txt": "notes\n", "till.yaml": SERVICE, "till.json": "{}\n" } });
  try {
    await activated(editor, "Git");
    await editor.openFile("till.yaml");
    await activated(editor, OURS);
    await editor.openFile("till.json");
    return await activated(editor, "JSON Language Features");
  } finally {
    await editor.stop();
  }
}

/**
 * VS Code wants what is for JSON while it starts, in the crowd of all the others, whose work is counted with ours. Without
 * those events the extension is activated by the YAML file that is opened later.
 * @returns {Promise<number>} milliseconds
 */
async function activationByItself() {
  const editor = await startEditor({ files: { "notes.txt": "notes\n", "till.yaml": SERVICE } });
  try {
    await forYamlOnly(dirname(editor.workspace));
    await editor.page.reload();
    await activated(editor, "Git");
    await editor.openFile("till.yaml");
    return (await activated(editor, OURS)).get(OURS) ?? Number.NaN;
  } finally {
    await editor.stop();
  }
}

/**
 * Changes the installed extension's manifest, and takes away what VS Code remembers of it.
 * @param {string} folder the editor's
 */
async function forYamlOnly(folder) {
  const installed = join(folder, "extensions");
  const name = (await readdir(installed)).find((each) => each.startsWith("podsight."));
  const file = join(installed, String(name), "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents: ["onLanguage:yaml"] }));
  await rm(join(folder, "user/CachedProfilesData"), { recursive: true, force: true });
}

/**
 * @param {Awaited<ReturnType<typeof startEditor>>} editor
 * @param {string} name
 * @returns {Promise<ReadonlyMap<string, number>>} those that are activated, once the one of this name is
 */
async function activated(editor, name) {
  const rows = editor.page.locator(".runtime-extensions-editor .monaco-list-row");
  return until(
    async () => {
      // The page is filled once, when it is opened; it stands in front of the files, and has only the rows on screen.
      await editor.runCommand("Developer: Show Running Extensions");
      await rows.first().click();
      const first = await rows.allInnerTexts();
      await editor.page.keyboard.press("End");
      await rows.last().waitFor();
      const last = await rows.allInnerTexts();
      await editor.page.keyboard.press("Escape");
      await editor.page.locator(".monaco-modal-editor-block").waitFor({ state: "hidden" });
      const found = new Map([...first, ...last].flatMap(activationIn));
      return found.has(name) ? found : undefined;
    },
    { within: WITHIN_MILLISECONDS, what: `${name} to be activated` },
  );
}

/**
 * @param {string} row
 * @returns {readonly (readonly [name: string, milliseconds: number])[]} none where the extension is not activated yet
 */
function activationIn(row) {
  const [, milliseconds] = /Activation: (\d+)\s?ms/.exec(row) ?? [];
  return milliseconds === undefined ? [] : [[row.split("\n", 1)[0] ?? "", Number(milliseconds)]];
}

/**
 * @param {string} server
 * @param {string} folder
 * @param {Report} report
 */
async function starts(server, folder, report) {
  report("Starting the language server.");
  /** @type {Start[]} */
  const started = [];
  for (let start = 0; start < STARTS; start++) started.push(await startOnce(server, folder, {}));
  const modules = async (/** @type {Opened} */ opened) => {
    const { loaded } = await startOnce(server, folder, opened);
    const found = OF_A_CONNECTION.filter((name) => loaded.includes(name));
    return found.length === 0 ? "none" : found.join(", ");
  };
  const rows = [
    [
      "ms from the start of its process to its answer to `initialize`, median",
      figure(median(started.map((one) => one.milliseconds))),
    ],
    ["processor ms of that, median", figure(median(started.map((one) => one.processorMilliseconds)))],
    ["loaded for connections, when it has answered", await modules({})],
    ["the same, with a ConfigMap open", await modules({ text: CONFIG_MAP, trusted: true })],
    ["the same, with a Service open in a workspace that is not trusted", await modules({ text: SERVICE })],
    ["the same, with a Service open in a trusted workspace", await modules({ text: SERVICE, trusted: true })],
  ];
  return table(["", ""], rows);
}

/** @typedef {{ milliseconds: number, processorMilliseconds: number, loaded: readonly string[] }} Start */
/** @typedef {{ text?: string, trusted?: boolean }} Opened */

/**
 * Starts the server as VS Code does, has it answer for a document, and ends it.
 * @param {string} server
 * @param {string} folder
 * @param {Opened} opened
 * @returns {Promise<Start>}
 */
async function startOnce(server, folder, { text, trusted = false }) {
  const told = join(folder, "loaded.json");
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, "--require", await teller(folder), server, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env.PATH, HOME: folder, KUBECONFIG: join(folder, "no-kubeconfig.yaml"), TOLD: told },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest(() => null);
  connection.listen();
  const capabilities = { workspace: { configuration: true }, textDocument: { diagnostic: {} } };
  const host = { processId: process.pid, rootUri: null, workspaceFolders: null };
  await connection.sendRequest("initialize", { ...host, capabilities, initializationOptions: { trusted } });
  const milliseconds = performance.now() - startedAt;
  const spent = processorMilliseconds(child.pid ?? 0);
  void connection.sendNotification("initialized", {});
  if (text !== undefined) {
    const uri = "file:///bench/till.yaml";
    const textDocument = { uri, languageId: "yaml", version: 1, text };
    void connection.sendNotification("textDocument/didOpen", { textDocument });
    await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  }
  await connection.sendRequest("shutdown");
  const ended = once(child, "exit");
  void connection.sendNotification("exit");
  await ended;
  connection.dispose();
  return { milliseconds, processorMilliseconds: spent, loaded: JSON.parse(await readFile(told, "utf8")) };
}

/**
 * A program that has a Node tell at its end which of its own modules it has loaded.
 * @param {string} folder
 */
async function teller(folder) {
  const file = join(folder, "teller.cjs");
  const names = 'process.moduleLoadList.map((entry) => entry.replace("NativeModule ", ""))';
  const tell = `require("node:fs").writeFileSync(process.env.TOLD, JSON.stringify(${names}))`;
  await writeFile(file, `process.on("exit", () => ${tell});\n`);
  return file;
}
