import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isObject, type JsonObject, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import { isProtobuf, readStatus } from "../protobuf/envelope.ts";
import { ProtobufError } from "../protobuf/message.ts";
import { CONNECTION_WORDS, oneLine } from "../words.ts";
import type { Answer, Broken } from "./answer.ts";
import { eachPiece } from "./body.ts";
import { whyBroken } from "./networkError.ts";
import type { Pulse } from "./pulse.ts";

/** An API server and how to be let in. */
export interface Endpoint {
  readonly base: URL;
  /** Whether the server is heard: requests and answers from before it was lost are not waited for. */
  readonly pulse: Pulse;
  /** What each request carries. A message says why there are no credentials. */
  authorize(signal: AbortSignal): Promise<Authorized | { readonly kind: "unauthorized"; readonly why: Message }>;
  /** The server did not accept the credentials: the next request gets them anew. */
  renew(): void;
  dispose(): void;
}

/** The credentials of one request: headers, and the agent that holds the client certificate. */
export interface Authorized {
  readonly kind: "authorized";
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: http.Agent;
}

/** One request, with a limit on everything. */
export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly value: unknown };
  readonly accept?: string;
  /** Until the answer begins. */
  readonly answerMs?: number;
  /** Between two pieces of the answer. */
  readonly idleMs?: number;
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
}

/** An answer that has begun. */
export interface Opened {
  readonly kind: "open";
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readable;
  /** The reader tells that a piece has come, so that the idle limit begins anew. */
  readonly heard: () => void;
  /** The idle limit has ended the answer. */
  readonly idle: () => boolean;
}

const MEGABYTE = 1024 * 1024;
const LIMITS = { answerMs: 15_000, idleMs: 30_000, maxBytes: 256 * MEGABYTE, errorBytes: MEGABYTE } as const;

/** Sends a request and reads the answer as JSON. Never rejects: what went wrong is the answer. */
export async function send(endpoint: Endpoint, call: Call): Promise<Answer> {
  const opened = await open(endpoint, call);
  if (opened.kind === "broken") return opened;
  return readAnswer(endpoint, opened, call);
}

/** Reads what was opened to its end, as JSON. */
export async function readAnswer(endpoint: Endpoint, opened: Opened, call: Call): Promise<Answer> {
  const maxBytes = opened.status < 300 ? (call.maxBytes ?? LIMITS.maxBytes) : LIMITS.errorBytes;
  const read = await readAll(opened, maxBytes, endpoint, call);
  if (read.kind === "broken") return read;
  const retryAfterMs = retryAfter(opened.headers);
  const contentType = opened.headers["content-type"];
  const body = isProtobuf(contentType) ? readStatus(read.bytes) : parseObject(read.bytes);
  if (opened.status >= 200 && opened.status < 300) {
    if (body) return { kind: "ok", body, ...warningsOf(opened.headers) };
    const isJson = (contentType ?? "").startsWith("application/json");
    return isJson
      ? { kind: "broken", why: CONNECTION_WORDS.cutOff({ server: endpoint.base.host }) }
      : { kind: "broken", why: notKubernetes(endpoint, opened.status) };
  }
  if (opened.status === 401) endpoint.renew();
  if (body?.kind !== "Status") return { kind: "broken", why: notKubernetes(endpoint, opened.status), retryAfterMs };
  const message = oneLine(textOf(body.message) ?? textOf(body.reason) ?? `${opened.status}`);
  return { kind: "status", status: opened.status, message, retryAfterMs, body };
}

/** Sends a request and waits until its answer begins. */
export async function open(endpoint: Endpoint, call: Call): Promise<Opened | Broken> {
  const authorized = await endpoint.authorize(call.signal);
  if (authorized.kind === "unauthorized") return { kind: "broken", why: authorized.why };
  return begin(endpoint, call, authorized);
}

async function begin(endpoint: Endpoint, call: Call, authorized: Authorized): Promise<Opened | Broken> {
  const first = await attempt(endpoint, call, authorized);
  // A kept connection may have been closed by the other side just as it was used again: that says nothing of the server.
  const onlyOld = first.kind === "broken" && (first.onOldConnection === true || first.outlived === true);
  const again = onlyOld && (call.method ?? "GET") === "GET" && !call.signal.aborted;
  return again ? attempt(endpoint, call, authorized) : first;
}

function attempt(endpoint: Endpoint, call: Call, authorized: Authorized): Promise<Opened | Broken> {
  const server = endpoint.base.host;
  const body = call.body === undefined ? undefined : JSON.stringify(call.body.value);
  if (call.signal.aborted) return Promise.resolve({ kind: "broken", why: CONNECTION_WORDS.stopped() });
  return new Promise((resolve) => {
    let timedOut = false;
    let outlived = false;
    const request = (endpoint.base.protocol === "https:" ? https : http).request(
      urlOf(endpoint.base, call),
      requestOptions(call, authorized, body),
      (response) => {
        clearTimeout(timer);
        forget();
        resolve(opened(endpoint, response, call));
      },
    );
    const answerMs = call.answerMs ?? LIMITS.answerMs;
    const timer = setTimeout(() => {
      timedOut = true;
      request.destroy();
    }, answerMs);
    const forget = endpoint.pulse.onceBack(() => {
      outlived = true;
      request.destroy();
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      forget();
      const silent = CONNECTION_WORDS.silent({ server, seconds: Math.ceil(answerMs / 1000) });
      const onOldConnection = !timedOut && request.reusedSocket && error.code === "ECONNRESET";
      resolve({ kind: "broken", why: timedOut ? silent : whyBroken(error, server), onOldConnection, outlived });
    });
    request.end(body);
  });
}

