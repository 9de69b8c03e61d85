import { finished, type Readable } from "node:stream";

/**
 * Hands out the pieces of a body as they come, until it ends, or until `take` answers true, which ends it. A loop over the
 * body would wait for a turn of its own for each piece, and copy together what came meanwhile.
 * @throws what the body breaks with, and what `take` throws, which ends the body too.
 */
export function eachPiece(body: Readable, take: (piece: Buffer) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    finished(body, { writable: false }, (error) => (error ? reject(error) : resolve()));
    body.on("data", (piece: Buffer) => {
      try {
        if (!take(piece)) return;
        resolve();
      } catch (error) {
        reject(error);
      }
      body.destroy();
    });
  });
}
