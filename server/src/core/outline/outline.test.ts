import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainOf } from "../yaml/node.ts";
import { readOutline } from "./outline.ts";

/** The place at `$0`, in one line: what it is, where, and what is typed there already. */
function at(marked: string): string {
  const offset = marked.indexOf("$0");
  const text = marked.replace("$0", "");
  const { place } = readOutline(text, offset);
  if (place === undefined) return "nowhere";
  const { kind, path, span, hasColon, isFresh, needsBlank, commaBefore, commaAfter, style } = place;
  return [
    `${kind} of ${path.join(".") || "the document"}`,
    text.slice(...span) && `over ${text.slice(...span)}`,
    style === "flow" && "flow",
    hasColon && "before its colon",
    isFresh && "fresh",
    needsBlank && "blank needed",
    commaBefore !== undefined && `comma behind ${text.slice(0, commaBefore).trimEnd().slice(-6)}`,
    commaAfter && "comma needed",
  ]
    .filter(Boolean)
    .join(", ");
}

describe("block style", () => {
  test.each([
    ["$0", "key of the document, fresh"],
    ["ki$0", "key of the document, over ki, fresh"],
    ["# note\n$0", "key of the document, fresh"],
    ["kind: Service\n$0", "key of the document"],
    ["kind: Service\nsp$0ec:\n", "key of the document, over spec, before its colon"],
    ["kind: $0", "value of kind, fresh"],
    ["kind:$0", "value of kind, fresh, blank needed"],
    ["kind: Ser$0vice # it", "value of kind, over Service"],
    ['kind: "Ser$0vice"', 'value of kind, over "Service"'],
    ['kind: "Ser$0\nmetadata:\n', 'value of kind, over "Ser'],
    ["kind: Service $0", "nowhere"],
    ["kind: Service # $0", "nowhere"],
    ["# $0", "nowhere"],
    ["a: |\n  text $0\nb: 1", "nowhere"],
    ["a: |\n  text\n$0\nb: 1", "key of the document"],
    ["spec:\n  $0", "key of spec, fresh"],
    ["spec:\n  $0\n  type: NodePort", "key of spec"],
    ["spec:\n  type: NodePort\n  $0", "key of spec"],
    ["spec:\n  type: NodePort\n    $0", "nowhere"],
    ["spec:\n    type: NodePort\n  $0", "nowhere"],
    ["spec:\n  $0\n    type: NodePort", "nowhere"],
    ["spec:\n  type: NodePort\n$0", "key of the document"],
    ["spec:\n  type: NodePort\n$0\n  selector: {}\n", "key of the document"],
    ["spec:\r\n  type: NodePort\r\n  $0\r\n  ports: []\r\n", "key of spec"],
    ["spec:\n  selector:\n    $0", "key of spec.selector, fresh"],
    ["spec:\n  selector: $0\n    app: x", "value of spec.selector"],
    ["spec:\n  ports:\n    $0", "key of spec.ports, fresh"],
    ["spec:\n  ports:\n  - $0", "key of spec.ports.0, fresh"],
    ["spec:\n  ports:\n  -$0", "key of spec.ports.0, fresh, blank needed"],
    ["spec:\n  ports:\n  - port: 80\n  - na$0", "key of spec.ports.1, over na, fresh"],
    ["spec:\n  ports:\n  - port: 80\n    $0", "key of spec.ports.0"],
    ["spec:\n  ports:\n  - port: 80\n  $0", "key of spec"],
    ["spec:\n  ports:\n    - port: 80\n    $0", "key of spec.ports"],
    [
      "spec:\n  ports:\n    - port: 80\n      targetPort: $0\n    - port: 81\n",
      "value of spec.ports.0.targetPort, fresh",
    ],
    ["spec:\n  ports:\n    - $0\n      port: 80\n", "key of spec.ports.0"],
    ["a:\n  - - $0", "key of a.0.0, fresh"],
    ["oops [\nspec:\n  $0", "key of spec, fresh"],
    ["{{ if .x }}\nspec:\n  $0\n{{ end }}\n", "key of spec, fresh"],
    ["spec: &all\n  type: $0", "value of spec.type, fresh"],
  ])("%j", (marked, expected) => expect(at(marked)).toBe(expected));
});

