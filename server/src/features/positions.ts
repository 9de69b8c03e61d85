import type * as lsp from "vscode-languageserver-types";
import type { Span } from "../core/span.ts";

/** A text's lines: converts its UTF-16 offsets to positions and back. A `TextDocument` is one. */
export interface TextLines {
  /** The position of an offset; beyond the text it is the text's end. */
  positionAt(offset: number): lsp.Position;
  /** The offset of a position; beyond a line it is the line's end. */
  offsetAt(position: lsp.Position): number;
}

/** The range of a span of the same text. */
export function rangeOf(lines: TextLines, [start, end]: Span): lsp.Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** The span of a range of the same text. */
export function spanOf(lines: TextLines, { start, end }: lsp.Range): Span {
  return [lines.offsetAt(start), lines.offsetAt(end)];
}

/** The lines of a text that is not kept: four bytes a line. Line ends are those of the protocol: LF, CRLF and CR. */
export function linesOf(text: string): TextLines {
  const starts = Uint32Array.from(lineStarts(text));
  const length = text.length;
  return {
    positionAt(offset) {
      const at = Math.max(0, Math.min(offset, length));
      const line = lineAt(starts, at);
      return { line, character: at - (starts[line] ?? 0) };
    },
    offsetAt({ line, character }) {
      const start = starts[line];
      return start === undefined ? length : Math.min(start + character, starts[line + 1] ?? length);
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The last line that starts at or before the offset, by bisection. */
function lineAt(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
