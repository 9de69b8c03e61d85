import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** A sentence of the product in both languages and where it is written. */
interface Pair {
  readonly where: string;
  readonly en: string;
  readonly ja: string;
}

describe.each([
  ["the server's sentences", serverPairs()],
  ["the client's sentences", clientPairs()],
  ["the extension's manifest", manifestPairs()],
])("%s", (_, pairs) => {
  it("are found", () => expect(pairs.length).toBeGreaterThan(10));

  it("are there in both languages", () => expect(pairs.filter(({ en, ja }) => !en?.trim() || !ja?.trim())).toEqual([]));

  it("have the same placeholders", () =>
    expect(pairs.filter(({ en, ja }) => placeholders(en) !== placeholders(ja))).toEqual([]));

  it("do not shout", () => expect(pairs.filter(({ en, ja }) => /[!！]/.test(en + ja))).toEqual([]));

  it("end alike: a sentence in a full stop, a question in a question mark, a title in neither", () =>
    expect(pairs.filter(({ en, ja }) => ending(en) !== ending(ja))).toEqual([]));

  it("begin and end without blanks", () =>
    expect(pairs.filter(({ en, ja }) => en !== en.trim() || ja !== ja.trim())).toEqual([]));

  it("call things by one name", () => expect(pairs.filter(({ ja }) => OTHER_NAMES.test(ja))).toEqual([]));
});

it("the client's bundle holds no sentence that nobody says", () => {
  const said = new Set(clientSentences().map(({ en }) => en));
  expect(Object.keys(bundle()).filter((key) => !said.has(key))).toEqual([]);
});

it("the manifest's words are those that package.json asks for", () => {
  const asked = [...readFileSync(join(ROOT, "package.json"), "utf8").matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  expect(Object.keys(json("package.nls.json")).sort()).toEqual([...new Set(asked)].sort());
});

/** Kinds stay in Latin letters, and the rest has one Japanese word each. */
const OTHER_NAMES = /ポッド|サービス|デプロイメント|ネームスペース|セレクタ(?!ー)|クラスタ(?!ー)|ラベルのキー|ラベル値/;

function placeholders(text: string): string {
  const names = [...text.matchAll(/\{([A-Za-z]+)(?:\|[^}]*)?\}/g)].map(([, name]) => name);
  return [...new Set(names)].sort().join(" ");
}

function ending(text: string): "question" | "sentence" | "more" | "title" {
  if (/[?？]$|か。$/.test(text)) return "question";
  if (/(?:\.\.\.|…)$/.test(text)) return "more";
  return /[.。]$/.test(text) ? "sentence" : "title";
}

function serverPairs(): readonly Pair[] {
  return sources("server/src").flatMap(({ path, text }) =>
    argumentsOf(text, /\bwords\(/g)
      .filter((argument) => argument.startsWith("{"))
      .map((argument) => ({ where: `${path}: ${argument}`, ...literal<{ en: string; ja: string }>(argument) })),
  );
}

function clientPairs(): readonly Pair[] {
  const translations = bundle();
  return clientSentences().map(({ where, en }) => ({ where, en, ja: translations[en] ?? "" }));
}

function clientSentences(): readonly { readonly where: string; readonly en: string }[] {
  return sources("client/src").flatMap(({ path, text }) =>
    argumentsOf(text, /\bl10n\.t\(/g).map((argument) => ({ where: path, en: literal<string>(argument) })),
  );
}

function manifestPairs(): readonly Pair[] {
  const english = json("package.nls.json");
  const japanese = json("package.nls.ja.json");
  const keys = [...new Set([...Object.keys(english), ...Object.keys(japanese)])];
  return keys.map((key) => ({ where: key, en: english[key] ?? "", ja: japanese[key] ?? "" }));
}

function bundle(): Readonly<Record<string, string>> {
  return json("l10n/bundle.l10n.ja.json");
}

function json(path: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}

function sources(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, "utf8") }));
}

/** The source text of the first argument of each call: up to the comma or bracket that ends it outside of strings. */
function argumentsOf(text: string, call: RegExp): readonly string[] {
  return [...text.matchAll(call)].map((match) => {
    const start = match.index + match[0].length;
    let depth = 0;
    for (const token of text
      .slice(start)
      .matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{},]/g)) {
      const end = start + token.index;
      if (depth === 0 && /^[,)]$/.test(token[0])) return text.slice(start, end).trim();
      if (/^[([{]$/.test(token[0])) depth += 1;
      if (/^[)\]}]$/.test(token[0])) depth -= 1;
    }
    return text.slice(start).trim();
  });
}

/** The value of a literal. Throws where a sentence is put together from variables, which nobody could translate. */
function literal<T>(source: string): T {
  return runInNewContext(`(${source})`);
}
