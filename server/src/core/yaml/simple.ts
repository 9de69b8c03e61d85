import { LIMITS } from "../limits.ts";
import type { Span } from "../span.ts";
import { type Before, keptEntries, keptItems, sharedLength } from "./kept.ts";
import type { Entry, MapNode, Node, ScalarNode, SequenceNode } from "./node.ts";
import { keyText, resolvePlainScalar } from "./scalar.ts";
import { isFilledIn } from "./template.ts";

/**
 * Reads what nearly all manifests are: block maps and sequences, JSON, values that end on their line. It answers exactly
 * what the parser of the whole of YAML does and is many times faster. At anything else (tags, anchors, block scalars,
 * values over several lines, tabs, mistakes) it answers undefined, and the text is the other parser's.
 * Given what it answered for the version before, it reads from the place of the first difference on.
 */
export function readSimpleDocument(text: string, before?: Before): Node | undefined {
  if (UNUSUAL.test(text) || isFilledIn(text)) return undefined;
  const reader: Reader = { text, shared: before ? sharedLength(text, before.text) : 0, at: 0, nodes: 0, depth: 0 };
  const column = nextContent(reader);
  const isFlow = text[reader.at] === "{" || text[reader.at] === "[";
  const root = isFlow ? readFlow(reader, true, before?.root) : readBlock(reader, column, before?.root);
  if (root === undefined || (isFlow && !take(reader, REST_OF_LINE))) return undefined;
  nextContent(reader);
  return reader.at === text.length ? root : undefined;
}

/** A place in the text that moves on while it is read. */
interface Reader {
  readonly text: string;
  /** So many characters at the beginning are those of the version before. */
  readonly shared: number;
  at: number;
  nodes: number;
  depth: number;
}

/** Far within the limit, which the other parser keeps. */
const MOST_DEPTH = 24;
/** YAML wants the colon of a key within 1,024 characters. */
const LONGEST_KEY = 512;

