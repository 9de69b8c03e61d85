import type { Located } from "../span.ts";
import { type Node, stringOf } from "../yaml/node.ts";

/** The text of a scalar with its place; undefined for anything else. */
export function located(node: Node | undefined): Located<string> | undefined {
  const value = stringOf(node);
  return node === undefined || value === undefined ? undefined : { value, span: node.span };
}

/** The items of a sequence; none for anything else. */
export function items(node: Node | undefined): readonly Node[] {
  return node?.kind === "sequence" ? node.items : [];
}
