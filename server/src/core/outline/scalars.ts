import type { Span } from "../span.ts";
import type { Node, ScalarNode } from "../yaml/node.ts";
import { resolvePlainScalar } from "../yaml/scalar.ts";
import { isFilledIn } from "../yaml/template.ts";

/** The null scalar of no length that stands where a value belongs and none is written. */
export function emptyNode(at: number): ScalarNode {
  return { kind: "scalar", span: [at, at], value: null, written: "", style: "plain" };
}

/** The scalar of a span, quotes included; a missing closing quote is forgiven. What a template fills in is unknown. */
export function scalarNode(text: string, span: Span): Node {
  const token = text.slice(...span);
  if (isFilledIn(token) || token.startsWith("*")) return { kind: "unknown", span };
  const quote = token[0];
  if (quote === '"' || quote === "'") {
    const written = unquoted(token);
    return { kind: "scalar", span, value: written, written, style: quote === '"' ? "double" : "single" };
  }
  const value = resolvePlainScalar(token);
  return value === undefined
    ? { kind: "unknown", span }
    : { kind: "scalar", span, value, written: token, style: "plain" };
}

/** What a token says without its quotes. Of the escapes only those that names can need are undone. */
export function unquoted(token: string): string {
  const quote = token[0];
  if (quote !== '"' && quote !== "'") return token;
  const isClosed = token.length > 1 && token.endsWith(quote);
  const inner = token.slice(1, isClosed ? -1 : undefined);
  return quote === '"' ? inner.replace(/\\(["\\/])/g, "$1") : inner.replaceAll("''", "'");
}

/** The offset behind a quoted token that begins at `start`: its closing quote, else the end of its line. */
export function quotedEnd(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\n" || character === "\r") return at;
    if (quote === '"' && character === "\\" && text[at + 1] !== "\n") at++;
    else if (character === quote && quote === "'" && text[at + 1] === "'") at++;
    else if (character === quote) return at + 1;
  }
  return text.length;
}
