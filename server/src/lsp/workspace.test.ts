import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { WorkspaceSnapshot } from "../core/snapshot.ts";
import { uriBelow } from "../files/uris.ts";
import { createDocuments } from "./documents.ts";
import { createWorkspace, type ScanLimits, type Workspace } from "./workspace.ts";

let folder = "";
let workspace: Workspace;
let snapshots: WorkspaceSnapshot[] = [];
let log: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "podsight-"));
  [snapshots, log] = [[], []];
  workspace = createWorkspace({
    hasFolders: true,
    log: { info: (line) => log.push(line), warn: (line) => log.push(line), error: (line) => log.push(line) },
    onDidChange: (snapshot) => snapshots.push(snapshot),
  });
});

afterEach(async () => {
  workspace.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, text: string): Promise<string> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
  return uriBelow(pathToFileURL(folder).href, name);
}

async function scanned(maxFiles = 100, limits: Partial<ScanLimits> = {}): Promise<WorkspaceSnapshot> {
  const all = { maxFiles, maxBytes: 100_000_000, maxMs: 60_000, ...limits };
  await workspace.scan([pathToFileURL(folder).href], all);
  return latest();
}

function latest(): WorkspaceSnapshot {
  const last = snapshots.at(-1);
  if (last === undefined) throw new Error("nothing was told");
  return last;
}

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${name}}}\nspec: {containers: [{name: a}]}\n`;

test("workloads of all manifests below the folders, by the places where they are written", async () => {
  await write("a.yaml", pod("till"));
  await write("deep/er/b b.yml", `# one\r\n${pod("shelf").replaceAll("\n", "\r\n")}`);
  await write("c.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: [] }));
  await write("notes.txt", pod("not-a-manifest"));
  await write("node_modules/d.yaml", pod("not-ours"));
  const { pods, complete, unreadable } = await scanned();
  expect(pods.map(({ name }) => name).sort()).toEqual(["shelf", "till"]);
  expect({ complete, unreadable }).toEqual({ complete: true, unreadable: [] });
  const shelf = pods.find(({ name }) => name === "shelf")?.origin;
  if (shelf?.kind !== "workspace") throw new Error("the Pod is the workspace's");
  expect(shelf.uri).toContain("b%20b.yml");
  expect(workspace.linesOf(shelf.uri)?.positionAt(shelf.span[0])).toEqual({ line: 3, character: 17 });
});

test("links that lead in a circle are followed once", async () => {
  await write("base/a.yaml", pod("till"));
  await symlink(folder, join(folder, "base", "up"));
  await symlink(join(folder, "nowhere"), join(folder, "base", "broken.yaml"));
  expect((await scanned()).pods).toHaveLength(1);
});

test("beyond the limit of files nothing is known to be missing, and the log says so", async () => {
  await write("a.yaml", pod("till"));
  await write("b.yaml", pod("shelf"));
  expect(await scanned(1)).toMatchObject({ complete: false, pods: [{ name: "till" }] });
  expect(log).toEqual([expect.stringContaining("podsight.workspace.maxFiles")]);
});

test("what cannot be read is unknown, not nothing: too large, or a template", async () => {
  const large = await write("large.yaml", `${pod("till")}# ${"x".repeat(1024 * 1024)}\n`);
  const template = await write("template.yaml", `{{ if .Values.on }}\n${pod("till")}{{ end }}\n`);
  await write("data.json", `{"lots": "${"x".repeat(2 * 1024 * 1024)}"}`);
  const { pods, unreadable } = await scanned();
  expect([...unreadable].sort()).toEqual([large, template].sort());
  expect(pods.every(({ name }) => name === "till")).toBe(true);
});

test("an open document counts instead of its file, and the file again once it is closed", async () => {
  const uri = await write("a.yaml", pod("till"));
  await scanned();
  const documents = createDocuments();
  documents.open({ uri, languageId: "yaml", version: 1, text: pod("shelf") });
  const [document] = documents.all();
  if (document !== undefined) workspace.takeDocument(document);
  expect(latest().pods.map(({ name }) => name)).toEqual(["shelf"]);
  workspace.didCloseDocument(uri);
  expect(latest().pods.map(({ name }) => name)).toEqual(["till"]);
});

