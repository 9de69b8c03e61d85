import type { JsonObject } from "../../core/json.ts";
import { MAGIC } from "./envelope.ts";
import { type Cursor, ProtobufError, readMessage, readVarint, type Shape, skipField } from "./message.ts";
import { createPieces } from "./pieces.ts";
import { LIST_META } from "./shapes.ts";

/** Reads a list of the API while it comes in: no more of it is held than the object that is not complete yet. */
export interface ListReader {
  /** @throws {ProtobufError} when the bytes are not a list. */
  push(piece: Buffer): void;
  /**
   * The list's `metadata`.
   * @throws {ProtobufError} when the list is not complete.
   */
  end(): JsonObject;
}

/** No object of the API is as large; a length beyond it is not one. */
const FIELD_LIMIT_BYTES = 16 * 1024 * 1024;
/** A tag and a length. */
const HEAD_LIMIT_BYTES = 20;

/** In every list of the API (`PodList`, `PartialObjectMetadataList`). */
const METADATA_FIELD = 1;
const ITEMS_FIELD = 2;
/** Of `runtime.Unknown`: the list itself. */
const RAW_FIELD = 2;

/** A reader that hands out each item as soon as its bytes are there. */
export function createListReader(shape: Shape, each: (object: JsonObject) => void): ListReader {
  const pieces = createPieces();
  let metadata: JsonObject | undefined;
  let where: "magic" | "envelope" | "list" = "magic";
  /** Bytes of the list that were not read yet. */
  let left = 0;
  let needed = MAGIC.length;

  /** Reads one field if it is there as a whole, and says how many bytes it took; undefined when more are needed. */
  function readOne(bytes: Buffer, at: number): number | undefined {
    if (where === "magic") return readMagic(bytes, at);
    const head = readHead(bytes, at);
    if (head === undefined) return undefined;
    const number = Math.floor(head.tag / 8);
    if (where === "envelope" && number === RAW_FIELD && head.tag % 8 === 2) {
      where = "list";
      left = head.length;
      return head.size;
    }
    const size = head.size + head.length;
    if (where === "list" && size > left) throw new ProtobufError("a field of the list is longer than the list");
    if (head.length > FIELD_LIMIT_BYTES) throw new ProtobufError("a field is too long");
    if (bytes.length - at < size) {
      needed = size;
      return undefined;
    }
    if (where === "list") {
      take(number, { bytes, at: at + head.size, end: at + size }, head.tag);
      left -= size;
    }
    return size;
  }
  function take(number: number, body: Cursor, tag: number): void {
    if (tag % 8 !== 2) return;
    if (number === METADATA_FIELD) metadata = readMessage(body, LIST_META);
    if (number === ITEMS_FIELD) each(readMessage(body, shape));
  }
  function readMagic(bytes: Buffer, at: number): number | undefined {
    if (bytes.length - at < MAGIC.length) return undefined;
    if (!bytes.subarray(at, at + MAGIC.length).equals(MAGIC)) throw new ProtobufError("this is no object of the API");
    where = "envelope";
    return MAGIC.length;
  }
  return {
    push: (piece) => {
      pieces.push(piece);
      const bytes = pieces.peek(needed);
      if (bytes === undefined) return;
      needed = 1;
      let at = 0;
      while (at < bytes.length) {
        const size = readOne(bytes, at);
        if (size === undefined) break;
        at += size;
        if (where === "list" && left === 0) where = "envelope";
      }
      pieces.drop(at);
    },
    end: () => {
      if (pieces.size > 0 || where !== "envelope" || metadata === undefined)
        throw new ProtobufError("a list is cut off");
      return metadata;
    },
  };
}

/** A field's tag, the bytes that it takes, and the length of what follows; undefined when it is not all there. */
function readHead(
  bytes: Buffer,
  at: number,
): { readonly tag: number; readonly size: number; readonly length: number } | undefined {
  const cursor: Cursor = { bytes, at, end: Math.min(bytes.length, at + HEAD_LIMIT_BYTES) };
  try {
    const tag = readVarint(cursor);
    if (tag % 8 === 2 && tag >= 8) {
      const length = readVarint(cursor);
      if (length < 0) throw new ProtobufError("a length is negative");
      return { tag, size: cursor.at - at, length };
    }
    skipField(cursor, tag);
    return { tag, size: cursor.at - at, length: 0 };
  } catch (error) {
    const mayBeCut = bytes.length - at < HEAD_LIMIT_BYTES;
    if (mayBeCut && error instanceof ProtobufError) return undefined;
    throw error;
  }
}
