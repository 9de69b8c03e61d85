import type { Diagnostic } from "./diagnostic.ts";

const COMMENT = /#[^\S\n]*podsight-ignore:[^\S\n]*([^\n#]*)/g;
const SEPARATOR = /[\s,]+/;

/**
 * The findings that the document's author has not silenced: `# podsight-ignore: code, code` on a line (or on the line
 * above it) silences that line, and on lines before the document's first key, the whole document.
 */
export function withoutSuppressed(diagnostics: readonly Diagnostic[], text: string): readonly Diagnostic[] {
  if (diagnostics.length === 0 || !text.includes("podsight-ignore:")) return diagnostics;
  const everywhere = new Set<string>();
  const ranges: { readonly codes: ReadonlySet<string>; readonly start: number; readonly end: number }[] = [];
  const firstKey = text.search(/^[^\s#]/m);
  for (const match of text.matchAll(COMMENT)) {
    const codes = (match[1] ?? "").split(SEPARATOR).filter(Boolean);
    if (match.index < firstKey) for (const code of codes) everywhere.add(code);
    else ranges.push({ codes: new Set(codes), ...silencedLines(text, match.index) });
  }
  return diagnostics.filter(
    ({ code, span: [at] }) =>
      !everywhere.has(code) && !ranges.some(({ codes, start, end }) => codes.has(code) && start <= at && at <= end),
  );
}

/** The comment's own line, or the next one where the comment stands alone. */
function silencedLines(text: string, comment: number): { readonly start: number; readonly end: number } {
  const lineStart = text.lastIndexOf("\n", comment) + 1;
  const lineEnd = endOfLine(text, comment);
  const alone = text.slice(lineStart, comment).trim() === "";
  return { start: lineStart, end: alone ? endOfLine(text, lineEnd + 1) : lineEnd };
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found === -1 ? text.length : found;
}
