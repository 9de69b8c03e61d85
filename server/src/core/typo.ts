/** Longer texts are never compared letter by letter. Label values have at most 63 characters. */
const LONGEST = 64;

/**
 * Whether two texts differ by a slip of the fingers: one letter in a text of four or five, two in a longer one.
 * Texts that differ in their numbers only (`web-1`, `web-2`, `web`) are different names, not slips.
 */
export function isTypo(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  if (a === b || length < 4 || length > LONGEST) return false;
  const allowed = length < 6 ? 1 : 2;
  if (Math.abs(a.length - b.length) > allowed) return false;
  if (withoutNumbers(a) === withoutNumbers(b)) return false;
  return editDistance(a, b) <= allowed;
}

function withoutNumbers(text: string): string {
  return text.replace(/[-_.]?\d+/g, "");
}

/** The candidate nearest to a text, or undefined when none is a slip away. Letter case does not count. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const lower = text.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (lower !== other && !isTypo(lower, other)) continue;
    const distance = editDistance(lower, other);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const replaced = at(last, j - 1) + (same ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(beforeLast, j - 2) + 1 : replaced;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
