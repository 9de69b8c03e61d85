import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Message } from "../core/words.ts";
import type { ConnectionHost } from "./connection.ts";
import { programOf, type Target } from "./context.ts";
import { type JsonObject, listOf, objectOf, textOf } from "./json.ts";
import { CREDENTIAL_WORDS, oneLine } from "./words.ts";

/** What an `exec` plugin printed: the status of a `client.authentication.k8s.io` ExecCredential. */
export interface ExecCredential {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since the epoch; infinity where the plugin does not say. */
  readonly expiresAt: number;
}

const TIME_LIMIT_MS = 30_000;
const OUTPUT_LIMIT_BYTES = 1024 * 1024;

/**
 * Runs the program that a kubeconfig names for credentials, if that is allowed, and reads what it prints. It gets no
 * terminal and no shell, starts in the home folder (never in a workspace) and is stopped after half a minute.
 * A message says why there are no credentials.
 */
export async function runCredentialProgram(
  target: Target,
  exec: JsonObject,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ExecCredential | Message> {
  const program = programOf({ value: { exec }, folder: target.user.folder });
  const command = program?.command ?? "";
  if (!program || command === "") return CREDENTIAL_WORDS.programMissing({ command });
  if (exec.interactiveMode === "Always") return CREDENTIAL_WORDS.programInteractive({ command });
  const file = await findProgram(command, host.environment);
  if (file === undefined) return CREDENTIAL_WORDS.programMissing({ command });
  const variables = JSON.stringify(exec.env ?? []);
  if (!(await host.allowed({ command: file, args: program.args, variables }))) {
    return CREDENTIAL_WORDS.consentNeeded({ context: target.context, command: file });
  }
  const output = await runProgram(file, program.args, programEnvironment(target, exec, host.environment), signal);
  return typeof output === "string" ? readCredential(output, file) : output;
}

/** The absolute path of a command; undefined where PATH has none. Folders of PATH that are relative do not count. */
async function findProgram(command: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = (environment.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const files = path.isAbsolute(command) ? [command] : folders.map((folder) => path.join(folder, command));
  const endings = process.platform === "win32" ? ["", ".exe"] : [""];
  for (const file of files.flatMap((name) => endings.map((ending) => name + ending))) {
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}

function runProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | Message> {
  return new Promise((resolve) => {
    const options = { env, signal, cwd: os.homedir(), timeout: TIME_LIMIT_MS, maxBuffer: OUTPUT_LIMIT_BYTES };
    const child = execFile(file, [...args], { ...options, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const seconds = TIME_LIMIT_MS / 1000;
      if (error.killed && !signal.aborted) return resolve(CREDENTIAL_WORDS.programSlow({ command: file, seconds }));
      const reason = oneLine(stderr, 300) || String(error.code ?? error.name);
      resolve(CREDENTIAL_WORDS.programFailed({ command: file, reason }));
    });
    child.stdin?.end();
  });
}

/** The editor's own variables are none of the program's business, and some would change how a Node program runs. */
function programEnvironment(target: Target, exec: JsonObject, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_PATH$)/;
  const kept = Object.entries(environment).filter(([name]) => !ours.test(name));
  const added = listOf(exec.env)
    .map(objectOf)
    .flatMap(({ name, value }) => (typeof name === "string" && typeof value === "string" ? [[name, value]] : []));
  const info = {
    apiVersion: textOf(exec.apiVersion) ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster: { server: target.server } }) },
  };
  return { ...Object.fromEntries(kept), ...Object.fromEntries(added), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

function readCredential(output: string, command: string): ExecCredential | Message {
  let status: JsonObject;
  try {
    status = objectOf(objectOf(JSON.parse(output)).status);
  } catch {
    return CREDENTIAL_WORDS.programAnswer({ command });
  }
  const token = textOf(status.token);
  const certificate = textOf(status.clientCertificateData);
  const key = textOf(status.clientKeyData);
  if (token === undefined && certificate === undefined) return CREDENTIAL_WORDS.programAnswer({ command });
  const expiresAt = Date.parse(textOf(status.expirationTimestamp) ?? "");
  return { token, certificate, key, expiresAt: Number.isNaN(expiresAt) ? Number.POSITIVE_INFINITY : expiresAt };
}
