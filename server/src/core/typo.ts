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
  return isWithin(a, b, allowed, 0, 0) && withoutNumbers(a) !== withoutNumbers(b);
}

/**
 * Whether so few changes, as {@link editDistance} counts them, turn the rest of one text into the rest of the other. Most
 * texts are far apart, which is seen at once; thousands are asked about at each letter that is typed.
 */
function isWithin(a: string, b: string, changes: number, atA: number, atB: number): boolean {
  let [i, j] = [atA, atB];
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i += 1;
    j += 1;
  }
  const [restOfA, restOfB] = [a.length - i, b.length - j];
  if (restOfA === 0 || restOfB === 0) return Math.max(restOfA, restOfB) <= changes;
  if (changes === 0 || Math.abs(restOfA - restOfB) > changes) return false;
  const isSwapped = restOfA > 1 && a.charCodeAt(i) === b.charCodeAt(j + 1) && a.charCodeAt(i + 1) === b.charCodeAt(j);
  return (
    isWithin(a, b, changes - 1, i + 1, j + 1) ||
    isWithin(a, b, changes - 1, i + 1, j) ||
    isWithin(a, b, changes - 1, i, j + 1) ||
    (isSwapped && isWithin(a, b, changes - 1, i + 2, j + 2))
  );
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
