import { CST, Lexer } from "yaml";
import { FILLED_IN } from "./template.ts";

/** Seldom there, and cheap to look for. */
const HINT = /[^\s"'[\]{},] *:[,\]}]/;

/**
 * The text with each colon that ends a plain scalar between brackets (`{zone: a:}`, `[a:, b]`) as one that is filled in.
 * To YAML's specification and our parser it makes a key, to kubectl's library it is a part of the scalar: what that
 * says is then not known. Every offset stays in its place.
 */
export function withPlainColons(text: string): string {
  if (!HINT.test(text)) return text;
  let masked = "";
  for (const colon of plainColons(text)) masked += text.slice(masked.length, colon) + FILLED_IN;
  return masked + text.slice(masked.length);
}

function plainColons(text: string): readonly number[] {
  const found: number[] = [];
  let offset = 0;
  let depth = 0;
  let isText = false;
  /** A plain scalar stands before, or only blanks stand between. */
  let isBehindPlain = false;
  let colon: number | undefined;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.FLOW_END) depth = 0;
    if (lexeme === CST.FLOW_END || lexeme === CST.DOCUMENT) continue;
    if (lexeme === CST.SCALAR && !isText) {
      isText = true;
      continue;
    }
    if (lexeme === "") {
      isText = false;
      continue;
    }
    const type = isText ? "scalar" : CST.tokenType(lexeme);
    const isEnd = type === "flow-seq-end" || type === "flow-map-end";
    if (colon !== undefined && depth > 0 && (isEnd || type === "comma")) found.push(colon);
    colon = type === "map-value-ind" && isBehindPlain ? offset : undefined;
    if (type === "flow-seq-start" || type === "flow-map-start") depth += 1;
    if (isEnd) depth = Math.max(0, depth - 1);
    isBehindPlain = isText || (isBehindPlain && type === "space");
    isText = false;
    offset += lexeme.length;
  }
  return found;
}
