import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { entryOf, type MapNode, type Node, valueAt } from "../yaml/node.ts";
import { insertEntry, type Place, quoteScalar, renameKey, setScalar, setValue } from "./edit.ts";
import type { Plain } from "./plain.ts";
import { readManifest } from "./readManifest.ts";
import { removeEntries, removeItems } from "./removal.ts";

function read(text: string): Node {
  const root = readManifest(text).documents[0]?.content.root;
  if (root === undefined) throw new Error(`not read: ${text}`);
  return root;
}

function mapAt(text: string, ...path: readonly string[]): MapNode {
  const node = valueAt(read(text), ...path);
  if (node?.kind !== "map") throw new Error(`no map at ${path.join(".")}`);
  return node;
}

const head = "apiVersion: v1\nkind: Service\n";
const jsonHead = `{"apiVersion": "v1", "kind": "Service", `;

describe("removeEntries", () => {
  const cases: readonly [
    name: string,
    body: string,
    path: readonly string[],
    keys: readonly string[],
    expected: string,
  ][] = [
    ["a line in a block", "spec:\n  a: 1\n  b: 2\n", ["spec"], ["a"], "spec:\n  b: 2\n"],
    ["the last line", "spec:\n  a: 1\n  b: 2\n", ["spec"], ["b"], "spec:\n  a: 1\n"],
    ["the last two without a break", "spec:\n  a: 1\n  b: 2\n  c: 3", ["spec"], ["b", "c"], "spec:\n  a: 1\n"],
    ["the last line without a break", "spec:\n  a: 1\n  b: 2", ["spec"], ["b"], "spec:\n  a: 1"],
    [
      "a trailing comment goes, others stay",
      "spec:\n  # one\n  a: 1 # x\n  # two\n  b: 2\n",
      ["spec"],
      ["a"],
      "spec:\n  # one\n  # two\n  b: 2\n",
    ],
    ["a nested value", "spec:\n  a:\n    - 1\n    - 2\n  b: 2\n", ["spec"], ["a"], "spec:\n  b: 2\n"],
    ["a block scalar", "spec:\n  a: |\n    x\n    y\n\n  b: 2\n", ["spec"], ["a"], "spec:\n\n  b: 2\n"],
    ["an empty value", "spec:\n  a:\n  b: 2\n", ["spec"], ["a"], "spec:\n  b: 2\n"],
    ["all entries", "spec:\n  a: 1\n  b: 2\nx: 1\n", ["spec"], ["a", "b"], "spec:\n  {}\nx: 1\n"],
    ["two neighbours", "spec:\n  a: 1\n  b: 2\n  c: 3\n", ["spec"], ["a", "b"], "spec:\n  c: 3\n"],
    ["with CRLF", "spec:\r\n  a: 1\r\n  b: 2\r\n", ["spec"], ["a"], "spec:\r\n  b: 2\r\n"],
    ["first in a flow", "spec: {a: 1, b: 2, c: 3}\n", ["spec"], ["a"], "spec: {b: 2, c: 3}\n"],
    ["last in a flow", "spec: {a: 1, b: 2, c: 3}\n", ["spec"], ["c"], "spec: {a: 1, b: 2}\n"],
    ["the last two in a flow", "spec: {a: 1, b: 2, c: 3}\n", ["spec"], ["b", "c"], "spec: {a: 1}\n"],
    ["the outer two in a flow", "spec: {a: 1, b: 2, c: 3}\n", ["spec"], ["a", "c"], "spec: {b: 2}\n"],
    ["all in a flow", "spec: {a: 1, b: 2}\n", ["spec"], ["a", "b"], "spec: {}\n"],
    ["a flow with a comment", "spec: {a: 1, # one\n  b: 2 }\n", ["spec"], ["b"], "spec: {a: 1 # one\n   }\n"],
  ];
  test.each(cases)("%s", (_, body, path, keys, expected) => {
    const text = head + body;
    const map = mapAt(text, ...path);
    const entries = map.entries.filter((entry) => keys.includes(entry.key));
    expect(applyEdits(text, removeEntries(text, map, entries))).toBe(head + expected);
  });

  test.each([
    ["spec:\n  ports:\n    - a: 1\n      b: 2\n", "spec:\n  ports:\n    - b: 2\n"],
    ["spec:\n  ports:\n    - a: 1 # x\n      # y\n      b: 2\n", "spec:\n  ports:\n    - # y\n      b: 2\n"],
    ["spec:\r\n  ports:\r\n  - a: 1\r\n    b: 2\r\n", "spec:\r\n  ports:\r\n  - b: 2\r\n"],
    ["spec:\n  ports:\n    - a: 1\n", "spec:\n  ports:\n    - {}\n"],
  ])("behind a dash: %j", (body, expected) => {
    const text = head + body;
    const ports = valueAt(read(text), "spec", "ports");
    const map = ports?.kind === "sequence" ? ports.items[0] : undefined;
    if (map?.kind !== "map") throw new Error("no item");
    const entry = entryOf(map, "a");
    expect(applyEdits(text, removeEntries(text, map, entry ? [entry] : []))).toBe(head + expected);
  });

  test.each([
    ["a", `"spec": {\n  "a": 1,\n  "b": 2\n}}`, `"spec": {\n  "b": 2\n}}`],
    ["b", `"spec": {\n  "a": 1,\n  "b": 2\n}}`, `"spec": {\n  "a": 1\n}}`],
    ["a", `"spec": {"a": 1}}`, `"spec": {}}`],
  ])("JSON without %s: %j", (key, body, expected) => {
    const text = jsonHead + body;
    const map = mapAt(text, "spec");
    expect(
      applyEdits(
        text,
        removeEntries(
          text,
          map,
          map.entries.filter((entry) => entry.key === key),
        ),
      ),
    ).toBe(jsonHead + expected);
  });
});

