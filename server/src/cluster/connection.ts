import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import type { Message } from "../core/words.ts";
import type { Program } from "./consent.ts";
import type { Material, Target } from "./context.ts";
import { type ProgramCredential, providerCredential, runExecPlugin } from "./credentialProgram.ts";
import type { Authorized, Endpoint } from "./http.ts";
import { isUsableProxy, proxyAgent } from "./proxy.ts";
import { environmentProxy } from "./proxyEnvironment.ts";
import { createPulse, type Pulse } from "./pulse.ts";
import { CREDENTIAL_WORDS } from "./words.ts";

/** What a connection may ask of whoever made it. */
export interface ConnectionHost {
  readonly environment: NodeJS.ProcessEnv;
  /** May this program be run for credentials? */
  allowed(program: Program): Promise<boolean>;
  /** How long a program may take; half a minute when not given. */
  readonly programMs?: number;
}

/** The API server of a context. Credentials are read when the first request needs them, and again when they run out. */
export function createEndpoint(target: Target, host: ConnectionHost): Endpoint {
  let current: Promise<Ready | Message> | undefined;
  let readyUntil = Number.POSITIVE_INFINITY;
  let failed: { readonly why: Message; readonly until: number } | undefined;
  let failures = 0;
  let preparedAt = Number.NEGATIVE_INFINITY;
  const programPauseMs = target.user.exec || target.user.authProvider ? PROGRAM_PAUSE_MS : 0;
  const mayPrepareAnew = () => performance.now() - preparedAt >= programPauseMs;
  const agents = new Map<string, http.Agent>();
  const pulse = createPulse();
  closeIdleWhenLost(pulse, agents);
  const prepare = async (signal: AbortSignal): Promise<Ready | Message> => {
    const credentials = await prepareCredentials(target, host, signal);
    if ("sentence" in credentials) return credentials;
    readyUntil = credentials.expiresAt;
    preparedAt = performance.now();
    // The same certificates keep their connections; only new ones need new connections.
    const key = JSON.stringify(credentials.materials);
    const agent = agents.get(key) ?? createAgent(target, credentials.materials, host.environment);
    agents.set(key, agent);
    dropOldest(agents);
    return { agent, headers: credentials.headers };
  };
  return {
    base: new URL(target.server),
    pulse,
    authorize: async (signal) => {
      if (Date.now() > readyUntil && mayPrepareAnew()) current = undefined;
      if (failed && performance.now() < failed.until) return { kind: "unauthorized", why: failed.why };
      current ??= prepare(signal);
      const ready = await current;
      if ("sentence" in ready) {
        current = undefined;
        const pauseMs = Math.min(LONGEST_PAUSE_MS, programPauseMs * 2 ** failures);
        failed = { why: ready, until: performance.now() + pauseMs };
        failures = Math.min(failures + 1, 10);
        return { kind: "unauthorized", why: ready };
      }
      failures = 0;
      return withToken(ready, target);
    },
    renew: () => {
      if (mayPrepareAnew()) current = undefined;
    },
    dispose: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/**
 * A program that failed, or whose credentials are refused or expired as soon as they are there (clocks differ), is not
 * run again for each of the many requests that wait; one that goes on failing is run less and less often.
 */
const PROGRAM_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** Certificates that are renewed every few minutes must not pile up connections: the last ones and those before stay. */
const MOST_AGENTS = 2;

/** Connections from before a server was lost may be dead without anybody knowing: new requests get new ones. */
function closeIdleWhenLost(pulse: Pulse, agents: ReadonlyMap<string, http.Agent>): void {
  pulse.onceLost(() => {
    for (const { freeSockets } of agents.values()) {
      for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
    }
    closeIdleWhenLost(pulse, agents);
  });
}

function dropOldest(agents: Map<string, http.Agent>): void {
  for (const [key, agent] of [...agents].slice(0, -MOST_AGENTS)) {
    agent.destroy();
    agents.delete(key);
  }
}

interface Ready {
  readonly agent: http.Agent;
  readonly headers: Readonly<Record<string, string>>;
}

interface Credentials {
  readonly materials: Materials;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

/** A token file is read for each request: whoever renews it does not tell. */
async function withToken(ready: Ready, { user }: Target): ReturnType<Endpoint["authorize"]> {
  const { agent, headers } = ready;
  const authorized: Authorized = { kind: "authorized", agent, headers };
  if (user.tokenFile === undefined) return authorized;
  try {
    const token = (await readFile(user.tokenFile, "utf8")).trim();
    return { ...authorized, headers: { ...headers, Authorization: `Bearer ${token}` } };
  } catch {
    return { kind: "unauthorized", why: CREDENTIAL_WORDS.fileUnreadable({ file: user.tokenFile }) };
  }
}

async function prepareCredentials(
  target: Target,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<Credentials | Message> {
  const program = await programCredential(target, host, signal);
  if (program && "sentence" in program) return program;
  const files = await readMaterials(target);
  if ("sentence" in files) return files;
  return {
    materials: { ...files, ...(program && certificateOf(program)) },
    headers: headersOf(target, program?.token),
    expiresAt: program?.expiresAt ?? Number.POSITIVE_INFINITY,
  };
}

/** A token for the cluster goes before everything else that a kubeconfig may hold. */
function headersOf({ user }: Target, programToken: string | undefined): Readonly<Record<string, string>> {
  const token = user.token ?? programToken;
  const basic = user.basic && Buffer.from(`${user.basic.username}:${user.basic.password}`).toString("base64");
  return {
    ...(basic !== undefined && { Authorization: `Basic ${basic}` }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...Object.fromEntries(user.impersonate),
  };
}

function programCredential(
  target: Target,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<ProgramCredential | Message> | undefined {
  const { exec, authProvider } = target.user;
  if (exec) return runExecPlugin(target, exec, host, signal);
  return authProvider && providerCredential(target, authProvider, host, signal);
}

interface Materials {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

function certificateOf(program: ProgramCredential): Materials {
  const { certificate: cert, key } = program;
  return { ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}

async function readMaterials(target: Target): Promise<Materials | Message> {
  const read: { ca?: string; cert?: string; key?: string } = {};
  const wanted = [
    ["ca", target.authority],
    ["cert", target.user.certificate],
    ["key", target.user.key],
  ] as const;
  for (const [name, material] of wanted) {
    if (material === undefined) continue;
    const text = await readMaterial(material);
    if (text === undefined)
      return CREDENTIAL_WORDS.fileUnreadable({ file: material.kind === "file" ? material.file : name });
    read[name] = text;
  }
  return read;
}

async function readMaterial(material: Material): Promise<string | undefined> {
  if (material.kind === "data") return Buffer.from(material.base64, "base64").toString("utf8");
  return readFile(material.file, "utf8").catch(() => undefined);
}

/** Connections are kept and shared; each of them may carry one watch, so their number has no limit of its own. */
function createAgent(target: Target, materials: Materials, environment: NodeJS.ProcessEnv): http.Agent {
  const server = new URL(target.server);
  const secure: https.AgentOptions = {
    keepAlive: true,
    keepAliveMsecs: 30_000,
    ...materials,
    ...(target.tlsServerName !== undefined && { servername: target.tlsServerName }),
    ...(target.skipVerification && { rejectUnauthorized: false }),
  };
  const proxy = target.proxy ?? environmentProxy(server, environment);
  if (proxy !== undefined && isUsableProxy(proxy)) return proxyAgent(new URL(proxy), server, secure);
  return server.protocol === "https:" ? new https.Agent(secure) : new http.Agent({ keepAlive: true });
}
