import fc from "fast-check";
import { expect, test } from "vitest";
import { createLines } from "./watchEvents.ts";

test("lines come out whole, however the bytes are cut", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/\s/g, ""));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(20)), (texts, cuts) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(""));
      const lines = createLines();
      const read: string[] = [];
      let start = 0;
      for (const size of [...cuts, bytes.length]) {
        read.push(...lines.push(bytes.subarray(start, start + size)));
        start += size;
      }
      expect(read).toEqual(texts.filter((text) => text.trim() !== "").map((text) => text.trim()));
      expect(lines.pending()).toBe(0);
    }),
  );
});

test("half a line is pending", () => {
  const lines = createLines();
  expect(lines.push(Buffer.from('{"a":1}\n{"b'))).toEqual(['{"a":1}']);
  expect(lines.pending()).toBe(3);
});
