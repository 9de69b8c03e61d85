import type { Span } from "../span.ts";
import { cutJsonStream } from "./jsonStream.ts";

/** The documents' places in a file, and what kubectl would refuse of the lines between them. */
export interface Cuts {
  readonly documents: readonly Span[];
  /** What stands behind `---` on its line and is neither blank nor a comment. */
  readonly refused: readonly Span[];
}

/**
 * Cuts a file at every line that begins with `---`, before any YAML is parsed, as kubectl's reader does
 * (`k8s.io/apimachinery/pkg/util/yaml`). A file that begins as JSON is cut behind each of its objects as well. Stops
 * after `limit` documents.
 */
export function cutDocuments(text: string, limit: number): Cuts {
  const documents: Span[] = [];
  const refused: Span[] = [];
  let start = 0;
  let at = text.startsWith("---") ? 0 : nextSeparator(text, 0);
  while (at !== -1 && documents.length < limit) {
    const lineEnd = endOfLine(text, at);
    documents.push([start, at]);
    const rest = restOfSeparator(text, at + 3, lineEnd);
    if (rest !== undefined) refused.push(rest);
    start = Math.min(lineEnd + 1, text.length);
    at = text.startsWith("---", start) && start > at ? start : nextSeparator(text, start);
  }
  if (documents.length < limit) documents.push([start, text.length]);
  const [first, ...others] = documents;
  const streamed = first === undefined ? [] : cutJsonStream(text, first);
  return { documents: [...streamed, ...others].slice(0, limit), refused };
}

/** Of a line behind the one that begins at `from`. Dashes are searched for first: there are far more ends of lines. */
function nextSeparator(text: string, from: number): number {
  let found = text.indexOf("---", from);
  while (found !== -1 && !(found > from && text[found - 1] === "\n")) found = text.indexOf("---", found + 3);
  return found;
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found === -1 ? text.length : found;
}

function restOfSeparator(text: string, start: number, end: number): Span | undefined {
  const rest = text.slice(start, end);
  const trimmed = rest.trimStart();
  if (trimmed === "" || trimmed.startsWith("#")) return undefined;
  return [end - trimmed.length, start + rest.trimEnd().length];
}
