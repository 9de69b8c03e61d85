import type * as lsp from "vscode-languageserver-types";
import type { Span } from "../core/span.ts";
import type { FeatureContext } from "./context.ts";
import { rangeOf } from "./positions.ts";

/** Places in files as the protocol says them, each once; those in files that are not known any more are left out. */
export function placesOf(
  context: Pick<FeatureContext, "linesOf">,
  places: readonly { readonly uri: string; readonly span: Span }[],
): lsp.Location[] {
  const found = new Map<string, lsp.Location>();
  for (const { uri, span } of places) {
    const lines = context.linesOf(uri);
    if (lines !== undefined) found.set(`${uri} ${span[0]}`, { uri, range: rangeOf(lines, span) });
  }
  return [...found.values()];
}
