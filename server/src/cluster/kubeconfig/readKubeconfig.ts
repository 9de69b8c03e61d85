import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { isObject, type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import { CREDENTIAL_WORDS, oneLine } from "../words.ts";
import { inClusterKubeconfig } from "./inCluster.ts";
import type { Kubeconfig, KubeconfigSource, Located } from "./kubeconfig.ts";

/** The kubeconfig as it could be read. `none`: no file is there. */
export type ReadKubeconfig =
  | { readonly kind: "read"; readonly kubeconfig: Kubeconfig }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly why: Message };

const FILE_LIMIT_BYTES = 8 * 1024 * 1024;

/** The files that make up the kubeconfig: the named one, else those of KUBECONFIG, else `~/.kube/config`. */
export function kubeconfigFiles(source: KubeconfigSource): readonly string[] {
  if (source.kubeconfig !== undefined) return [source.kubeconfig].flatMap((file) => absolute(file, source));
  const list = source.environment.KUBECONFIG;
  if (list !== undefined && list !== "") {
    const files = list.split(path.delimiter).filter((file) => file !== "");
    return [...new Set(files)].flatMap((file) => absolute(file, source));
  }
  const home = source.environment.HOME ?? source.environment.USERPROFILE;
  return home === undefined || !path.isAbsolute(home) ? [] : [path.join(home, ".kube", "config")];
}

function absolute(file: string, source: KubeconfigSource): readonly string[] {
  if (path.isAbsolute(file)) return [file];
  return source.workingFolder === undefined ? [] : [path.resolve(source.workingFolder, file)];
}

/**
 * Reads and merges the files. Files that are not there are passed over; one that cannot be read spoils the whole. In a
 * Pod without any of them, the Pod's own ServiceAccount is the one context.
 */
export async function readKubeconfig(source: KubeconfigSource): Promise<ReadKubeconfig> {
  const parts: Part[] = [];
  for (const file of kubeconfigFiles(source)) {
    const part = await readPart(file);
    if (part === undefined) continue;
    if ("sentence" in part) return { kind: "unreadable", why: part };
    parts.push(part);
  }
  if (parts.length > 0) return { kind: "read", kubeconfig: merge(parts) };
  const kubeconfig = source.kubeconfig === undefined ? await inClusterKubeconfig(source) : undefined;
  return kubeconfig ? { kind: "read", kubeconfig } : { kind: "none" };
}

interface Part {
  readonly folder: string;
  readonly content: JsonObject;
}

async function readPart(file: string): Promise<Part | Message | undefined> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length > FILE_LIMIT_BYTES) return CREDENTIAL_WORDS.unreadable({ file, reason: `> ${FILE_LIMIT_BYTES} B` });
    if (text.trim() === "") return undefined;
    const content: unknown = parse(text, { maxAliasCount: 100, logLevel: "error" });
    if (!isObject(content)) return CREDENTIAL_WORDS.unreadable({ file, reason: "YAML" });
    return { folder: path.dirname(file), content };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return CREDENTIAL_WORDS.unreadable({ file, reason: reasonOf(error) });
  }
}

/** The first line only: the parser quotes the text around a mistake, and that may be a secret. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code?.startsWith("E") ? code : oneLine((message.split("\n")[0] ?? "").replace(/:$/, "."), 200);
}

/** The first file that names a thing wins, as with kubectl. */
function merge(parts: readonly Part[]): Kubeconfig {
  const contexts = new Map<string, JsonObject>();
  const clusters = new Map<string, Located>();
  const users = new Map<string, Located>();
  for (const { content, folder } of parts) {
    for (const [name, value] of named(content, "contexts", "context")) addFirst(contexts, name, value);
    for (const [name, value] of named(content, "clusters", "cluster")) addFirst(clusters, name, { value, folder });
    for (const [name, value] of named(content, "users", "user")) addFirst(users, name, { value, folder });
  }
  const currentContext = parts.map(({ content }) => textOf(content["current-context"])).find((name) => name);
  return { currentContext, contexts, clusters, users };
}

function named(content: JsonObject, list: string, field: string): readonly (readonly [string, JsonObject])[] {
  return listOf(content[list])
    .map(objectOf)
    .flatMap((entry) => {
      const name = textOf(entry.name);
      return name === undefined ? [] : [[name, objectOf(entry[field])] as const];
    });
}

function addFirst<T>(map: Map<string, T>, name: string, value: T): void {
  if (!map.has(name)) map.set(name, value);
}
