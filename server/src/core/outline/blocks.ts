import { LIMITS } from "../limits.ts";
import type { Span } from "../span.ts";
import type { Node } from "../yaml/node.ts";
import { readFlow } from "./flow.ts";
import { mapAt, note, noteBlankLine, noteColumn, type Reader, type Slot, sequenceAt } from "./frames.ts";
import { nodeAt, type Path, type Place, placeOf } from "./place.ts";
import { emptyNode, quotedEnd, scalarNode, unquoted } from "./scalars.ts";

/** What lines of block style read as, and the place of the cursor if that lies in them. */
export interface BlockReading {
  readonly root: Node | undefined;
  readonly place: Place | undefined;
}

/** Reads a document in block style line by line; a line that cannot be read is left out. Never throws. */
export function readBlocks(text: string, offset: number): BlockReading {
  const reader: Reader = { text, offset, frames: [], columns: new Map(), root: undefined, place: undefined };
  let at = 0;
  while (at <= text.length) at = readLine(reader, at);
  const { root, place } = reader;
  return { root, place: place?.found && settled(reader, place.found, place.column) };
}

/** What is written below the cursor's line decides whether something is there already, and in which column. */
function settled({ root, columns }: Reader, place: Place, column: number | undefined): Place | undefined {
  const node = nodeAt(root, place.path);
  const isFresh = node === undefined || (node.kind === "scalar" && node.written === "" && node.style === "plain");
  if (isFresh || column === undefined) return { ...place, isFresh };
  const isCollection = node.kind === "map" || node.kind === "sequence";
  return isCollection && columns.get(node) === column ? { ...place, isFresh } : undefined;
}

/** Reads the line that begins at an offset; answers where the next one does. */
function readLine(reader: Reader, start: number): number {
  const { text, offset } = reader;
  const lineBreak = text.indexOf("\n", start);
  const end = lineBreak === -1 ? text.length : lineBreak;
  let content = start;
  while (content < end && (text[content] === " " || text[content] === "\t" || text[content] === "\uFEFF")) content++;
  const isBlank = text.slice(content, end).trim() === "";
  if (isBlank && offset >= start && offset <= end) noteBlankLine(reader, start);
  if (isBlank || text[content] === "#" || text[content] === "%") return end + 1;
  const behind = readContent(reader, { content, column: content - start, end, depth: 0 });
  if (behind <= end) return end + 1;
  const next = text.indexOf("\n", behind);
  return next === -1 ? text.length + 1 : next + 1;
}

/** A line from its first character that is not indentation or a dash read before. */
interface Line {
  readonly content: number;
  readonly column: number;
  readonly end: number;
  readonly depth: number;
}

/** Answers the offset up to which text is taken, which is beyond the line's end for what goes on below. */
function readContent(reader: Reader, line: Line): number {
  const { text } = reader;
  const { content, column, end, depth } = line;
  const isDash = text[content] === "-" && (content + 1 >= end || /\s/.test(text[content + 1] ?? ""));
  const { frames } = reader;
  while (frames.length > 0 && (frames.at(-1)?.column ?? 0) > column) frames.pop();
  const top = frames.at(-1);
  if (top?.column === column && top.node.kind === "sequence" && !isDash) frames.pop();
  if (depth > LIMITS.depth || frames.length > LIMITS.depth) return end;
  if (isDash) return readDash(reader, line);
  const key = keyAt(text, content, end);
  return key === undefined ? readBare(reader, line) : readEntry(reader, line, key);
}

