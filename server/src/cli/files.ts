import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isKustomization, KUSTOMIZATION_FILES } from "../core/manifest/kustomization.ts";
import type { Manifest } from "../core/manifest/manifest.ts";
import { readManifest } from "../core/manifest/readManifest.ts";
import { podsOfManifest } from "../core/pods/workload.ts";
import type { WorkspaceSnapshot } from "../core/snapshot.ts";
import { createAssemble, type WorkspaceFile } from "../core/workspace/assemble.ts";
import { patchTextOf } from "../core/workspace/kustomizations.ts";
import { writtenIn } from "../core/workspace/written.ts";
import { kustomizationFile } from "../files/kustomizationFile.ts";
import { findManifests } from "../files/manifestFiles.ts";
import { UsageError } from "./arguments.ts";

/** A manifest that was named on the command line, or found below a folder that was. */
export interface InputFile {
  /** As given, or relative to the folder given; `-` for standard input. */
  readonly file: string;
  readonly uri: string;
  readonly text: string;
  readonly manifest: Manifest;
}

/** Files found below the folders given. */
const MOST_FILES = 100_000;

/** Reads all paths, in their order. Throws {@link UsageError} for one that cannot be read. */
export async function readInput(paths: readonly string[]): Promise<readonly InputFile[]> {
  const files: InputFile[] = [];
  for (const path of paths) {
    if (path === "-") files.push(inputFile("-", pathToFileURL(resolve("-")).href, await readStandardInput()));
    else for (const found of await filesAt(path)) files.push(inputFile(found.file, found.uri, readText(found.path)));
  }
  return files;
}

/** The workloads of all files, as the kustomizations beside or above them change them. */
export async function workspaceOf(files: readonly InputFile[], namespace?: string): Promise<WorkspaceSnapshot> {
  const found = files
    .filter(({ uri }) => !isKustomization(uri))
    .map(({ manifest, uri, text }) => ({
      uri,
      patchText: patchTextOf(text),
      ...podsOfManifest(manifest, uri),
      kustomization: undefined,
      documents: writtenIn(manifest),
    }));
  const workspace = createAssemble()([...found, ...(await kustomizationsOf(files))], true);
  return { ...workspace, ...(namespace !== undefined && { namespace }) };
}

function inputFile(file: string, uri: string, text: string): InputFile {
  return { file, uri, text, manifest: readManifest(text) };
}

interface FoundFile {
  readonly file: string;
  readonly uri: string;
  readonly path: string;
}

async function filesAt(path: string): Promise<readonly FoundFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`${path} cannot be read: there is no such file or folder.`);
  if (!found.isDirectory()) return [{ file: path, uri: pathToFileURL(resolve(path)).href, path }];
  const folder = resolve(path);
  const limits = { maxFiles: MOST_FILES, signal: new AbortController().signal };
  const manifests = await findManifests([pathToFileURL(folder).href], limits);
  if (manifests.cut) throw new UsageError(`${path} holds more than ${MOST_FILES} files. Name smaller folders.`);
  return manifests.found.map(({ uri, path: at }) => ({ uri, path: at, file: relative(folder, at) }));
}

/** At once, since there is nothing to do meanwhile: waiting for each of a thousand files takes longer than reading them. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EACCES" || code === "EPERM") return "permission is missing";
  return code === "ENOENT" ? "there is no such file" : `the system says ${code ?? "nothing more"}`;
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Folders above a file in which a kustomization is looked for: patches often lie in a folder of their own. */
const LEVELS = 3;

async function kustomizationsOf(files: readonly InputFile[]): Promise<readonly WorkspaceFile[]> {
  const folders = new Set<string>();
  for (const { uri, file } of files) {
    if (file === "-") continue;
    let folder = dirname(new URL(uri).pathname);
    for (let level = 0; level < LEVELS; level += 1, folder = dirname(folder)) folders.add(decodeURIComponent(folder));
  }
  const found: WorkspaceFile[] = [];
  for (const { uri, text } of files) {
    const kustomization = kustomizationFile(uri, text);
    if (kustomization !== undefined) found.push({ uri, pods: [], documents: [], unknown: false, kustomization });
  }
  const known = new Set(found.map(({ uri }) => uri));
  for (const folder of folders) {
    for (const name of KUSTOMIZATION_FILES) {
      const uri = pathToFileURL(join(folder, name)).href;
      const text = known.has(uri) ? undefined : await readFile(join(folder, name), "utf8").catch(() => undefined);
      const kustomization = text === undefined ? undefined : kustomizationFile(uri, text);
      if (kustomization !== undefined) found.push({ uri, pods: [], documents: [], unknown: false, kustomization });
    }
  }
  return found;
}
