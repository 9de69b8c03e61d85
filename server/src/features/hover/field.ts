import { fieldAt } from "../../core/fields/field.ts";
import { type Span, spanContains } from "../../core/span.ts";
import type { Entry, Node, ScalarNode } from "../../core/yaml/node.ts";
import type { FeatureContext, WrittenService } from "../context.ts";
import type { Block } from "../page.ts";
import { fieldBlocks, pageOfField } from "./fieldWords.ts";
import { valuePage } from "./value.ts";

/** A part of a Service under the pointer. */
interface Pointed {
  readonly path: readonly (string | number)[];
  readonly span: Span;
  /** The value, where that is pointed at and not its key. */
  readonly value: ScalarNode | undefined;
}

/** What a hover is about; spans are those of the document's text. */
export interface Topic {
  readonly span: Span;
  readonly blocks: readonly Block[];
}

/**
 * What is said of the field under an offset beside what is known of it from the cluster: on its key the field's words
 * below that, on its value what the value means where nothing else is said. Undefined where there is no field.
 */
export function withField(
  context: FeatureContext,
  written: WrittenService,
  offset: number,
  known: Topic | undefined,
): Topic | undefined {
  const pointed = pointedAt(written.object.node, offset, []);
  if (pointed === undefined) return known;
  const { path, span, value } = pointed;
  if (value !== undefined) return known ?? meantBy(context, written, path, value);
  const { minor, locale } = context.snapshot.settings;
  const field = fieldAt(path);
  if (field === undefined) return known;
  const blocks = [...(known?.blocks ?? []), ...fieldBlocks(field, minor, locale)];
  return { span: known?.span ?? span, blocks };
}

function meantBy(
  context: FeatureContext,
  written: WrittenService,
  path: readonly (string | number)[],
  value: ScalarNode,
): Topic | undefined {
  const { minor, locale } = context.snapshot.settings;
  const field = fieldAt(path) ?? fieldAt(path.slice(0, -1));
  const meaning = valuePage(context, written, path, value);
  if (meaning.length > 0)
    return { span: value.span, blocks: [...meaning, ...(field ? [pageOfField(field, locale)] : [])] };
  return field && { span: value.span, blocks: fieldBlocks(field, minor, locale) };
}

/** The innermost key or scalar at an offset; undefined between them. */
function pointedAt(node: Node, offset: number, path: readonly (string | number)[]): Pointed | undefined {
  switch (node.kind) {
    case "map":
      return pointedIn(node.entries, offset, path);
    case "sequence": {
      const index = node.items.findIndex(({ span }) => spanContains(span, offset));
      const item = node.items[index];
      return item && pointedAt(item, offset, [...path, index]);
    }
    case "scalar":
      return { path, span: node.span, value: node };
    case "unknown":
      return undefined;
  }
}

function pointedIn(entries: readonly Entry[], offset: number, path: readonly (string | number)[]): Pointed | undefined {
  const onKey = entries.find(({ keySpan }) => spanContains(keySpan, offset));
  if (onKey !== undefined) return { path: [...path, onKey.key], span: onKey.keySpan, value: undefined };
  const around = entries.find(({ value }) => spanContains(value.span, offset));
  return around && pointedAt(around.value, offset, [...path, around.key]);
}
