import { access, constants } from "node:fs/promises";
import path from "node:path";
import { type JsonObject, listOf, objectOf, textOf } from "../core/json.ts";
import type { Message } from "../core/words.ts";
import type { ConnectionHost } from "./connection.ts";
import { programOf, type Target } from "./context.ts";
import { readCredential, readProviderToken } from "./programOutput.ts";
import { runProgram } from "./runProgram.ts";
import { CREDENTIAL_WORDS } from "./words.ts";

/** What a credentials program printed. */
export interface ProgramCredential {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since the epoch; infinity where the program does not say. */
  readonly expiresAt: number;
}

/**
 * Runs the `exec` plugin that a kubeconfig names for credentials, if that is allowed, and reads what it prints.
 * A message says why there are no credentials.
 */
export async function runExecPlugin(
  target: Target,
  exec: JsonObject,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> {
  if (exec.interactiveMode === "Always") {
    return CREDENTIAL_WORDS.programInteractive({ command: textOf(exec.command) ?? "" });
  }
  const added = listOf(exec.env)
    .map(objectOf)
    .flatMap(({ name, value }) => (typeof name === "string" && typeof value === "string" ? [[name, value]] : []));
  const info = {
    apiVersion: textOf(exec.apiVersion) ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster: { server: target.server } }) },
  };
  const variables = { ...Object.fromEntries(added), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const ran = await runAllowed(target, { exec }, { asked: Object.fromEntries(added), given: variables }, host, signal);
  return "sentence" in ran ? ran : readCredential(ran.output, ran.file);
}

/**
 * Legacy auth providers: what they left in the kubeconfig is used for as long as it is valid. Then the command that the
 * provider names (`cmd-path`), if it names one, is run as an `exec` plugin is. Nothing is written to the kubeconfig.
 */
export async function providerCredential(
  target: Target,
  provider: JsonObject,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> {
  const config = objectOf(provider.config);
  const token = textOf(config["id-token"]) ?? textOf(config["access-token"]);
  const expiry = Date.parse(textOf(config.expiry) ?? "");
  const expiresAt = Number.isNaN(expiry) ? Number.POSITIVE_INFINITY : expiry;
  if (token !== undefined && expiresAt > Date.now())
    return { token, certificate: undefined, key: undefined, expiresAt };
  if (textOf(config["cmd-path"]) === undefined) {
    return CREDENTIAL_WORDS.providerExpired({ provider: textOf(provider.name) ?? "?" });
  }
  const ran = await runAllowed(target, { "auth-provider": provider }, { asked: {}, given: {} }, host, signal);
  return "sentence" in ran ? ran : readProviderToken(ran.output, config, ran.file);
}

async function runAllowed(
  target: Target,
  user: JsonObject,
  variables: { readonly asked: Readonly<Record<string, string>>; readonly given: Readonly<Record<string, string>> },
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<{ readonly output: string; readonly file: string } | Message> {
  const { command = "", args = [] } = programOf({ value: user, folder: target.user.folder }) ?? {};
  const file = command === "" ? undefined : await findProgram(command, host.environment);
  if (file === undefined) return CREDENTIAL_WORDS.programMissing({ command });
  if (!(await host.allowed({ command: file, args, variables: variables.asked }))) {
    return CREDENTIAL_WORDS.consentNeeded({ context: target.context, command: file });
  }
  const environment = { ...minimalEnvironment(host.environment), ...variables.given };
  const output = await runProgram({ file, args, environment, limitMs: host.programMs ?? TIME_LIMIT_MS }, signal);
  return typeof output === "string" ? { output, file } : output;
}

const TIME_LIMIT_MS = 30_000;

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

/**
 * What a program needs to find the user's home, language, proxies and clouds, and nothing else: the editor's variables
 * are none of its business, and some would change how it runs.
 */
function minimalEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => HANDED_ON.test(name)));
}

const HANDED_ON = new RegExp(
  `^(${[
    "PATH|HOME|USER|LOGNAME|LANG|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|XDG_[A-Z_]+|SSH_AUTH_SOCK|KRB5[A-Z0-9_]*",
    "USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES.*|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT",
    "HTTPS?_PROXY|NO_PROXY|ALL_PROXY|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|KUBECONFIG",
    "AWS_.*|AZURE_.*|AAD_.*|ARM_.*|GOOGLE_.*|GCLOUD_.*|CLOUDSDK_.*|OCI_.*|DIGITALOCEAN_.*|TELEPORT_.*|VAULT_.*",
  ].join("|")})$`,
  "i",
);
