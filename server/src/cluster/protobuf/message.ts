import type { JsonObject } from "../../core/json.ts";

/** A field that is wanted of a message: its name in the API's JSON, and what it is there. */
export type Field =
  | { readonly kind: "text" | "integer" | "boolean" | "time" | "bytes" | "textMap"; readonly name: string }
  | { readonly kind: "message" | "messages"; readonly name: string; readonly shape: Shape };

/** The fields that are wanted of a message, by their number; all others are skipped unread. */
export type Shape = readonly (Field | undefined)[];

/** Bytes that are not the message that they should be. */
export class ProtobufError extends Error {}

/** Where a reader is in its bytes; `end` is the first byte behind the message. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;
}

/** The shape of a message whose wanted fields have these numbers. */
export function shapeOf(fields: Readonly<Record<number, Field>>): Shape {
  const shape: (Field | undefined)[] = [];
  for (const [number, field] of Object.entries(fields)) shape[Number(number)] = field;
  return Array.from(shape);
}

/**
 * The wanted fields of a protobuf message as the API would write them in JSON: left out where the message leaves them
 * out, times as RFC 3339, 64-bit integers as numbers, bytes as a Buffer.
 * @throws {ProtobufError} when the bytes end too soon or are not protobuf.
 */
export function readMessage(cursor: Cursor, shape: Shape): JsonObject {
  const object: Record<string, unknown> = {};
  while (cursor.at < cursor.end) {
    const tag = readVarint(cursor);
    const field = shape[Math.floor(tag / 8)];
    if (field === undefined) skipField(cursor, tag);
    else readField(cursor, tag % 8, field, object);
  }
  return object;
}

/** A cursor over all of the bytes, at their beginning. */
export function cursorOf(bytes: Buffer): Cursor {
  return { bytes, at: 0, end: bytes.length };
}

const VARINT = 0;
const EIGHT_BYTES = 1;
const DELIMITED = 2;
const FOUR_BYTES = 5;

/**
 * Goes behind the field whose tag was just read. @throws ProtobufError where it does not end, or is of no known wire
 * type.
 */
export function skipField(cursor: Cursor, tag: number): void {
  if (tag < 8) throw new ProtobufError("a field has the number 0");
  switch (tag % 8) {
    case VARINT:
      readVarint(cursor);
      return;
    case EIGHT_BYTES:
      advance(cursor, 8);
      return;
    case DELIMITED:
      advance(cursor, readVarint(cursor));
      return;
    case FOUR_BYTES:
      advance(cursor, 4);
      return;
    default:
      throw new ProtobufError(`a field has the wire type ${tag % 8}`);
  }
}

/** A base-128 integer of at most 64 bits, as a number; beyond 53 bits it is not exact. */
export function readVarint(cursor: Cursor): number {
  const { bytes, end } = cursor;
  let low = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    if (cursor.at >= end) throw new ProtobufError("a number is cut off");
    const byte = bytes[cursor.at++] as number;
    low |= (byte & 0x7f) << shift;
    if (byte < 0x80) return low;
  }
  let high = 0;
  for (let shift = 0; shift < 42; shift += 7) {
    if (cursor.at >= end) throw new ProtobufError("a number is cut off");
    const byte = bytes[cursor.at++] as number;
    high += (byte & 0x7f) * 2 ** shift;
    // Negative numbers are written in 64 bits, as two's complement.
    if (byte < 0x80) return high >= 2 ** 35 ? (high - 2 ** 36) * 2 ** 28 + low : high * 2 ** 28 + low;
  }
  throw new ProtobufError("a number has more than 64 bits");
}

function advance(cursor: Cursor, length: number): number {
  const start = cursor.at;
  if (!(length >= 0 && length <= cursor.end - start)) throw new ProtobufError("a field is cut off");
  cursor.at = start + length;
  return start;
}

/** The bytes of a length-delimited field as a cursor of their own. */
function readPart(cursor: Cursor): Cursor {
  const length = readVarint(cursor);
  const start = advance(cursor, length);
  return { bytes: cursor.bytes, at: start, end: start + length };
}

function readField(cursor: Cursor, wireType: number, field: Field, object: Record<string, unknown>): void {
  const isNumber = field.kind === "integer" || field.kind === "boolean";
  if (wireType !== (isNumber ? VARINT : DELIMITED))
    throw new ProtobufError(`${field.name} has the wire type ${wireType}`);
  switch (field.kind) {
    case "integer":
      object[field.name] = readVarint(cursor);
      return;
    case "boolean":
      object[field.name] = readVarint(cursor) !== 0;
      return;
    case "text":
      object[field.name] = textIn(readPart(cursor));
      return;
    case "time":
      object[field.name] = timeIn(readPart(cursor));
      return;
    case "bytes":
      object[field.name] = bytesIn(readPart(cursor));
      return;
    case "message":
      object[field.name] = readMessage(readPart(cursor), field.shape);
      return;
    case "messages":
      append(object, field.name, readMessage(readPart(cursor), field.shape));
      return;
    case "textMap":
      addEntry(object, field.name, readPart(cursor));
  }
}

function append(object: Record<string, unknown>, name: string, item: JsonObject): void {
  const items = object[name];
  if (Array.isArray(items)) items.push(item);
  else object[name] = [item];
}

const ENTRY: Shape = shapeOf({ 1: { kind: "text", name: "key" }, 2: { kind: "text", name: "value" } });

function addEntry(object: Record<string, unknown>, name: string, part: Cursor): void {
  const { key = "", value = "" } = readMessage(part, ENTRY) as Readonly<Record<string, string>>;
  const entries = (object[name] ?? {}) as Record<string, unknown>;
  object[name] = entries;
  // Assigned, `__proto__` would be no key like any other.
  if (key === "__proto__") Object.defineProperty(entries, key, { value, enumerable: true, configurable: true });
  else entries[key] = value;
}

const TIME: Shape = shapeOf({ 1: { kind: "integer", name: "seconds" } });
/** Beyond it a Date has no text. */
const MAX_SECONDS = 8.64e12;

function timeIn(part: Cursor): string {
  const { seconds = 0 } = readMessage(part, TIME);
  const inRange = Math.abs(seconds as number) <= MAX_SECONDS;
  return inRange ? new Date((seconds as number) * 1000).toISOString() : "";
}

function bytesIn({ bytes, at, end }: Cursor): Buffer {
  return bytes.subarray(at, end);
}

/** Most texts are ASCII, for which there is a quicker way; put together letter by letter they would take more room. */
function textIn({ bytes, at, end }: Cursor): string {
  for (let index = at; index < end; index++) {
    if ((bytes[index] as number) >= 0x80) return bytes.toString("utf8", at, end);
  }
  return bytes.toString("latin1", at, end);
}
