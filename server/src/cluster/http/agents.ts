import http from "node:http";
import https from "node:https";
import type { Target } from "../kubeconfig/context.ts";
import { isUsableProxy, proxyAgent } from "./proxy.ts";
import { environmentProxy } from "./proxyEnvironment.ts";
import type { Pulse } from "./pulse.ts";

/** What TLS is set up with, as PEM text. */
export interface Materials {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The kept connections to a server. */
export interface Agents {
  /** The same materials keep their connections; only new ones need new connections. */
  of(materials: Materials): http.Agent;
  dispose(): void;
}

/** Certificates that are renewed every few minutes must not pile up connections: the last ones and those before stay. */
const MOST_AGENTS = 2;

/** No connections yet, to the server of a target, through the proxy that it or the environment names. */
export function createAgents(target: Target, environment: NodeJS.ProcessEnv, pulse: Pulse): Agents {
  const agents = new Map<string, http.Agent>();
  closeIdle(pulse.onceLost, agents);
  closeIdle(pulse.onceDoubted, agents);
  return {
    of: (materials) => {
      const key = JSON.stringify(materials);
      const agent = agents.get(key) ?? createAgent(target, materials, environment);
      agents.set(key, agent);
      dropOldest(agents);
      return agent;
    },
    dispose: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Connections from before a server was lost may be dead without anybody knowing: new requests get new ones. */
function closeIdle(once: Pulse["onceLost"], agents: ReadonlyMap<string, http.Agent>): void {
  once(() => {
    for (const { freeSockets } of agents.values()) {
      for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
    }
    closeIdle(once, agents);
  });
}

function dropOldest(agents: Map<string, http.Agent>): void {
  for (const [key, agent] of [...agents].slice(0, -MOST_AGENTS)) {
    agent.destroy();
    agents.delete(key);
  }
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
