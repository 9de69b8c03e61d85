import { LIMITS } from "../limits.ts";
import type { Span } from "../span.ts";
import type { Entry, Node } from "../yaml/node.ts";
import { type Path, type Place, placeOf } from "./place.ts";
import { emptyNode, quotedEnd, scalarNode, unquoted } from "./scalars.ts";

/** What a flow collection or scalar reads as, where it ends, and the place of the cursor if that lies in it. */
export interface FlowReading {
  readonly node: Node;
  readonly end: number;
  readonly place: Place | undefined;
}

interface Reader {
  readonly text: string;
  readonly offset: number;
  /** Lines that begin at this column or before it are no longer in the collection (YAML 1.2, section 7.4). */
  readonly outerColumn: number;
  place: Place | undefined;
}

/**
 * Reads the flow collection that begins at `start`, JSON or YAML, however broken: what is not closed ends where the
 * lines are no longer indented, a missing comma or value is none, and a word without a colon is a key that is being typed.
 */
export function readFlow(text: string, start: number, offset: number, path: Path, outerColumn: number): FlowReading {
  const reader: Reader = { text, offset, outerColumn, place: undefined };
  const [node, end] = readCollection(reader, start, path, 0);
  return { node, end, place: reader.place };
}

type Read = readonly [node: Node, end: number];

function readCollection(reader: Reader, start: number, path: Path, depth: number): Read {
  if (depth > LIMITS.depth) return [{ kind: "unknown", span: [start, reader.text.length] }, reader.text.length];
  return reader.text[start] === "{" ? readMap(reader, start, path, depth) : readSequence(reader, start, path, depth);
}

function readMap(reader: Reader, start: number, path: Path, depth: number): Read {
  const entries: Entry[] = [];
  const walk = startWalk(start);
  for (;;) {
    const at = nextPart(reader, walk);
    const isGap = !isKeyStart(reader.text, at);
    noteGap(reader, walk, at, isGap, (place) => placeOf({ kind: "key", path, style: "flow", ...place }));
    if (isGap) {
      if (step(reader, walk, at)) continue;
      return [{ kind: "map", span: [start, walk.at], style: "flow", entries }, walk.at];
    }
    const entry = readEntry(reader, walk, at, path, depth);
    if (entry !== undefined) entries.push(entry);
  }
}

function readSequence(reader: Reader, start: number, path: Path, depth: number): Read {
  const items: Node[] = [];
  const walk = startWalk(start);
  for (;;) {
    const at = nextPart(reader, walk);
    const isGap = !isValueStart(reader.text, at);
    const itemPath = [...path, items.length];
    noteGap(reader, walk, at, isGap, (place) =>
      placeOf({ kind: "value", path: itemPath, style: "flow", isFresh: true, ...place }),
    );
    if (isGap) {
      if (step(reader, walk, at)) continue;
      return [{ kind: "sequence", span: [start, walk.at], style: "flow", items }, walk.at];
    }
    const [node, end] = readValue(reader, walk, at, itemPath, depth);
    items.push(node);
    part(walk, end);
  }
}

/** How far a collection is read. `open` is the end of a part that no comma has followed yet. */
interface Walk {
  at: number;
  open: number | undefined;
}

function startWalk(start: number): Walk {
  return { at: start + 1, open: undefined };
}

function part(walk: Walk, end: number): void {
  walk.at = end;
  walk.open = end;
}

/** Takes a comma or the collection's end; answers whether the collection goes on. */
function step({ text }: Reader, walk: Walk, at: number): boolean {
  const character = text[at];
  if (character === undefined) return false;
  walk.at = at + 1;
  if (character === "}" || character === "]") return false;
  if (character === ",") walk.open = undefined;
  return true;
}

/** The start of the next key, value or bracket; the text's end where the collection stops before it. */
function nextPart({ text, outerColumn }: Reader, walk: Walk): number {
  const at = skipBlank(text, walk.at);
  return isOutside(text, walk.at, at, outerColumn) ? text.length : at;
}

function isOutside(text: string, from: number, at: number, outerColumn: number): boolean {
  if (outerColumn < 0 || text[at] === "}" || text[at] === "]") return false;
  const lineBreak = text.slice(from, at).lastIndexOf("\n");
  return lineBreak !== -1 && at - (from + lineBreak + 1) <= outerColumn;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at++;
    const isComment = (text[at] === "#" && /\s/.test(text[at - 1] ?? " ")) || text.startsWith("//", at);
    if (!isComment) return at;
    const lineEnd = text.indexOf("\n", at);
    at = lineEnd === -1 ? text.length : lineEnd;
  }
}

