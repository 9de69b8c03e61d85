import { expect, test } from "vitest";
import { render } from "../words.ts";
import { parseDocument } from "./parse.ts";

const HEAD = "apiVersion: v1\nkind: Service\nmetadata:\n  name: till\nspec:\n";

/** `place: sentence`, the place being marked in the text by `<` and `>`. */
function said(marked: string): readonly (readonly [string, string])[] {
  const { problems } = parseDocument(marked.replace(/[<>]/g, ""));
  return problems.map(({ span, message }) => [`${span}`, render(message, "en").split(".")[0] ?? ""]);
}

test.each([
  ["a quote", '  type: <">ClusterIP\n  ports:\n    - port: 80\n', "This quote is not closed"],
  ["a single quote", "  type: <'>ClusterIP\n", "This quote is not closed"],
  ["a list", "  ports: <[>{port: 80}\n  type: ClusterIP\n", "This bracket is not closed"],
  ["a map", "  selector: <{>app: [a, b]\n", "This bracket is not closed"],
  ["a dash too far left", "  ports:\n    - port: 80\n   <-> port: 81\n", "A list item cannot stand here"],
  ["half a separator", "  ports:\n    - port: 80\n<-->", "A list item cannot stand here"],
  ["a dash in the first column", "  ports:\n    - port: 80\n<->\n", "A list item cannot stand here"],
  [
    "a line under a value",
    "  type: ClusterIP\n    <x>: y\n",
    "The key above has its value already, so nothing can be indented under it",
  ],
  [
    "a colon that is missing",
    "  <type ClusterIP>\n  ports:\n    - port: 80\n",
    "A key must end on the line where it begins",
  ],
  ["two mistakes, the first", "  <type ClusterIP>\n  ports: [\n", "A key must end on the line where it begins"],
  ["tabs", "<\t>ports:\n\t\t- port: 80\n", "A tab is used as indentation"],
])("one slip is one finding, at its place: %s", (_, marked, sentence) => {
  const text = HEAD + marked;
  expect(said(text)).toEqual([[`${text.indexOf("<")},${text.indexOf(">") - 1}`, sentence]]);
});

const TYPED = [
  `${HEAD}  type: NodePort\n  selector:\n    app: till\n    tier: "front"\n  ports:\n  - name: http\n    port: 80\n  - name: x\n    port: 81\n---\n`,
  `${HEAD.replace("\n  name: till", " {name: till}")}  selector: {app: till, tier: 'front'}\n  ports: [{port: 80, targetPort: http}]\n`,
  JSON.stringify(
    { apiVersion: "v1", kind: "Service", metadata: { name: "till" }, spec: { ports: [{ port: 80 }] } },
    null,
    2,
  ),
];
const SLIPS = ["-", "- ", "--", "a", "a:", "*", "&", "!", "{", "[", "}", '"', "'", "%", "@", ":", "?", "? ", "|", "\t"];

test("whatever is half typed, there is one finding about the syntax at most", () => {
  const beginnings = TYPED.flatMap((text) => Array.from(text, (_, index) => text.slice(0, index + 1)));
  const slips = TYPED.flatMap((text) => {
    const lines = text.split("\n");
    return SLIPS.flatMap((slip) => lines.map((_, index) => lines.toSpliced(index, 0, slip).join("\n")));
  });
  const many = [...beginnings, ...slips].filter((text) => parseDocument(text).problems.length > 1);
  expect(many).toEqual([]);
});
