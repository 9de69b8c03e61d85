import type { Diagnostic, Edit, Fix } from "./diagnostic.ts";
import type { Span } from "./span.ts";
import { type Message, words } from "./words.ts";
import { type Lookalike, lookalikesIn } from "./yaml/lookalikes.ts";
import { parseDocument } from "./yaml/parse.ts";

const FULL_WIDTH = words({
  en: '"{found}" is full-width, and to YAML a letter like any other. Write "{ascii}" instead.',
  ja: '"{found}" は全角なので、YAML ではただの文字として扱われます。半角の "{ascii}" にしてください。',
});
const WIDE_SPACE = words({
  en: "A full-width space stands here, to YAML a letter like any other. Write an ordinary space, or remove it.",
  ja: "全角スペースがあります。YAML ではただの文字として扱われます。半角スペースにするか、削除してください。",
});
const NO_BREAK_SPACE = words({
  en: "A non-breaking space stands here, as pages of the web have it, to YAML a letter like any other. Write an ordinary space, or remove it.",
  ja: "Web ページなどから貼り付けたノーブレークスペースがあります。YAML ではただの文字として扱われます。半角スペースにするか、削除してください。",
});
const OTHER_SPACE = words({
  en: "A blank that is no space to YAML ({code}) stands here. Write an ordinary space, or remove it.",
  ja: "YAML が空白と認めない文字 ({code}) があります。半角スペースにするか、削除してください。",
});
const QUOTE = words({
  en: "{found}: these quotes are none to YAML, but a part of the text. Write {ascii} instead.",
  ja: "{found} の引用符は YAML の引用符ではなく、文字列の一部になります。{ascii} と書いてください。",
});
const DASH = words({
  en: '"{found}" is not the dash of a list item. Write "-" and a space.',
  ja: '"{found}" はリスト項目のダッシュではありません。半角の "-" と半角スペースを書いてください。',
});
const WRITE = words({ en: "Write {text}", ja: "{text} に置き換える" });
const WRITE_SPACE = words({ en: "Write ordinary spaces", ja: "半角スペースにする" });
const REMOVE = words({ en: "Remove it", ja: "削除する" });
const INDENT = words({ en: "Indent with spaces", ja: "空白でインデントする" });

/**
 * The findings about one document, with those told anew whose cause is a character that looks like another: full-width
 * forms, blanks and quotes that YAML does not know, tabs. What the API server would say stays their code and field.
 */
export function withCharactersNamed(diagnostics: readonly Diagnostic[], text: string): readonly Diagnostic[] {
  if (!diagnostics.some(isAboutText)) return diagnostics;
  const lookalikes = lookalikesIn(text);
  return diagnostics.flatMap((diagnostic) => {
    if (!isAboutText(diagnostic)) return [diagnostic];
    if (diagnostic.stage !== "syntax") return [named(diagnostic, text, lookalikes)];
    const isTab = text[diagnostic.span[0]] === "\t";
    return isTab ? [{ ...diagnostic, fixes: tabFixes(text) }] : inBrokenText(diagnostic, text, lookalikes);
  });
}

function isAboutText({ severity, stage, code }: Diagnostic): boolean {
  return severity === "error" && stage !== "lint" && (stage !== "syntax" || code === "yaml-syntax");
}

/** All of them, or those beside the mistake, where with others in their place the text can be read at least further. */
function inBrokenText(diagnostic: Diagnostic, text: string, lookalikes: readonly Lookalike[]): readonly Diagnostic[] {
  const [start, end] = linesAround(text, diagnostic.span);
  // Quotes of any kind are text where they are not YAML's.
  const all = lookalikes.filter(({ kind }) => kind !== "quote");
  const near = all.filter(({ span }) => span[0] >= start && span[1] <= end);
  const causes = [all, near].find((some) => some.length > 0 && areCause(some, diagnostic, text)) ?? [];
  if (causes.length === 0) return [diagnostic];
  return causes.slice(0, MOST_TOLD).map((one) => ({
    ...diagnostic,
    span: one.span,
    message: say(one),
    fixes: [fixOf([one])],
  }));
}

