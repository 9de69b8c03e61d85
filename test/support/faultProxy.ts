import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";

/** What happens to requests. */
export type Fault =
  | { readonly kind: "none" }
  /** The connection is closed with a reset before any answer, and so are those that were open. */
  | { readonly kind: "reset" }
  /** Nothing more is said, neither to new requests nor on answers that have begun, which stay dead for good. */
  | { readonly kind: "hang" }
  /** This answer, in place of the server's. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The server's answer, ended cleanly after so many bytes. */
  | { readonly kind: "cut"; readonly bytes: number }
  /** Watches begin well and then get this line; lists go through. */
  | { readonly kind: "line"; readonly line: string }
  /** The server's answer, in pieces of so many bytes with a pause between. */
  | { readonly kind: "trickle"; readonly bytes: number; readonly pauseMs: number };

export interface FaultProxy {
  /** `http://127.0.0.1:PORT`, which stands for the server behind. */
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly ProxiedRequest[];
  /** From now on this happens to all requests whose path passes `concerns`. Watches that are open are dropped. */
  inject(fault: Fault, concerns?: (path: string) => boolean): void;
  stop(): Promise<void>;
}

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
}

/** Starts a proxy in front of a real API server (`https://...`), which hands requests on until a fault is injected. */
export async function startFaultProxy(server: string): Promise<FaultProxy> {
  const state: State = {
    fault: { kind: "none" },
    concerns: () => true,
    requests: [],
    sockets: new Set(),
    streams: new Set(),
  };
  // The certificate is the control plane's own, made for this run.
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  const proxy = http.createServer((request, response) => {
    state.requests.push({ method: request.method ?? "", path: request.url ?? "", atMs: performance.now() });
    const fault = state.concerns(request.url ?? "") ? state.fault : NO_FAULT;
    answer({ request, response, fault, server, agent, state });
  });
  proxy.on("connection", (socket) => {
    state.sockets.add(socket);
    socket.once("close", () => state.sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    requests: state.requests,
    inject: (fault, concerns = () => true) => {
      state.fault = fault;
      state.concerns = concerns;
      for (const stream of state.streams) stream(fault);
    },
    stop: async () => {
      agent.destroy();
      for (const socket of state.sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

const NO_FAULT: Fault = { kind: "none" };

interface State {
  fault: Fault;
  concerns: (path: string) => boolean;
  readonly requests: ProxiedRequest[];
  readonly sockets: Set<Socket>;
  /** The answers under way: what a new fault does to them. */
  readonly streams: Set<(fault: Fault) => void>;
}

interface Exchange {
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly fault: Fault;
  readonly server: string;
  readonly agent: https.Agent;
  readonly state: State;
}

function answer(exchange: Exchange): void {
  const { request, response, fault } = exchange;
  switch (fault.kind) {
    case "reset":
      request.socket.resetAndDestroy();
      return;
    case "hang":
      return;
    case "answer":
      response.writeHead(fault.status, { "Content-Type": fault.contentType ?? "application/json", ...fault.headers });
      response.end(fault.body);
      return;
    case "none":
    case "cut":
    case "line":
    case "trickle":
      pass(exchange);
  }
}

function pass({ request, response, fault, server, agent, state }: Exchange): void {
  const { "accept-encoding": _, host: __, ...headers } = request.headers;
  const url = new URL(request.url ?? "", server);
  // A line can only stand between lines: the server is asked for JSON where one is to come.
  if (fault.kind === "line") headers.accept = "application/json";
  const upstream = https.request(url, { method: request.method ?? "GET", headers, agent }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    response.flushHeaders();
    relay(answered, response, fault, url.searchParams.get("watch") === "true");
    state.streams.add(disturb);
  });
  const disturb = (later: Fault): void => {
    if (later.kind === "none") return;
    if (later.kind === "hang") upstream.destroy();
    else request.socket.resetAndDestroy();
  };
  let silenced = false;
  upstream.on("error", () => {
    silenced = state.fault.kind === "hang";
    if (!silenced) request.socket.destroy();
  });
  response.on("close", () => {
    state.streams.delete(disturb);
    upstream.destroy();
  });
  request.pipe(upstream);
}

function relay(answered: http.IncomingMessage, response: http.ServerResponse, fault: Fault, isWatch: boolean): void {
  let bytes = 0;
  // A hanging answer must stay open: its end is passed on only where it really ended.
  answered.on("error", () => undefined);
  answered.on("end", () => response.end());
  if (fault.kind === "line" && isWatch) {
    response.end(`${fault.line}\n`);
    return;
  }
  answered.on("data", (chunk: Buffer) => {
    if (fault.kind === "trickle") {
      answered.pause();
      trickle(chunk, response, fault, () => answered.resume());
    } else if (fault.kind === "cut") {
      const left = fault.bytes - bytes;
      bytes += chunk.length;
      if (left >= chunk.length) response.write(chunk);
      else response.end(chunk.subarray(0, Math.max(0, left)), () => response.socket?.end());
    } else {
      response.write(chunk);
    }
  });
}

function trickle(
  chunk: Buffer,
  response: http.ServerResponse,
  fault: Extract<Fault, { kind: "trickle" }>,
  done: () => void,
): void {
  if (chunk.length === 0 || response.closed) {
    done();
    return;
  }
  response.write(chunk.subarray(0, fault.bytes));
  setTimeout(() => trickle(chunk.subarray(fault.bytes), response, fault, done), fault.pauseMs);
}
