import { expect, test } from "vitest";
import { createPieces } from "./pieces.ts";

test.each([
  [[1], 1],
  [[4, 9, 1, 30, 2], 7],
  [[100, 3, 200, 50], 60],
  [[7, 7, 7, 7, 7, 7, 7, 7], 20],
])("bytes come out in the order in which they came in, in pieces of %j and taken %i at a time", (lengths, taken) => {
  const pieces = createPieces();
  const all = Buffer.from(Array.from({ length: lengths.reduce((sum, length) => sum + length) }, (_, index) => index));
  const read: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(all.subarray(at, at + length));
    at += length;
    for (let bytes = pieces.peek(taken); bytes !== undefined; bytes = pieces.peek(taken)) {
      read.push(Buffer.from(bytes.subarray(0, taken)));
      pieces.drop(taken);
    }
  }
  expect(pieces.size).toBe(all.length % taken);
  read.push(Buffer.from(pieces.peek(0) ?? []));
  expect(Buffer.concat(read)).toEqual(all);
});