function areCause(lookalikes: readonly Lookalike[], { span }: Diagnostic, text: string): boolean {
  const edited = withEdits(text, lookalikes.map(editOf));
  const [next] = parseDocument(edited).problems;
  return next === undefined || lineOf(edited, next.span[0]) > lineOf(text, span[0]);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

const MOST_TOLD = 10;

function named(diagnostic: Diagnostic, text: string, lookalikes: readonly Lookalike[]): Diagnostic {
  const { code, stage, span: written } = diagnostic;
  const [start, end] = code === "list-expected" ? linesAround(text, written) : written;
  // What is wrong with a whole section is not the fault of one character in it.
  const isScalar = stage === "decode" || stage === "strict" || !text.slice(...written).includes("\n");
  if (!isScalar) return diagnostic;
  const [first, ...others] = lookalikes.filter(({ span }) => span[0] < end && start < span[1]);
  if (first !== undefined)
    return { ...diagnostic, span: first.span, message: say(first), fixes: [fixOf([first, ...others])] };
  const found = text.slice(...written);
  const ascii = found.normalize("NFKC");
  if (!/[\uff01-\uff5e]/.test(found) || !/^[ -~]+$/.test(ascii)) return diagnostic;
  const fix = { title: WRITE({ text: ascii }), edits: [{ span: written, newText: ascii }], certain: true };
  return { ...diagnostic, message: FULL_WIDTH({ found, ascii }), fixes: [fix] };
}

/** From the line before a span to the line behind it. */
function linesAround(text: string, [from, to]: Span): Span {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const start = lineStart === 0 ? 0 : text.lastIndexOf("\n", lineStart - 2) + 1;
  const lineEnd = endOfLine(text, Math.max(from, to - 1));
  return [start, endOfLine(text, lineEnd + 1)];
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found === -1 ? text.length : found;
}

function say({ kind, found, replacement }: Lookalike): Message {
  switch (kind) {
    case "fullWidth":
      return FULL_WIDTH({ found, ascii: replacement.trim() });
    case "quote":
      return QUOTE({ found, ascii: replacement });
    case "dash":
      return DASH({ found });
    case "space":
      if (found === "\u3000") return WIDE_SPACE();
      return found === "\u00a0" || found === "\u202f" ? NO_BREAK_SPACE() : OTHER_SPACE({ code: codeOf(found) });
  }
}

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function fixOf(lookalikes: readonly Lookalike[]): Fix {
  return { title: titleOf(lookalikes[0]?.replacement ?? ""), edits: lookalikes.map(editOf), certain: true };
}

function titleOf(replacement: string): Message {
  if (replacement === "") return REMOVE();
  return replacement.trim() === "" ? WRITE_SPACE() : WRITE({ text: replacement.trim() });
}

function editOf({ span, replacement }: Lookalike): Edit {
  return { span, newText: replacement };
}

/**
 * Every tab before what a line says becomes as many spaces as make the text one that can be read, in which no key has
 * lost what stood under it; else there is no fix.
 */
function tabFixes(text: string): readonly Fix[] {
  const tabs = Array.from(text.matchAll(/^[ -]*\t[ \t-]*/gm), ({ 0: indent, index }) => ({ indent, index }));
  for (const width of [2, 4, 8]) {
    const edits = tabs.map(({ indent, index }) => {
      const isBlank = /^\r?(?:\n|$)/.test(text.slice(index + indent.length, index + indent.length + 2));
      const newText = isBlank ? "" : indent.replaceAll("\t", " ".repeat(width));
      return { span: [index, index + indent.length], newText } as const;
    });
    const edited = withEdits(text, edits);
    if (isRead(edited) && emptyKeysIn(edited) <= emptyKeysIn(text)) return [{ title: INDENT(), edits, certain: false }];
  }
  return [];
}

/** Keys without a value, before a key of the same indentation. */
function emptyKeysIn(text: string): number {
  return text.match(/^( *)[^\s#-][^\n]*:[ \r]*\n(?=\1[^\s#-])/gm)?.length ?? 0;
}

function isRead(text: string): boolean {
  return parseDocument(text).problems.length === 0;
}

/** The edits stand in the order of the text and apart from each other. */
function withEdits(text: string, edits: readonly Edit[]): string {
  let edited = "";
  let at = 0;
  for (const { span, newText } of edits) {
    edited += text.slice(at, span[0]) + newText;
    at = span[1];
  }
  return edited + text.slice(at);
}
