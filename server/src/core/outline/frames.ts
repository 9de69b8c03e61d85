import type { Span } from "../span.ts";
import type { Entry, Node } from "../yaml/node.ts";
import { type Path, type Place, placeOf } from "./place.ts";

/** A block collection that is open at some line; `empty` is the slot in it that a block below may fill. */
export interface Frame {
  readonly column: number;
  readonly path: Path;
  readonly node: OpenMap | OpenSequence;
  empty: Slot | undefined;
}

interface OpenMap {
  readonly kind: "map";
  span: Span;
  readonly style: "block";
  readonly entries: Entry[];
}

interface OpenSequence {
  readonly kind: "sequence";
  span: Span;
  readonly style: "block";
  readonly items: Node[];
}

/** Where a value can be put later on. */
export interface Slot {
  readonly path: Path;
  put(node: Node): void;
}

/** How far a document is read: the collections that are open at the present line, and the cursor's place once met. */
export interface Reader {
  readonly text: string;
  readonly offset: number;
  readonly frames: Frame[];
  /** The columns of the block collections, to tell a cursor in one from a cursor beside it. */
  readonly columns: Map<Node, number>;
  root: Node | undefined;
  place: { readonly found: Place | undefined; readonly column: number | undefined } | undefined;
}

/** The open sequence of a column, or a new one where a value is still missing; undefined where none can stand. */
export function sequenceAt(reader: Reader, start: number, column: number): Frame | undefined {
  const top = reader.frames.at(-1);
  if (top?.column === column && top.node.kind === "sequence") return top;
  return openIn(reader, column, { kind: "sequence", span: [start, start], style: "block", items: [] });
}

/** The open map of a column, or a new one where a value is still missing; undefined where none can stand. */
export function mapAt(reader: Reader, start: number, column: number): Frame | undefined {
  const top = reader.frames.at(-1);
  if (top?.column === column && top.node.kind === "map") return top;
  return openIn(reader, column, { kind: "map", span: [start, start], style: "block", entries: [] });
}

/** A sequence may stand in the column of its key (YAML 1.2, section 8.2.1); everything else is indented further. */
function openIn(reader: Reader, column: number, node: OpenMap | OpenSequence): Frame | undefined {
  const top = reader.frames.at(-1);
  const isIndented = top !== undefined && (top.column < column || node.kind === "sequence");
  const slot = top === undefined ? rootSlot(reader) : top.empty;
  if (slot === undefined || (top !== undefined && !isIndented)) return undefined;
  slot.put(node);
  const frame: Frame = { column, path: slot.path, node, empty: undefined };
  if (top !== undefined) top.empty = undefined;
  reader.frames.push(frame);
  reader.columns.set(node, column);
  return frame;
}

function rootSlot(reader: Reader): Slot | undefined {
  if (reader.root !== undefined) return undefined;
  return {
    path: [],
    put: (node) => {
      reader.root = node;
    },
  };
}

/** Notes the cursor on a line with nothing on it, in the column where it stands. */
export function noteBlankLine(reader: Reader, start: number): void {
  const { offset } = reader;
  noteColumn(reader, offset - start, [offset, offset]);
}

/** Notes a cursor in a column on a line of its own: the collection of that column, or what is missing above it. */
export function noteColumn(reader: Reader, column: number, span: Span): void {
  const path = pathOfColumn(reader, column);
  note(reader, path && placeOf({ kind: "key", path, style: "block", span }), column);
}

function pathOfColumn({ root, frames }: Reader, column: number): Path | undefined {
  if (frames.length === 0) return root === undefined && column === 0 ? [] : undefined;
  const frame =
    frames.find((candidate) => candidate.column === column && candidate.node.kind === "map") ??
    frames.findLast((candidate) => candidate.column <= column);
  return frame?.column === column ? frame.path : frame?.empty?.path;
}

/** There is one cursor: the first reading of its place stands. */
export function note(reader: Reader, found: Place | undefined, column?: number): void {
  reader.place ??= { found, column };
}