/** The key of a line with a colon behind it, quotes included; undefined where the line has none. */
function keyAt(text: string, start: number, end: number): Span | undefined {
  const character = text[start] ?? "";
  if (character === '"' || character === "'") {
    const close = quotedEnd(text, start);
    return /^\s*:(?:\s|$)/.test(text.slice(close, end)) ? [start, close] : undefined;
  }
  if (/[{[\]},|>&*!%@`]/.test(character)) return undefined;
  const match = /:(?=\s|$)|\s#/.exec(text.slice(start, end));
  if (match === null || match[0] !== ":") return undefined;
  return [start, start + text.slice(start, start + match.index).trimEnd().length];
}

function readDash(reader: Reader, { content, column, end, depth }: Line): number {
  const frame = sequenceAt(reader, content, column);
  if (frame === undefined || frame.node.kind !== "sequence") return end;
  const { node, path } = frame;
  const index = node.items.length;
  const put = (item: Node): void => {
    node.items[index] = item;
  };
  put(emptyNode(content + 1));
  node.span = [node.span[0], content + 1];
  frame.empty = { path: [...path, index], put };
  let next = content + 1;
  while (next < end && /[ \t]/.test(reader.text[next] ?? "")) next++;
  const isBare = reader.text.slice(next, end).trim() === "" || reader.text[next] === "#";
  if (isBare) {
    noteBareDash(reader, { content, column, end, depth }, frame.empty.path);
    return end;
  }
  return readContent(reader, { content: next, column: column + next - content, end, depth: depth + 1 });
}

function noteBareDash(reader: Reader, { content, column, end }: Line, path: Path): void {
  const { offset, text } = reader;
  if (offset <= content || offset > end || text.slice(content, offset).includes("#")) return;
  const needsBlank = offset === content + 1;
  const found = placeOf({ kind: "key", path, style: "block", span: [offset, offset], needsBlank });
  note(reader, found, column + offset - content + Number(needsBlank));
}

function readEntry(reader: Reader, line: Line, keySpan: Span): number {
  const { text, offset } = reader;
  const frame = mapAt(reader, line.content, line.column);
  if (frame === undefined || frame.node.kind !== "map") return line.end;
  const { node, path } = frame;
  if (offset >= keySpan[0] && offset <= keySpan[1]) {
    note(reader, placeOf({ kind: "key", path, style: "block", span: keySpan, hasColon: true }));
  }
  const key = unquoted(text.slice(...keySpan));
  const colon = text.indexOf(":", keySpan[1]);
  const index = node.entries.length;
  const put = (value: Node): void => {
    node.entries[index] = { key, keySpan, value, span: [keySpan[0], Math.max(value.span[1], colon + 1)] };
  };
  put(emptyNode(colon + 1));
  node.span = [node.span[0], colon + 1];
  frame.empty = { path: [...path, key], put };
  const end = readValue(reader, colon + 1, line, frame.empty);
  const written = node.entries[index]?.value;
  if (written?.kind !== "scalar" || written.written !== "") frame.empty = undefined;
  return end;
}

/** Reads what stands behind a key's colon. */
function readValue(reader: Reader, from: number, { column, end }: Line, slot: Slot): number {
  const { text, offset } = reader;
  const start = from + (/^\s*(?:[&!]\S*(?:\s+|$))*/.exec(text.slice(from, end))?.[0].length ?? 0);
  const character = start < end ? text[start] : "#";
  if (character === "#") {
    if (offset >= from && offset <= end && !text.slice(from, offset).includes("#")) {
      const more = { span: [offset, offset] as const, isFresh: true, needsBlank: text[offset - 1] === ":" };
      note(reader, placeOf({ kind: "value", path: slot.path, style: "block", ...more }));
    }
    return end;
  }
  if (character === "{" || character === "[") return readFlowValue(reader, start, column, slot);
  if (character === "|" || character === ">") return skipBlockText(reader, end, column, slot, start);
  readScalar(reader, start, end, slot);
  return end;
}

function readFlowValue(reader: Reader, start: number, column: number, slot: Slot): number {
  const { node, end, place } = readFlow(reader.text, start, reader.offset, slot.path, column);
  slot.put(node);
  if (place !== undefined) note(reader, place);
  return end;
}

/** The lines of a block scalar are text; the cursor is nowhere in them. */
function skipBlockText({ text }: Reader, lineEnd: number, column: number, slot: Slot, start: number): number {
  let end = lineEnd;
  for (let at = lineEnd; at < text.length; ) {
    const next = text.indexOf("\n", at + 1);
    const line = text.slice(at + 1, next === -1 ? text.length : next);
    const isBlank = line.trim() === "";
    if (!isBlank && line.search(/\S/) <= column) break;
    at = next === -1 ? text.length : next;
    if (!isBlank) end = at;
  }
  slot.put({
    kind: "scalar",
    span: [start, end],
    value: text.slice(lineEnd + 1, end),
    written: text.slice(start, end),
    style: "block",
  });
  return end;
}

function readScalar(reader: Reader, start: number, end: number, slot: Slot): void {
  const { text, offset } = reader;
  const span = scalarSpan(text, start, end);
  slot.put(scalarNode(text, span));
  if (offset < span[0] || offset > span[1]) return;
  note(reader, placeOf({ kind: "value", path: slot.path, style: "block", span }));
}

function scalarSpan(text: string, start: number, end: number): Span {
  if (text[start] === '"' || text[start] === "'") return [start, Math.min(quotedEnd(text, start), end)];
  const line = text.slice(start, end);
  const comment = line.search(/\s#/);
  return [start, start + (comment === -1 ? line : line.slice(0, comment)).trimEnd().length];
}

/** A line without a colon: the item of a sequence, or a key that is being typed. */
function readBare(reader: Reader, { content, column, end, depth }: Line): number {
  const { text, offset, frames } = reader;
  const top = frames.at(-1);
  const isItem = depth > 0 && top?.node.kind === "sequence" && top.empty !== undefined;
  const character = text[content];
  if (isItem && top?.empty !== undefined) {
    if (character === "{" || character === "[") return readFlowValue(reader, content, top.column, top.empty);
    if (character === "|" || character === ">") return skipBlockText(reader, end, top.column, top.empty, content);
  }
  const span = scalarSpan(text, content, end);
  const isHere = offset >= span[0] && offset <= span[1] && !/\s/.test(text.slice(...span));
  if (isItem && top?.empty !== undefined) {
    const { path } = top.empty;
    top.empty.put(isHere ? emptyNode(content) : scalarNode(text, span));
    if (isHere) note(reader, placeOf({ kind: "key", path, style: "block", span }), column);
    return end;
  }
  if (isHere) noteColumn(reader, column, span);
  return end;
}
