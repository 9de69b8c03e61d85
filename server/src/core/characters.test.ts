import { expect, test } from "vitest";
import { applyEdits } from "../../../test/support/applyEdits.ts";
import { workspaceSnapshot } from "../../../test/support/snapshot.ts";
import { check } from "./check.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { readManifest } from "./manifest/readManifest.ts";
import { fixAll } from "./refactor/fixAll.ts";
import { render } from "./words.ts";

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  selector:
    app: till
  ports:
    - port: 80
`;

function errors(text: string): readonly Diagnostic[] {
  const found = check({ uri: "file:///shop/service.yaml", manifest: readManifest(text) }, workspaceSnapshot({}));
  return found.filter(({ severity }) => severity === "error");
}

/** The text as all certain fixes, and those of tabs, leave it. */
function fixed(text: string): string {
  return applyEdits(
    text,
    errors(text).flatMap(({ fixes = [] }) => fixes.slice(0, 1).flatMap(({ edits }) => edits)),
  );
}

const FULL_WIDTH = " is full-width, and to YAML a letter";
const WIDE_SPACE = "A full-width space stands here";
const NO_BREAK_SPACE = "A non-breaking space stands here";
const QUOTES = "these quotes are none to YAML";
const DASH = "is not the dash of a list item";
const TAB = "A tab is used as indentation";

test.each([
  ["selector:", "selector：", "yaml-syntax", FULL_WIDTH],
  ["kind: ", "kind：", "yaml-syntax", FULL_WIDTH],
  ["apiVersion: ", "apiVersion： ", "yaml-syntax", FULL_WIDTH],
  ["name: ", "name：", "wrong-type", FULL_WIDTH],
  ["app: till", "app：till", "wrong-type", FULL_WIDTH],
  ["app: till", "app：　till", "wrong-type", FULL_WIDTH],
  ["app: till", "app：till\n    tier：front", "wrong-type", FULL_WIDTH],
  ["port: 80", "port: ８０", "wrong-type", FULL_WIDTH],
  ["app: till", "app: ｔｉｌｌ", "selector-value-invalid", FULL_WIDTH],
  ["app: till", "app: till ＃ the till", "selector-value-invalid", FULL_WIDTH],
  ["\n    app: till", " {app: till， tier: front}", "yaml-syntax", FULL_WIDTH],
  ["app: ", "app:　", "wrong-type", WIDE_SPACE],
  ["till\n  ports", "till　\n  ports", "selector-value-invalid", WIDE_SPACE],
  ["  selector", "　selector", "yaml-syntax", WIDE_SPACE],
  ["    app", "　　app", "yaml-syntax", WIDE_SPACE],
  ["selector:", "selector　:", "unknown-field", WIDE_SPACE],
  ["80\n", "80\n　　\n", "yaml-syntax", WIDE_SPACE],
  ["    app", "\u00a0\u00a0\u00a0\u00a0app", "yaml-syntax", NO_BREAK_SPACE],
  ["app: ", "app:\u00a0", "wrong-type", NO_BREAK_SPACE],
  ["selector:", "selector:\u00a0", "yaml-syntax", NO_BREAK_SPACE],
  ["till\n  ports", "till\u00a0\n  ports", "selector-value-invalid", NO_BREAK_SPACE],
  ["selector:", "\u200bselector:", "unknown-field", "A blank that is no space to YAML (U+200B)"],
  ["app: till", "app: “till”", "selector-value-invalid", QUOTES],
  ["app: till", "app: 「till」", "selector-value-invalid", QUOTES],
  ["port: 80", "port: 80\n      name: ‘http’", "port-name-invalid", QUOTES],
  ["- port", "－ port", "list-expected", DASH],
  ["- port", "– port", "list-expected", DASH],
  ["- port", "-\tport", "yaml-syntax", TAB],
  ["    app", "\tapp", "yaml-syntax", TAB],
])("%j written as %j is one clear sentence, and the fix leaves nothing", (right, wrong, code, sentence) => {
  for (const text of [SERVICE.replace(right, wrong), SERVICE.replace(right, wrong).replaceAll("\n", "\r\n")]) {
    const found = errors(text);
    expect(found.map((one) => [one.code, render(one.message, "en").includes(sentence)])).toEqual([[code, true]]);
    const [fix] = found[0]?.fixes ?? [];
    expect(fix && render(fix.title, "ja")).toMatch(/\p{Script=Han}|\p{Script=Hiragana}/u);
    expect(errors(fixed(text)), fixed(text)).toEqual([]);
  }
});

test.each([
  ['"kind":', '"kind"：'],
  ['"v1",', '"v1"，'],
  ['"app":', '"app"：'],
])("JSON with %j written as %j is one sentence, too", (right, wrong) => {
  const object = { apiVersion: "v1", kind: "Service", metadata: { name: "till" }, spec: { selector: { app: "till" } } };
  const text = JSON.stringify({ ...object, spec: { ...object.spec, ports: [{ port: 80 }] } }).replace(right, wrong);
  expect(errors(text).map(({ message }) => render(message, "en").includes(FULL_WIDTH))).toEqual([true]);
  expect(errors(fixed(text))).toEqual([]);
});

test("an object that follows one of another indentation gets its line ---", () => {
  const text = `${SERVICE.replace(/^/gm, "  ").trimEnd()}\n${SERVICE}`;
  const found = check({ uri: "file:///shop/service.yaml", manifest: readManifest(text) }, workspaceSnapshot({}));
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning yaml-syntax"]);
  const edited = applyEdits(text, found[0]?.fixes?.[0]?.edits ?? []);
  expect(readManifest(edited).documents.flatMap(({ content }) => content.objects)).toHaveLength(2);
});

test("a text that is indented by tabs throughout is one finding with one fix", () => {
  const text = SERVICE.replaceAll("  ", "\t");
  expect(errors(text)).toHaveLength(1);
  expect(fixed(text)).toBe(SERVICE);
});

test("all characters that are the cause of a mistake are told, and where they are not its cause the mistake is", () => {
  const all = SERVICE.replaceAll(":", "：");
  for (const text of [all, all.replace("：", ":"), all.replaceAll("： ", "：")]) {
    const found = errors(text);
    expect(found.length).toBeGreaterThan(7);
    expect(found.filter(({ message }) => !render(message, "en").includes(FULL_WIDTH))).toEqual([]);
    expect(errors(applyEdits(text, fixAll(text, found, errors)))).toEqual([]);
  }
  const text = SERVICE.replace("name: till", "name: till\n  annotations:\n    note: “as is”\n    more ‘or less’");
  expect(errors(text).map(({ message }) => render(message, "en"))).toEqual([
    "Something is missing here: a closing quote or bracket, a comma, or a space behind a colon.",
  ]);
});

test.each([
  ["the mark at the beginning", `\ufeff${SERVICE}`],
  ["the mark at the beginning of the next document", `${SERVICE}---\n\ufeff${SERVICE.replace("till", "shop")}`],
  ["line ends of Windows", SERVICE.replaceAll("\n", "\r\n")],
  ["line ends of old Macs", SERVICE.replaceAll("\n", "\r")],
  ["tabs behind a value", SERVICE.replace("app: till", "app:\ttill\t# the till")],
  ["comments", SERVICE.replace("app: till", "app: till # 注：これは　“till” です")],
  [
    "annotations",
    SERVICE.replace(
      "name: till",
      "name: till\n  annotations:\n    a: 注意：　“x”\n    b: “x”\n    c: |\n      － a\n      b：c\n",
    ),
  ],
])("nothing is said of %s", (_, text) => {
  expect(errors(text)).toEqual([]);
});

test("what stands in comments, in quotes and in blocks of text is not taken for the cause of a mistake", () => {
  const notes = "name: till\n  annotations:\n    a: 'b：　c'\n    d: |\n      － a\n      b：c\n  # － a：b";
  const text = SERVICE.replace("name: till", notes).replace("port: 80", "port: 80000");
  expect(errors(text).map(({ code }) => code)).toEqual(["port-out-of-range", "target-port-out-of-range"]);
  const broken = SERVICE.replace("name: till", notes).replace("spec:", "spec");
  expect(errors(broken).map(({ message }) => render(message, "en").slice(0, 10))).toEqual(["A key must"]);
});
