/** Bytes that come in pieces and are read when enough of them are there. */
export interface Pieces {
  push(piece: Buffer): void;
  /** All that is there, as one Buffer, once it is at least so long; undefined before. */
  peek(length: number): Buffer | undefined;
  /** The first so many bytes were read. */
  drop(length: number): void;
  readonly size: number;
}

/** No pieces. They are put together only when enough are there, so that a large object costs no more than its size. */
export function createPieces(): Pieces {
  let held: Buffer[] = [];
  let size = 0;
  return {
    push: (piece) => {
      held.push(piece);
      size += piece.length;
    },
    peek: (length) => {
      if (size < length) return undefined;
      const [only, another] = held;
      if (only !== undefined && another === undefined) return only;
      const all = Buffer.concat(held, size);
      held = [all];
      return all;
    },
    drop: (length) => {
      const [only = Buffer.alloc(0), ...others] = held;
      const rest = (others.length === 0 ? only : Buffer.concat(held, size)).subarray(length);
      held = rest.length === 0 ? [] : [rest];
      size = rest.length;
    },
    get size() {
      return size;
    },
  };
}
