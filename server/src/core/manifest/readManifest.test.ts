import fc from "fast-check";
import { expect, test } from "vitest";
import { saidBy } from "../../../../test/support/saidBy.ts";
import { LIMITS } from "../limits.ts";
import { render } from "../words.ts";
import { type Node, stringOf, valueAt } from "../yaml/node.ts";
import type { Manifest } from "./manifest.ts";
import { readManifest } from "./readManifest.ts";

const SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: till\nspec:\n  ports:\n  - port: 80\n";

/** Name, kind and span text of every object, as the reader sees them. */
function objectsOf(text: string): readonly string[] {
  return readManifest(text).documents.flatMap(({ content }) =>
    content.objects.map(({ kind, name, namespace }) => [kind, namespace, name].filter(Boolean).join(" ")),
  );
}

function problemsOf(text: string): readonly string[] {
  const manifest = readManifest(text);
  const inside = manifest.documents.flatMap(({ content, start }) =>
    content.problems.map(({ code, span }) => `${code} ${start + span[0]}`),
  );
  return [...manifest.problems.map(({ code, span }) => `${code} ${span[0]}`), ...inside];
}

test("documents are cut where kubectl cuts them", () => {
  expect(objectsOf(`${SERVICE}---\n${SERVICE}--- # a comment\r\n${SERVICE}---`)).toHaveLength(3);
  expect(objectsOf(`---\n---\n${SERVICE}`)).toEqual(["Service till"]);
  expect(objectsOf(SERVICE.replaceAll("\n", "\r\n").repeat(1))).toEqual(["Service till"]);
  const indented = SERVICE.replace(
    "name: till",
    'name: till\n  annotations:\n    a: "x --- y"\n    b: |\n      ---\n      z',
  );
  expect(objectsOf(indented)).toEqual(["Service till"]);
});

test("text behind --- is refused at its place", () => {
  const text = `${SERVICE}--- {a: 1}\n${SERVICE}`;
  expect(problemsOf(text)).toEqual([`document-separator ${text.indexOf("{a")}`]);
  expect(problemsOf(`${SERVICE}----\n`)).toEqual([`document-separator ${SERVICE.length + 3}`]);
  expect(problemsOf("a: 1\n--- !tag\nb: 2\n")).toEqual([]);
});

test("Lists give their items, typed ones without a kind of their own too", () => {
  const item = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","namespace":"shop"}}';
  expect(objectsOf(`{"apiVersion":"v1","kind":"List","items":[${item},${item}]}`)).toEqual([
    "Service shop a",
    "Service shop a",
  ]);
  expect(objectsOf("apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: b}\n")).toEqual(["Service b"]);
});

test("only documents whose text changed are read again", () => {
  const other = SERVICE.replace("till", "shop");
  const before = readManifest(`${SERVICE}---\n${other}`);
  const after = readManifest(`${SERVICE}  # more\n---\n${other}`, before);
  expect(after.documents[1]?.content).toBe(before.documents[1]?.content);
  expect(after.documents[0]?.content).not.toBe(before.documents[0]?.content);
  expect(after.documents[1]?.start).toBe((before.documents[1]?.start ?? 0) + "  # more\n".length);
});

test("anchors, aliases and merge keys are followed; explicit keys win", () => {
  const text = `apiVersion: v1
kind: Service
metadata: &base {name: till, labels: &labels {app: a, tier: x}}
spec:
  selector:
    tier: front
    <<: *labels
`;
  const root = readManifest(text).documents[0]?.content.root;
  expect(stringOf(valueAt(root, "spec", "selector", "app"))).toBe("a");
  expect(stringOf(valueAt(root, "spec", "selector", "tier"))).toBe("front");
});

