import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { saidBy } from "../../../../test/support/saidBy.ts";
import { type Span, shiftSpan } from "../span.ts";
import type { MapNode, Node } from "../yaml/node.ts";
import { parseDocument } from "../yaml/parse.ts";
import { isService, type KubernetesObject } from "./manifest.ts";
import { objectsIn } from "./objects.ts";
import { readManifest } from "./readManifest.ts";
import { readService } from "./readService.ts";

const service = (name: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, annotations: { "example.com/a": "- x\n- y: [}\n", "example.com/b": '},\n{"' } },
  spec: { selector: { app: name }, ports: [{ port: 80, name: "http" }] },
});
const ITEMS = ["till", "shop", "till"].map(service);
const LIST = { apiVersion: "v1", items: ITEMS, kind: "List", metadata: { resourceVersion: "" } };
const JSON_LIST = `${JSON.stringify(LIST, undefined, 2)}\n`;
const BLOCK_LIST = stringify(LIST, { indentSeq: false });

const LISTS = [
  JSON_LIST,
  JSON_LIST.replaceAll("\n", "\r\n"),
  JSON.stringify({ apiVersion: "v1", kind: "List", items: ITEMS }, undefined, "\t"),
  BLOCK_LIST,
  BLOCK_LIST.replaceAll("\n", "\r\n"),
  stringify({ apiVersion: "v1", kind: "List", items: ITEMS }).replace("    kind", "    # a comment\n    kind"),
];

test.each(LISTS)("a List's items are read one by one, as the whole would be (%#)", (text) => {
  const { documents } = readManifest(text);
  expect(documents.map(({ content }) => content.part)).toEqual(ITEMS.map(() => "item"));
  expect(objectsOf(text)).toEqual(wholeObjects(text));
});

test.each(LISTS)("only the item that changed is read again (%#)", (text) => {
  const before = readManifest(text);
  const after = readManifest(text.replace("shop", "shops"), before);
  const same = after.documents.map(({ content }, index) => content === before.documents[index]?.content);
  expect(same).toEqual([true, false, true]);
  const moved = readManifest(text.replace("v1", "v1 ").replace('v1 "', 'v1" '), before);
  expect(moved.documents.map(({ content }) => content)).toEqual(before.documents.map(({ content }) => content));
  expect(moved.documents[2]?.content).toBe(before.documents[2]?.content);
});

const [JSON_TEXT = "", , , BLOCK_TEXT = ""] = LISTS;

test.each([
  ["on one line", JSON.stringify(LIST)],
  ["typed", JSON_TEXT.replace('"List"', '"ServiceList"')],
  ["broken in an item", JSON_TEXT.replace('"shop",', '"shop')],
  ["broken around the items", JSON_TEXT.replace('"resourceVersion"', '"resourceVersion')],
  ["of templates", BLOCK_TEXT.replace("name: shop", "name: {{ .Values.name }}")],
  ["with a comment that silences", BLOCK_TEXT.replace("apiVersion: v1", "# podsight-ignore: a\napiVersion: v1")],
  ["with anchors", BLOCK_TEXT.replace("name: till", "name: &a till").replace("app: shop", "app: *a")],
  ["with an end in the middle", BLOCK_TEXT.replace("- apiVersion: v1", "...\n- apiVersion: v1")],
  ["with items written twice", JSON_TEXT.replace('"kind": "List"', '"items": [],\n  "kind": "List"')],
  ["with something behind it", `${JSON_TEXT}x`],
])("a List %s is read as a whole", (_, text) => {
  expect(readManifest(text).documents.map(({ content }) => content.part)).toEqual(["document"]);
  expect(objectsOf(text)).toEqual(wholeObjects(text));
});

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(12)),
  inserted: fc.oneof(
    fc.constantFrom(
      ..." \n:#-{}[],'\"&*|>?%\\\t\r",
      "- ",
      "\n- ",
      "\n    }",
      "},\n    {",
      "\n  ",
      "...",
      "---\n",
      "{{",
    ),
    fc.constantFrom(...[JSON_TEXT, BLOCK_TEXT].flatMap((text) => text.split("\n").map((line) => `${line}\n`))),
    fc.string({ maxLength: 4 }),
  ),
});
const changed = fc
  .tuple(fc.constantFrom(...LISTS), fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) => ({
    before: text,
    after: changes.reduce((current, { at, removed, inserted }) => {
      const offset = Math.floor(at * current.length);
      return current.slice(0, offset) + inserted + current.slice(offset + removed);
    }, text),
  }));

test("however a List is changed, its items are read as the whole would be, and from any earlier state as anew", () => {
  fc.assert(
    fc.property(changed, ({ before, after }) => {
      const manifest = readManifest(after);
      expect(saidBy(readManifest(after, readManifest(before)))).toEqual(saidBy(manifest));
      if (manifest.documents.some(({ content }) => content.part === "item") && !/^---/m.test(after))
        expect(objectsOf(after)).toEqual(wholeObjects(after));
    }),
    { numRuns: Number(process.env.PODSIGHT_SIMPLE_RUNS ?? 60) },
  );
});

function objectsOf(text: string): readonly unknown[] {
  return readManifest(text).documents.flatMap(({ start, content }) =>
    content.objects.map((object) => writtenAt({ ...object, node: shifted(object.node, start) as MapNode })),
  );
}

function wholeObjects(text: string): readonly unknown[] {
  const { root, template, problems } = parseDocument(text);
  return root === undefined ? [] : objectsIn(root, template === "structure" || problems.length > 0).map(writtenAt);
}

/** With what is read of the node read there, so that its spans are those of the node. */
function writtenAt({ service: _, ...object }: KubernetesObject): unknown {
  return isService(object) ? { ...object, service: readService(object) } : object;
}

function shifted(node: Node, by: number): Node {
  const span: Span = shiftSpan(node.span, by);
  switch (node.kind) {
    case "scalar":
    case "unknown":
      return { ...node, span };
    case "sequence":
      return { ...node, span, items: node.items.map((item) => shifted(item, by)) };
    case "map":
      return {
        ...node,
        span,
        entries: node.entries.map((entry) => ({
          ...entry,
          keySpan: shiftSpan(entry.keySpan, by),
          span: shiftSpan(entry.span, by),
          value: shifted(entry.value, by),
        })),
      };
  }
}
