import { CST } from "yaml";

/**
 * Counts nesting from the lexer's tokens, before a parser sees them: called with each lexeme in turn, it answers how
 * deep the text is nested there. Flow brackets count as they open and close; a block level is a column at which a key
 * or a dash stands. It may count a level too many, never one too few.
 */
export function depthCounter(): (lexeme: string) => number {
  /** Ascending columns of the open block levels. A dash may stand at its key's column, so it counts half a column deeper. */
  const levels: number[] = [];
  let flow = 0;
  let column = 0;
  let contentColumn: number | undefined;
  let isText = false;

  const enter = (level: number): void => {
    while ((levels.at(-1) ?? -1) > level) levels.pop();
    if (levels.at(-1) !== level) levels.push(level);
  };

  return (lexeme) => {
    const type = isText ? "scalar" : CST.tokenType(lexeme);
    isText = lexeme === CST.SCALAR && !isText;
    if (isText || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END) return levels.length + flow;
    if (type === "flow-seq-start" || type === "flow-map-start") flow += 1;
    if (type === "flow-seq-end" || type === "flow-map-end") flow = Math.max(0, flow - 1);
    if (flow === 0 && type === "seq-item-ind") enter(column + 0.5);
    if (flow === 0 && type === "explicit-key-ind") enter(column);
    if (flow === 0 && type === "map-value-ind") enter(contentColumn ?? column);
    contentColumn = STARTS_CONTENT_ANEW.has(type)
      ? undefined
      : (contentColumn ?? (type === "space" ? undefined : column));
    const lineBreak = lexeme.lastIndexOf("\n");
    if (lineBreak !== -1) contentColumn = undefined;
    column = lineBreak === -1 ? column + lexeme.length : lexeme.length - lineBreak - 1;
    return levels.length + flow;
  };
}

const STARTS_CONTENT_ANEW: ReadonlySet<string | null> = new Set(["seq-item-ind", "explicit-key-ind", "newline"]);
