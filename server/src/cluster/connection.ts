import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import type { Message } from "../core/words.ts";
import type { Program } from "./consent.ts";
import type { Material, Target } from "./context.ts";
import { type ExecCredential, runCredentialProgram } from "./credentialProgram.ts";
import type { Authorized, Endpoint } from "./http.ts";
import { objectOf, textOf } from "./json.ts";
import { proxyAgent } from "./proxy.ts";
import { createPulse } from "./pulse.ts";
import { CREDENTIAL_WORDS } from "./words.ts";

/** What a connection may ask of whoever made it. */
export interface ConnectionHost {
  readonly environment: NodeJS.ProcessEnv;
  /** May this program be run for credentials? */
  allowed(program: Program): Promise<boolean>;
}

/** The API server of a context. Credentials are read when the first request needs them, and again when they run out. */
export function createEndpoint(target: Target, host: ConnectionHost): Endpoint {
  let current: Promise<Ready | Message> | undefined;
  let readyUntil = Number.POSITIVE_INFINITY;
  const agents = new Map<string, http.Agent>();
  const pulse = createPulse();
  const prepare = async (signal: AbortSignal): Promise<Ready | Message> => {
    const credentials = await prepareCredentials(target, host, signal);
    if ("sentence" in credentials) return credentials;
    readyUntil = credentials.expiresAt;
    // The same certificates keep their connections; only new ones need new connections.
    const key = JSON.stringify(credentials.materials);
    const agent = agents.get(key) ?? createAgent(target, credentials.materials);
    agents.set(key, agent);
    return { agent, headers: credentials.headers };
  };
  return {
    base: new URL(target.server),
    pulse,
    authorize: async (signal) => {
      if (Date.now() > readyUntil) current = undefined;
      current ??= prepare(signal);
      const ready = await current;
      if ("sentence" in ready) {
        current = undefined;
        return { kind: "unauthorized", why: ready };
      }
      return withToken(ready, target);
    },
    renew: () => {
      current = undefined;
    },
    dispose: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
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
  const { user } = target;
  const program = user.exec && (await runCredentialProgram(target, user.exec, host, signal));
  if (program && "sentence" in program) return program;
  const provided = user.authProvider && providedToken(objectOf(user.authProvider));
  if (provided && typeof provided !== "string") return provided;
  const files = await readMaterials(target);
  if ("sentence" in files) return files;
  return {
    materials: { ...files, ...(program && certificateOf(program)) },
    headers: headersOf(target, program?.token ?? provided),
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

/** Legacy auth providers: what they left in the kubeconfig is used for as long as it is valid; none is run. */
function providedToken(provider: Readonly<Record<string, unknown>>): string | Message {
  const config = objectOf(provider.config);
  const token = textOf(config["id-token"]) ?? textOf(config["access-token"]);
  const expiry = Date.parse(textOf(config.expiry) ?? "");
  if (token !== undefined && !(expiry < Date.now())) return token;
  return CREDENTIAL_WORDS.providerExpired({ provider: textOf(provider.name) ?? "?" });
}

interface Materials {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

function certificateOf(program: ExecCredential): Materials {
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
function createAgent(target: Target, materials: Materials): http.Agent {
  const server = new URL(target.server);
  const secure: https.AgentOptions = {
    keepAlive: true,
    keepAliveMsecs: 30_000,
    ...materials,
    ...(target.tlsServerName !== undefined && { servername: target.tlsServerName }),
    ...(target.skipVerification && { rejectUnauthorized: false }),
  };
  if (target.proxy !== undefined) return proxyAgent(new URL(target.proxy), server, secure);
  return server.protocol === "https:" ? new https.Agent(secure) : new http.Agent({ keepAlive: true });
}