test.each([
  ["spec:\n  - a\n  - b\n", [0], "spec:\n  - b\n"],
  ["spec:\n  - a\n  - b\n", [1], "spec:\n  - a\n"],
  ["spec:\n  - a\n  - b\n", [0, 1], "spec:\n  []\n"],
  ["spec:\n  - a: 1\n    b: 2\n  # c\n  - d: 1\n", [0], "spec:\n  # c\n  - d: 1\n"],
  ["spec: [a, b, c]\n", [2], "spec: [a, b]\n"],
])("removeItems %j %j", (body, indexes, expected) => {
  const text = head + body;
  const sequence = valueAt(read(text), "spec");
  if (sequence?.kind !== "sequence") throw new Error("no sequence");
  const items = indexes.flatMap((index) => sequence.items[index] ?? []);
  expect(applyEdits(text, removeItems(text, sequence, items))).toBe(head + expected);
});

test.each<[string, string, Plain, Place, string]>([
  ["spec:\n  a: 1\n", "b", 2, undefined, "spec:\n  a: 1\n  b: 2\n"],
  ["spec:\n  a: 1 # x\n  c: 3\n", "b", 2, { after: "a" }, "spec:\n  a: 1 # x\n  b: 2\n  c: 3\n"],
  ["spec:\n  a: 1\n", "b", 2, { before: "a" }, "spec:\n  b: 2\n  a: 1\n"],
  ["spec:\n  a: 1", "b", "yes", undefined, 'spec:\n  a: 1\n  b: "yes"'],
  ["spec:\r\n  a: 1\r\n", "b", 2, undefined, "spec:\r\n  a: 1\r\n  b: 2\r\n"],
  [
    "spec:\n  a:\n  - x: 1\n",
    "b",
    [{ port: 80, name: "http" }],
    undefined,
    "spec:\n  a:\n  - x: 1\n  b:\n    - port: 80\n      name: http\n",
  ],
  ["spec: {a: 1}\n", "b", "None", undefined, "spec: {a: 1, b: None}\n"],
  ["spec: {a: 1}\n", "b", 2, { before: "a" }, "spec: {b: 2, a: 1}\n"],
  ["spec: {}\n", "b", 2, undefined, "spec: {b: 2}\n"],
])("insertEntry %j %s", (body, key, value, place, expected) => {
  const start = body.includes("\r") ? head.replaceAll("\n", "\r\n") : head;
  const text = start + body;
  expect(applyEdits(text, [insertEntry(text, mapAt(text, "spec"), key, value, place)])).toBe(start + expected);
});

test("insertEntry in JSON keeps the layout", () => {
  const text = `${jsonHead}"spec": {\n  "a": 1\n}}`;
  const edit = insertEntry(text, mapAt(text, "spec"), "b", { c: ["d"] });
  expect(applyEdits(text, [edit])).toBe(`${jsonHead}"spec": {\n  "a": 1,\n  "b": {"c":["d"]}\n}}`);
});

test.each([
  ["spec: 1.10 # x\n", '"1.10" # x', "quote"],
  ["spec: yes\n", '"yes"', "quote"],
  ["spec: tcp\n", "TCP", "TCP"],
  ["spec: 'tcp'\n", "'TCP'", "TCP"],
  ['spec: "tcp"\n', '"TCP"', "TCP"],
  ["spec:\n", " TCP", "TCP"],
])("scalars %j", (body, expected, value) => {
  const text = head + body;
  const node = valueAt(read(text), "spec");
  if (node?.kind !== "scalar") throw new Error("no scalar");
  const edit = value === "quote" ? quoteScalar(node) : setScalar(text, node, value);
  expect(applyEdits(text, [edit])).toContain(`spec:${expected.startsWith(" ") ? "" : " "}${expected}\n`);
});

test("renameKey keeps the quotes", () => {
  const text = `${jsonHead}"spce": {"a": 1}}`;
  const entry = entryOf(read(text), "spce");
  if (!entry) throw new Error("no entry");
  expect(applyEdits(text, [renameKey(text, entry, "spec")])).toBe(`${jsonHead}"spec": {"a": 1}}`);
});

test.each<[string, Plain, string]>([
  ["spec:\n  a: x # c\n  b: 1\n", ["x"], "spec:\n  a:\n    - x # c\n  b: 1\n"],
  ["spec: {a: x}\n", ["x"], "spec: {a: [x]}\n"],
  ["spec:\n  a:\n    matchLabels:\n      app: x\n  b: 1\n", { app: "x" }, "spec:\n  a:\n    app: x\n  b: 1\n"],
])("setValue %j", (body, value, expected) => {
  const text = head + body;
  const spec = mapAt(text, "spec");
  const entry = entryOf(spec, "a");
  if (!entry) throw new Error("no entry");
  expect(applyEdits(text, [setValue(text, spec, entry, value)])).toBe(head + expected);
});
