import { objectOf, textOf } from "../../core/json.ts";
import { type EventReader, eventOf, type WatchEvent } from "../reflect/watchEvents.ts";
import { readObject } from "./envelope.ts";
import { cursorOf, ProtobufError, readMessage, type Shape } from "./message.ts";
import { createPieces } from "./pieces.ts";
import { STATUS, WATCH_EVENT } from "./shapes.ts";

/** The four bytes before each event that say how long it is. */
const LENGTH_BYTES = 4;
/** No object of the API is as large; a length beyond it is not one. */
const FRAME_LIMIT_BYTES = 16 * 1024 * 1024;

/** Reads a watch in protobuf: each event behind its length (k8s.io/apimachinery, serializer/protobuf, "framer"). */
export function createProtobufEvents(shape: Shape): EventReader {
  const pieces = createPieces();
  let needed = LENGTH_BYTES;
  return {
    push: (piece) => {
      pieces.push(piece);
      const events: WatchEvent[] = [];
      const bytes = pieces.peek(needed);
      if (bytes === undefined) return events;
      let at = 0;
      needed = LENGTH_BYTES;
      while (bytes.length - at >= LENGTH_BYTES) {
        const length = bytes.readUInt32BE(at);
        if (length > FRAME_LIMIT_BYTES) return [...events, { kind: "unreadable" }];
        if (bytes.length - at < LENGTH_BYTES + length) {
          needed = LENGTH_BYTES + length;
          break;
        }
        events.push(readEvent(bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length), shape));
        at += LENGTH_BYTES + length;
      }
      pieces.drop(at);
      return events;
    },
    pending: () => pieces.size,
  };
}

function readEvent(frame: Buffer, shape: Shape): WatchEvent {
  try {
    const event = readMessage(cursorOf(frame), WATCH_EVENT);
    const { raw } = objectOf(event.object);
    const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
    return eventOf(textOf(event.type), readObject(bytes, event.type === "ERROR" ? STATUS : shape));
  } catch (error) {
    if (error instanceof ProtobufError) return { kind: "unreadable" };
    throw error;
  }
}
