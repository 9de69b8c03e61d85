import type { Answer, Refusal } from "../http/answer.ts";
import { eachPiece } from "../http/body.ts";
import { type Endpoint, type Opened, open, readAnswer } from "../http/http.ts";
import { whyBroken } from "../http/networkError.ts";
import { isProtobuf } from "../protobuf/envelope.ts";
import { createProtobufEvents } from "../protobuf/watchReader.ts";
import { CONNECTION_WORDS } from "../words.ts";
import { acceptOf, type Form } from "./form.ts";
import { type Change, createJsonEvents, type EventReader, type WatchEvent } from "./watchEvents.ts";

/** Why a watch is over, and the last version that was seen. */
export type WatchEnd =
  /** The server closed it, or nothing was heard for a while: it can go on from the version. */
  | { readonly kind: "ended"; readonly version: string }
  /** Whoever asked has had enough. */
  | { readonly kind: "emptied" }
  /** The version is older than what the server still has: list again. */
  | { readonly kind: "expired"; readonly why: string }
  /** Listing may be allowed, watching is not. */
  | { readonly kind: "forbidden"; readonly message: string }
  | { readonly kind: "failed"; readonly version: string; readonly answer: Refusal };

/** What is watched, and from which `resourceVersion` on; the limits of its silence are in milliseconds. */
export interface WatchOptions {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly form: Form;
  readonly labelSelector?: string | undefined;
  readonly from: string;
  readonly answerMs: number;
  readonly term: WatchTerm;
  readonly signal: AbortSignal;
  /** The server has accepted the watch: from now on nothing is missed. */
  readonly opened: () => void;
  readonly changed: (change: Change) => void;
  /** Asked after each change: true ends the watch as `emptied`. */
  readonly enough: () => boolean;
}

/** How long a watch goes on: nothing else tells one that died in silence from one in which nothing happens. */
export interface WatchTerm {
  /** After so long the server ends it. Two seconds before, it says how far it is, so that three are the least. */
  readonly seconds: number;
  /** One that says nothing for so long, in milliseconds, not even its end, is dead. */
  readonly idleMs: number;
}

/** No object of the API is as large; without a limit a broken stream would fill the memory. */
const EVENT_LIMIT_BYTES = 16 * 1024 * 1024;

/** Watches a collection until the watch ends for one reason or another. Never rejects. */
export async function watchChanges(options: WatchOptions): Promise<WatchEnd> {
  const call = {
    path: options.path,
    signal: options.signal,
    answerMs: options.answerMs,
    idleMs: options.term.idleMs,
    accept: acceptOf(options.form, "watch"),
    query: {
      watch: "true",
      ...(options.labelSelector !== undefined && { labelSelector: options.labelSelector }),
      allowWatchBookmarks: "true",
      resourceVersion: options.from,
      timeoutSeconds: String(options.term.seconds),
    },
  };
  const opened = await open(options.endpoint, call);
  if (opened.kind === "broken") return { kind: "failed", version: options.from, answer: opened };
  const reader = opened.status === 200 ? readerOf(opened, options.form) : undefined;
  if (reader === undefined && opened.status === 200) {
    // It may go on for as long as a watch does.
    opened.body.destroy();
    return broken(options.from, CONNECTION_WORDS.notKubernetes({ server: options.endpoint.base.host, status: 200 }));
  }
  if (reader === undefined) return refusal(await readAnswer(options.endpoint, opened, call), options);
  options.opened();
  return follow(opened, reader, options);
}

/** By what the server says that it sends; undefined for what is neither. */
function readerOf({ headers }: Opened, { shape }: Form): EventReader | undefined {
  const contentType = headers["content-type"];
  if (shape !== undefined && isProtobuf(contentType)) return createProtobufEvents(shape);
  return contentType?.startsWith("application/json") ? createJsonEvents() : undefined;
}

function refusal(answer: Answer, options: WatchOptions): WatchEnd {
  const version = options.from;
  const server = options.endpoint.base.host;
  if (answer.kind === "ok") return broken(version, CONNECTION_WORDS.notKubernetes({ server, status: 200 }));
  if (answer.kind === "status" && answer.status === 403) return { kind: "forbidden", message: answer.message };
  if (answer.kind === "status" && answer.status === 410) return { kind: "expired", why: answer.message };
  return { kind: "failed", version, answer };
}

async function follow(opened: Opened, reader: EventReader, options: WatchOptions): Promise<WatchEnd> {
  const server = options.endpoint.base.host;
  const seen: Seen = { version: options.from, end: undefined };
  try {
    await eachPiece(opened.body, (piece) => {
      opened.heard();
      for (const event of reader.push(piece)) {
        seen.end = hear(event, seen, options);
        if (seen.end) return true;
      }
      if (reader.pending() > EVENT_LIMIT_BYTES)
        seen.end = broken(seen.version, CONNECTION_WORDS.tooLarge({ server, megabytes: 16 }));
      return seen.end !== undefined;
    });
  } catch (error) {
    if (!opened.idle()) return broken(seen.version, whyBroken(error as NodeJS.ErrnoException, server));
    // Its end was due: this connection is dead, and others may be.
    options.endpoint.pulse.doubted();
    return { kind: "ended", version: seen.version };
  }
  if (seen.end) return seen.end;
  // Half an event at the end: the server did not mean to stop here.
  const isCutOff = reader.pending() > 0;
  return isCutOff
    ? broken(seen.version, CONNECTION_WORDS.cutOff({ server }))
    : { kind: "ended", version: seen.version };
}

/** How far a watch has come. */
interface Seen {
  version: string;
  end: WatchEnd | undefined;
}

/** Takes up an event; says when it is the last. */
function hear(event: WatchEvent, seen: Seen, options: WatchOptions): WatchEnd | undefined {
  switch (event.kind) {
    case "change":
      seen.version = event.version ?? seen.version;
      options.changed(event.change);
      return options.enough() ? { kind: "emptied" } : undefined;
    case "bookmark":
      seen.version = event.version ?? seen.version;
      return undefined;
    case "error":
      return failure(event, seen.version);
    case "unreadable":
      return unreadable(seen.version, options.endpoint.base.host);
  }
}

function broken(version: string, why: ReturnType<typeof CONNECTION_WORDS.lost>): WatchEnd {
  return { kind: "failed", version, answer: { kind: "broken", why } };
}

/** What no API server says, at least not in this form. */
function unreadable(version: string, server: string): WatchEnd {
  const why = CONNECTION_WORDS.cutOff({ server });
  return { kind: "failed", version, answer: { kind: "broken", why, unreadable: true } };
}

function failure(event: Extract<WatchEvent, { kind: "error" }>, version: string): WatchEnd {
  if (event.status === 410) return { kind: "expired", why: event.message };
  const { status, message, body } = event;
  return { kind: "failed", version, answer: { kind: "status", status, message, body, retryAfterMs: undefined } };
}