test.each([
  ["a blank line that begins with a tab", `${SERVICE}\t\n`, ["yaml-syntax 80"]],
  ["a comment behind a tab", `${SERVICE}\t# x\n`, ["yaml-syntax 80"]],
  ["such a line between brackets", `${SERVICE}  x: [\n\t\n    b]\n`, []],
  ["JSON that is indented with tabs", '{\n\t"apiVersion": "v1",\n\t"kind": "Service"\n\t\n}\n', []],
  ["a merge key with text", `${SERVICE}  <<: text\n`, ["yaml-syntax 86"]],
])("%s", (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test("templates make values unknown, and leave every offset in its place", () => {
  const text = `apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-web\nspec:\n  type: ClusterIP\n`;
  const content = readManifest(text).documents[0]?.content;
  expect(content?.template).toBe("values");
  expect(content?.problems).toEqual([]);
  expect(valueAt(content?.root, "metadata", "name")?.kind).toBe("unknown");
  const type = valueAt(content?.root, "spec", "type");
  expect(text.slice(...(type?.span ?? [0, 0]))).toBe("ClusterIP");
  const blocks = text.replace("spec:\n", "spec:\n  {{- if .Values.type }}\n").concat("  {{- end }}\n");
  expect(readManifest(blocks).documents[0]?.content.template).toBe("structure");
  expect(readManifest(text.replace("{{ .Release.Name }}", "$" + "{NAME}")).documents[0]?.content.template).toBe(
    "values",
  );
});

test("a variable ends on its line", () => {
  const text = `apiVersion: v1\nkind: Service\nmetadata:\n  name: a${"$"}{b\n  namespace: c}\nspec: {}\n`;
  expect(readManifest(text).documents[0]?.content.template).toBe("none");
});

test("what is not a Kubernetes manifest is not parsed", () => {
  expect(readManifest("a: [1\nb: {{").documents[0]?.content.root).toBeUndefined();
  expect(problemsOf("a: [1\nb: {{")).toEqual([]);
});

const HEAD = "apiVersion: v1\nkind: Service\nx: ";

test.each([
  ["deep flow nesting", HEAD + "[".repeat(3000), "limit-reached"],
  ["deep flow maps", HEAD + "{a: ".repeat(3000), "limit-reached"],
  ["deep dashes", `${HEAD}\n${"- ".repeat(3000)}a`, "limit-reached"],
  ["deep explicit keys", `${HEAD}\n${"? ".repeat(3000)}a`, "limit-reached"],
  [
    "deep blocks",
    `${HEAD}\n${Array.from({ length: 200 }, (_, level) => `${" ".repeat(level + 1)}a:`).join("\n")}`,
    "limit-reached",
  ],
  ["NUL", `${HEAD}\0`, "yaml-syntax"],
  ["too long", `${HEAD}${"a".repeat(LIMITS.fileLength)}`, "limit-reached"],
  ["too many documents", `${SERVICE}---\n`.repeat(3) + "---\n".repeat(LIMITS.documents), "limit-reached"],
  ["alias bomb", aliasBomb(), "limit-reached"],
])("hostile: %s gives one clear finding", (_, text, code) => {
  expect(problemsOf(text).map((problem) => problem.split(" ")[0])).toEqual([code]);
});

test("hostile: unclosed template actions are read in one pass", () => {
  const text = [HEAD, "{{".repeat(200_000), "$".concat("{").repeat(200_000), "\n}"].join("");
  expect(readManifest(text).documents).toHaveLength(1);
});

function aliasBomb(): string {
  const lines = Array.from({ length: 20 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`);
  return `${HEAD}y\na0: &a0 [x]\n${lines.join("\n")}\n`;
}

const fragments = fc.oneof(
  fc.constantFrom(
    "a:",
    "- ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "|\n",
    "'",
    '"',
    "#",
    "---\n",
    "{{ x }}",
    "\t",
    "\r\n",
    "? ",
    "!!int ",
    "0x1F",
    "~",
    "\uFEFF",
  ),
  fc.string({ maxLength: 5 }),
);

test("reading never throws, and every span lies in the text", () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 40 }), (parts) => {
      const text = `apiVersion: v1\nkind: Service\n${parts.join("")}`;
      for (const { start, content } of readManifest(text).documents) {
        expect(start + content.text.length).toBeLessThanOrEqual(text.length);
        for (const { span, message } of content.problems) {
          expectInside(span, content.text);
          expect(render(message, "en")).not.toContain("undefined");
        }
        if (content.root) expectSpansInside(content.root, content.text);
      }
    }),
    { numRuns: 2000 },
  );
});

function expectSpansInside(node: Node, text: string): void {
  expectInside(node.span, text);
  if (node.kind === "map") for (const { value } of node.entries) expectSpansInside(value, text);
  if (node.kind === "sequence") for (const item of node.items) expectSpansInside(item, text);
}

function expectInside([start, end]: readonly [number, number], text: string): void {
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeGreaterThanOrEqual(start);
  expect(end).toBeLessThanOrEqual(text.length);
}

test("reading from any earlier state gives what reading anew gives", () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 12 }), fc.nat(), (parts, at) => {
      const before = `${SERVICE}---\n${parts.join("")}---\n${SERVICE}`;
      const place = at % before.length;
      const after = `${before.slice(0, place)}x${before.slice(place)}`;
      expect(saidBy(readManifest(after, readManifest(before)))).toEqual(saidBy(readManifest(after)));
    }),
    { numRuns: 200 },
  );
});

const BLOCK = `# a till
apiVersion: v1
kind: Service
metadata:
  name: till
  labels: { app: till, "tier": [a, -1, b] }
spec:
  ports:
  - name: http   # the first
    port: 80
  -   name: admin
      port: 81
  - - 1
    - "x"
  externalIPs:
  - 1.2.3.4
  selector:

    app: till
    version: 'v1'
  type: ClusterIP
`;
const FLOW = `{
  "apiVersion": "v1", "kind": "Service",
  "metadata": { "name": "till", "labels": {} },
  "spec": {
    "ports": [ { "port": 80 }, { "port": 81, "name": "admin" } ],
    "externalIPs": ["1.2.3.4", "-", ""],
    "selector": { "app": "till" }
  }
}`;

test("what is kept of version after version while somebody types is what reading anew gives", () => {
  const usual = fc.constantFrom(
    "x",
    "1",
    " ",
    "\n",
    "  a: b\n",
    "a: b\n  ",
    "- ",
    "-",
    ", ",
    ",",
    '"',
    ": ",
    "#",
    "[",
    "}",
  );
  const piece = fc.oneof({ weight: 5, arbitrary: usual }, fragments);
  const edits = fc.array(fc.record({ at: fc.nat(), drops: fc.nat({ max: 2 }), piece }), {
    minLength: 1,
    maxLength: 15,
  });
  let kept = 0;
  fc.assert(
    fc.property(fc.constantFrom<string>(BLOCK, FLOW), edits, (begun, typing) => {
      let text = begun;
      let manifest = readManifest(text);
      for (const { at, drops, piece } of typing) {
        const place = at % (text.length + 1);
        const typed = `${text.slice(0, place)}${piece}${text.slice(place + drops)}`;
        const read = readManifest(typed, manifest);
        expect(saidBy(read)).toEqual(saidBy(readManifest(typed)));
        // A mistake is taken back: of a broken text nothing is kept.
        if (read.documents[0]?.content.keptFor === undefined) continue;
        kept += 1;
        [text, manifest] = [typed, read];
      }
    }),
    { numRuns: 100 },
  );
  expect(kept).toBeGreaterThan(30);
});

test("what stands before the change is the same object, until all is read anew after some versions", () => {
  const nameOf = ({ documents }: Manifest) => valueAt(documents[0]?.content.root, "metadata");
  const first = readManifest(SERVICE);
  let manifest = first;
  let versions = 0;
  for (; nameOf(manifest) === nameOf(first); versions++)
    manifest = readManifest(`${SERVICE}${"x: 1\n".repeat(versions)}`, manifest);
  expect(versions).toBe(18);
});
