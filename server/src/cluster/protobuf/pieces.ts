/** Bytes that come in pieces and are read when enough of them are there. */
export interface Pieces {
  push(piece: Buffer): void;
  /** All that is there, as one Buffer that is good until the next `push`, once it is at least so long; undefined before. */
  peek(length: number): Buffer | undefined;
  /** The first so many bytes were read. */
  drop(length: number): void;
  readonly size: number;
}

/**
 * No pieces. One that comes when nothing is left of those before is handed out as it is; others are put together in a
 * Buffer that is used again, since most objects come in two pieces.
 */
export function createPieces(): Pieces {
  let held: Buffer = Buffer.alloc(0);
  let room: Buffer = Buffer.alloc(0);
  /** Where in `room` the held bytes end; undefined while they are elsewhere. */
  let end: number | undefined;
  return {
    push: (piece) => {
      if (held.length === 0) {
        held = piece;
        end = undefined;
        return;
      }
      const size = held.length + piece.length;
      if (end === undefined || end + piece.length > room.length) {
        const next = size > room.length ? Buffer.allocUnsafe(size * 2) : room;
        held.copy(next);
        room = next;
        end = held.length;
      }
      piece.copy(room, end);
      end += piece.length;
      held = room.subarray(end - size, end);
    },
    peek: (length) => (held.length < length ? undefined : held),
    drop: (length) => {
      held = held.subarray(length);
    },
    get size() {
      return held.length;
    },
  };
}
