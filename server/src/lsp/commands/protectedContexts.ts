/**
 * Whether a context's name is one of the protected ones (`podsight.cluster.protectedContexts`). In a pattern `*` stands
 * for any text; everything else stands for itself.
 */
export function isProtected(context: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(context, pattern.split("*")));
}

/** The pieces between the stars, found one after the other: no pattern takes longer than the name is long. */
function matches(name: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.at(-1);
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of others.slice(0, -1)) {
    const found = name.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