function requestOptions(call: Call, authorized: Authorized, body: string | undefined): http.RequestOptions {
  return {
    method: call.method ?? "GET",
    agent: authorized.agent,
    signal: call.signal,
    headers: {
      "User-Agent": "podsight",
      Accept: call.accept ?? "application/json",
      "Accept-Encoding": "gzip",
      // Said in words, since Node says no length for a DELETE.
      ...(call.body && { "Content-Type": call.body.type, "Content-Length": Buffer.byteLength(body ?? "") }),
      ...authorized.headers,
    },
  };
}

/** The server's address may have a path of its own in front (a gateway): the API begins behind it. */
function urlOf(base: URL, call: Call): URL {
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/+$/, "") + call.path;
  url.search = new URLSearchParams(call.query ?? {}).toString();
  return url;
}

/** Ends an answer that says nothing for too long, or whose server is lost; an error on the way ends the body with it. */
function opened(endpoint: Endpoint, response: http.IncomingMessage, call: Call): Opened {
  let idle = false;
  const zipped = response.headers["content-encoding"] === "gzip";
  const body: Readable = zipped ? response.pipe(createGunzip()) : response;
  const timer = setTimeout(() => {
    idle = true;
    response.destroy();
    body.destroy();
  }, call.idleMs ?? LIMITS.idleMs);
  const forget = endpoint.pulse.onceLost(() => response.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
  if (zipped) response.on("error", (error) => body.destroy(error));
  // Whoever reads the body meets its errors there; without this listener one that nobody reads would end the process.
  body.on("error", () => clearTimeout(timer));
  body.once("close", () => {
    clearTimeout(timer);
    forget();
    if (!response.complete) response.destroy();
  });
  const { statusCode: status = 0, headers } = response;
  return { kind: "open", status, headers, body, heard: () => timer.refresh(), idle: () => idle };
}

async function readAll(
  opened: Opened,
  maxBytes: number,
  endpoint: Endpoint,
  call: Call,
): Promise<{ readonly kind: "bytes"; readonly bytes: Buffer } | Broken> {
  const chunks: Buffer[] = [];
  const broken = await readBody(endpoint, opened, { ...call, maxBytes }, (chunk) => chunks.push(chunk));
  return broken ?? { kind: "bytes", bytes: Buffer.concat(chunks) };
}

/** Hands out what was opened piece by piece, to its end; says what is wrong when it does not come to its end. */
export async function readBody(
  endpoint: Endpoint,
  opened: Opened,
  call: Call,
  take: (chunk: Buffer) => void,
): Promise<Broken | undefined> {
  const server = endpoint.base.host;
  const maxBytes = call.maxBytes ?? LIMITS.maxBytes;
  let bytes = 0;
  try {
    await eachPiece(opened.body, (piece) => {
      opened.heard();
      bytes += piece.length;
      if (bytes <= maxBytes) take(piece);
      return bytes > maxBytes;
    });
  } catch (error) {
    if (error instanceof ProtobufError) {
      return { kind: "broken", why: CONNECTION_WORDS.cutOff({ server }), unreadable: true };
    }
    if (call.signal.aborted) return { kind: "broken", why: CONNECTION_WORDS.stopped() };
    const seconds = Math.ceil((call.idleMs ?? LIMITS.idleMs) / 1000);
    if (opened.idle()) return { kind: "broken", why: CONNECTION_WORDS.silent({ server, seconds }) };
    return { kind: "broken", why: whyBroken(error as NodeJS.ErrnoException, server) };
  }
  const megabytes = Math.ceil(maxBytes / MEGABYTE);
  return bytes > maxBytes ? { kind: "broken", why: CONNECTION_WORDS.tooLarge({ server, megabytes }) } : undefined;
}

function notKubernetes(endpoint: Endpoint, status: number): Message {
  return CONNECTION_WORDS.notKubernetes({ server: endpoint.base.host, status });
}

function parseObject(bytes: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Several headers of one name arrive as one text with commas between. */
function warningsOf({ warning }: http.IncomingHttpHeaders): { readonly warnings?: readonly string[] } {
  const texts = [...(warning ?? "").matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
    oneLine(text.replaceAll(/\\(.)/g, "$1")),
  );
  return texts.length === 0 ? {} : { warnings: texts };
}

/** A server that is too busy says when to come again; more than a minute is not believed. */
function retryAfter(headers: http.IncomingHttpHeaders): number | undefined {
  const seconds = Number(headers["retry-after"]);
  return seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined;
}
