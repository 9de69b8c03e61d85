import { describe, expect, it } from "vitest";
import { readManifest } from "../manifest/readManifest.ts";

/** Asked of the library that kubectl reads YAML with (`sigs.k8s.io/yaml` behind `k8s.io/apimachinery/pkg/util/yaml`). */
const HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: till}\n";
const JSON_HEAD = '"apiVersion": "v1", "kind": "Service", "metadata": {"name": "till"}';

const READ = [
  ["a comment right behind a bracket", `${HEAD}a: [1,#one\n 2]#two\n`],
  ["a comment right behind a quote", `${HEAD}a: "x"#one\nb: 'y'#two\n`],
  ["a comment right behind a block scalar's sign", `${HEAD}a: >#-\n  x\n`],
  ["a comment in the first column between brackets", `{${JSON_HEAD}, "a": 1\n# c\n, "b": {"c": 2\n# d\n}}`],
  ["a colon that ends a value between brackets", `${HEAD}a: {zone: a:, b: c :}\nb: [x:]\nc: [a:, b]\n`],
  ["a colon that ends a key between brackets", `${HEAD}a: {b:}\n`],
  ["a question mark right before a key between brackets", `${HEAD}a: {?"b": 1}\n`],
  ["a no-break space before JSON", `\u00a0{${JSON_HEAD}}`],
  ["a lone carriage return in JSON", `{\r${JSON_HEAD},\r"spec": {"ports": []}}`],
  ["an escaped slash in JSON", `{${JSON_HEAD}, "a": "x\\/y"}`],
  ["a colon on the next line in JSON", `{${JSON_HEAD}, "a"\n: 1}`],
  ["an announced key over two lines", `${HEAD}a: {? "b\n  c" : 1}\n`],
  ["a key without a value over two lines", `${HEAD}a: {"b\n  c"}\n`],
  ["an address between brackets that does not begin with a colon", `${HEAD}a: [fd00::/8, "::/0"]\n`],
  ["a plain value that goes on too far left", `${HEAD}spec:\n    a: {b: x\n  y}\n`],
  ["an anchor with hyphens", `${HEAD}a: &a-b_1 x\nb: *a-b_1\n`],
  ["a date with its tag", `${HEAD}a: !!timestamp 2001-01-01\n`],
] as const;

const REFUSED = [
  ["an address that begins with a colon between brackets", `${HEAD}a: [0.0.0.0/0, ::/0]\n`, ":"],
  ["an escaped slash", `${HEAD}a: "x\\/y"\n`, "\\/"],
  ["a key over two lines between brackets", `${HEAD}a: {"b\n  c": 1}\n`, '"b'],
  ["a colon on the line behind its key", `${HEAD}a: {b\n  : 1}\n`, "b"],
  ["JSON with a quote that is not closed", `{${JSON_HEAD}, "a: "b",\n "c": 1}`, undefined],
  [
    "JSON over lines with a quote that is not closed",
    `{${JSON_HEAD},\n "a: {\n  "b": "c",\n  "d": "e"\n }\n}`,
    undefined,
  ],
  ["an anchor with a dot", `${HEAD}a: &a.b x\nb: *a.b\n`, "&a.b"],
  ["a directive above the line that cuts it off", `# c\n%YAML 1.1\n---\n${HEAD}`, "%YAML 1.1"],
] as const;

function syntaxErrors(text: string): readonly string[] {
  const { documents, problems } = readManifest(text);
  const found = documents.flatMap(({ start, content }) =>
    content.problems.map(({ span, severity }) => ({ severity, span: [start + span[0], start + span[1]] as const })),
  );
  return [...problems, ...found].filter(({ severity }) => severity === "error").map(({ span }) => text.slice(...span));
}

describe("what kubectl reads has no finding about its syntax", () => {
  it.each(READ)("%s", (_name, text) => {
    expect(syntaxErrors(text)).toEqual([]);
  });
});

describe("what kubectl refuses has one, at its place", () => {
  it.each(REFUSED)("%s", (_name, text, at) => {
    const [found, ...more] = syntaxErrors(text);
    expect(found).toBeDefined();
    expect(more).toEqual([]);
    if (at !== undefined) expect(found).toBe(at);
  });
});

it("a tagged scalar is the text that is written", () => {
  const { documents } = readManifest(`${HEAD}spec: {a: !!timestamp 2001-01-01}\n!!binary aGk=: 1\n`);
  const root = documents[0]?.content.root;
  const spec = root?.kind === "map" ? root.entries.find(({ key }) => key === "spec")?.value : undefined;
  expect(spec).toMatchObject({ entries: [{ key: "a", value: { value: "2001-01-01" } }] });
  expect(root).toMatchObject({ entries: expect.arrayContaining([expect.objectContaining({ key: "hi" })]) });
});
