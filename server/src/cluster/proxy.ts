import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import tls from "node:tls";

const CONNECT_MS = 10_000;

/**
 * An agent whose connections to `server` go through an HTTP proxy: a tunnel (CONNECT) in which TLS begins anew, so that
 * the proxy sees the name of the server and nothing else.
 */
export function proxyAgent(proxy: URL, server: URL, secure: https.AgentOptions): http.Agent {
  const agent = server.protocol === "https:" ? new https.Agent(secure) : new http.Agent({ keepAlive: true });
  const connect = (options: object, callback: (error: Error | null, socket?: Duplex) => void) => {
    openTunnel(proxy, server, (error, socket) => {
      if (error || !socket || server.protocol !== "https:") return callback(error, socket);
      const servername = secure.servername ?? server.hostname;
      callback(null, tls.connect({ ...options, ...secure, servername, socket }));
    });
    return undefined;
  };
  return Object.assign(agent, { createConnection: connect });
}

function openTunnel(proxy: URL, server: URL, done: (error: Error | null, socket?: Duplex) => void): void {
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const request = (proxy.protocol === "https:" ? https : http).request({
    host: proxy.hostname,
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: `${server.hostname}:${port}`,
    agent: false,
    timeout: CONNECT_MS,
    headers: proxy.username === "" ? {} : { "Proxy-Authorization": `Basic ${btoa(credentials)}` },
  });
  request.once("timeout", () => request.destroy(new Error("ETIMEDOUT")));
  request.once("error", (error) => done(error));
  request.once("connect", (response, socket) => {
    if (response.statusCode === 200) return done(null, socket);
    socket.destroy();
    done(Object.assign(new Error("proxy"), { code: `proxy ${response.statusCode}` }));
  });
  request.end();
}
