import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { constants, createGzip } from "node:zlib";
import type { Certificate } from "./certificates.ts";

/** What happens to requests. */
export type Fault =
  | { readonly kind: "none" }
  /** Nothing listens at the address any more. */
  | { readonly kind: "refuse" }
  /** New connections meet this certificate; those that were open are reset. Only for a proxy that speaks TLS. */
  | { readonly kind: "certificate"; readonly certificate: Certificate }
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
  /** The server's answer, in JSON whatever was asked for where that is said, ended cleanly after so many bytes. */
  | { readonly kind: "cut"; readonly bytes: number; readonly json?: boolean }
  /** Watches begin well and then get this line; lists go through. */
  | { readonly kind: "line"; readonly line: string }
  /** Watches begin well and then get a line that never ends; lists go through. */
  | { readonly kind: "flood" }
  /** The server's answer, in JSON whatever was asked for, or compressed, or with another header. */
  | {
      readonly kind: "recode";
      readonly json?: boolean;
      readonly gzip?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The server's answer, in pieces of so many bytes with a pause between. */
  | { readonly kind: "trickle"; readonly bytes: number; readonly pauseMs: number };

export interface FaultProxy {
  /** `http://127.0.0.1:PORT`, which stands for the server behind. */
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly ProxiedRequest[];
  /** From now on this happens to all requests whose path and `Accept` pass `concerns`. Watches that are open are dropped. */
  inject(fault: Fault, concerns?: (path: string, accept: string) => boolean): void;
  /** How many requests there were since the last time; they are not in `requests` any more. */
  forgetRequests(): number;
  stop(): Promise<void>;
}

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  readonly authorization?: string;
}

/**
 * Starts a proxy in front of a real API server (`https://...`), which hands requests on until a fault is injected. With
 * a certificate it speaks TLS.
 */
export async function startFaultProxy(server: string, certificate?: Certificate): Promise<FaultProxy> {
  const state: State = {
    fault: { kind: "none" },
    concerns: () => true,
    requests: [],
    sockets: new Set(),
    streams: new Set(),
  };
  // The certificate is the control plane's own, made for this run.
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  const handle = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const { authorization } = request.headers;
    const { method = "", url: path = "" } = request;
    state.requests.push({
      method,
      path,
      atMs: performance.now(),
      ...(authorization !== undefined && { authorization }),
    });
    const fault = state.concerns(request.url ?? "", request.headers.accept ?? "") ? state.fault : NO_FAULT;
    answer({ request, response, fault, server, agent, state });
  };
  const secure = certificate && https.createServer(certificate, handle);
  const proxy = secure ?? http.createServer(handle);
  const reset = () => {
    for (const socket of state.sockets) socket.resetAndDestroy();
  };
  proxy.on("connection", (socket) => {
    state.sockets.add(socket);
    socket.once("close", () => state.sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `${secure ? "https" : "http"}://127.0.0.1:${port}`,
    requests: state.requests,
    inject: (fault, concerns = () => true) => {
      if (fault.kind === "refuse") proxy.close();
      else if (!proxy.listening) proxy.listen(port, "127.0.0.1");
      if (certificate) secure?.setSecureContext(fault.kind === "certificate" ? fault.certificate : certificate);
      state.fault = fault;
      state.concerns = concerns;
      for (const stream of state.streams) stream(fault);
      if (fault.kind === "refuse" || fault.kind === "certificate") reset();
    },
    forgetRequests: () => state.requests.splice(0).length,
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
  concerns: (path: string, accept: string) => boolean;
  readonly requests: ProxiedRequest[];
  readonly sockets: Set<Socket>;
  /** What is asked or answered at the moment: what a new fault does to it. */
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
  const { request, response, fault, state } = exchange;
  switch (fault.kind) {
    case "reset":
      resetConnection(state, request);
      return;
    case "hang":
      return;
    case "answer":
      response.writeHead(fault.status, { "Content-Type": fault.contentType ?? "application/json", ...fault.headers });
      response.end(fault.body);
      return;
    case "refuse":
      request.socket.destroy();
      return;
    case "none":
    case "certificate":
    case "recode":
    case "flood":
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
  if ((fault.kind === "recode" || fault.kind === "cut") && fault.json) headers.accept = asJson(headers.accept);
  const upstream = https.request(url, { method: request.method ?? "GET", headers, agent }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, headersFor(answered.headers, fault));
    response.flushHeaders();
    if (fault.kind === "recode" && fault.gzip) compress(answered, response);
    else relay(answered, response, fault, url.searchParams.get("watch") === "true");
  });
  const disturb = (later: Fault): void => {
    if (later.kind === "none") return;
    if (later.kind === "hang") upstream.destroy();
    else resetConnection(state, request);
  };
  // From the request on: a fault that comes between it and its answer concerns it as well.
  state.streams.add(disturb);
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

/** Under TLS the request's own socket is not the one that can be reset. */
function resetConnection(state: State, { socket }: http.IncomingMessage): void {
  for (const each of state.sockets) if (each.remotePort === socket.remotePort) each.resetAndDestroy();
}

function asJson(accept: string | undefined): string {
  return accept?.includes("as=")
    ? accept.replaceAll("application/vnd.kubernetes.protobuf", "application/json")
    : "application/json";
}

function headersFor(headers: http.IncomingHttpHeaders, fault: Fault): http.OutgoingHttpHeaders {
  if (fault.kind !== "recode") return headers;
  const { "content-length": _, ...others } = headers;
  return { ...(fault.gzip ? { ...others, "content-encoding": "gzip" } : headers), ...fault.headers };
}

/** Each piece is sent as soon as it is there: a watch would wait for ever otherwise. */
function compress(answered: http.IncomingMessage, response: http.ServerResponse): void {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  answered.on("error", () => undefined);
  answered.pipe(gzip).pipe(response);
}

function flood(response: http.ServerResponse): void {
  const piece = Buffer.alloc(256 * 1024, "x");
  const more = () => {
    while (!response.destroyed && response.write(piece)) {
      // As long as it is taken at once.
    }
  };
  response.on("drain", more);
  more();
}

function relay(answered: http.IncomingMessage, response: http.ServerResponse, fault: Fault, isWatch: boolean): void {
  let bytes = 0;
  // A hanging answer must stay open: its end is passed on only where it really ended.
  answered.on("error", () => undefined);
  let isSlow = false;
  let isOver = false;
  answered.on("end", () => {
    isOver = true;
    if (!isSlow) response.end();
  });
  if (fault.kind === "flood" && isWatch) {
    flood(response);
    return;
  }
  if (fault.kind === "line" && isWatch) {
    response.end(`${fault.line}\n`);
    return;
  }
  answered.on("data", (chunk: Buffer) => {
    if (response.writableEnded) return;
    if (fault.kind === "trickle") {
      isSlow = true;
      answered.pause();
      trickle(chunk, response, fault, () => {
        isSlow = false;
        if (isOver) response.end();
        else answered.resume();
      });
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
