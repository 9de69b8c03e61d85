// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { podsOfManifest } from "../../server/src/core/pods/workload.ts";
import { EMPTY_WORKSPACE, NO_CLUSTER } from "../../server/src/core/snapshot.ts";
import { completion as complete } from "../../server/src/features/completion.ts";
import { createState } from "../../server/src/lsp/state.ts";
import { figure, quantile, table } from "./numbers.mjs";

const PODS = 10_000;
const FILES = 10_000;
const WARM_UPS = 10;

const HEAD = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web-7\n  namespace: shop\nspec:\n";

/** Places in a Service, each with what is typed there and taken back. */
const PLACES = [
  { name: "a field", text: `${HEAD}  selector:\n    app: web-7\n  $0\n`, typed: "s" },
  { name: "a value of an enumeration", text: `${HEAD}  selector:\n    app: web-7\n  type: $0\n`, typed: "N" },
  { name: "a pair, none written", text: `${HEAD}  selector:\n    $0\n`, typed: "a" },
  { name: "a pair behind another", text: `${HEAD}  selector:\n    app: web-7\n    $0\n`, typed: "t" },
  { name: "a pair's value, thousands to choose from", text: `${HEAD}  selector:\n    app: $0\n`, typed: "w" },
  {
    name: "a targetPort",
    text: `${HEAD}  selector:\n    tier: front\n  ports:\n    - port: 80\n      targetPort: $0\n`,
    typed: "h",
  },
];

/**
 * Measures completion in two ways: in this process with 10,000 Pods of a cluster and 10,000 files of a workspace known at
 * once, and over the pipe with 10,000 real files, beside yaml-language-server with one local schema.
 * @param {{ server: string, yaml: import("./client.mjs").Contestant, folder: string }} parts
 * @param {number} rounds
 * @param {import("../../scripts/lib/report.mjs").Report} report
 * @returns {Promise<string>} tables in Markdown
 */
export async function completion({ server, yaml, folder }, rounds, report) {
  report(`Completing with ${PODS.toLocaleString("en")} Pods and ${FILES.toLocaleString("en")} files.`);
  const known = inProcess(rounds);
  report("Completing over the pipe.");
  const piped = await overPipe({ server, yaml, folder }, rounds);
  const head = [
    "",
    "both worlds known, in process",
    "of it processor time",
    "over the pipe, 10,000 files",
    "yaml-language-server",
  ];
  const rows = PLACES.map(({ name }, index) => [
    name,
    cell(known[index]?.times ?? []),
    figure(known[index]?.processor ?? Number.NaN),
    cell(piped.podsight[index] ?? []),
    cell(piped.yaml[index] ?? []),
  ]);
  return [
    "### Milliseconds from a typed character to the completion list, median / 95th percentile",
    table(head, rows),
  ].join("\n\n");
}

/** @param {readonly number[]} times */
function cell(times) {
  return times.length === 0 ? "" : `${figure(quantile(times, 0.5))} / ${figure(quantile(times, 0.95))}`;
}

