import { contains, parseAddress, parseNetwork } from "../../core/apiserver/ip.ts";

/**
 * The proxy that the environment names for a server, as kubectl reads it: `HTTPS_PROXY` or `HTTP_PROXY` by the server's
 * scheme, in capitals or not, except for this machine and for what `NO_PROXY` lists (hosts, domains, addresses, CIDRs,
 * each with a port or without, or `*`). Undefined where there is none.
 */
export function environmentProxy(server: URL, environment: NodeJS.ProcessEnv): string | undefined {
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = variable(environment, name);
  if (proxy === undefined || isThisMachine(server) || isExempt(server, variable(environment, "NO_PROXY") ?? "")) {
    return undefined;
  }
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  return [environment[name], environment[name.toLowerCase()]].find((value) => value !== undefined && value !== "");
}

function hostOf(server: URL): string {
  return server.hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

function isThisMachine(server: URL): boolean {
  const host = hostOf(server);
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function isExempt(server: URL, list: string): boolean {
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  return list
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .some((entry) => entry !== "" && (entry === "*" || exempts(entry, hostOf(server), port)));
}

function exempts(entry: string, host: string, port: string): boolean {
  const address = parseAddress(host);
  const network = parseNetwork(entry);
  if (network) return address !== undefined && contains(network, address);
  const [, name = "", onlyPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(parseAddress(entry) ? `[${entry}]` : entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (address) return name === host;
  const domain = name.replace(/^\*?\./, "");
  // A name with a dot in front is for the hosts below it, one without for the host as well.
  return host.endsWith(`.${domain}`) || (domain === name && host === name);
}
