import type { Span } from "../span.ts";

/** A List's text cut into its items and what stands around them. */
export interface ListCut {
  /** The text with one value, 0, in the place of all items. */
  readonly frame: string;
  /** Where in the frame the items would stand. */
  readonly place: Span;
  /** `block`: an item's text begins with its line, indentation and dash included, so that columns stay. */
  readonly style: "block" | "flow";
  readonly items: readonly Span[];
}

/**
 * Where the items of a List stand, told from how lines begin, so that a long List costs next to nothing. It is a guess:
 * the text is such a List only where the frame and each of the items can be read by themselves. Undefined for a text that
 * is not written that way (all on one line, an item's brace in another column, no List at all).
 */
export function cutList(text: string): ListCut | undefined {
  if (!text.includes("List")) return undefined;
  return /^\s*\{/.test(text) ? cutFlow(text) : cutBlock(text);
}

/** A frame is a few lines; anything longer is something else that happens to have items. */
const LONGEST_FRAME = 16_384;
const FLOW_ITEMS = /"items": *\[\r?\n([ \t]*)(?=\{)/;
const NEXT_FLOW_ITEM = /,\r?\n[ \t]*(?=\{)/y;
const BLOCK_ITEMS = /^items: *\r?\n( *)(?=- )/m;
const BEHIND_BLOCK_ITEMS = /\r?\n(?=[^\s#-])/g;

function cutFlow(text: string): ListCut | undefined {
  const opening = FLOW_ITEMS.exec(text);
  if (opening === null) return undefined;
  const closer = `\n${opening[1]}}`;
  const items: Span[] = [];
  for (let start = opening.index + opening[0].length; ; start = NEXT_FLOW_ITEM.lastIndex) {
    const line = text.indexOf(closer, start);
    if (line === -1) return undefined;
    const end = line + closer.length;
    items.push([start, end]);
    NEXT_FLOW_ITEM.lastIndex = end;
    if (!NEXT_FLOW_ITEM.test(text)) return around(text, items, "flow", "0");
  }
}

function cutBlock(text: string): ListCut | undefined {
  const opening = BLOCK_ITEMS.exec(text);
  if (opening === null) return undefined;
  const indentation = opening[1] ?? "";
  const dash = `\n${indentation}- `;
  const starts = [opening.index + opening[0].length - indentation.length];
  for (let at = text.indexOf(dash, starts[0]); at !== -1; at = text.indexOf(dash, at + 1)) starts.push(at + 1);
  BEHIND_BLOCK_ITEMS.lastIndex = starts.at(-1) ?? 0;
  const end = BEHIND_BLOCK_ITEMS.exec(text)?.index ?? text.length;
  const items = starts.map((start, index): Span => [start, endBefore(text, starts[index + 1]) ?? end]);
  return around(text, items, "block", `${indentation}- 0`);
}

/** The end of the line before the one that starts at `next`. */
function endBefore(text: string, next: number | undefined): number | undefined {
  return next === undefined ? undefined : next - (text[next - 2] === "\r" ? 2 : 1);
}

function around(
  text: string,
  items: readonly Span[],
  style: ListCut["style"],
  placeholder: string,
): ListCut | undefined {
  const start = items[0]?.[0] ?? 0;
  const frame = text.slice(0, start) + placeholder + text.slice(items.at(-1)?.[1]);
  return frame.length > LONGEST_FRAME ? undefined : { frame, place: [start, start + placeholder.length], style, items };
}