/** @param {string} text */
function placeOf(text) {
  const offset = text.indexOf("$0");
  const before = text.slice(0, offset).split("\n");
  return { text: text.replace("$0", ""), line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/**
 * @param {number} rounds
 * @returns {readonly { readonly times: readonly number[], readonly processor: number }[]} by place; `processor` is the mean
 */
function inProcess(rounds) {
  const state = createState({
    locale: "en",
    client: { commands: true, markdown: true, snippets: true },
    clock: () => ({ now: 0, utcOffsetMinutes: 0 }),
    linesOfFile: () => undefined,
    textOfFile: () => undefined,
    mayConnect: () => true,
  });
  const namespaces = new Map([["shop", { knowledge: /** @type {const} */ ({ kind: "synced" }), pods: livePods() }]]);
  state.setCluster({ ...NO_CLUSTER, context: "bench", namespace: "shop", knowledge: { kind: "synced" }, namespaces });
  const pods = Array.from(
    { length: FILES },
    (_, index) => podsOfManifest(readManifest(deployment(index)), `file:///bench/${index}.yaml`).pods,
  );
  state.setWorkspace({ ...EMPTY_WORKSPACE, pods: pods.flat() });
  return PLACES.map(({ text: marked, typed }, index) => {
    const uri = `file:///bench/service-${index}.yaml`;
    const { text, line, character } = placeOf(marked);
    state.documents.open({ uri, languageId: "yaml", version: 1, text });
    let version = 1;
    return measured(rounds, (isTyped) => {
      const range = { start: { line, character }, end: { line, character: character + Number(!isTyped) } };
      state.documents.change({ uri, version: ++version }, [{ range, text: isTyped ? typed : "" }]);
      const context = state.context(uri);
      const list = context && complete(context, { position: { line, character: character + Number(isTyped) } });
      if (list === undefined) throw new Error(`nothing was offered for ${marked}`);
    });
  });
}

/**
 * @param {number} rounds
 * @param {(isTyped: boolean) => void} step
 */
function measured(rounds, step) {
  const times = [];
  for (let round = 0; round < WARM_UPS; round++) step(round % 2 === 0);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    step(round % 2 === 0);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  return { times, processor: (user + system) / 1_000 / rounds };
}

/** @returns {readonly import("../../server/src/core/pods/pod.ts").Pod[]} ten Pods of each of a thousand applications */
function livePods() {
  const ports = [{ name: "http", port: 8080, protocol: "TCP", container: /** @type {const} */ ("container") }];
  return Array.from({ length: PODS / 10 }, (_, app) => {
    const labels = new Map(Object.entries(labelsOf(app)).concat([["pod-template-hash", `${app}f`]]));
    return Array.from({ length: 10 }, (_, replica) => podOf(`web-${app}-${replica}`, labels, ports));
  }).flat();
}

/**
 * @param {string} name
 * @param {ReadonlyMap<string, string>} labels
 * @param {import("../../server/src/core/pods/pod.ts").Pod["ports"]} ports
 * @returns {import("../../server/src/core/pods/pod.ts").Pod}
 */
function podOf(name, labels, ports) {
  return {
    namespace: "shop",
    name,
    labels,
    ports,
    phase: "Running",
    status: "Running",
    ready: true,
    readyContainers: "1/1",
    restarts: 0,
    terminating: false,
    ips: ["10.0.0.1"],
    node: "node-0",
    createdAtSeconds: 0,
    owner: undefined,
    origin: { kind: "cluster" },
  };
}

/** @param {number} app */
function labelsOf(app) {
  return {
    app: `web-${app}`,
    tier: app % 3 === 0 ? "back" : "front",
    "app.kubernetes.io/instance": `web-${app}`,
    team: `team-${app % 40}`,
  };
}

/** @param {number} index */
function deployment(index) {
  const labels = JSON.stringify(labelsOf(index % 5_000));
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  namespace: shop
spec:
  selector:
    matchLabels: ${labels}
  template:
    metadata:
      labels: ${labels}
    spec:
      containers:
        - name: web
          image: example.com/web:1
          ports:
            - name: http
              containerPort: 8080
`;
}

/**
 * @param {{ server: string, yaml: import("./client.mjs").Contestant, folder: string }} parts
 * @param {number} rounds
 */
async function overPipe({ server, yaml, folder }, rounds) {
  const workspace = join(folder, "workspace");
  await writeWorkspace(workspace);
  const podsight = await startServer([server, "--stdio"], {}, workspace);
  await podsight.settled();
  const rival = await startServer(yaml.command, yaml.settings, workspace);
  try {
    /** @type {{ podsight: (readonly number[])[], yaml: (readonly number[])[] }} */
    const times = { podsight: [], yaml: [] };
    for (const [index, { text, typed }] of PLACES.entries()) {
      const uri = pathToFileURL(join(workspace, `service-${index}.yaml`)).href;
      const ours = podsight.open(uri, placeOf(text), typed);
      const theirs = rival.open(uri, placeOf(text), typed);
      const measuredOurs = [];
      const measuredTheirs = [];
      for (let round = -WARM_UPS; round < rounds; round++) {
        const [ourTime, theirTime] = [await ours(round % 2 === 0), await theirs(round % 2 === 0)];
        if (round < 0) continue;
        measuredOurs.push(ourTime);
        measuredTheirs.push(theirTime);
      }
      times.podsight.push(measuredOurs);
      times.yaml.push(measuredTheirs);
    }
    return times;
  } finally {
    await podsight.stop();
    await rival.stop();
  }
}

/** @param {string} workspace */
async function writeWorkspace(workspace) {
  const folders = Array.from({ length: 100 }, (_, index) => join(workspace, `part-${index}`));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  for (let index = 0; index < FILES; index += 1) {
    await writeFile(join(folders[index % folders.length] ?? workspace, `web-${index}.yaml`), deployment(index));
  }
}

/**
 * @param {readonly string[]} command
 * @param {Readonly<Record<string, unknown>>} settings
 * @param {string} workspace
 */
async function startServer(command, settings, workspace) {
  const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest("workspace/configuration", ({ items }) =>
    items.map((/** @type {{ section: string }} */ { section }) => settings[section] ?? null),
  );
  connection.onRequest(() => null);
  connection.listen();
  const uri = pathToFileURL(workspace).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "bench" }],
    clientInfo: { name: "Visual Studio Code" },
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { diagnostic: {}, completion: { completionItem: { snippetSupport: true } } },
    },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("workspace/didChangeConfiguration", { settings });
  /** @param {string} file @param {{ line: number, character: number }} position */
  const ask = (file, position) =>
    connection.sendRequest("textDocument/completion", { textDocument: { uri: file }, position });

  return {
    /** Resolves when the workloads of all files are known: the last of them is offered. */
    async settled() {
      const file = pathToFileURL(join(workspace, "settled.yaml")).href;
      const { text, line, character } = placeOf(`${HEAD}  selector:\n    app: web-4999$0\n`);
      await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: file, languageId: "yaml", version: 1, text },
      });
      await connection.sendRequest("textDocument/hover", {
        textDocument: { uri: file },
        position: { line, character },
      });
      for (;;) {
        const list = /** @type {{ items: { detail?: string }[] } | null} */ (await ask(file, { line, character }));
        if (list?.items.some(({ detail }) => detail?.includes("2 workloads"))) break;
      }
      await connection.sendNotification("textDocument/didClose", { textDocument: { uri: file } });
    },
    /**
     * @param {string} file
     * @param {{ text: string, line: number, character: number }} place
     * @param {string} typed
     * @returns {(isTyped: boolean) => Promise<number>} types the character or takes it back, and answers the milliseconds
     */
    open(file, { text, line, character }, typed) {
      void connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: file, languageId: "yaml", version: 1, text },
      });
      let version = 1;
      return async (isTyped) => {
        const range = { start: { line, character }, end: { line, character: character + Number(!isTyped) } };
        const start = performance.now();
        void connection.sendNotification("textDocument/didChange", {
          textDocument: { uri: file, version: ++version },
          contentChanges: [{ range, text: isTyped ? typed : "" }],
        });
        await ask(file, { line, character: character + Number(isTyped) });
        return performance.now() - start;
      };
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      connection.dispose();
    },
  };
}
