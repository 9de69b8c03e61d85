import { access, constants } from "node:fs/promises";
import path from "node:path";
import type { Message } from "../../core/words.ts";
import type { ConnectionHost } from "../host.ts";
import { CREDENTIAL_WORDS } from "../words.ts";
import type { Program } from "./consent.ts";
import { runProgram } from "./runProgram.ts";

/** A program as somebody names it: its command may be a name that PATH has. */
export interface NamedProgram extends Program {
  /** Variables of ours, which nobody needs to be asked about. */
  readonly given?: Readonly<Record<string, string>>;
}

/**
 * Runs a program for the credentials of a context, if the user allows it. What it printed, and the absolute path of its
 * file; or a sentence that says why it was not run, or why it failed.
 */
export async function runAllowed(
  context: string,
  { given, ...program }: NamedProgram,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<{ readonly output: string; readonly file: string } | Message> {
  const { command, args, variables } = program;
  const file = command === "" ? undefined : await findProgram(command, host.environment);
  if (file === undefined) {
    const { programMissing, renewerMissing } = CREDENTIAL_WORDS;
    return program.renews === undefined ? programMissing({ command }) : renewerMissing({ context, command });
  }
  if (!(await host.allowed({ ...program, command: file }))) {
    return CREDENTIAL_WORDS.consentNeeded({ context, command: file });
  }
  const environment = { ...minimalEnvironment(host.environment), ...variables, ...given };
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
