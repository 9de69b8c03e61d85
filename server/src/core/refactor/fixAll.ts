import type { Diagnostic, Edit, Fix } from "../diagnostic.ts";

/** Fixing one finding may uncover another; after so many rounds what is left is left. */
const MAX_ROUNDS = 10;

/**
 * The edits of a text that apply every certain fix in it. Where two fixes want the same place, the one that stands first
 * in the text wins and `recheck` tells what is left to fix in the text that it makes.
 * No round is taken that makes the text less readable than it was.
 */
export function fixAll(
  text: string,
  diagnostics: readonly Diagnostic[],
  recheck: (text: string) => readonly Diagnostic[],
): readonly Edit[] {
  const first = certainEdits(diagnostics);
  if (first.edits.length === 0) return [];
  let result = applyAll(text, first.edits);
  let found = recheck(result);
  if (countOfSyntax(found) > countOfSyntax(diagnostics)) return [];
  let isFirstRound = true;
  for (let round = 1; round < MAX_ROUNDS; round++) {
    const { edits } = certainEdits(found);
    const next = applyAll(result, edits);
    if (next === result) break;
    const left = recheck(next);
    if (countOfSyntax(left) > countOfSyntax(found)) break;
    result = next;
    found = left;
    isFirstRound = false;
  }
  return isFirstRound ? first.edits : difference(text, result);
}

/**
 * The edits of all certain fixes of this file that do not touch one another, in the order of the text, and how many of
 * the fixes are in it. With `code`, only those of findings of that code.
 */
export function certainEdits(
  diagnostics: readonly Diagnostic[],
  code?: string,
): { readonly edits: readonly Edit[]; readonly count: number } {
  const accepted: Edit[] = [];
  let count = 0;
  const ordered = diagnostics.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  for (const diagnostic of ordered) {
    const fix = code === undefined || diagnostic.code === code ? certainFix(diagnostic) : undefined;
    if (fix === undefined) continue;
    const fresh = fix.edits.filter((edit) => !neighbours(accepted, edit).some((other) => isSame(edit, other)));
    if (fresh.some((edit) => neighbours(accepted, edit).some((other) => touches(edit, other)))) continue;
    for (const edit of inOrder(fresh)) accepted.splice(placeOf(accepted, edit), 0, edit);
    count += 1;
  }
  return { edits: accepted, count };
}

/** The fix of a finding that may be applied unasked: certain, and in this file alone; undefined where there is none. */
export function certainFix({ fixes }: Diagnostic): Fix | undefined {
  return fixes?.find(
    ({ certain, edits, templateLabels }) =>
      certain && templateLabels === undefined && edits.length > 0 && edits.every(({ file }) => file === undefined),
  );
}

/** The text after edits that do not overlap. */
function applyAll(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { span, newText } of edits) {
    result += text.slice(at, span[0]) + newText;
    at = span[1];
  }
  return result + text.slice(at);
}

function countOfSyntax(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ stage }) => stage === "syntax").length;
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
}

/** Of edits in order that do not touch one another, those that this one could touch: a file can have thousands. */
function neighbours(ordered: readonly Edit[], edit: Edit): readonly Edit[] {
  const first = placeOf(ordered, edit);
  let last = first;
  while (last < ordered.length && (ordered[last]?.span[0] ?? 0) <= edit.span[1]) last++;
  return ordered.slice(Math.max(0, first - 1), last);
}

/** Where an edit belongs among edits in order, by bisection: behind those that start before it. */
function placeOf(ordered: readonly Edit[], { span: [start, end] }: Edit): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [otherStart, otherEnd] = ordered[middle]?.span ?? [0, 0];
    if (otherStart < start || (otherStart === start && otherEnd < end)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSame(a: Edit, b: Edit): boolean {
  return a.span[0] === b.span[0] && a.span[1] === b.span[1] && a.newText === b.newText;
}

/** Whether the order of two edits would matter: they overlap, or meet where one of them only inserts. */
function touches(a: Edit, b: Edit): boolean {
  return a.span[0] <= b.span[1] && b.span[0] <= a.span[1];
}

/** One edit from the first character that differs to the last. */
function difference(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [{ span: [start, before.length - end], newText: after.slice(start, after.length - end) }];
}
