import { expect, test } from "vitest";
import { cutDocuments } from "./cut.ts";

test.each([
  ['{"a": 1}\n{"b": "}{"}\n', ['{"a": 1}\n', '{"b": "}{"}\n']],
  ['{"a": {}}{"b": {"c": {}}}{"d": 1}', ['{"a": {}}', '{"b": {"c": {}}}', '{"d": 1}']],
  ['\n{"a": 1}\r\n\n\t{"b": 1}\n---\nc: 1\n', ['\n{"a": 1}\r\n', '\n\t{"b": 1}\n', "c: 1\n"]],
  ['{"a": 1}\n{"b": 2,}\n', ['{"a": 1}\n', '{"b": 2,}\n']],
  ['{"a": "\\"}{"}\n', ['{"a": "\\"}{"}\n']],
  ["{a: 1}\n{b: 2}\n", ["{a: 1}\n{b: 2}\n"]],
  ['{"a": [{}, {}]}\n', ['{"a": [{}, {}]}\n']],
  ['a: 1\n---\n{"a": 1}\n{"b": 2}\n', ["a: 1\n", '{"a": 1}\n{"b": 2}\n']],
])("%j is read as several documents", (text, expected) => {
  const { documents } = cutDocuments(text, 10);
  expect(documents.map((span) => text.slice(...span))).toEqual(expected);
});

test("no more documents than asked for", () => {
  expect(cutDocuments('{"a": 1}'.repeat(9), 4).documents).toHaveLength(4);
});
