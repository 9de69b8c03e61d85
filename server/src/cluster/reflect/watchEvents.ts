import { type JsonObject, numberOf, objectOf, textOf } from "../../core/json.ts";
import { oneLine } from "../words.ts";

/** An object that came, went or is different. */
export interface Change {
  readonly kind: "added" | "modified" | "deleted";
  readonly object: JsonObject;
}

/** What a watch says; `unreadable` is what no API server says, and whatever follows it cannot be read either. */
export type WatchEvent =
  | { readonly kind: "change"; readonly change: Change; readonly version: string | undefined }
  | { readonly kind: "bookmark"; readonly version: string | undefined }
  | { readonly kind: "error"; readonly status: number; readonly message: string; readonly body: JsonObject }
  | { readonly kind: "unreadable" };

/** Reads the events of a watch out of its bytes. */
export interface EventReader {
  /** The events that are complete with this piece. */
  push(piece: Buffer): readonly WatchEvent[];
  /** The bytes of an event that is not complete yet. */
  pending(): number;
}

/** A reader of a watch in JSON, one event a line; a line may come in several pieces. */
export function createJsonEvents(): EventReader {
  const lines = createLines();
  return { push: (piece) => lines.push(piece).map(readLine), pending: lines.pending };
}

/** One line of a watch: `{"type":"ADDED","object":{...}}`. */
function readLine(line: string): WatchEvent {
  try {
    const event = objectOf(JSON.parse(line));
    return eventOf(textOf(event.type), objectOf(event.object));
  } catch {
    return { kind: "unreadable" };
  }
}

/** What an event of the API (`metav1.WatchEvent`) says. */
export function eventOf(type: string | undefined, object: JsonObject): WatchEvent {
  const version = textOf(objectOf(object.metadata).resourceVersion);
  switch (type) {
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