// All but the first and the escape are sticky: `take` sets where they are tried.
const UNUSUAL = /[\t\u0085\u2028\u2029]|\r(?!\n)/;
const BLANK_LINE = / *(?:#[^\n]*)?\r?(?:\n|$)/y;
const SPACES = / */y;
const WHITE_SPACE = /[ \r\n]*/y;
const REST_OF_LINE = /(?: +#[^\r\n]*| *)(?=\r?\n|$)/y;
const DASH = /- +(?=[^ #\r\n])/y;
const UNUSUAL_ESCAPE = /\\[^"\\bfnrt]/;
const KEY = /[A-Za-z_][\w./-]*(?=:[ \r\n])/y;
const COLON = /:(?=[ \r\n])/y;
const FLOW_COLON = /:/y;
const BLOCK_PLAIN = /(?:[A-Za-z0-9_./~]|[-+](?=[A-Za-z0-9.]))[^\r\n]*/y;
const FLOW_PLAIN = /(?:[A-Za-z0-9_./]|-(?=[0-9.]))[\w./-]*(?=[ ,\]}\r\n])/y;

/** Moves over what the pattern matches here; false where it does not. */
function take(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at;
  const isThere = pattern.test(reader.text);
  if (isThere) reader.at = pattern.lastIndex;
  return isThere;
}

/** Moves to the next line that says something and answers the column where it begins. */
function nextContent(reader: Reader): number {
  while (reader.at < reader.text.length && take(reader, BLANK_LINE));
  const lineStart = reader.at;
  take(reader, SPACES);
  return reader.at - lineStart;
}

function readBlock(reader: Reader, column: number, before: Node | undefined): Node | undefined {
  reader.depth += 1;
  if (reader.depth > MOST_DEPTH || !isCounted(reader)) return undefined;
  const node = isAtDash(reader) ? readSequence(reader, column, before) : readMap(reader, column, before);
  reader.depth -= 1;
  return node;
}

function isAtDash({ text, at }: Reader): boolean {
  return text[at] === "-" && text[at + 1] === " ";
}

/** Stands at the first key, and leaves the reader at the first line that is not the map's. */
function readMap(reader: Reader, column: number, before: Node | undefined): MapNode | undefined {
  const start = reader.at;
  const { parts: entries, next } = keptEntries(before, "block", start, reader.shared);
  if (next !== undefined) reader.at = next.keySpan[0];
  for (let found = column; found === column && !isAtDash(reader); ) {
    const entry = readEntry(reader, column, next?.value);
    if (entry === undefined) return undefined;
    entries.push(entry);
    found = columnOf(reader);
    if (found > column) return undefined;
  }
  const last = entries.at(-1);
  return last && { kind: "map", span: [start, last.span[1]], style: "block", entries };
}

function readEntry(reader: Reader, column: number, before: Node | undefined): Entry | undefined {
  const key = readKey(reader, COLON);
  if (key === undefined) return undefined;
  const isBelow = take(reader, REST_OF_LINE);
  if (!isBelow) take(reader, SPACES);
  const value = isBelow ? readBelow(reader, column, before) : readValue(reader, before);
  return value && { ...key, value, span: [key.keySpan[0], value.span[1]] };
}

/** The block that a key alone on its line is about. A sequence may stand in the key's own column. */
function readBelow(reader: Reader, column: number, before: Node | undefined): Node | undefined {
  const found = nextContent(reader);
  if (found > column || (found === column && isAtDash(reader))) return readBlock(reader, found, before);
  return undefined;
}

function readSequence(reader: Reader, column: number, before: Node | undefined): SequenceNode | undefined {
  const start = reader.at;
  const { parts: items, next } = keptItems(before, "block", start, reader.shared);
  if (next !== undefined) reader.at = reader.text.lastIndexOf("-", next.span[0] - 1);
  for (let found = column; found === column && isAtDash(reader); found = columnOf(reader)) {
    const dash = reader.at;
    if (!take(reader, DASH) || isAtDash(reader)) return undefined;
    const item = isAtKey(reader) ? readBlock(reader, column + reader.at - dash, next) : readValue(reader, next);
    if (item === undefined) return undefined;
    items.push(item);
  }
  const last = items.at(-1);
  return last && { kind: "sequence", span: [start, last.span[1]], style: "block", items };
}

/** The column of the content that the reader stands at; before every column at the end of the text. */
function columnOf({ text, at }: Reader): number {
  return at === text.length ? -1 : at - (text.lastIndexOf("\n", at - 1) + 1);
}

function isAtKey(reader: Reader): boolean {
  const { at } = reader;
  const isKey = readKey(reader, COLON) !== undefined;
  reader.at = at;
  return isKey;
}

/** A value that ends on its line; the reader then stands at the content of a later line. */
function readValue(reader: Reader, before: Node | undefined): Node | undefined {
  const first = reader.text[reader.at];
  const value =
    first === "{" || first === "[" ? readFlow(reader, false, before) : (readQuoted(reader) ?? readBlockPlain(reader));
  if (value === undefined || !take(reader, REST_OF_LINE)) return undefined;
  nextContent(reader);
  return value;
}

function readKey(reader: Reader, colon: RegExp): { readonly key: string; readonly keySpan: Span } | undefined {
  const start = reader.at;
  const quoted = readQuoted(reader);
  const isPlain = quoted === undefined && take(reader, KEY);
  const key = isPlain ? keyText(resolvePlainScalar(reader.text.slice(start, reader.at))) : quoted?.written;
  const keySpan: Span = [start, reader.at];
  if (key === undefined || reader.at - start > LONGEST_KEY || !take(reader, colon)) return undefined;
  return isCounted(reader) ? { key, keySpan } : undefined;
}

function readQuoted(reader: Reader): ScalarNode | undefined {
  const { text, at } = reader;
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  let end = text.indexOf(quote, at + 1);
  while (quote === '"' && end !== -1 && isEscaped(text, end)) end = text.indexOf(quote, end + 1);
  const inside = end === -1 ? "\n" : text.slice(at + 1, end);
  // Two single quotes stand for one.
  if (inside.includes("\n") || (quote === "'" && text[end + 1] === quote)) return undefined;
  const hasEscapes = quote === '"' && inside.includes("\\");
  if (hasEscapes && UNUSUAL_ESCAPE.test(inside)) return undefined;
  reader.at = end + 1;
  const written = hasEscapes ? String(JSON.parse(`"${inside}"`)) : inside;
  const style = quote === '"' ? "double" : "single";
  return isCounted(reader) ? { kind: "scalar", span: [at, end + 1], value: written, written, style } : undefined;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

function readBlockPlain(reader: Reader): ScalarNode | undefined {
  const start = reader.at;
  if (!take(reader, BLOCK_PLAIN)) return undefined;
  const line = reader.text.slice(start, reader.at);
  const comment = line.indexOf(" #");
  const written = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  reader.at = start + written.length;
  return /:(?: |$)/.test(written) ? undefined : plainScalar(reader, start, written);
}

function plainScalar(reader: Reader, start: number, written: string): ScalarNode | undefined {
  const value = resolvePlainScalar(written);
  if (value === undefined || !isCounted(reader)) return undefined;
  return { kind: "scalar", span: [start, reader.at], value, written, style: "plain" };
}

/** Flow goes over several lines only where it is the whole document: elsewhere their indentation would matter. */
function readFlow(reader: Reader, isMultiLine: boolean, before: Node | undefined): Node | undefined {
  const opener = reader.text[reader.at];
  if (opener !== "{" && opener !== "[") return readQuoted(reader) ?? readFlowPlain(reader);
  reader.depth += 1;
  if (reader.depth > MOST_DEPTH || !isCounted(reader)) return undefined;
  const node =
    opener === "{" ? readFlowMap(reader, isMultiLine, before) : readFlowSequence(reader, isMultiLine, before);
  reader.depth -= 1;
  return node;
}

function readFlowMap(reader: Reader, isMultiLine: boolean, before: Node | undefined): MapNode | undefined {
  const start = reader.at;
  const { parts: entries, next } = keptEntries(before, "flow", start, reader.shared);
  const isWhole = readFlowItems(reader, { isMultiLine, closer: "}", from: next?.keySpan[0] }, () => {
    const key = readKey(reader, FLOW_COLON);
    if (key === undefined) return false;
    take(reader, isMultiLine ? WHITE_SPACE : SPACES);
    const value = readFlow(reader, isMultiLine, next?.value);
    if (value !== undefined) entries.push({ ...key, value, span: [key.keySpan[0], value.span[1]] });
    return value !== undefined;
  });
  return isWhole ? { kind: "map", span: [start, reader.at], style: "flow", entries } : undefined;
}

function readFlowSequence(reader: Reader, isMultiLine: boolean, before: Node | undefined): SequenceNode | undefined {
  const start = reader.at;
  const { parts: items, next } = keptItems(before, "flow", start, reader.shared);
  const isWhole = readFlowItems(reader, { isMultiLine, closer: "]", from: next?.span[0] }, () => {
    const item = readFlow(reader, isMultiLine, next);
    if (item !== undefined) items.push(item);
    return item !== undefined;
  });
  return isWhole ? { kind: "sequence", span: [start, reader.at], style: "flow", items } : undefined;
}

interface FlowItems {
  readonly isMultiLine: boolean;
  readonly closer: string;
  /** Where the first item begins that is not known from before. */
  readonly from: number | undefined;
}

/** Reads from behind the opening bracket to behind the closing one; false where something else than an item stands. */
function readFlowItems(reader: Reader, { isMultiLine, closer, from }: FlowItems, readItem: () => boolean): boolean {
  const space = isMultiLine ? WHITE_SPACE : SPACES;
  reader.at = from ?? reader.at + 1;
  take(reader, space);
  if (reader.text[reader.at] !== closer) {
    for (let behind = ","; behind === ","; ) {
      if (!readItem()) return false;
      take(reader, space);
      behind = reader.text[reader.at] ?? "";
      if (behind !== "," && behind !== closer) return false;
      if (behind === ",") {
        reader.at += 1;
        take(reader, space);
      }
    }
  }
  reader.at += 1;
  return true;
}

function readFlowPlain(reader: Reader): ScalarNode | undefined {
  const start = reader.at;
  return take(reader, FLOW_PLAIN) ? plainScalar(reader, start, reader.text.slice(start, reader.at)) : undefined;
}

/** Counts as the other parser does, which says so when there are too many. */
function isCounted(reader: Reader): boolean {
  reader.nodes += 1;
  return reader.nodes <= LIMITS.nodes;
}
