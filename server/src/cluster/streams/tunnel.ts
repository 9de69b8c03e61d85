import type { Duplex } from "node:stream";
import WebSocket from "ws";
import type { Message } from "../../core/words.ts";
import type { Endpoint } from "../http/http.ts";
import { whyBroken } from "../http/networkError.ts";
import { CONNECTION_WORDS, oneLine } from "../words.ts";

/** A port of a Pod. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** How a tunnel to a Pod's port was opened, or why there is none. */
export type Opening =
  | { readonly kind: "open"; readonly tunnel: Tunnel }
  /** The Pod is gone or not reached: another one may do. */
  | { readonly kind: "broken"; readonly why: Message };

/** One connection to a Pod's port, through the API server. */
export interface Tunnel {
  /** Carries bytes both ways until one side ends, which ends the other. */
  join(socket: Duplex): void;
}

/** The kubelet's protocol for ports over WebSockets: of each port one channel for data, one for errors. */
const PROTOCOL = "v4.channel.k8s.io";
const DATA = 0;
const ERROR = 1;
/** The first message of each channel only repeats the port's number. */
const PORT_BYTES = 2;
const MEGABYTE = 1024 * 1024;
const LIMITS = { handshakeMs: 10_000, messageBytes: 16 * MEGABYTE, bufferedBytes: MEGABYTE, errorBytes: 4096 } as const;
/** After the near side has said all, the far side may still answer; this long in silence and it is over. */
const LINGER_MS = 10_000;

/** Opens a tunnel (`pods/NAME/portforward`). Never rejects: what went wrong is the answer. */
export async function openTunnel(
  endpoint: Endpoint,
  { namespace, pod, port }: PodPort,
  signal: AbortSignal,
): Promise<Opening> {
  const authorized = await endpoint.authorize(signal);
  if (authorized.kind === "unauthorized") return { kind: "broken", why: authorized.why };
  const url = new URL(endpoint.base);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward`;
  url.pathname = endpoint.base.pathname.replace(/\/+$/, "") + path;
  url.search = new URLSearchParams({ ports: String(port) }).toString();
  const socket = new WebSocket(url, [PROTOCOL], {
    agent: authorized.agent,
    headers: { ...authorized.headers, "User-Agent": "podsight" },
    handshakeTimeout: LIMITS.handshakeMs,
    maxPayload: LIMITS.messageBytes,
    perMessageDeflate: false,
    followRedirects: false,
  });
  return opened(socket, endpoint, signal);
}

function opened(socket: WebSocket, endpoint: Endpoint, signal: AbortSignal): Promise<Opening> {
  const server = endpoint.base.host;
  return new Promise((resolve) => {
    const stop = () => socket.terminate();
    signal.addEventListener("abort", stop, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", stop));
    socket.once("open", () => resolve({ kind: "open", tunnel: { join: (near) => join(socket, near) } }));
    socket.once("unexpected-response", (request, response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => {
        if (chunks.length * chunk.length < LIMITS.errorBytes) chunks.push(chunk);
      });
      response.once("close", () => {
        request.destroy();
        const message = messageIn(Buffer.concat(chunks).toString("utf8"));
        const { statusCode: status = 0 } = response;
        if (status === 401) endpoint.renew();
        resolve({ kind: "broken", why: CONNECTION_WORDS.status({ server, status, message }) });
      });
    });
    // Also after it was open: whoever joined it meets the end in "close".
    socket.on("error", (error: NodeJS.ErrnoException) =>
      resolve({ kind: "broken", why: signal.aborted ? CONNECTION_WORDS.stopped() : whyBroken(error, server) }),
    );
  });
}

/** The sentence of a `Status`, or the text itself. */
function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return oneLine(typeof message === "string" ? message : text);
  } catch {
    return oneLine(text);
  }
}

function join(far: WebSocket, near: Duplex): void {
  const seen = new Set<number>();
  far.on("message", (message: Buffer) => {
    const channel = message[0] ?? DATA;
    const isFirst = !seen.has(channel);
    seen.add(channel);
    const bytes = message.subarray(1 + (isFirst ? PORT_BYTES : 0));
    if (channel === ERROR && bytes.length > 0) far.close();
    if (channel !== DATA || bytes.length === 0) return;
    lingering?.refresh();
    if (near.write(bytes)) return;
    far.pause();
    near.once("drain", () => far.resume());
  });
  near.on("data", (bytes: Buffer) => {
    far.send(Buffer.concat([Buffer.of(DATA), bytes]), () => near.resume());
    if (far.bufferedAmount > LIMITS.bufferedBytes) near.pause();
  });
  let lingering: NodeJS.Timeout | undefined;
  near.once("end", () => {
    lingering = setTimeout(() => far.close(), LINGER_MS);
  });
  near.once("close", () => far.close());
  near.on("error", () => far.close());
  far.once("close", () => {
    clearTimeout(lingering);
    near.end();
  });
}
