// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { figure, median, quantile, table } from "./numbers.mjs";
import { residentPeakMebibytes } from "./processes.mjs";

const FILES = 10_000;
const FILES_IN_A_FOLDER = 100;
/** Somebody types fast. */
const BETWEEN_KEYS_MILLISECONDS = 20;
const WARM_UPS = 20;
const QUIET_KEYS = 200;
const PATIENCE_MILLISECONDS = 120_000;

/**
 * Reads a workspace of 10,000 files in the background while somebody types in a Service, and types in a server without a
 * workspace in turn, so that a slow moment of the machine is everybody's.
 * @param {{ server: string, folder: string }} parts `folder` is where the files are written.
 * @param {import("../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>} tables in Markdown
 * @throws {Error} when the workspace is not read whole
 */
export async function workspaceScan({ server, folder }, report) {
  const root = join(folder, "workspace");
  report(`Writing ${FILES} files.`);
  await writeWorkspace(root);
  report("Typing while they are read.");
  const scanning = open(server, root);
  const alone = open(server, undefined);
  const editors = [scanning, alone];
  await alone.start();
  for (let key = 0; key < WARM_UPS; key++) await alone.type();
  await scanning.start();
  const during = editors.map(() => /** @type {number[]} */ ([]));
  while (scanning.readLine() === undefined) await typeInTurn(editors, during);
  const quiet = editors.map(() => /** @type {number[]} */ ([]));
  for (let key = 0; key < WARM_UPS; key++) await typeInTurn(editors, [[], []]);
  for (let key = 0; key < QUIET_KEYS; key++) await typeInTurn(editors, quiet);
  const line = scanning.readLine() ?? "";
  const [, files, milliseconds] = /Read (\d+) files of the workspace in (\d+) ms/.exec(line) ?? [];
  if (Number(files) < FILES) throw new Error(`The workspace was not read whole: ${line}`);
  const peaks = editors.map((editor) => editor.residentPeakMebibytes());
  await Promise.all(editors.map((editor) => editor.stop()));
  const row = (/** @type {string} */ name, /** @type {readonly number[]} */ times) => [
    name,
    String(times.length),
    figure(median(times)),
    figure(quantile(times, 0.95)),
    figure(Math.max(...times)),
  ];
  return [
    `Reading ${files} files of a workspace in the background while somebody types: ${figure(Number(milliseconds) / 1000)} s. Peak memory ${figure(peaks[0] ?? Number.NaN)} MiB; without a workspace ${figure(peaks[1] ?? Number.NaN)} MiB.`,
    "Milliseconds from a typed character to the findings of that version:",
    table(
      ["", "keys", "median", "95th percentile", "longest"],
      [
        row("while the workspace is read", during[0] ?? []),
        row("a server without a workspace, meanwhile", during[1] ?? []),
        row("once it is read", quiet[0] ?? []),
        row("a server without a workspace, meanwhile", quiet[1] ?? []),
      ],
    ),
  ].join("\n\n");
}

/**
 * @param {readonly Editor[]} editors
 * @param {readonly number[][]} times
 */
async function typeInTurn(editors, times) {
  for (const [index, editor] of editors.entries()) times[index]?.push(await editor.type());
  await pause(BETWEEN_KEYS_MILLISECONDS);
}

const TYPED_IN =
  "apiVersion: v1\nkind: Service\nmetadata:\n  name: typed\nspec:\n  selector:\n    app: app-1\n    tier: front\n  ports:\n    - port: 80\n";
const TYPED_LINE = 6;
const TYPED_CHARACTER = "    app: app-1".length;

/** @typedef {ReturnType<typeof open>} Editor */

/**
 * @param {string} server
 * @param {string | undefined} root
 */
function open(server, root) {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  /** @type {string | undefined} */
  let readLine;
  let version = 1;
  let isTyped = false;
  const uri = pathToFileURL(join(root ?? "/bench", "typed.yaml")).href;
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest(() => null);
  connection.onNotification("window/logMessage", ({ message }) => {
    if (/files of the workspace/.test(message)) readLine = message;
  });
  connection.listen();
  const findings = () => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  const startedAt = performance.now();
  return {
    async start() {
      const folders = root === undefined ? [] : [{ uri: pathToFileURL(root).href, name: "bench" }];
      await connection.sendRequest("initialize", {
        processId: process.pid,
        rootUri: null,
        workspaceFolders: folders,
        capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
      });
      await connection.sendNotification("initialized", {});
      await connection.sendNotification("workspace/didChangeConfiguration", { settings: {} });
      const textDocument = { uri, languageId: "yaml", version, text: TYPED_IN };
      await connection.sendNotification("textDocument/didOpen", { textDocument });
      await findings();
    },
    /** Types one character, or takes it back, and answers the milliseconds until the findings of that version are there. */
    async type() {
      if (performance.now() - startedAt > PATIENCE_MILLISECONDS) throw new Error("The workspace is not read in time.");
      const start = { line: TYPED_LINE, character: TYPED_CHARACTER };
      const end = { line: TYPED_LINE, character: TYPED_CHARACTER + Number(isTyped) };
      const change = { range: { start, end }, text: isTyped ? "" : "x" };
      isTyped = !isTyped;
      const typedAt = performance.now();
      void connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: ++version },
        contentChanges: [change],
      });
      await findings();
      return performance.now() - typedAt;
    },
    readLine: () => readLine,
    residentPeakMebibytes: () => residentPeakMebibytes(child.pid ?? 0),
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      connection.dispose();
    },
  };
}

/**
 * A quarter workloads, a quarter Services, and other things that a folder of manifests holds.
 * @param {string} root
 */
async function writeWorkspace(root) {
  for (let folder = 0; folder * FILES_IN_A_FOLDER < FILES; folder++) {
    const path = join(root, `folder-${folder}`);
    await mkdir(path, { recursive: true });
    const names = Array.from({ length: FILES_IN_A_FOLDER }, (_, index) => folder * FILES_IN_A_FOLDER + index);
    await Promise.all(names.map((index) => writeFile(join(path, `file-${index}.yaml`), fileText(index))));
  }
}

/** @param {number} index */
function fileText(index) {
  const metadata = `metadata:\n  name: app-${index}\n  namespace: team-${index % 50}\n  labels:\n    app: app-${index}\n`;
  switch (index % 4) {
    case 0:
      return `apiVersion: apps/v1\nkind: Deployment\n${metadata}spec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: app-${index}\n  template:\n    metadata:\n      labels:\n        app: app-${index}\n        tier: front\n    spec:\n      containers:\n        - name: main\n          image: example.com/app:${index}\n          env:\n${Array.from({ length: 20 }, (_, at) => `            - name: SETTING_${at}\n              value: "${at}"\n`).join("")}          ports:\n            - name: http\n              containerPort: 8080\n`;
    case 1:
      return `apiVersion: v1\nkind: Service\n${metadata}spec:\n  selector:\n    app: app-${index - 1}\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n`;
    case 2:
      return `apiVersion: v1\nkind: ConfigMap\n${metadata}data:\n${Array.from({ length: 60 }, (_, at) => `  setting.${at}: "value ${at} of ${index}"\n`).join("")}`;
    default:
      return `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n${metadata}subjects:\n  - kind: ServiceAccount\n    name: app-${index}\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: app\n`;
  }
}
