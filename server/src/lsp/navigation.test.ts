import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import { startInProcess, type TestClient } from "../../../test/support/languageServer.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: till}]}
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: till}
spec:
  selector:
    app: till
`;
/** The value of the Service's pair. */
const VALUE: lsp.Position = { line: 5, character: 10 };

let folder = "";
let client: TestClient;

async function start(files: Readonly<Record<string, string>>): Promise<(name: string) => string> {
  folder = await mkdtemp(join(tmpdir(), "podsight-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  client = await startInProcess({ folder: pathToFileURL(folder).href });
  return (name) => pathToFileURL(join(folder, name)).href;
}

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

const lensesOf = async (uri: string) => {
  const lenses = await client.request<lsp.CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
  return lenses.flatMap(({ command }) => command?.title ?? []);
};

test("from a Service to a file that is not open, and back by a lens", async () => {
  const uriOf = await start({ "a.yaml": SERVICE, "b.yaml": DEPLOYMENT, "c.yaml": SERVICE.replace("till}", "other}") });
  client.open(uriOf("a.yaml"), SERVICE);
  const found = await client.request<lsp.Location[]>("textDocument/definition", {
    textDocument: { uri: uriOf("a.yaml") },
    position: VALUE,
  });
  expect(found.map(({ uri, range }) => [uri, range.start])).toEqual([[uriOf("b.yaml"), { line: 6, character: 24 }]]);
  client.open(uriOf("b.yaml"), DEPLOYMENT);
  expect(await lensesOf(uriOf("b.yaml"))).toEqual(["Used by 2 Services"]);
  client.change(uriOf("a.yaml"), SERVICE.replace("app: till", "app: other"));
  expect(await lensesOf(uriOf("b.yaml"))).toEqual(["Used by 1 Service"]);
});

test("a rename honours what is typed and not saved, and refuses with a sentence", async () => {
  const uriOf = await start({ "a.yaml": SERVICE, "b.yaml": DEPLOYMENT });
  client.open(uriOf("a.yaml"), SERVICE);
  client.open(uriOf("b.yaml"), DEPLOYMENT);
  client.change(uriOf("b.yaml"), `# typed above\n${DEPLOYMENT}`);
  const ask = (newName: string) =>
    client.request<lsp.WorkspaceEdit>("textDocument/rename", {
      textDocument: { uri: uriOf("a.yaml") },
      position: VALUE,
      newName,
    });
  const { documentChanges = [] } = await ask("counter");
  const lines = documentChanges.flatMap((change) =>
    "edits" in change ? change.edits.map((edit) => ("range" in edit ? edit.range.start.line : -1)) : [],
  );
  expect(lines.toSorted((a, b) => a - b)).toEqual([5, 5, 7]);
  await expect(ask("not a value")).rejects.toThrow("not a value is no label value");
  await expect(
    client.request("textDocument/prepareRename", {
      textDocument: { uri: uriOf("a.yaml") },
      position: { line: 1, character: 8 },
    }),
  ).rejects.toThrow("can be renamed");
});

test("Services are found in the whole workspace, also before a manifest is open", async () => {
  await start({ "deep/a.yaml": SERVICE, "b.yaml": DEPLOYMENT });
  const found = await client.request<lsp.SymbolInformation[]>("workspace/symbol", { query: "ti" });
  expect(found.map(({ name }) => name)).toEqual(["Service till"]);
});

test("the lens's command is answered with the places of the Services, or a refusal", async () => {
  const uriOf = await start({ "a.yaml": SERVICE, "b.yaml": DEPLOYMENT });
  client.open(uriOf("b.yaml"), DEPLOYMENT);
  const used = await client.request("podsight/usedBy", { uri: uriOf("b.yaml"), offset: 40 });
  expect(used).toEqual({
    position: { line: 0, character: 0 },
    locations: [{ uri: uriOf("a.yaml"), line: 2, character: 17 }],
  });
  client.open(uriOf("a.yaml"), SERVICE);
  await expect(client.request("podsight/usedBy", { uri: uriOf("a.yaml"), offset: 0 })).rejects.toThrow("No Service");
});
