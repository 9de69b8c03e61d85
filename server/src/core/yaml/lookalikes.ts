import type { Span } from "../span.ts";

/** A character that looks like one that YAML knows, where that should stand: to YAML it is a letter like any other. */
export interface Lookalike {
  readonly kind: "space" | "quote" | "dash" | "fullWidth";
  readonly span: Span;
  /** The first character of it, or, of quotes, all that stands between them as well. */
  readonly found: string;
  /** What should stand in place of the span. */
  readonly replacement: string;
}

const SPACE = "\\u00a0\\u1680\\u2000-\\u200b\\u202f\\u205f\\u2060\\u3000\\ufeff";
const BLANK = `[ ${SPACE}]*`;
const BLANKS = `${BLANK}[${SPACE}]${BLANK}`;
const QUOTE = "[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c-\u300f\uff02\uff07]";

const ANY = new RegExp(`[${SPACE}\u2010-\u201f\u00ab\u00bb\u2022\u2212\u300c-\u300f\u30fb\u30fc\uff01-\uff5e]`);
const INDENT = new RegExp(`^${BLANKS}`, "g");
const DASH = new RegExp(`(?<=^[ ${SPACE}]*)[\u2010-\u2015\u2022\u2212\u30fb\u30fc\uff0d](?=[\\s${SPACE}]|$)`, "g");
const COLON = new RegExp(`(?<=(?:^|[-{,\uff5b\uff0c])${BLANK}[\\w./-]+${BLANK})\uff1a${BLANK}`, "g");
const SPACE_BEHIND = new RegExp(`(?<=[:,{[]|^ *-|^ *- *-)${BLANKS}(?=[^ ${SPACE}])`, "g");
const SPACE_BEFORE = new RegExp(`${BLANKS}(?=[:\uff1a](?:\\s|$)|$)`, "g");
const QUOTED = new RegExp(`(?<=[:{[,\uff1a]${BLANK}|^ *- +)${QUOTE}.*?${QUOTE}(?=${BLANK}(?:[,}\\]]|$))`, "g");
const FLOW = /[\uff0c\uff3b\uff3d\uff5b\uff5d]/g;
const IS_FLOW = /(?:^\s*(?:- +)*|[:\uff1a]\s*|[,[{]\s*)[{[\uff5b\uff3b]/;
const HASH = /(?<=\s)\uff03/g;

/** Nobody types longer ones, and patterns take their time with them. */
const LONGEST_LINE = 1_000;

/** What stands in the place of YAML's own characters, in the order of the text. Comments and quoted text may hold anything. */
export function lookalikesIn(text: string): readonly Lookalike[] {
  if (!ANY.test(text)) return [];
  const found: Lookalike[] = [];
  let start = 0;
  /** The indentation of the key whose value is a block of text. */
  let blockOf: number | undefined;
  for (const whole of text.split("\n")) {
    const line = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
    const indent = line.search(/[^ ]|$/);
    if (blockOf !== undefined && indent <= blockOf && indent < line.length) blockOf = undefined;
    if (blockOf === undefined) {
      const plain = withoutTextAndComment(line);
      if (plain.length <= LONGEST_LINE && ANY.test(plain)) found.push(...inLine(plain, start));
      if (/[|>][-+0-9]*\s*$/.test(plain)) blockOf = indent;
    }
    start += whole.length + 1;
  }
  return found;
}

/** What stands between quotes does not count; the length and all places stay, but for a comment, which goes. */
function withoutTextAndComment(line: string): string {
  const masked = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => "_".repeat(quoted.length));
  return masked.replace(/(?:^|(?<=\s))#.*$/, "");
}

function inLine(line: string, start: number): readonly Lookalike[] {
  const all = [
    ...matches(line, INDENT, "space", (blanks) => (blanks === line ? "" : blanks.replace(/./gu, ordinary))),
    ...matches(line, DASH, "dash", () => "-"),
    ...matches(line, COLON, "fullWidth", (text) => (line.endsWith(text) ? ":" : ": ")),
    ...matches(line, SPACE_BEHIND, "space", () => " "),
    ...matches(line, SPACE_BEFORE, "space", () => ""),
    ...matches(line, QUOTED, "quote", (quoted) => JSON.stringify(quoted.slice(1, -1))),
    ...(IS_FLOW.test(line) ? matches(line, FLOW, "fullWidth", (one) => one.normalize("NFKC")) : []),
    ...matches(line, HASH, "fullWidth", () => "#"),
  ].toSorted((a, b) => a.span[0] - b.span[0]);
  // The mark at the beginning of a text says how it is encoded.
  const apart = all.filter(({ span }, index) => span[0] >= (all[index - 1]?.span[1] ?? 0) && start + span[1] > 1);
  return apart.map((one) => ({ ...one, span: [start + one.span[0], start + one.span[1]] }));
}

function matches(
  line: string,
  pattern: RegExp,
  kind: Lookalike["kind"],
  replaced: (found: string) => string,
): readonly Lookalike[] {
  return Array.from(line.matchAll(pattern), ({ 0: text, index }) => {
    const end = index + text.length;
    const found = kind === "quote" ? text : text.replace(/^ +/, "").charAt(0);
    return { kind, span: [index, end], found, replacement: replaced(text) };
  });
}

/** An ideographic space is as wide as two others; some characters have no width at all. */
function ordinary(blank: string): string {
  if (blank === "\u3000") return "  ";
  return /[\u200b\u2060\ufeff]/.test(blank) ? "" : " ";
}
