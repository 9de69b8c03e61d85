import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { openSocks } from "./socks.ts";

const CONNECT_MS = 10_000;

/** Whether a proxy of this address can be used. */
export function isUsableProxy(proxy: string): boolean {
  return URL.canParse(proxy) && /^(https?|socks5h?):$/.test(new URL(proxy).protocol);
}

/**
 * An agent whose connections to `server` go through a proxy: a tunnel (HTTP CONNECT, or SOCKS5) in which TLS begins
 * anew, so that the proxy sees the name of the server and nothing else.
 */
export function proxyAgent(proxy: URL, server: URL, secure: https.AgentOptions): http.Agent {
  const agent = server.protocol === "https:" ? new https.Agent(secure) : new http.Agent({ keepAlive: true });
  const connect = (options: object, callback: (error: Error | null, socket?: Duplex) => void) => {
    openTunnel(proxy, server, (error, socket) => {
      if (error || !socket || server.protocol !== "https:") return callback(error, socket);
      const host = bare(server.hostname);
      // TLS names no addresses (RFC 6066, section 3): the certificate is checked against the address itself.
      const servername = secure.servername ?? (isAddress(host) ? "" : host);
      callback(null, tls.connect({ ...options, ...secure, host, servername, socket }));
    });
    return undefined;
  };
  return Object.assign(agent, { createConnection: connect });
}

function openTunnel(proxy: URL, server: URL, done: (error: Error | null, socket?: Duplex) => void): void {
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  if (proxy.protocol.startsWith("socks5")) {
    openSocks(proxy, { host: bare(server.hostname), port: Number(port) }, (error, socket) => {
      done(error && proxyError(`proxy ${codeOf(error)}`), socket);
    });
    return;
  }
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const request = (proxy.protocol === "https:" ? https : http).request({
    host: bare(proxy.hostname),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: `${server.hostname}:${port}`,
    agent: false,
    timeout: CONNECT_MS,
    headers: proxy.username === "" ? {} : { "Proxy-Authorization": `Basic ${btoa(credentials)}` },
  });
  request.once("timeout", () => request.destroy(proxyError("ETIMEDOUT")));
  request.once("error", (error) => done(proxyError(`proxy ${codeOf(error)}`)));
  request.once("connect", (response, socket) => {
    if (response.statusCode === 200) return done(null, socket);
    socket.destroy();
    done(proxyError(`proxy ${response.statusCode}`));
  });
  request.end();
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.name;
}

function proxyError(code: string): Error {
  return Object.assign(new Error("proxy"), { code });
}

/** A host without the brackets that URLs put around an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}
