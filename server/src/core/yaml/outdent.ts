import { CST, Lexer } from "yaml";
import { FILLED_IN } from "./template.ts";

/** Each joined line costs another look at the text, so a long one is given up sooner. */
const MOST_JOINED_LINES = 64;
/** What is looked through for the next sign. */
const MOST_BLANKS = 256;
const MOST_CHARACTERS = 2_000_000;

/**
 * The text with lines joined that stand between brackets or quotes and as far left as their key. YAML's specification
 * and our parser refuse them, kubectl's library reads them. Every offset stays in its place: between brackets the line
 * break and a comment before it become blanks, between quotes the value becomes one that is not known.
 * Undefined when the text has no such line, or too many.
 */
export function withOutdentedLinesJoined(text: string): string | undefined {
  const rounds = Math.min(MOST_JOINED_LINES, Math.ceil(MOST_CHARACTERS / (text.length + 1)));
  let joined = text;
  for (let round = 0; round <= rounds; round += 1) {
    const outdent = firstOutdent(joined);
    if (outdent === undefined) return joined === text ? undefined : joined;
    const { start, end, filler } = outdent;
    joined = joined.slice(0, start) + filler.repeat(end - start) + joined.slice(end);
  }
  return undefined;
}

interface Outdent {
  readonly start: number;
  readonly end: number;
  readonly filler: string;
}

function firstOutdent(text: string): Outdent | undefined {
  let offset = 0;
  /** Behind the last token that is neither blank nor comment. */
  let contentEnd = 0;
  let isText = false;
  let isPlain = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.FLOW_END) {
      // A plain scalar that goes on: the lines are one value, which nobody needs to know.
      const goesOn = isPlain && !/^\s*[,:\]}#]/.test(text.slice(contentEnd, offset + MOST_BLANKS));
      return { start: contentEnd, end: offset, filler: goesOn ? FILLED_IN : " " };
    }
    // These stand in no text: they tell the parser what follows.
    if (lexeme === CST.DOCUMENT) continue;
    if (lexeme === CST.SCALAR) {
      isText = true;
      continue;
    }
    offset += lexeme.length;
    if (/^\s*(?:#|$)/.test(lexeme)) continue;
    isPlain = isText;
    isText = false;
    contentEnd = offset;
    const lineBreak = isCutQuote(lexeme) ? /^\r?\n/.exec(text.slice(offset, offset + 2)) : null;
    if (lineBreak === null) continue;
    const start = endsEscaping(lexeme) ? offset - 1 : offset;
    return { start, end: offset + lineBreak[0].length, filler: FILLED_IN };
  }
  return undefined;
}

/** The lexer ends a quoted text where a line stands too far left. */
function isCutQuote(lexeme: string): boolean {
  if (lexeme.startsWith("'")) return (lexeme.match(/'/g)?.length ?? 0) % 2 === 1;
  if (!lexeme.startsWith('"')) return false;
  return lexeme.length === 1 || !lexeme.endsWith('"') || endsEscaping(lexeme.slice(0, -1));
}

/** Whether its last character, a backslash between double quotes, escapes what follows. */
function endsEscaping(lexeme: string): boolean {
  let backslashes = 0;
  while (lexeme.at(-1 - backslashes) === "\\") backslashes += 1;
  return lexeme.startsWith('"') && backslashes % 2 === 1;
}
