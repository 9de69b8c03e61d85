import type * as lsp from "vscode-languageserver-types";
import { occurrencesOf } from "../core/navigation/occurrences.ts";
import { topicAt } from "../core/navigation/topic.ts";
import type { FeatureContext } from "./context.ts";
import { placesOf } from "./places.ts";

/** Everywhere in the workspace that means the same as what is under a position: a label, a port's name, a Service. */
export function references(
  context: FeatureContext,
  position: lsp.Position,
  { includeDeclaration }: lsp.ReferenceContext,
): lsp.Location[] {
  const navigation = context.navigation?.();
  const topic = navigation && topicAt(navigation, context.uri, context.lines.offsetAt(position));
  if (navigation === undefined || topic === undefined) return [];
  const found = occurrencesOf(navigation, topic);
  return placesOf(
    context,
    found.filter(({ role }) => includeDeclaration || role === "use"),
  );
}
