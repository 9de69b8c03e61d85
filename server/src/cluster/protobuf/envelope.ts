import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import { cursorOf, ProtobufError, readMessage, type Shape } from "./message.ts";
import { ENVELOPE, STATUS } from "./shapes.ts";

/** The media type of the API's protobuf, without parameters. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** Every object begins with these bytes (k8s.io/apimachinery, serializer/protobuf). */
export const MAGIC = Buffer.from("k8s\0", "latin1");

/** Whether an answer of this `Content-Type` is protobuf of the API. */
export function isProtobuf(contentType: string | undefined): boolean {
  return contentType?.split(";")[0]?.trim() === PROTOBUF;
}

/**
 * The wanted fields of one object of the API in its envelope.
 * @throws {ProtobufError} when the bytes are not that.
 */
export function readObject(bytes: Buffer, shape: Shape): JsonObject {
  return readMessage(cursorOf(openEnvelope(bytes).raw), shape);
}

/** A `Status` object of the API, as its JSON; undefined when the bytes are anything else. */
export function readStatus(bytes: Buffer): JsonObject | undefined {
  try {
    const { kind, raw } = openEnvelope(bytes);
    return kind === "Status" ? { ...readMessage(cursorOf(raw), STATUS), kind } : undefined;
  } catch (error) {
    if (error instanceof ProtobufError) return undefined;
    throw error;
  }
}

function openEnvelope(bytes: Buffer): { readonly kind: string | undefined; readonly raw: Buffer } {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new ProtobufError("the first bytes are not those of the API");
  const { typeMeta, raw } = readMessage({ bytes, at: MAGIC.length, end: bytes.length }, ENVELOPE);
  return { kind: textOf(objectOf(typeMeta).kind), raw: Buffer.isBuffer(raw) ? raw : Buffer.alloc(0) };
}
