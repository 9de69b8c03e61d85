import type * as lsp from "vscode-languageserver-types";
import type { PairCount, Resolution } from "../core/pods/resolution.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { type Span, shiftSpan } from "../core/span.ts";
import { type FeatureContext, isPatch, type WrittenService } from "./context.ts";
import { rangeOf, spanOf } from "./positions.ts";

/** What the numbers of a token mean; `package.json` gives each its name and its colour. */
export const SEMANTIC_TOKENS_LEGEND = {
  tokenTypes: ["selectorPair"],
  tokenModifiers: ["matched", "unmatched", "unknown"],
} as const satisfies lsp.SemanticTokensLegend;

type Modifier = (typeof SEMANTIC_TOKENS_LEGEND.tokenModifiers)[number];

/**
 * The keys and values of selectors by whether any Pod has them: `matched`, `unmatched`, or `unknown` where that cannot be
 * said. The inlay hints say the same in words.
 */
export function semanticTokens(context: FeatureContext, range?: lsp.Range): lsp.SemanticTokens {
  const [from, to] = range === undefined ? [0, Number.POSITIVE_INFINITY] : spanOf(context.lines, range);
  const tokens = (isPatch(context) ? [] : context.services)
    .filter(({ start, service: { span } }) => start + span[0] <= to && from <= start + span[1])
    .flatMap((written) => tokensOf(context, written))
    .filter(({ span }) => span[0] <= to && from <= span[1])
    .toSorted((a, b) => a.span[0] - b.span[0]);
  return { data: encoded(context, tokens) };
}

interface Token {
  readonly span: Span;
  readonly modifier: Modifier;
}

function tokensOf(context: FeatureContext, written: WrittenService): readonly Token[] {
  const { selector, type } = written.service;
  if (selector.kind !== "pairs" || type?.value === "ExternalName") return [];
  const resolution = context.resolutionOf(written);
  return resolution.pairs.flatMap((count) => {
    const modifier = modifierOf(count, resolution, context.snapshot);
    const { keySpan, valueSpan } = count.pair;
    return [keySpan, valueSpan].map((span) => ({ span: shiftSpan(span, written.start), modifier }));
  });
}

/**
 * What was known before the connection was lost is unknown now; so is what the workspace lacks for as long as not all of
 * it was read.
 */
function modifierOf({ count }: PairCount, { source }: Resolution, { workspace }: Snapshot): Modifier {
  switch (source.kind) {
    case "none":
      return "unknown";
    case "cluster":
      if (source.knowledge.kind !== "synced") return "unknown";
      return count > 0 ? "matched" : "unmatched";
    case "workspace":
      if (count > 0) return "matched";
      return workspace.complete && source.doubt === undefined ? "unmatched" : "unknown";
  }
}

/** Five numbers a token, relative to the one before (the protocol's `SemanticTokens`); a token lies on one line. */
function encoded({ lines }: FeatureContext, tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { span, modifier } of tokens) {
    const { start, end } = rangeOf(lines, span);
    if (start.line !== end.line || span[0] === span[1]) continue;
    const isSameLine = start.line === line;
    data.push(start.line - line, isSameLine ? start.character - character : start.character);
    data.push(end.character - start.character, 0, 1 << SEMANTIC_TOKENS_LEGEND.tokenModifiers.indexOf(modifier));
    [line, character] = [start.line, start.character];
  }
  return data;
}
