import fc from "fast-check";
import { expect, test } from "vitest";
import { plainOf } from "./node.ts";
import { withOutdentedLinesJoined } from "./outdent.ts";
import { parseDocument } from "./parse.ts";

const UNKNOWN = "not known";

/** What kubectl's library reads; where the value is not known here, the rest is right. */
test.each([
  ["a:\n  list: [b,\n  c]\n", { a: { list: ["b", "c"] } }],
  ["a:\n  list: [b, # one\n\n# two\nc,\n]\n", { a: { list: ["b", "c"] } }],
  ["a:\n  map: {b: 1,\nc: 2\n}\n  d: 3\n", { a: { map: { b: 1, c: 2 }, d: 3 } }],
  ["a:\n- {b: 1,\n\tc: 2}\n", { a: [{ b: 1, c: 2 }] }],
  ["a:\n  text: 'one\n  two'\n  b: 1\n", { a: { text: UNKNOWN, b: 1 } }],
  ['a:\n  text: "one\\\ntwo"\n  b: 1\n', { a: { text: UNKNOWN, b: 1 } }],
  ["a:\r\n  text: '{\r\n  }'\r\n  b: 1\r\n", { a: { text: UNKNOWN, b: 1 } }],
  ["a:\n  text: 'it''s\n\n  {'\n  b: 1\n", { a: { text: UNKNOWN, b: 1 } }],
  ['\t{"a":\n\t\t"b"}\n', { a: "b" }],
  ["a: b\rc:\r  d: e\r", { a: "b", c: { d: "e" } }],
  ["# one\ra: b\r\r\nc: d\r\n", { a: "b", c: "d" }],
  ["a: b\u2028c: d\u0085e: f\u2029", { a: "b", c: "d", e: "f" }],
  ['{"a": "b\u2028c"}', { a: "b\u2028c" }],
])("kubectl reads %j, and so does Podsight", (text, value) => {
  const { root, problems } = parseDocument(text);
  expect(problems).toEqual([]);
  const plain = root === undefined ? undefined : plainOf(root);
  expect(JSON.parse(JSON.stringify(plain, (_, item) => (item === undefined ? UNKNOWN : item)))).toEqual(value);
});

test.each([
  "a:\n  list: [b,\n  c\nd: 1\n",
  "a:\n  text: 'one\n  two\nb: 1\n",
  'a: "b\nc: "d"\n',
  "a: [b}\n",
  '\t{"a": b"\n',
])("what kubectl refuses is an error: %j", (text) => {
  expect(parseDocument(text).problems).not.toEqual([]);
});

test("offsets stay in their places, whatever the text", () => {
  const pieces = fc.constantFrom(
    "a: ",
    "- ",
    "\n",
    "\n  ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "\\",
    "#",
    ",",
    "b",
    "\r\n",
    " ",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      const joined = withOutdentedLinesJoined(text) ?? text;
      expect(joined.length).toBe(text.length);
      expect(joined.replace(/[\s\uE000]/g, "").length).toBeLessThanOrEqual(text.replace(/\s/g, "").length);
    }),
  );
});

test("a long run of lines too far left is given up, not read for minutes", () => {
  expect(withOutdentedLinesJoined(`a:\n  list: [\n${"b,\n".repeat(1_000)}  ]\n`)).toBeUndefined();
});

test.each([
  ["  apiVersion: v1\n  kind: Service\n  metadata: {}\nstatus: {}\n", ["warning 48"]],
  ['{"apiVersion": "v1", "kind": "Service", "metadata": {}} more\n', ["warning 56"]],
  ["  apiVersion: v1\nkind: Service\nmetadata: {}\n", ["error 17"]],
])("what stands behind a whole object is not read: %j", (text, expected) => {
  const { problems } = parseDocument(text);
  expect(problems.map(({ severity, span }) => `${severity} ${span[0]}`).slice(0, 1)).toEqual(expected);
});
