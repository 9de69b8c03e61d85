import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
  type Node as YamlNode,
} from "yaml";
import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { Span } from "../span.ts";
import type { Entry, Node, ScalarNode } from "./node.ts";
import { refusedAnchor, refusedFlowKey, refusedScalar } from "./refused.ts";
import { keyText, resolvePlainScalar, type ScalarValue } from "./scalar.ts";
import { aliasProblem, keyProblem, mergeProblem, nodesProblem, numberProblem } from "./syntax.ts";
import { isFilledIn } from "./template.ts";

/** The tree of a document; without a root where the document is empty or stands for too many nodes. */
export interface Tree {
  readonly root: Node | undefined;
  readonly problems: readonly Diagnostic[];
}

interface Reader {
  readonly text: string;
  readonly problems: Diagnostic[];
  /** It is read as JSON, where less is refused. */
  readonly isJson: boolean;
  /** Anchored nodes read so far, and how many nodes each stands for. */
  readonly anchors: Map<string, { readonly node: Node; readonly size: number }>;
  size: number;
  /** How many brackets are open. */
  flow: number;
}

/** Turns the parser's nodes into the product's own: aliases followed, keys merged, scalars as kubectl reads them. `isJson` is a text that JSON's own grammar allows. */
export function nodeTree(contents: YamlNode | null, text: string, isJson = false): Tree {
  if (contents === null) return { root: undefined, problems: [] };
  const reader: Reader = { text, problems: [], isJson, anchors: new Map(), size: 0, flow: 0 };
  const root = read(contents, reader);
  if (reader.size > LIMITS.nodes) return { root: undefined, problems: [nodesProblem([0, 0])] };
  return { root, problems: reader.problems };
}

