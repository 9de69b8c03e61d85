import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../scripts/lib/run.mjs";
import type { hireUndertaker } from "../../scripts/lib/undertaker.mjs";
import { takeFreePort } from "./freePort.ts";
import { type Part, startPart } from "./part.ts";
import { until } from "./until.ts";

const UP_WITHIN_MILLISECONDS = 60_000;
/** For sockets; its name is short, since the path of a socket has at most 107 characters. */
const RUNTIME_FOLDER = "run";

export interface CodeServerOptions {
  /** As `codeServerScript` (scripts/lib/codeServer.mjs) gives it. */
  readonly script: string;
  /** The packaged extension, which is installed into it. */
  readonly vsix: string;
  /** For all that it writes. Its user settings are in `user/User/settings.json` there. */
  readonly folder: string;
  readonly undertaker: ReturnType<typeof hireUndertaker>;
  /** Without one it lets everybody in: for tests. */
  readonly password?: string;
  /** Whether a workspace must be trusted before the extension may do everything. */
  readonly workspaceTrust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CodeServer extends Part {
  /** Where a browser finds this folder opened. */
  url(workspace: string): string;
}

/**
 * Starts VS Code for a browser on a free port of 127.0.0.1, with the extension installed, and waits until it answers.
 * @throws when it does not come up; the message ends with its log.
 */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { script, folder } = options;
  await mkdir(join(folder, RUNTIME_FOLDER), { recursive: true, mode: 0o700 });
  const env = environment(options);
  const place = ["--extensions-dir", join(folder, "extensions"), "--user-data-dir", join(folder, "user")];
  await run(process.execPath, [script, ...place, "--install-extension", options.vsix], { env });

  const port = await takeFreePort();
  const part = startPart({
    program: process.execPath,
    args: [script, ...place, ...serverArgs(port, options)],
    log: join(folder, "code-server.log"),
    env,
    undertaker: options.undertaker,
  });
  const address = `http://127.0.0.1:${port}/`;
  await until(async () => (await fetch(`${address}healthz`)).ok, {
    within: UP_WITHIN_MILLISECONDS,
    what: "code-server to answer",
    unless: part.failure,
  });
  return { ...part, url: (workspace) => `${address}?folder=${encodeURIComponent(workspace)}` };
}

function serverArgs(port: number, { password, workspaceTrust }: CodeServerOptions): readonly string[] {
  return [
    "--bind-addr",
    `127.0.0.1:${port}`,
    "--auth",
    password === undefined ? "none" : "password",
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-getting-started-override",
    ...(workspaceTrust === true ? [] : ["--disable-workspace-trust"]),
  ];
}

/** Its configuration and caches are its own too: a user's code-server is neither read nor written. */
function environment({ folder, password, env }: CodeServerOptions): NodeJS.ProcessEnv {
  // It would listen on PORT in place of the address that it is given.
  const { PORT: _, ...inherited } = process.env;
  return {
    ...inherited,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_RUNTIME_DIR: join(folder, RUNTIME_FOLDER),
    ...(password !== undefined && { PASSWORD: password }),
    ...env,
  };
}