test("files that come and go are followed", async () => {
  await scanned();
  const uri = await write("a.yaml", pod("till"));
  const told = snapshots.length;
  workspace.didChangeFiles([uri, "untitled:other.yaml", "file:///elsewhere/b.yaml"]);
  await expect.poll(() => snapshots.length).toBeGreaterThan(told);
  expect(latest().pods).toHaveLength(1);
  await rm(join(folder, "a.yaml"));
  workspace.didChangeFiles([uri]);
  await expect.poll(() => latest().pods).toEqual([]);
});

test("the files that a kustomization patches with are known by their URIs", async () => {
  const patch = await write("overlay/patch.yaml", "kind: Service\n");
  await write("overlay/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}]\n");
  expect([...((await scanned()).patches ?? [])]).toEqual([patch]);
});

test("beyond the limits of bytes and of time, too, nothing is known to be missing, and the log names the setting", async () => {
  for (let index = 0; index < 40; index++)
    await write(`file-${index}.yaml`, `${pod(`till-${index}`)}# ${"x".repeat(1000)}\n`);
  const few = await scanned(100, { maxBytes: 5_000 });
  expect(few.complete).toBe(false);
  expect(few.pods.length).toBeLessThan(10);
  const none = await scanned(100, { maxMs: 0 });
  expect(none.complete).toBe(false);
  expect(log.map((line) => /podsight\.\S+/.exec(line)?.[0])).toEqual([
    "podsight.workspace.maxMegabytes",
    "podsight.workspace.maxSeconds",
  ]);
});

test("what is being read is let go when other folders take its place, or the end comes", async () => {
  for (let index = 0; index < 100; index++) await write(`file-${index}.yaml`, pod(`till-${index}`));
  const first = scanned();
  const second = workspace.scan([], { maxFiles: 100, maxBytes: 1, maxMs: 60_000 });
  await Promise.all([first, second]);
  expect(latest()).toMatchObject({ complete: true, pods: [] });
  const third = scanned();
  workspace.dispose();
  await third;
  expect(latest().pods.length).toBeLessThan(100);
});

test("what kustomizations make of a workload, also when one is being typed", async () => {
  const uri = await write("kustomization.yaml", "namespace: shop\nresources: [a.yaml]\n");
  await write("a.yaml", pod("till"));
  expect((await scanned()).pods).toMatchObject([{ namespace: "shop" }]);
  const documents = createDocuments();
  documents.open({ uri, languageId: "yaml", version: 1, text: "namespace: other\nresources: [a.yaml]\n" });
  for (const document of documents.all()) workspace.takeDocument(document);
  expect(latest().pods).toMatchObject([{ namespace: "other" }]);
});

test("what names or selects others is kept of files without workloads, too, and nothing of the rest", async () => {
  const service = await write("service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: till}\n");
  await write("account.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: till}\n");
  await scanned();
  expect(workspace.written().map(({ uri }) => uri)).toEqual([service]);
  expect(workspace.linesOf(service)?.positionAt(20)).toEqual({ line: 1, character: 5 });
});

test("what a patch says counts while it is typed; typing elsewhere tells nothing", async () => {
  const patch = (labels: string) => `kind: Pod\napiVersion: v1\nmetadata: {name: till, labels: {${labels}}}\n`;
  const other = await write("a.yaml", pod("till"));
  await write("kustomization.yaml", "resources: [a.yaml]\npatches: [{path: patch.yaml}]\n");
  const uri = await write("patch.yaml", patch("version: v1"));
  await scanned();
  const versions = () => latest().pods.map(({ labels }) => labels.get("version"));
  expect(versions()).toEqual(["v1"]);
  const take = (at: string, text: string) => {
    const documents = createDocuments();
    documents.open({ uri: at, languageId: "yaml", version: 1, text });
    for (const document of documents.all()) workspace.takeDocument(document);
  };
  take(uri, patch("version: v2"));
  expect(versions()).toEqual(["v2"]);
  const told = snapshots.length;
  take(other, `${pod("till")}# a comment\n`);
  expect(snapshots.length).toBe(told);
  workspace.didCloseDocument(uri);
  expect(versions()).toEqual(["v1"]);
});
