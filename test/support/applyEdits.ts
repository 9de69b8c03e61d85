import type { Edit } from "../../server/src/core/diagnostic.ts";

/**
 * A text after edits, as an editor applies them: all spans are those of the text before.
 * @throws when two of them overlap, which an editor refuses.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { span, newText } of edits.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1])) {
    if (span[0] < at || span[1] < span[0]) throw new Error(`Edits overlap at ${span[0]}: ${JSON.stringify(edits)}`);
    result += text.slice(at, span[0]) + newText;
    at = span[1];
  }
  return result + text.slice(at);
}
