import type { Edit } from "../diagnostic.ts";
import type { Entry, MapNode, Node, SequenceNode } from "../yaml/node.ts";
import { contentEnd, lineEnd, lineStart, type Part, partEnd, partStart } from "./extent.ts";
import { mergeEdits } from "./mergeEdits.ts";

/**
 * The edits that take entries out of a map, with their lines, trailing comments and commas.
 * Comments on lines of their own stay. A map that loses all entries becomes `{}`.
 */
export function removeEntries(text: string, map: MapNode, entries: readonly Entry[]): readonly Edit[] {
  const remove = new Set<Part>(entries);
  return removeParts(text, map, map.entries, (part) => remove.has(part), "{}");
}

/** The edits that take items out of a sequence; a sequence that loses all items becomes `[]`. */
export function removeItems(text: string, sequence: SequenceNode, items: readonly Node[]): readonly Edit[] {
  const remove = new Set<Part>(items);
  return removeParts(text, sequence, sequence.items, (part) => remove.has(part), "[]");
}

function removeParts(
  text: string,
  parent: MapNode | SequenceNode,
  parts: readonly Part[],
  removed: (part: Part) => boolean,
  emptied: string,
): readonly Edit[] {
  if (!parts.some(removed)) return [];
  if (parts.every(removed))
    return [{ span: [parent.span[0], contentEnd(text, parent, parent.span[0])], newText: emptied }];
  return mergeEdits(parent.style === "flow" ? removeInFlow(text, parts, removed) : removeInBlock(text, parts, removed));
}

function removeInFlow(text: string, parts: readonly Part[], removed: (part: Part) => boolean): readonly Edit[] {
  const edits: Edit[] = [];
  let kept: Part | undefined;
  let start: number | undefined;
  for (const part of parts) {
    if (removed(part)) {
      start ??= part.span[0];
      continue;
    }
    if (start !== undefined) edits.push({ span: [start, part.span[0]], newText: "" });
    start = undefined;
    kept = part;
  }
  const last = parts.at(-1);
  if (start !== undefined && kept !== undefined && last !== undefined) {
    // The comma behind the last part that stays must go too, but not a comment that stands after it.
    const comma = commaAfter(text, partEnd(text, kept));
    const blanks = text.slice(comma + 1, start).includes("#") ? lineStart(text, start) : comma + 1;
    if (blanks > comma + 1) {
      edits.push({ span: [comma, comma + 1], newText: "" }, { span: [start, partEnd(text, last)], newText: "" });
    } else {
      edits.push({ span: [partEnd(text, kept), partEnd(text, last)], newText: "" });
    }
  }
  return edits;
}

function removeInBlock(text: string, parts: readonly Part[], removed: (part: Part) => boolean): readonly Edit[] {
  const edits: Edit[] = [];
  let pullUpFrom: number | undefined;
  for (const [index, part] of parts.entries()) {
    const start = partStart(text, part);
    if (!removed(part)) {
      if (pullUpFrom !== undefined) edits.push({ span: [pullUpFrom, start], newText: "" });
      pullUpFrom = undefined;
      continue;
    }
    if (pullUpFrom !== undefined) continue;
    const line = lineStart(text, start);
    if (text.slice(line, start).trim() !== "") {
      // The first part shares its line with what stands before it (`- port: 80`): what follows moves up.
      const next = parts[index + 1];
      const end = lineEnd(text, partEnd(text, part));
      if (next !== undefined && !removed(next) && text.slice(end, partStart(text, next)).includes("#")) {
        const rest = end + (/\s*/.exec(text.slice(end))?.[0].length ?? 0);
        edits.push({ span: [start, rest], newText: "" });
      } else {
        pullUpFrom = start;
      }
      continue;
    }
    const end = lineEnd(text, partEnd(text, part));
    edits.push(wholeLines(text, line, end));
  }
  return edits;
}

/** From the line's start to behind its line break; the last line of a text gives its own break instead. */
function wholeLines(text: string, start: number, end: number): Edit {
  if (text[end] === "\r" && text[end + 1] === "\n") return { span: [start, end + 2], newText: "" };
  if (text[end] === "\n") return { span: [start, end + 1], newText: "" };
  const before = text.slice(Math.max(0, start - 2), start) === "\r\n" ? 2 : Math.min(start, 1);
  return { span: [start - before, end], newText: "" };
}

function commaAfter(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== ",") at = text[at] === "#" ? lineEnd(text, at) : at + 1;
  return at;
}
