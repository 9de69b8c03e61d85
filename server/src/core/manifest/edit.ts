import type { Edit } from "../diagnostic.ts";
import type { Entry, MapNode, ScalarNode, SequenceNode } from "../yaml/node.ts";
import { colonEnd, contentEnd, lineEnd, lineEnding, lineStart, type Part } from "./extent.ts";
import { entryText, flowText, type Plain, quoted, type Style } from "./plain.ts";

/** Where a new entry goes among its siblings: behind one of them, before one, or (default) at the end. */
export type Place = { readonly after: string } | { readonly before: string } | undefined;

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

/** The spaces that a continuation of this place needs: the column of `offset`, a leading `- ` counted as blanks. */
function indentAt(text: string, offset: number): string {
  return " ".repeat(offset - lineStart(text, offset));
}

function fillEmpty(text: string, map: MapNode, key: string, value: Plain): Edit {
  const json = isJson(text);
  const written = `${json ? JSON.stringify(key) : quoted(key, undefined)}: ${flowText(value, json)}`;
  return { span: map.span, newText: `{${written}}` };
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
