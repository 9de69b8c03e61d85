import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import {
  startInProcess,
  type TestClient,
  type TestClientOptions,
  VSCODE_CAPABILITIES,
} from "../../../test/support/languageServer.ts";

const clients: TestClient[] = [];
const folders: string[] = [];

async function start(options?: TestClientOptions): Promise<TestClient> {
  const client = await startInProcess(options);
  clients.push(client);
  return client;
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "podsight-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till, tier: front}}
    spec:
      containers: [{name: till, image: till, ports: [{name: http, containerPort: 8080}]}]
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  selector:
    app: till
    tier: front
  ports:
    - port: 80
      targetPort: http
`;
const URI = "file:///work/till.yaml";
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
/** Where `http` is written in SERVICE. */
const TARGET_PORT = { start: { line: 10, character: 18 }, end: { line: 10, character: 22 } };

async function hintLabels(client: TestClient, uri: string): Promise<readonly unknown[]> {
  const hints = await client.request<lsp.InlayHint[]>("textDocument/inlayHint", {
    textDocument: { uri },
    range: WHOLE,
  });
  return hints.map(({ label }) => label);
}

async function lensTitles(client: TestClient, uri: string): Promise<readonly unknown[]> {
  const lenses = await client.request<lsp.CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
  const resolved = lenses.map((lens) => client.request<lsp.CodeLens>("codeLens/resolve", lens));
  return (await Promise.all(resolved)).map(({ command }) => command?.title);
}

test("a Service and its workload in one file are answered without any set-up", async () => {
  const client = await start();
  client.open(URI, `${SERVICE}---\n${DEPLOYMENT}`);
  expect(await client.diagnostics(URI)).toEqual([]);
  expect(await hintLabels(client, URI)).toEqual(["Deployment till matches", "1", "1", "-> 8080"]);
  expect(await lensTitles(client, URI)).toEqual(["Deployment till matches", "ClusterIP", "Used by 1 Service"]);
  expect(client.log).toEqual([]);
});

test("answers follow the text while it is typed, before it is saved", async () => {
  const client = await start();
  client.open(URI, `${SERVICE}---\n${DEPLOYMENT}`);
  client.change(URI, "htp", TARGET_PORT);
  const [diagnostic] = await client.diagnostics(URI);
  expect(diagnostic).toMatchObject({ source: "podsight", range: { start: TARGET_PORT.start } });
  expect(diagnostic?.codeDescription?.href).toMatch(/\/docs\/rules\.md#/);
  client.change(URI, "http", { ...TARGET_PORT, end: { line: 10, character: 21 } });
  expect(await client.diagnostics(URI)).toEqual([]);
});

test("diagnostics that are the same are not sent again", async () => {
  const client = await start();
  client.open(URI, SERVICE.replace("port: 80", "port: 0"));
  const first = await client.pull(URI);
  expect(first).toMatchObject({ kind: "full", items: [expect.anything()] });
  expect(await client.pull(URI, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
  client.change(URI, "# a comment at the end\n", {
    start: { line: 11, character: 0 },
    end: { line: 11, character: 0 },
  });
  expect(await client.pull(URI, first.resultId)).toMatchObject({ kind: "unchanged" });
});

test("a client that cannot ask for diagnostics is sent them, and none once the document is closed", async () => {
  const client = await start({ capabilities: {} });
  expect(client.capabilities).not.toHaveProperty("diagnosticProvider");
  client.open(URI, SERVICE.replace("port: 80", "port: 0"));
  const pushed = await client.next<lsp.LSPObject>("textDocument/publishDiagnostics");
  expect(pushed).toMatchObject({ uri: URI, version: 1, diagnostics: [expect.anything()] });
  client.close(URI);
  expect(await client.next("textDocument/publishDiagnostics")).toEqual({ uri: URI, diagnostics: [] });
});

test("workloads are found in the folders of the workspace, and the client is asked to ask again", async () => {
  const folder = await folderOf({ "base/till.yaml": DEPLOYMENT, "node_modules/x/other.yaml": DEPLOYMENT });
  await symlink(folder, join(folder, "base", "loop"));
  const client = await start({ folder: pathToFileURL(folder).href });
  const uri = pathToFileURL(join(folder, "service.yaml")).href;
  client.open(uri, SERVICE);
  await hintLabels(client, uri);
  await client.next("workspace/inlayHint/refresh");
  expect(await hintLabels(client, uri)).toEqual(["Deployment till matches", "1", "1", "-> 8080"]);

  await writeFile(join(folder, "base/till.yaml"), DEPLOYMENT.replace("8080", "9090"));
  const changes = [{ uri: pathToFileURL(join(folder, "base/till.yaml")).href, type: 2 }];
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  await client.next("workspace/inlayHint/refresh");
  expect(await hintLabels(client, uri)).toContain("-> 9090");
});

test("the unsaved text of an open workload counts instead of its file", async () => {
  const folder = await folderOf({ "till.yaml": DEPLOYMENT });
  const client = await start({ folder: pathToFileURL(folder).href });
  const [uri, workload] = ["service.yaml", "till.yaml"].map((name) => pathToFileURL(join(folder, name)).href) as [
    string,
    string,
  ];
  client.open(uri, SERVICE);
  await hintLabels(client, uri);
  await client.next("workspace/inlayHint/refresh");
  client.open(workload, DEPLOYMENT.replace("8080", "7070"));
  expect(await hintLabels(client, uri)).toContain("-> 7070");
  client.close(workload);
  expect(await hintLabels(client, uri)).toContain("-> 8080");
});

test("a file that a kustomization uses as a patch is told nothing", async () => {
  const patch = "apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {type: NodePort}\n";
  const folder = await folderOf({ "kustomization.yaml": "patches:\n  - path: patch.yaml\n", "patch.yaml": patch });
  const client = await start({ folder: pathToFileURL(folder).href });
  const uri = pathToFileURL(join(folder, "patch.yaml")).href;
  client.open(uri, patch);
  if ((await client.diagnostics(uri)).length > 0) await client.next("workspace/diagnostic/refresh");
  expect(await client.diagnostics(uri)).toEqual([]);
});

test("Japanese is spoken to who asks for it", async () => {
  const client = await start({ locale: "ja-JP" });
  client.open(URI, `${SERVICE}---\n${DEPLOYMENT}`);
  expect(await hintLabels(client, URI)).toContain("Deployment till が一致");
});

test("settings are taken from the client, and a wrong one is named once", async () => {
  const settings = { inlayHints: { enabled: false }, kubernetesVersion: "2.0", cluster: { connect: "never" } };
  const client = await start({ settings });
  const line = await client.next<{ message: string }>("window/logMessage");
  expect(line.message).toContain("podsight.kubernetesVersion");
  client.open(URI, `${SERVICE}---\n${DEPLOYMENT}`);
  expect(await hintLabels(client, URI)).toEqual([]);
  expect(client.log).toHaveLength(1);
});

test("settings that are sent count where they cannot be asked for", async () => {
  const { workspace, ...rest } = VSCODE_CAPABILITIES;
  const client = await start({ capabilities: { ...rest, workspace: { ...workspace, configuration: false } } });
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { podsight: { codeLens: { enabled: false } } },
  });
  client.open(URI, SERVICE);
  expect(await lensTitles(client, URI)).toEqual([]);
});

test("without trust no cluster is contacted, whatever is asked", async () => {
  const client = await start();
  client.open(URI, SERVICE);
  await client.diagnostics(URI);
  expect(await client.request("podsight/connect", {})).toMatchObject({ kind: "off" });
  expect(await lensTitles(client, URI)).not.toContain("Connect");
});

test("a document that is not a manifest is told nothing", async () => {
  const client = await start();
  client.open(URI, "services:\n  web:\n    image: web\n");
  expect(await client.diagnostics(URI)).toEqual([]);
  expect(await lensTitles(client, URI)).toEqual([]);
  expect(await client.request("textDocument/hover", { textDocument: { uri: URI }, position: WHOLE.start })).toBeNull();
});

test("documents that are not open are answered with nothing", async () => {
  const client = await start();
  expect(await client.diagnostics("file:///nowhere.yaml")).toEqual([]);
  expect(await hintLabels(client, "file:///nowhere.yaml")).toEqual([]);
});

test("a client that asks for diagnostics before it says that the document is open is asked to ask again", async () => {
  const client = await start({ capabilities: VSCODE_CAPABILITIES });
  const wrong = SERVICE.replace("port: 80", "port: 0");
  expect(await client.diagnostics(URI)).toEqual([]);
  client.open(URI, wrong);
  await client.next("workspace/diagnostic/refresh");
  expect((await client.diagnostics(URI)).map(({ code }) => code)).toContain("port-out-of-range");
});

test("an editor without the extension is shown words, and can connect by a command of the server", async () => {
  const client = await start({ name: "Neovim" });
  expect(client.capabilities).toMatchObject({
    executeCommandProvider: { commands: expect.arrayContaining(["podsight.connect"]) },
  });
  client.open(URI, `${SERVICE}---\n${DEPLOYMENT}`);
  const lenses = await client.request<lsp.CodeLens[]>("textDocument/codeLens", { textDocument: { uri: URI } });
  const lens = await client.request<lsp.CodeLens>("codeLens/resolve", lenses[0]);
  expect(lens.command).toEqual({ title: "Deployment till matches", command: "" });
});

test("a request that makes no sense costs one empty answer", async () => {
  const client = await start();
  client.open(URI, SERVICE);
  await expect(client.request("textDocument/inlayHint", { textDocument: { uri: URI } })).resolves.toEqual([]);
  expect(client.log.join("\n")).toContain("textDocument/inlayHint");
  expect(await client.diagnostics(URI)).toBeInstanceOf(Array);
});
