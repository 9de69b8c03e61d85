import { fieldAt, type Shape } from "../../core/fields/field.ts";
import { nodeAt, type Path, type Place } from "../../core/outline/place.ts";
import type { Span } from "../../core/span.ts";
import { type MapNode, type Node, stringOf, valueAt } from "../../core/yaml/node.ts";
import type { Format } from "./format.ts";

/** The object that somebody writes in: it or one item of its List. `node` is undefined for a document with nothing in it. */
export interface WrittenObject {
  readonly path: Path;
  readonly node: MapNode | undefined;
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
}

/** What is to be written at a place: a key of the map at `path`, or the value at `path`, from the object's root. */
export interface Target {
  readonly kind: "key" | "value";
  readonly path: Path;
  readonly place: Place;
  /** What is replaced: what is typed, and the blanks before it where a new line begins. */
  readonly over: Span;
  /** What goes before it: the blank, dash, bracket or line that the place lacks. */
  readonly lead: string;
  readonly tail: string;
  /** How much further than the line's own indentation the lines below a key written here are indented, without a step. */
  readonly indent: string;
}

/** The object around a path of a document. */
export function objectAt(root: Node | undefined, path: Path): WrittenObject {
  let node = root?.kind === "map" ? root : undefined;
  let taken = 0;
  let apiVersion = stringOf(valueAt(node, "apiVersion"));
  let kind = stringOf(valueAt(node, "kind"));
  while (kind?.endsWith("List") && path[taken] === "items" && typeof path[taken + 1] === "number") {
    taken += 2;
    const item = nodeAt(root, path.slice(0, taken));
    node = item?.kind === "map" ? item : undefined;
    kind = stringOf(valueAt(node, "kind")) ?? (kind === "List" ? undefined : kind.slice(0, -"List".length));
    apiVersion = stringOf(valueAt(node, "apiVersion")) ?? (kind === undefined ? undefined : apiVersion);
  }
  return { path: path.slice(0, taken), node, apiVersion, kind };
}

/** What can be written at a place of a Service; undefined where its field takes nothing there. */
export function targetAt(
  place: Place,
  object: WrittenObject,
  root: Node | undefined,
  format: Format,
): Target | undefined {
  const path = place.path.slice(object.path.length);
  const shape = shapeAt(path);
  const target: Target = {
    kind: place.kind,
    path,
    place,
    over: place.span,
    lead: place.needsBlank ? " " : "",
    tail: "",
    indent: indentAt(place, format),
  };
  if (place.style === "flow") return inFlow(target, shape);
  if (place.kind === "value") return behindColon(target, shape, format);
  if (shape === "list") {
    const written = nodeAt(root, place.path);
    return item(target, written?.kind === "sequence" ? written.items.length : 0, `${target.lead}- `);
  }
  if (shape === "map" || shape === "pairs") return target;
  return place.isFresh && shape !== undefined ? { ...target, kind: "value" } : undefined;
}

/** In flow style a collection that is not there yet is written with its brackets. */
function inFlow(target: Target, shape: Shape | undefined): Target | undefined {
  if (target.kind === "key") return shape === "map" || shape === "pairs" ? target : undefined;
  const { lead, place } = target;
  const isCollection = shape === "map" || shape === "pairs" || shape === "list";
  if (!isCollection) return shape === undefined ? undefined : target;
  if (!place.isFresh) return undefined;
  if (shape !== "list") return { ...target, kind: "key", lead: `${lead}{`, tail: "}" };
  const inner = item(target, 0, `${lead}[`);
  return (
    inner && {
      ...inner,
      lead: inner.kind === "key" ? `${inner.lead}{` : inner.lead,
      tail: inner.kind === "key" ? "}]" : "]",
    }
  );
}

/** Behind `key:` a scalar is written at once, a collection on the next line. */
function behindColon(written: Target, shape: Shape | undefined, format: Format): Target | undefined {
  const { eol, step, listStep, text } = format;
  const [start, end] = written.place.span;
  const blanks = /[ \t]*$/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))?.[0].length ?? 0;
  const isCollection = shape === "map" || shape === "pairs" || shape === "list";
  const target: Target = isCollection ? { ...written, over: [start - blanks, end] } : written;
  if (shape === "map" || shape === "pairs") {
    const indent = target.indent + step;
    return target.place.isFresh ? { ...target, kind: "key", lead: eol + indent, indent } : undefined;
  }
  if (shape === "list") {
    const indent = target.indent + listStep;
    return target.place.isFresh ? item({ ...target, indent }, 0, `${eol}${indent}- `) : undefined;
  }
  return shape === undefined ? undefined : target;
}

function item(target: Target, index: number, lead: string): Target | undefined {
  const path = [...target.path, index];
  const shape = shapeAt(path);
  if (shape === undefined) return undefined;
  const indent = lead.endsWith("- ") ? `${target.indent}  ` : target.indent;
  return { ...target, path, lead, indent, kind: shape === "map" ? "key" : "value" };
}

/** The shape at a path; what stands in a map of labels is text. */
function shapeAt(path: Path): Shape | undefined {
  return fieldAt(path)?.shape ?? (fieldAt(path.slice(0, -1))?.shape === "pairs" ? "text" : undefined);
}

/** The key's column as blanks behind the indentation of its line, which editors repeat by themselves. */
function indentAt({ span, kind, style, needsBlank }: Place, { text }: Format): string {
  if (style === "flow") return "";
  const lineStart = text.lastIndexOf("\n", span[0] - 1) + 1;
  const line = text.slice(lineStart, span[0]);
  const indentation = /^\s*/.exec(line)?.[0].length ?? 0;
  const dashes = /^(?:-\s+)*/.exec(line.slice(indentation))?.[0].length ?? 0;
  const width = kind === "value" ? dashes : line.length - indentation + Number(needsBlank);
  return " ".repeat(width);
}