function read(node: unknown, reader: Reader): Node {
  const before = reader.size;
  reader.size += 1;
  if (isAlias(node)) return readAlias(node, reader);
  const result = readValue(node, reader);
  const anchor = (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor;
  if (anchor) {
    reader.anchors.set(anchor, { node: result, size: reader.size - before });
    refuse(refusedAnchor(anchor, result.span, reader.text), reader);
  }
  return result;
}

function readValue(node: unknown, reader: Reader): Node {
  if (isScalar(node)) return readScalar(node, reader);
  const isFlow = (isMap(node) || isSeq(node)) && node.flow === true;
  if (isFlow) reader.flow += 1;
  const value = readCollection(node, reader);
  if (isFlow) reader.flow -= 1;
  return value;
}

function readCollection(node: unknown, reader: Reader): Node {
  if (isMap(node)) return readMap(node, reader);
  if (isSeq(node)) return readSequence(node, reader);
  return { kind: "unknown", span: [0, 0] };
}

/** One is enough: kubectl reads no further, and behind a quote that is not closed all that follows looks wrong. */
function refuse(problem: Diagnostic | undefined, { isJson, problems }: Reader): void {
  if (problem !== undefined && !isJson && problems.length === 0) problems.push(problem);
}

/** The anchored value at the alias's place; what lies inside it keeps the places where it is written. */
function readAlias(alias: Alias, reader: Reader): Node {
  const span = spanOf(alias);
  const anchored = reader.anchors.get(alias.source);
  if (anchored === undefined) {
    reader.problems.push(aliasProblem(alias.source, span));
    return { kind: "unknown", span };
  }
  reader.size += anchored.size;
  return { ...anchored.node, span };
}

/** A map in which a key is not known is not known itself: any field may stand there. */
function readMap(map: YAMLMap, reader: Reader): Node {
  const merged: Entry[] = [];
  const entries: Entry[] = [];
  let isKnown = true;
  for (const pair of map.items) {
    if (reader.size > LIMITS.nodes) break;
    if (!isPair(pair)) continue;
    const key = readKey(pair, reader);
    if (map.flow) refuse(refusedFlowKey(pair, reader.text), reader);
    const value = pair.value === null ? emptyValue(spanOf(pair.key)) : read(pair.value, reader);
    const isMerge = key === "<<" && isPlain(pair.key);
    isKnown &&= key !== undefined && !(isMerge && value.kind === "unknown");
    if (key === undefined) continue;
    if (isMerge) merged.push(...mergedEntries(value, reader));
    else entries.push({ key, keySpan: spanOf(pair.key), value, span: [spanOf(pair.key)[0], value.span[1]] });
  }
  const written = spanOf(map);
  const last = entries.at(-1);
  const span: Span = map.flow || last === undefined ? written : [written[0], Math.max(last.span[1], written[0])];
  if (!isKnown) return { kind: "unknown", span };
  return { kind: "map", span, style: map.flow ? "flow" : "block", entries: [...merged, ...entries] };
}

/** What `<<` brings in; it stands before the map's own entries, which therefore win, as does the first of several maps. */
function mergedEntries(value: Node, reader: Reader): readonly Entry[] {
  if (value.kind === "map") return value.entries;
  if (value.kind === "sequence") return value.items.toReversed().flatMap((item) => mergedEntries(item, reader));
  if (value.kind === "scalar") reader.problems.push(mergeProblem(value.span));
  return [];
}

function readKey(pair: Pair, reader: Reader): string | undefined {
  const { key } = pair;
  const node = key === null ? undefined : read(key, reader);
  const text = node?.kind === "scalar" ? keyText(node.value) : undefined;
  if (text === undefined && node?.kind !== "unknown") reader.problems.push(keyProblem(spanOf(key)));
  return text;
}

function readSequence(sequence: YAMLSeq, reader: Reader): Node {
  const items: Node[] = [];
  for (const item of sequence.items) {
    if (reader.size > LIMITS.nodes) break;
    items.push(read(item, reader));
  }
  const [start, end] = spanOf(sequence);
  const lastEnd = items.at(-1)?.span[1] ?? end;
  const span: Span = sequence.flow ? [start, end] : [start, Math.max(lastEnd, start)];
  return { kind: "sequence", span, style: sequence.flow ? "flow" : "block", items };
}

function readScalar(scalar: Scalar, reader: Reader): Node {
  const span = spanOf(scalar);
  // The value of a tagged one may be a date or bytes. To kubectl's library a question mark between brackets begins a key.
  const written = scalar.source ?? String(scalar.value ?? "");
  if (isFilledIn(written) || (reader.flow > 0 && isPlain(scalar) && written.startsWith("?")))
    return { kind: "unknown", span };
  refuse(refusedScalar(scalar, reader.flow > 0, reader.text), reader);
  const value = scalarValue(scalar, written);
  if (value === undefined) {
    reader.problems.push(numberProblem(written, span));
    return { kind: "unknown", span };
  }
  return { kind: "scalar", span, value, written, style: styleOf(scalar) };
}

function scalarValue(scalar: Scalar, written: string): ScalarValue {
  switch (scalar.tag) {
    case undefined:
      return isPlain(scalar) ? resolvePlainScalar(written) : written;
    case "tag:yaml.org,2002:int":
    case "tag:yaml.org,2002:float":
    case "tag:yaml.org,2002:bool":
    case "tag:yaml.org,2002:null":
      return resolvePlainScalar(written);
    case "tag:yaml.org,2002:binary":
      return decodeBase64(written);
    default:
      return written;
  }
}

function decodeBase64(written: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(written), (character) => character.charCodeAt(0)));
  } catch {
    return written;
  }
}

function styleOf(scalar: Scalar): ScalarNode["style"] {
  switch (scalar.type) {
    case "QUOTE_SINGLE":
      return "single";
    case "QUOTE_DOUBLE":
      return "double";
    case "BLOCK_FOLDED":
    case "BLOCK_LITERAL":
      return "block";
    default:
      return "plain";
  }
}

function isPlain(node: unknown): boolean {
  return isScalar(node) && (node.type === "PLAIN" || node.type === undefined || node.type === null);
}

/** A key without a value and without a colon behind it, as while somebody types. */
function emptyValue([, end]: Span): Node {
  return { kind: "scalar", span: [end, end], value: null, written: "", style: "plain" };
}

function spanOf(node: unknown): Span {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : [0, 0];
}
