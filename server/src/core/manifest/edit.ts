import type { Edit } from "../diagnostic.ts";
import type { Entry, MapNode, Node, ScalarNode, SequenceNode } from "./node.ts";

/** A value to be written into a manifest. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Where a new entry goes among its siblings: behind one of them, before one, or (default) at the end. */
export type Place = { readonly after: string } | { readonly before: string } | undefined;

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

/** The edit that renames a key and keeps the way it is quoted. */
export function renameKey(text: string, entry: Entry, key: string): Edit {
  const quote = text[entry.keySpan[0]];
  return { span: entry.keySpan, newText: quoted(key, quote === '"' || quote === "'" ? quote : undefined) };
}

/** The edit that writes another value in a scalar's place and keeps its quotes, where the new value needs or bears them. */
export function setScalar(text: string, node: ScalarNode, value: string | number | boolean | null): Edit {
  const empty = node.span[0] === node.span[1];
  const space = empty && /\S/.test(text[node.span[0] - 1] ?? " ") ? " " : "";
  if (typeof value !== "string") return { span: node.span, newText: space + String(value) };
  const quote = text[node.span[0]];
  const json = isJson(text);
  return { span: node.span, newText: space + quoted(value, quoteFor(node, quote, json)) };
}

/** The edit that puts the text of a scalar, exactly as it is written, between quotes: `1.10` becomes `"1.10"`. */
export function quoteScalar(node: ScalarNode): Edit {
  return { span: node.span, newText: JSON.stringify(node.written) };
}

/** The edit that replaces any value by another, written in the style of its surroundings. */
export function setValue(text: string, parent: MapNode, entry: Entry, value: Plain): Edit {
  const node = entry.value;
  const style = parent.style === "flow" ? flowStyle(text, parent) : blockStyle(text, entry.keySpan[0]);
  const newText = entryText(keyText(text, entry), value, style);
  return { span: [entry.span[0], Math.max(contentEnd(text, node, entry.keySpan[1]), colonEnd(text, entry))], newText };
}

/** The edit that adds an entry to a map, in the map's own style, indentation and line endings. */
export function insertEntry(text: string, map: MapNode, key: string, value: Plain, place?: Place): Edit {
  const { entries } = map;
  const last = entries.at(-1);
  if (last === undefined) return fillEmpty(text, map, key, value);
  const before = place && "before" in place ? entries.find((entry) => entry.key === place.before) : undefined;
  const after = place && "after" in place ? entries.findLast((entry) => entry.key === place.after) : undefined;
  const anchor = before ?? after ?? last;
  if (map.style === "flow") {
    const style = flowStyle(text, map);
    const written = entryText(style.quoteKeys ? JSON.stringify(key) : quoted(key, undefined), value, style);
    const gap = flowGap(text, map, anchor);
    if (before) return { span: [before.span[0], before.span[0]], newText: `${written},${gap}` };
    const end = contentEnd(text, anchor.value, colonEnd(text, anchor));
    return { span: [end, end], newText: `,${gap}${written}` };
  }
  const style = blockStyle(text, anchor.keySpan[0]);
  const written = entryText(quoted(key, undefined), value, style);
  if (before) return { span: [before.span[0], before.span[0]], newText: written + style.eol + style.indent };
  const end = lineEnd(text, contentEnd(text, anchor.value, colonEnd(text, anchor)));
  return { span: [end, end], newText: style.eol + style.indent + written };
}

/** The edit that adds an item at the end of a sequence, in its own style. */
export function appendItem(text: string, sequence: SequenceNode, value: Plain): Edit {
  const last = sequence.items.at(-1);
  if (last === undefined) return { span: sequence.span, newText: `[${flowText(value, isJson(text))}]` };
  const end = contentEnd(text, last, last.span[0]);
  if (sequence.style === "flow") {
    const gap = flowGap(text, sequence, last);
    return { span: [end, end], newText: `,${gap}${flowText(value, isJson(text))}` };
  }
  const { indent, eol } = blockStyle(text, sequence.span[0]);
  const at = lineEnd(text, end);
  return { span: [at, at], newText: `${eol}${indent}- ${blockText(value, `${indent}  `, eol)}` };
}

/** A value as it would be written in a block at this indentation, its first line without it. */
export function blockText(value: Plain, indent: string, eol: string): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item: Plain) => `- ${blockText(item, `${indent}  `, eol)}`).join(eol + indent);
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const style: Style = { kind: "block", indent, eol };
    return Object.entries(value)
      .map(([key, item]) => entryText(quoted(key, undefined), item, style))
      .join(eol + indent);
  }
  return flowText(value, false);
}

