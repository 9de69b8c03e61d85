import path from "node:path";
import { isObject, type JsonObject, objectOf, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import { isUsableProxy } from "../http/proxy.ts";
import { CREDENTIAL_WORDS } from "../words.ts";
import type { Kubeconfig, Located } from "./kubeconfig.ts";

/** A kubeconfig context as a user chooses it. */
export interface ContextItem {
  readonly name: string;
  readonly cluster: string;
  readonly namespace?: string;
  readonly current: boolean;
  /** The program that gives its credentials; it is never run without a yes. */
  readonly credentialProgram?: CredentialProgram;
}

/** A program that a kubeconfig names: an `exec` plugin or the command of a legacy auth provider. */
export interface CredentialProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/** Everything needed to talk to a context's cluster, with absolute paths; plain data, compared by value. */
export interface Target {
  readonly context: string;
  readonly namespace: string | undefined;
  readonly server: string;
  readonly proxy: string | undefined;
  readonly tlsServerName: string | undefined;
  readonly skipVerification: boolean;
  readonly authority: Material | undefined;
  readonly user: UserEntry;
}

/** PEM text, as it is in the kubeconfig or in a file. */
export type Material =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "data"; readonly base64: string };

/**
 * A user of a kubeconfig: its credentials as they are written, of which several may be there at once; nothing is read
 * from files yet.
 */
export interface UserEntry {
  readonly certificate: Material | undefined;
  readonly key: Material | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly basic: { readonly username: string; readonly password: string } | undefined;
  readonly impersonate: readonly (readonly [header: string, value: string])[];
  readonly exec: JsonObject | undefined;
  readonly authProvider: JsonObject | undefined;
  /** The folder to which a program's relative path is relative. */
  readonly folder: string;
}

/** All contexts of a kubeconfig, in its order. */
export function contextItems(kubeconfig: Kubeconfig): readonly ContextItem[] {
  return [...kubeconfig.contexts].map(([name, context]) => {
    const namespace = textOf(context.namespace);
    const user = kubeconfig.users.get(textOf(context.user) ?? "");
    const credentialProgram = user && programOf(user);
    return {
      name,
      cluster: textOf(context.cluster) ?? "",
      current: name === kubeconfig.currentContext,
      ...(namespace !== undefined && { namespace }),
      ...(credentialProgram && { credentialProgram }),
    };
  });
}

/** The program behind a user's credentials; undefined for certificates, tokens, passwords, and auth providers without one. */
export function programOf({ value, folder }: Located): CredentialProgram | undefined {
  const exec = value.exec;
  if (isObject(exec)) {
    const args = Array.isArray(exec.args) ? exec.args.map(String) : [];
    return { command: commandPath(textOf(exec.command) ?? "", folder), args };
  }
  const provider = value["auth-provider"];
  if (!isObject(provider)) return undefined;
  const config = objectOf(provider.config);
  const command = textOf(config["cmd-path"]);
  if (command === undefined) return undefined;
  return { command, args: (textOf(config["cmd-args"]) ?? "").split(/\s+/).filter((argument) => argument !== "") };
}

/** A command with a slash is a file beside the kubeconfig; one without is looked up in PATH when it is run. */
function commandPath(command: string, folder: string): string {
  const isPath = command.includes("/") || command.includes(path.sep);
  return isPath && !path.isAbsolute(command) ? path.resolve(folder, command) : command;
}

/** The target of a context, or a sentence that says what is missing. */
export function resolveContext(kubeconfig: Kubeconfig, name: string): Target | Message {
  const context = kubeconfig.contexts.get(name);
  if (!context) return CREDENTIAL_WORDS.noContext({ context: name });
  const cluster = kubeconfig.clusters.get(textOf(context.cluster) ?? "");
  if (!cluster) return CREDENTIAL_WORDS.noCluster({ context: name });
  const userName = textOf(context.user);
  const user = userName === undefined ? NO_USER : kubeconfig.users.get(userName);
  if (!user) return CREDENTIAL_WORDS.noUser({ context: name });
  const server = textOf(cluster.value.server) ?? "";
  if (!isHttpUrl(server)) return CREDENTIAL_WORDS.badServer({ context: name });
  const proxy = textOf(cluster.value["proxy-url"]);
  if (proxy !== undefined && !isUsableProxy(proxy))
    return CREDENTIAL_WORDS.proxyUnsupported({ context: name, proxy: withoutPassword(proxy) });
  return {
    context: name,
    namespace: textOf(context.namespace),
    server,
    proxy,
    tlsServerName: textOf(cluster.value["tls-server-name"]),
    skipVerification: cluster.value["insecure-skip-tls-verify"] === true,
    authority: material(cluster, "certificate-authority"),
    user: userEntry(user),
  };
}

const NO_USER: Located = { value: {}, folder: "" };

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}

function isHttpUrl(text: string): boolean {
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  return protocol === "https:" || protocol === "http:";
}

function userEntry(user: Located): UserEntry {
  const { value, folder } = user;
  const username = textOf(value.username);
  const tokenFile = textOf(value.tokenFile);
  return {
    certificate: material(user, "client-certificate"),
    key: material(user, "client-key"),
    token: textOf(value.token),
    tokenFile: tokenFile === undefined ? undefined : path.resolve(folder, tokenFile),
    basic: username === undefined ? undefined : { username, password: textOf(value.password) ?? "" },
    impersonate: impersonation(value),
    exec: isObject(value.exec) ? value.exec : undefined,
    authProvider: isObject(value["auth-provider"]) ? value["auth-provider"] : undefined,
    folder,
  };
}

/** The data in the kubeconfig counts before a file, as with kubectl. */
function material({ value, folder }: Located, field: string): Material | undefined {
  const base64 = textOf(value[`${field}-data`]);
  if (base64 !== undefined) return { kind: "data", base64 };
  const file = textOf(value[field]);
  return file === undefined ? undefined : { kind: "file", file: path.resolve(folder, file) };
}

function impersonation(value: JsonObject): readonly (readonly [string, string])[] {
  const user = textOf(value.as);
  const uid = textOf(value["as-uid"]);
  const groups = Array.isArray(value["as-groups"]) ? value["as-groups"].map(String) : [];
  return [
    ...(user === undefined ? [] : [["Impersonate-User", user] as const]),
    ...(uid === undefined ? [] : [["Impersonate-Uid", uid] as const]),
    ...(groups.length === 0 ? [] : [["Impersonate-Group", groups.join(",")] as const]),
  ];
}
