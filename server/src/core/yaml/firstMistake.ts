import type { YAMLParseError } from "yaml";
import type { Diagnostic } from "../diagnostic.ts";
import type { Span } from "../span.ts";
import { bracketProblem, dashProblem, nestedProblem, quoteProblem, syntaxProblem } from "./syntax.ts";

/** What the parser says of a text: a code, a place, and a sentence of its own that tells apart what has one code. */
export type ParserError = Pick<YAMLParseError, "code" | "pos" | "message">;

/**
 * The mistake that stands first in a text; undefined where the parser found none. Behind it the parser guesses, and most
 * of what it says there is not so: one slip can have twenty errors. kubectl, too, names one and goes no further.
 */
export function firstMistake(errors: readonly ParserError[], text: string): Diagnostic | undefined {
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return undefined;
  return explained(first, errors, text) ?? syntaxProblem(first.code, onOneLine(first.pos, text));
}

/** What is known better than by the parser, which sees one place at a time. */
function explained(first: ParserError, errors: readonly ParserError[], text: string): Diagnostic | undefined {
  const { code, pos, message } = first;
  if (code === "MISSING_CHAR" && message.includes("quote")) return unclosedQuote(text, pos[0], message);
  if (code === "BAD_INDENT" && message.startsWith("Flow")) return unclosedBracket(text, pos[0]);
  if (code === "TAB_AS_INDENT") return undefined;
  const dash = errors.map((error) => dashAt(text, error.pos[0])).find((at) => at !== undefined);
  const isAboutKeys = code === "BLOCK_AS_IMPLICIT_KEY" || code === "MULTILINE_IMPLICIT_KEY";
  if (dash !== undefined && (isAboutKeys || code === "MISSING_CHAR" || code === "UNEXPECTED_TOKEN"))
    return dashProblem(dash);
  return code === "BLOCK_AS_IMPLICIT_KEY" ? nestedUnderValue(first, errors, text) : undefined;
}

/** The dash that begins the line of an offset, with those that follow it at once; undefined where there is none. */
function dashAt(text: string, offset: number): Span | undefined {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  const found = /^ *(-+)(?=\s|$)/.exec(text.slice(line, line + 200));
  if (found?.[1] === undefined) return undefined;
  const end = line + found[0].length;
  return [end - found[1].length, end];
}

/** `type: ClusterIP` with a deeper line under it. */
function nestedUnderValue(first: ParserError, errors: readonly ParserError[], text: string): Diagnostic | undefined {
  const value = errors.find(({ code, pos }) => code === "MULTILINE_IMPLICIT_KEY" && pos[0] === first.pos[0]);
  if (value === undefined) return undefined;
  const line = text.lastIndexOf("\n", value.pos[1] - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line, value.pos[1]))?.[0].length ?? 0;
  return line > first.pos[0] && line + indent < value.pos[1] ? nestedProblem([line + indent, value.pos[1]]) : undefined;
}

/** Behind a quote that is not closed no other of its kind follows. */
function unclosedQuote(text: string, offset: number, message: string): Diagnostic | undefined {
  const at = text.lastIndexOf(message.includes("'") ? "'" : '"', offset - 1);
  return at === -1 ? undefined : quoteProblem([at, at + 1]);
}

function unclosedBracket(text: string, offset: number): Diagnostic | undefined {
  let closed = 0;
  for (let at = offset - 1; at >= 0; at -= 1) {
    const character = text[at];
    if (character === "]" || character === "}") closed += 1;
    if (character !== "[" && character !== "{") continue;
    if (closed === 0) return bracketProblem([at, at + 1]);
    closed -= 1;
  }
  return undefined;
}

/** The parser may point one behind the end, where what is missing should stand, and over all that it took for one key. */
function onOneLine([start, end]: readonly [number, number], text: string): Span {
  const from = Math.min(start, text.length);
  const lineEnd = text.indexOf("\n", from + 1);
  const to = Math.min(Math.max(start, end), lineEnd === -1 ? text.length : lineEnd);
  return [from, Math.max(from, to)];
}