/** Notes the cursor where it stands between the parts of a collection. Behind a part a comma or a new line comes first. */
function noteGap(
  reader: Reader,
  { at: from, open }: Walk,
  to: number,
  isGap: boolean,
  make: (place: Pick<Place, "span" | "commaBefore" | "commaAfter">) => Place,
): void {
  const { text, offset } = reader;
  const isInside = offset >= from && (isGap ? offset <= to : offset < to);
  if (!isInside || isInComment(text, offset)) return;
  if (open !== undefined && !text.slice(open, offset).includes("\n")) return;
  if (!isOutside(text, from, offset, reader.outerColumn))
    reader.place ??= make({ span: [offset, offset], commaBefore: open, commaAfter: !isGap });
}

function isInComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /(?:^|\s)#|^\s*\/\//.test(line) && !/["'].*#/.test(line);
}

function isKeyStart(text: string, at: number): boolean {
  return at < text.length && !/[,{}[\]:]/.test(text[at] ?? ",");
}

function isValueStart(text: string, at: number): boolean {
  return at < text.length && !/[,}\]:]/.test(text[at] ?? ",");
}

function readEntry(reader: Reader, walk: Walk, at: number, path: Path, depth: number): Entry | undefined {
  const { text, offset } = reader;
  const keySpan: Span = [at, tokenEnd(text, at)];
  const key = unquoted(text.slice(...keySpan));
  const colon = skipBlank(text, keySpan[1]);
  const hasColon = text[colon] === ":" && !text.slice(keySpan[1], colon).includes("\n");
  if (offset >= keySpan[0] && offset <= keySpan[1]) {
    const commaAfter = !hasColon && isKeyStart(text, nextPart(reader, { at: keySpan[1], open: undefined }));
    const more = { span: keySpan, hasColon, commaBefore: walk.open, commaAfter };
    reader.place ??= placeOf({ kind: "key", path, style: "flow", ...more });
  }
  if (!hasColon) {
    walk.at = keySpan[1];
    return undefined;
  }
  walk.open = undefined;
  const [value, end] = readEntryValue(reader, colon + 1, [...path, key], depth);
  part(walk, end);
  return { key, keySpan, value, span: [keySpan[0], end] };
}

function readEntryValue(reader: Reader, from: number, path: Path, depth: number): Read {
  const { text, offset } = reader;
  const at = nextPart(reader, { at: from, open: undefined });
  const isMissing = !isValueStart(text, at) || isNextKey(text, from, at);
  const isHere = offset >= from && (offset < at || (offset === at && isMissing));
  if (isHere && !text.slice(from, offset).includes("\n")) {
    const needsBlank = offset === from;
    const commaAfter = isMissing && isKeyStart(text, at);
    const more = { span: [offset, offset] as const, isFresh: true, needsBlank, commaAfter };
    reader.place ??= placeOf({ kind: "value", path, style: "flow", ...more });
  }
  if (isMissing) return [emptyNode(from), from];
  return readValue(reader, { at: from, open: undefined }, at, path, depth);
}

/** Whether what stands there, on a line below, is the next entry's key rather than this one's value. */
function isNextKey(text: string, from: number, at: number): boolean {
  if (!text.slice(from, at).includes("\n") || /[{[]/.test(text[at] ?? "{")) return false;
  return text[skipBlank(text, tokenEnd(text, at))] === ":";
}

function readValue(reader: Reader, walk: Walk, at: number, path: Path, depth: number): Read {
  const { text, offset } = reader;
  if (text[at] === "{" || text[at] === "[") return readCollection(reader, at, path, depth + 1);
  const span: Span = [at, Math.max(tokenEnd(text, at), at + 1)];
  if (offset >= span[0] && offset <= span[1]) {
    const commaAfter = isKeyStart(text, nextPart(reader, { at: span[1], open: undefined }));
    const more = { span, commaBefore: walk.open, commaAfter };
    reader.place ??= placeOf({ kind: "value", path, style: "flow", ...more });
  }
  return [scalarNode(text, span), span[1]];
}

function tokenEnd(text: string, start: number): number {
  if (text[start] === '"' || text[start] === "'") return quotedEnd(text, start);
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] ?? "";
    if (/[,{}[\]\r\n]/.test(character)) break;
    if (character === ":" && (at + 1 >= text.length || /[\s,{}[\]]/.test(text[at + 1] ?? ""))) break;
    if (character === "#" && /\s/.test(text[at - 1] ?? "")) break;
  }
  return start + text.slice(start, at).trimEnd().length;
}
