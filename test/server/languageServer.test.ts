import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startProcess, type TestClient, type TestClientOptions } from "../support/languageServer.ts";

const PROGRAM = join(import.meta.dirname, "../../dist/server.cjs");
const URI = "file:///work/till.yaml";

const clients: (TestClient & { readonly process: { readonly pid?: number | undefined } })[] = [];

async function start(options?: TestClientOptions) {
  const client = await startProcess(PROGRAM, options);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  selector:
    app: till
  ports:
    - port: 70000
`;

/** A Deployment and the Service in front of it, over and over: about 40 lines a document. */
function longFile(documents: number): string {
  const workload = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: main
          image: ${name}:1
          ports:
            - name: http
              containerPort: 8080
${Array.from({ length: 20 }, (_, index) => `          # ${index}: settings of the main container\n          env${index}: {}\n`).join("")}`;
  const service = (name: string) => SERVICE.replaceAll("till", name).replace("70000", "8080");
  return Array.from(
    { length: documents / 2 },
    (_, index) => `${workload(`app-${index}`)}---\n${service(`app-${index}`)}`,
  ).join("---\n");
}

/** Texts that were written to hurt; each costs at most a few diagnostics, and the server goes on. */
const HOSTILE: Readonly<Record<string, string>> = {
  "three kilobytes of open brackets": `apiVersion: v1\nkind: Service\nspec: ${"[".repeat(3_000)}`,
  "sequences in sequences": `apiVersion: v1\nkind: Service\nspec:\n  ${"- ".repeat(3_000)}`,
  "an alias bomb": `apiVersion: v1\nkind: Service\na: &a [1,1,1,1,1,1,1,1,1]\n${Array.from(
    "bcdefghij",
    (name, index) => `${name}: &${name} [${`*${"abcdefghij"[index]},`.repeat(9)}1]`,
  ).join("\n")}\nspec: *j\n`,
  "an alias to itself": "apiVersion: v1\nkind: Service\nspec: &a\n  selector: *a\n",
  "ten megabytes": SERVICE + `# ${"x".repeat(98)}\n`.repeat(100_000),
  "a line of eight megabytes": `${SERVICE}  clusterIP: "${"x".repeat(7_900_000)}"\n`,
  "a million documents": "---\n".repeat(1_000_000) + SERVICE,
  NULs: `apiVersion: v1\0\nkind: Service\0\nspec:\n  selector:\n    app: "\0"\n`,
  "lone surrogates": `apiVersion: v1\nkind: Service\nmetadata:\n  name: "\uD800"\n`,
  "keys of Object.prototype": `${SERVICE}  __proto__: {polluted: true}\n  constructor: 1\n  toString: 2\n`,
};

test.each(Object.entries(HOSTILE))("%s", async (_, text) => {
  const client = await start();
  client.open("file:///work/hostile.yaml", text);
  expect((await client.diagnostics("file:///work/hostile.yaml")).length).toBeLessThan(100);
  client.open(URI, SERVICE);
  expect((await client.diagnostics(URI)).map(({ severity }) => severity)).toContain(1);
});

test("CRLF and a BOM change no place", async () => {
  const client = await start();
  client.open(URI, SERVICE);
  client.open("file:///work/crlf.yaml", `\uFEFF${SERVICE.replaceAll("\n", "\r\n")}`);
  const [plain] = await client.diagnostics(URI);
  const [windows] = await client.diagnostics("file:///work/crlf.yaml");
  expect(windows?.range).toEqual(plain?.range);
});

test("every beginning of a manifest is answered while it is typed character by character", async () => {
  const client = await start();
  client.open(URI, "");
  let line = 0;
  let character = 0;
  for (const letter of SERVICE) {
    const position = { line, character };
    client.change(URI, letter, { start: position, end: position });
    [line, character] = letter === "\n" ? [line + 1, 0] : [line, character + 1];
    await client.diagnostics(URI);
    const hints = client.request("textDocument/inlayHint", {
      textDocument: { uri: URI },
      range: { start: { line: 0, character: 0 }, end: position },
    });
    expect(await hints).toBeInstanceOf(Array);
    await client.request("textDocument/hover", { textDocument: { uri: URI }, position });
  }
  expect(client.log).toEqual([]);
  expect((await client.diagnostics(URI)).map(({ range }) => range.start)).toContainEqual({ line: 8, character: 12 });
});

test("completion is answered while a Service is typed in half-written text", async () => {
  const client = await start();
  expect(client.capabilities).toMatchObject({ completionProvider: { triggerCharacters: [" ", '"'] } });
  const text = SERVICE.replace("70000", "80\n      protocol: ");
  client.open(URI, text);
  const end = { line: 9, character: "      protocol: ".length };
  const ask = (position: object) =>
    client.request<{ items: { label: string }[] } | null>("textDocument/completion", {
      textDocument: { uri: URI },
      position,
    });
  expect((await ask(end))?.items.map(({ label }) => label)).toEqual(["TCP", "UDP", "SCTP"]);
  client.change(URI, "[", { start: { line: 4, character: 5 }, end: { line: 4, character: 5 } });
  expect(await ask({ line: 0, character: 12 })).not.toBeNull();
  client.open("file:///work/other.yaml", "services:\n  ");
  const other = { textDocument: { uri: "file:///work/other.yaml" }, position: { line: 1, character: 2 } };
  expect(await client.request("textDocument/completion", other)).toBeNull();
  expect(client.log).toEqual([]);
});

test("a file of ten thousand lines is typed in, and the server stays small", async () => {
  const client = await start();
  const text = longFile(244);
  client.open(URI, text);
  expect(await client.diagnostics(URI)).toEqual([]);
  const lines = text.split("\n");
  const line = lines.lastIndexOf("    app: app-60");
  const end = { line, character: (lines[line] ?? "").length };
  for (let count = 0; count < 200; count += 1) {
    client.change(URI, "x", { start: end, end });
    await client.diagnostics(URI);
    client.change(URI, "", { start: end, end: { ...end, character: end.character + 1 } });
    expect(await client.diagnostics(URI)).toEqual([]);
  }
  expect(residentMiB(client.process.pid)).toBeLessThan(300);
});

function residentMiB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

test("the server ends when its client does, without a word of good-bye", async () => {
  const client = await startProcess(PROGRAM);
  const ended = new Promise((resolve) => client.process.once("exit", resolve));
  client.process.stdin?.end();
  await ended;
});
