import type { Diagnostic } from "../core/diagnostic.ts";
import { type Locale, render } from "../core/words.ts";
import { linesOf, rangeOf } from "../features/positions.ts";
import type { InputFile } from "./files.ts";

/** The public JSON of one finding; `field` and `kind` where the API server has them. */
export interface Finding {
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly message: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly stage: Diagnostic["stage"];
  readonly field?: string;
  readonly kind?: Diagnostic["kind"];
}

/** What was found in one file, in the order of the text; the file as the command line names it. */
export interface FileFindings {
  readonly file: string;
  readonly diagnostics: readonly Finding[];
}

/** The findings of a file in the order of the text, in the reader's language. */
export function findingsOf(
  { file, text }: InputFile,
  diagnostics: readonly Diagnostic[],
  locale: Locale,
): FileFindings {
  const lines = linesOf(text);
  const ordered = diagnostics.toSorted((a, b) => a.span[0] - b.span[0]);
  return {
    file,
    diagnostics: ordered.map(({ code, severity, message, span, stage, field, kind }) => ({
      code,
      severity,
      message: render(message, locale),
      range: rangeOf(lines, span),
      stage,
      ...(field !== undefined && { field }),
      ...(kind !== undefined && { kind }),
    })),
  };
}
