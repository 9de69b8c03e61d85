import type { Entry, Node } from "../yaml/node.ts";

/** What a collection is made of: an entry of a map, or an item of a sequence. */
export type Part = Entry | Node;

/** Where a part begins; an item of a block sequence begins at its dash. */
export function partStart(text: string, part: Part): number {
  if ("key" in part) return part.span[0];
  const dash = text.lastIndexOf("-", part.span[0] - 1);
  const between = text.slice(dash + 1, part.span[0]);
  return dash >= 0 && /^(?:[ \t]|\r?\n|#[^\n]*\n|[!&][^\s]*)*$/.test(between) ? dash : part.span[0];
}

/** Where the content of a part ends, before blanks, comments and commas. */
export function partEnd(text: string, part: Part): number {
  if ("key" in part) return contentEnd(text, part.value, colonEnd(text, part));
  return contentEnd(text, part, part.span[0]);
}

/** The end of a node without the blanks and line breaks that a block's range may include; never before `atLeast`. */
export function contentEnd(text: string, node: Node, atLeast: number): number {
  let end = node.span[1];
  while (end > atLeast && /\s/.test(text[end - 1] ?? "")) end--;
  return Math.max(end, atLeast);
}

/** Behind the colon of an entry; behind its key where no colon follows. */
export function colonEnd(text: string, entry: Entry): number {
  const colon = text.indexOf(":", entry.keySpan[1]);
  return colon >= 0 && text.slice(entry.keySpan[1], colon).trim() === "" ? colon + 1 : entry.keySpan[1];
}

/** The offset at which the line of `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset of the break of the line of `offset` (before a CR, too), or the text's end. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" && at > offset ? at - 1 : at;
}

/** The line ending of a text: the first one that occurs, `\n` where there is none. */
export function lineEnding(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}
