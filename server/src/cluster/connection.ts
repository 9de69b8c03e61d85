import { readFile } from "node:fs/promises";
import type http from "node:http";
import type { Message } from "../core/words.ts";
import { prepareCredentials } from "./credentials/credentials.ts";
import type { ConnectionHost } from "./host.ts";
import { createAgents } from "./http/agents.ts";
import type { Authorized, Endpoint } from "./http/http.ts";
import { createPulse } from "./http/pulse.ts";
import type { Target } from "./kubeconfig/context.ts";
import { CREDENTIAL_WORDS } from "./words.ts";

/** The API server of a context. Credentials are read when the first request needs them, and again when they run out. */
export function createEndpoint(target: Target, host: ConnectionHost): Endpoint {
  const pulse = createPulse();
  const agents = createAgents(target, host.environment, pulse);
  const programPauseMs = target.user.exec || target.user.authProvider ? PROGRAM_PAUSE_MS : 0;
  let current: Promise<Ready | Message> | undefined;
  let readyUntil = Number.POSITIVE_INFINITY;
  let preparedAt = Number.NEGATIVE_INFINITY;
  let failed: { readonly why: Message; readonly until: number } | undefined;
  let failures = 0;
  const mayPrepareAnew = () => performance.now() - preparedAt >= programPauseMs;
  const prepare = async (signal: AbortSignal): Promise<Ready | Message> => {
    const credentials = await prepareCredentials(target, host, signal);
    if ("sentence" in credentials) {
      const pauseMs = Math.min(LONGEST_PAUSE_MS, programPauseMs * 2 ** failures);
      failed = { why: credentials, until: performance.now() + pauseMs };
      failures = Math.min(failures + 1, 10);
      current = undefined;
      return credentials;
    }
    failures = 0;
    readyUntil = credentials.expiresAt;
    preparedAt = performance.now();
    return { agent: agents.of(credentials.materials), headers: credentials.headers };
  };
  return {
    base: new URL(target.server),
    pulse,
    authorize: async (signal) => {
      if (Date.now() > readyUntil && mayPrepareAnew()) current = undefined;
      if (failed && performance.now() < failed.until) return { kind: "unauthorized", why: failed.why };
      current ??= prepare(signal);
      const ready = await current;
      return "sentence" in ready ? { kind: "unauthorized", why: ready } : withToken(ready, target);
    },
    renew: () => {
      if (mayPrepareAnew()) current = undefined;
    },
    dispose: agents.dispose,
  };
}

/**
 * A program that failed, or whose credentials are refused or expired as soon as they are there (clocks differ), is not
 * run again for each of the many requests that wait; one that goes on failing is run less and less often.
 */
const PROGRAM_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

interface Ready {
  readonly agent: http.Agent;
  readonly headers: Readonly<Record<string, string>>;
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
