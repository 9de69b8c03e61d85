import type { Diagnostic } from "../../server/src/core/diagnostic.ts";
import { render } from "../../server/src/core/words.ts";

/** A finding as a test writes it: under the text that it is about, `# ^^^ code: message`. */
const ANNOTATION = /^(\s*#\s*)(\^+) (\S+): (.*)$/;

/**
 * The text with its findings written under the places that they are about, as comments, in the form that
 * {@link withoutAnnotations} takes away. A test compares it with what it was given.
 */
export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = text.split("\n");
  const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0));
  return lines
    .flatMap((line, index) => {
      const start = starts[index] ?? 0;
      const here = diagnostics.filter(({ span: [at] }) => start <= at && at <= start + line.length);
      const ordered = here.toSorted((a, b) => a.span[0] - b.span[0] || (a.code < b.code ? -1 : 1));
      return [line, ...ordered.map((diagnostic) => annotationLine(diagnostic, start, line.length))];
    })
    .join("\n");
}

/** The text of a test without the findings that it expects. */
export function withoutAnnotations(annotated: string): string {
  return annotated
    .split("\n")
    .filter((line) => !ANNOTATION.test(line))
    .join("\n");
}

/** The mark stands under the text where there is room for the `#` before it. */
function annotationLine({ span, code, severity, message }: Diagnostic, lineStart: number, lineLength: number): string {
  const column = span[0] - lineStart;
  const length = Math.max(1, Math.min(span[1], lineStart + lineLength) - span[0]);
  const lead = column >= 2 ? `#${" ".repeat(column - 1)}` : "# ";
  return `${lead}${"^".repeat(length)} ${code}: ${severity}: ${render(message, "en")}`;
}
