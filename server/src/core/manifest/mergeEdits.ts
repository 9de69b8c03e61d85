import type { Edit } from "../diagnostic.ts";

/** The edits in the order of the text, with those that touch or overlap made one. Insertions at a place go before what it replaces. */
export function mergeEdits(edits: readonly Edit[]): readonly Edit[] {
  const merged: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1])) {
    const last = merged.at(-1);
    if (last === undefined || edit.span[0] > last.span[1] || edit.file !== last.file) {
      merged.push(edit);
      continue;
    }
    const span = [last.span[0], Math.max(last.span[1], edit.span[1])] as const;
    merged[merged.length - 1] = { ...last, span, newText: last.newText + edit.newText };
  }
  return merged;
}
