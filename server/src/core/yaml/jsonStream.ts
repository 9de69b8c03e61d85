import type { Span } from "../span.ts";

/** Between two objects in a row; inside one document there is a comma between them. */
const NEXT_OBJECT = /\}\s*\{/;

/**
 * The places of the JSON objects that follow one another in a part of a text without anything between them: kubectl
 * reads each as an object of its own. The part as a whole where it is anything else.
 */
export function cutJsonStream(text: string, part: Span): readonly Span[] {
  const source = text.slice(...part);
  if (!/^\s*\{/.test(source) || !NEXT_OBJECT.test(source)) return [part];
  const spans: Span[] = [];
  let start = 0;
  for (let end = endOfObject(source, 0); end !== undefined; end = endOfObject(source, start)) {
    if (!isJson(source.slice(start, end))) break;
    const blanks = /^[ \t\r]*\n?/.exec(source.slice(end))?.[0].length ?? 0;
    spans.push([part[0] + start, part[0] + end + blanks]);
    start = end + blanks;
  }
  if (spans.length === 0) return [part];
  return source.slice(start).trim() === "" ? spans : [...spans, [part[0] + start, part[1]]];
}

/** Behind the bracket that closes the first object at or after a place; undefined when there is none. */
function endOfObject(source: string, from: number): number | undefined {
  const token = /[{}]|"(?:[^"\\]|\\.)*"/gs;
  token.lastIndex = from;
  let depth = 0;
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    if (match[0] === "{") depth += 1;
    if (match[0] === "}") depth -= 1;
    if (match[0] === "}" && depth <= 0) return token.lastIndex;
  }
  return undefined;
}

function isJson(source: string): boolean {
  try {
    return JSON.parse(source) !== undefined;
  } catch {
    return false;
  }
}
