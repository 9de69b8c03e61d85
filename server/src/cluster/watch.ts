import { type Answer, type Endpoint, type Opened, open, type Refusal, readAnswer } from "./http.ts";
import { type JsonObject, numberOf, objectOf, textOf } from "./json.ts";
import { whyBroken } from "./networkError.ts";
import { CONNECTION_WORDS, oneLine } from "./words.ts";

/** An object that came, went or is different. */
export interface Change {
  readonly kind: "added" | "modified" | "deleted";
  readonly object: JsonObject;
}

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

export interface WatchOptions {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly from: string;
  readonly answerMs: number;
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** The server has accepted the watch: from now on nothing is missed. */
  readonly opened: () => void;
  readonly changed: (change: Change) => void;
  /** Asked after each change: true ends the watch as `emptied`. */
  readonly enough: () => boolean;
}

/** No object of the API is as large; without a limit a broken stream would fill the memory. */
const LINE_LIMIT_BYTES = 16 * 1024 * 1024;
/** The server ends a watch after so long; it would do so by itself, at a time of its own choice. */
const WATCH_SECONDS = 300;

/** Watches a collection until the watch ends for one reason or another. Never rejects. */
export async function watchChanges(options: WatchOptions): Promise<WatchEnd> {
  const call = {
    path: options.path,
    signal: options.signal,
    answerMs: options.answerMs,
    idleMs: options.idleMs,
    query: {
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: options.from,
      timeoutSeconds: String(WATCH_SECONDS),
    },
  };
  const opened = await open(options.endpoint, call);
  if (opened.kind === "broken") return { kind: "failed", version: options.from, answer: opened };
  if (opened.status !== 200 || !isJson(opened)) {
    const answer = await readAnswer(options.endpoint, opened, call);
    return refusal(answer, options);
  }
  options.opened();
  return follow(opened, options);
}

function isJson(opened: Opened): boolean {
  return (opened.headers["content-type"] ?? "").startsWith("application/json");
}

function refusal(answer: Answer, options: WatchOptions): WatchEnd {
  const version = options.from;
  const server = options.endpoint.base.host;
  if (answer.kind === "ok") {
    const why = CONNECTION_WORDS.notKubernetes({ server, status: 200 });
    return { kind: "failed", version, answer: { kind: "broken", why } };
  }
  if (answer.kind === "status" && answer.status === 403) return { kind: "forbidden", message: answer.message };
  if (answer.kind === "status" && answer.status === 410) return { kind: "expired", why: answer.message };
  return { kind: "failed", version, answer };
}

async function follow(opened: Opened, options: WatchOptions): Promise<WatchEnd> {
  const server = options.endpoint.base.host;
  let version = options.from;
  const lines = createLines();
  try {
    for await (const chunk of opened.body) {
      opened.heard();
      for (const line of lines.push(chunk as Buffer)) {
        const event = readEvent(line);
        switch (event.kind) {
          case "change":
            version = event.version ?? version;
            options.changed(event.change);
            if (options.enough()) return { kind: "emptied" };
            break;
          case "bookmark":
            version = event.version ?? version;
            break;
          case "error":
            return failure(event, version);
          case "unreadable":
            return broken(version, CONNECTION_WORDS.cutOff({ server }));
        }
      }
      if (lines.pending() > LINE_LIMIT_BYTES)
        return broken(version, CONNECTION_WORDS.tooLarge({ server, megabytes: 16 }));
    }
  } catch (error) {
    if (opened.idle()) return { kind: "ended", version };
    return broken(version, whyBroken(error as NodeJS.ErrnoException, server));
  }
  // Half an event at the end: the server did not mean to stop here.
  return lines.pending() > 0 ? broken(version, CONNECTION_WORDS.cutOff({ server })) : { kind: "ended", version };
}

function broken(version: string, why: ReturnType<typeof CONNECTION_WORDS.lost>): WatchEnd {
  return { kind: "failed", version, answer: { kind: "broken", why } };
}

function failure(event: Extract<WatchEvent, { kind: "error" }>, version: string): WatchEnd {
  if (event.status === 410) return { kind: "expired", why: event.message };
  const { status, message, body } = event;
  return { kind: "failed", version, answer: { kind: "status", status, message, body, retryAfterMs: undefined } };
}

type WatchEvent =
  | { readonly kind: "change"; readonly change: Change; readonly version: string | undefined }
  | { readonly kind: "bookmark"; readonly version: string | undefined }
  | { readonly kind: "error"; readonly status: number; readonly message: string; readonly body: JsonObject }
  | { readonly kind: "unreadable" };

/** Reads one line of a watch: `{"type":"ADDED","object":{...}}`. */
function readEvent(line: string): WatchEvent {
  let event: JsonObject;
  try {
    event = objectOf(JSON.parse(line));
  } catch {
    return { kind: "unreadable" };
  }
  const object = objectOf(event.object);
  const version = textOf(objectOf(object.metadata).resourceVersion);
  switch (event.type) {
    case "ADDED":
      return { kind: "change", version, change: { kind: "added", object } };
    case "MODIFIED":
      return { kind: "change", version, change: { kind: "modified", object } };
    case "DELETED":
      return { kind: "change", version, change: { kind: "deleted", object } };
    case "BOOKMARK":
      return { kind: "bookmark", version };
    case "ERROR":
      return {
        kind: "error",
        status: numberOf(object.code),
        message: oneLine(textOf(object.message) ?? textOf(object.reason) ?? "ERROR"),
        body: object,
      };
    default:
      return { kind: "unreadable" };
  }
}

/** Cuts a stream of bytes into lines; a line is decoded only when it is complete, so that no character is cut. */
export function createLines() {
  let pieces: Buffer[] = [];
  let size = 0;
  return {
    push: (chunk: Buffer): readonly string[] => {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        pieces.push(chunk.subarray(start, end));
        const line = Buffer.concat(pieces).toString("utf8").trim();
        if (line !== "") lines.push(line);
        pieces = [];
        size = 0;
        start = end + 1;
      }
      if (start < chunk.length) {
        pieces.push(chunk.subarray(start));
        size += chunk.length - start;
      }
      return lines;
    },
    /** The bytes of a line that is not complete yet. */
    pending: () => size,
  };
}
