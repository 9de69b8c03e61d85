import type * as lsp from "vscode-languageserver-types";
import { type Navigation, spanIn } from "../core/navigation/navigation.ts";
import type { FeatureContext } from "./context.ts";
import { oneLine } from "./page.ts";
import { rangeOf } from "./positions.ts";

/** `SymbolKind.Interface` of the protocol. */
const SERVICE = 11;

/** Nobody reads a longer list. */
const MOST_SYMBOLS = 500;

/** The Services of the workspace whose name has the letters of the query in their order, those with the whole query first. */
export function workspaceSymbols(
  navigation: Navigation,
  linesOf: FeatureContext["linesOf"],
  query: string,
): lsp.SymbolInformation[] {
  const wanted = query.toLowerCase();
  const found = navigation.services.flatMap((at) => {
    const name = at.object.name?.value;
    return name !== undefined && hasLetters(name.toLowerCase(), wanted) ? [{ at, name }] : [];
  });
  const isWhole = ({ name }: { readonly name: string }) => Number(name.toLowerCase().includes(wanted));
  return found
    .toSorted((a, b) => isWhole(b) - isWhole(a))
    .slice(0, MOST_SYMBOLS)
    .flatMap(({ at, name }) => {
      const lines = linesOf(at.uri);
      if (lines === undefined) return [];
      const range = rangeOf(lines, spanIn(at, at.object.name?.span ?? at.object.span));
      const { namespace } = at.object;
      const container = namespace === undefined ? {} : { containerName: oneLine(namespace) };
      return [{ name: oneLine(`Service ${name}`), kind: SERVICE, location: { uri: at.uri, range }, ...container }];
    });
}

function hasLetters(name: string, query: string): boolean {
  let at = 0;
  for (const letter of query) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