describe("flow style and JSON", () => {
  test.each([
    ["spec: {$0}", "key of spec, flow"],
    ["spec: {$0", "key of spec, flow"],
    ["spec: {type: NodePort, se$0}", "key of spec, over se, flow"],
    ["spec: {ty$0pe: NodePort}", "key of spec, over type, flow, before its colon"],
    ["spec: {type: $0}", "value of spec.type, flow, fresh"],
    ["spec: {type:$0}", "value of spec.type, flow, fresh, blank needed"],
    ["spec: {type: Nod$0, selector: {}}", "value of spec.type, over Nod, flow"],
    ["spec:\n  selector: {app: till, $0\n  ports: []", "key of spec.selector, flow"],
    ["spec:\n  selector: {app: till,\n    $0\n  ports: []", "key of spec.selector, flow"],
    ["spec:\n  selector: {app: till\n  $0", "key of spec"],
    ["spec: {ipFamilies: [$0]}", "value of spec.ipFamilies.0, flow, fresh"],
    ["spec: {ipFamilies: [IPv4, $0]}", "value of spec.ipFamilies.1, flow, fresh"],
    ["spec: {ports: [{port: 80, $0}]}", "key of spec.ports.0, flow"],
    ["spec: {type: NodePort} $0", "nowhere"],
    ['{"spec": {$0}}', "key of spec, flow"],
    ['{"spec": {"ty$0"}}', 'key of spec, over "ty", flow'],
    ['{"spec": {"ty$0', 'key of spec, over "ty, flow'],
    ['{"spec": {"type": "$0"}}', 'value of spec.type, over "", flow'],
    ['{"spec": {"type": $0}}', "value of spec.type, flow, fresh"],
    ['{"a": 1\n$0}', 'key of the document, flow, comma behind "a": 1'],
    ['{"a": 1 $0}', "nowhere"],
    ['{$0\n"a": 1}', "key of the document, flow, comma needed"],
    ['{"a": 1,\n$0\n"b": 2}', "key of the document, flow, comma needed"],
    ['{"a": $0\n"b": {}}', "value of a, flow, fresh, comma needed"],
    ['{"a": 1,\n  ki$0\n  "b": 2}', "key of the document, over ki, flow, comma needed"],
    ['{"a": "$0"\n"b": 2}', 'value of a, over "", flow, comma needed'],
  ])("%j", (marked, expected) => expect(at(marked)).toBe(expected));
});

const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: till, labels: {app: "till"}}
spec:
  selector:
    app: till
  ports:
  - name: http
    port: 80 # the door
  - {name: metrics, port: 9090}
`;

test("what is written is read", () => {
  const { root } = readOutline(SERVICE, 0);
  expect(JSON.parse(JSON.stringify(root && plainOf(root)))).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "till", labels: { app: "till" } },
    spec: {
      selector: { app: "till" },
      ports: [
        { name: "http", port: 80 },
        { name: "metrics", port: 9090 },
      ],
    },
  });
});

test("any text with a cursor anywhere is read, and what is replaced lies on the cursor's line around it", () => {
  const json = JSON.stringify({ kind: "Service", spec: { selector: { app: "till" }, ports: [{ port: 80 }] } }, null, 2);
  const mutated = fc
    .tuple(
      fc.constantFrom(SERVICE, json, SERVICE.replaceAll("\n", "\r\n")),
      fc.nat(),
      fc.nat(9),
      fc.string({ maxLength: 5 }),
    )
    .map(([text, place, length, typed]) => {
      const start = place % (text.length + 1);
      return text.slice(0, start) + typed + text.slice(start + length);
    });
  const hostile = fc.string({ unit: fc.constantFrom(..."{}[]:,-#|>&*!\"' \n\r\tab"), maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(mutated, hostile), fc.nat(), (text, place) => {
      const offset = place % (text.length + 1);
      const found = readOutline(text, offset).place;
      if (found === undefined) return;
      const [start, end] = found.span;
      expect(start <= offset && offset <= end && end <= text.length).toBe(true);
      expect(text.slice(start, end)).not.toContain("\n");
    }),
    { numRuns: 2_000 },
  );
});

test("long texts and deep ones are read in their length's time", () => {
  expect(readOutline(`a: ${"[".repeat(100_000)}`, 5)).toBeDefined();
  expect(readOutline(`a:\n  ${"- ".repeat(10_000)}`, 5)).toBeDefined();
  expect(readOutline(`{${'"a": 1,'.repeat(100_000)}`, 5)).toBeDefined();
  expect(readOutline("a: [\n".repeat(20_000), 5)).toBeDefined();
});
