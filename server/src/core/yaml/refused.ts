import { isScalar, type Pair, type Scalar } from "yaml";
import type { Diagnostic } from "../diagnostic.ts";
import type { Span } from "../span.ts";
import { syntaxProblem } from "./syntax.ts";

/** What kubectl's library refuses of a scalar that our parser lets pass; JSON is not read by that library. */
export function refusedScalar(scalar: Scalar, isInFlow: boolean, text: string): Diagnostic | undefined {
  const [start, end] = spanOf(scalar);
  if (scalar.type === "PLAIN" && isInFlow && text[start] === ":")
    return syntaxProblem("BAD_SCALAR_START", [start, start + 1]);
  const slash = scalar.type === "QUOTE_DOUBLE" ? escapedSlash(text.slice(start, end)) : undefined;
  return slash === undefined ? undefined : syntaxProblem("BAD_DQ_ESCAPE", [start + slash, start + slash + 2]);
}

function escapedSlash(written: string): number | undefined {
  if (!written.includes("\\/")) return undefined;
  return Array.from(written.matchAll(/\\./gs)).find(([pair]) => pair === "\\/")?.index;
}

/** A key between braces and its colon must stand on one line, unless a question mark announces the key. */
export function refusedFlowKey({ key, value }: Pair, text: string): Diagnostic | undefined {
  if (!isScalar(key) || value === null) return undefined;
  const [start, end] = spanOf(key);
  const colon = text.indexOf(":", end);
  if (colon === -1 || !text.slice(start, colon).includes("\n") || !isFirst(text, start)) return undefined;
  return syntaxProblem("MULTILINE_IMPLICIT_KEY", [start, text.indexOf("\n", start)]);
}

/** Whether nothing but blanks stands between the offset and the bracket or comma before it. */
function isFirst(text: string, offset: number): boolean {
  let at = offset - 1;
  while (/\s/.test(text[at] ?? "")) at -= 1;
  return text[at] === "{" || text[at] === ",";
}

/** The library's names of anchors are of ASCII letters, digits, hyphens and underscores. Some signs may follow at once. */
const ANCHOR = /^[\w-]+(?:$|[?:,\]}%@`])/;

/** An anchor, of a node at this span, whose name kubectl's library refuses. */
export function refusedAnchor(name: string, [start]: Span, text: string): Diagnostic | undefined {
  const at = ANCHOR.test(name) ? -1 : text.lastIndexOf(`&${name}`, start);
  return at === -1 ? undefined : syntaxProblem("BAD_ALIAS", [at, at + 1 + name.length]);
}

function spanOf({ range }: Scalar): Span {
  return range ? [range[0], range[1]] : [0, 0];
}