/** The line ending of a text: the first one that occurs, `\n` where there is none. */
function lineEnding(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

/** The spaces that a continuation of this place needs: the column of `offset`, a leading `- ` counted as blanks. */
function indentAt(text: string, offset: number): string {
  return " ".repeat(offset - lineStart(text, offset));
}

type Part = Entry | Node;

type Style =
  | { readonly kind: "block"; readonly indent: string; readonly eol: string }
  | { readonly kind: "flow"; readonly quoteKeys: boolean };

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

function fillEmpty(text: string, map: MapNode, key: string, value: Plain): Edit {
  const json = isJson(text);
  const written = `${json ? JSON.stringify(key) : quoted(key, undefined)}: ${flowText(value, json)}`;
  return { span: map.span, newText: `{${written}}` };
}

function entryText(key: string, value: Plain, style: Style): string {
  if (style.kind === "flow") return `${key}: ${flowText(value, style.quoteKeys)}`;
  const nested = (Array.isArray(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);
  if (!nested) return `${key}: ${flowText(value, false)}`;
  const indent = `${style.indent}  `;
  return `${key}:${style.eol}${indent}${blockText(value, indent, style.eol)}`;
}

function flowText(value: Plain, json: boolean): string {
  if (json) return JSON.stringify(value);
  if (typeof value === "string") return quoted(value, undefined);
  if (Array.isArray(value)) return `[${value.map((item: Plain) => flowText(item, false)).join(", ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${quoted(key, undefined)}: ${flowText(item, false)}`);
    return `{${entries.join(", ")}}`;
  }
  return String(value);
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// What reads as itself in YAML 1.1 without quotes: starts with a letter, holds nothing that ends a plain scalar.
const SAFE = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const RESERVED = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

/** A string as YAML text: between the given quotes, and without any only where YAML 1.1 reads it as itself. */
export function quoted(value: string, quote: string | undefined): string {
  if (quote === "'" && !/[\r\n\t]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (quote === undefined && SAFE.test(value) && !RESERVED.test(value)) return value;
  return JSON.stringify(value);
}

function quoteFor(node: ScalarNode, quote: string | undefined, json: boolean): string | undefined {
  if (json || node.style === "double") return '"';
  return node.style === "single" && quote === "'" ? "'" : undefined;
}

function keyText(text: string, entry: Entry): string {
  return text.slice(...entry.keySpan);
}

function isJson(text: string): boolean {
  return /^\s*[{[]\s*"/.test(text);
}

function flowStyle(text: string, map: MapNode): Extract<Style, { kind: "flow" }> {
  const first = map.entries[0];
  return { kind: "flow", quoteKeys: first === undefined ? isJson(text) : text[first.keySpan[0]] === '"' };
}

function blockStyle(text: string, offset: number): Extract<Style, { kind: "block" }> {
  return { kind: "block", indent: indentAt(text, offset), eol: lineEnding(text) };
}

/** What stands between two parts of a flow collection after the comma: a space, or a line break with indentation. */
function flowGap(text: string, parent: MapNode | SequenceNode, anchor: Part): string {
  const line = lineStart(text, anchor.span[0]);
  const lead = text.slice(line, anchor.span[0]);
  return line > parent.span[0] && lead.trim() === "" ? lineEnding(text) + lead : " ";
}

function partStart(text: string, part: Part): number {
  if ("key" in part) return part.span[0];
  // An item of a block sequence begins at its dash.
  const dash = text.lastIndexOf("-", part.span[0] - 1);
  const between = text.slice(dash + 1, part.span[0]);
  return dash >= 0 && /^(?:[ \t]|\r?\n|#[^\n]*\n|[!&][^\s]*)*$/.test(between) ? dash : part.span[0];
}

function partEnd(text: string, part: Part): number {
  if ("key" in part) return contentEnd(text, part.value, colonEnd(text, part));
  return contentEnd(text, part, part.span[0]);
}

/** The end of a node without the blanks and line breaks that a block's range may include. */
function contentEnd(text: string, node: Node, atLeast: number): number {
  let end = node.span[1];
  while (end > atLeast && /\s/.test(text[end - 1] ?? "")) end--;
  return Math.max(end, atLeast);
}

function colonEnd(text: string, entry: Entry): number {
  const colon = text.indexOf(":", entry.keySpan[1]);
  return colon >= 0 && text.slice(entry.keySpan[1], colon).trim() === "" ? colon + 1 : entry.keySpan[1];
}

function commaAfter(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== ",") at = text[at] === "#" ? lineEnd(text, at) : at + 1;
  return at;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset of the line's break (before a CR, too), or the text's end. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" && at > offset ? at - 1 : at;
}
