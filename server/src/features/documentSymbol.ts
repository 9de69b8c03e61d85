import type * as lsp from "vscode-languageserver-types";
import type { KubernetesObject } from "../core/manifest/manifest.ts";
import { type Span, shiftSpan } from "../core/span.ts";
import { items, located } from "../core/workspace/nodes.ts";
import { type Node, valueAt } from "../core/yaml/node.ts";
import type { FeatureContext } from "./context.ts";
import { oneLine } from "./page.ts";
import { rangeOf } from "./positions.ts";

/** `SymbolKind` of the protocol. */
const OBJECT = 19;
const SERVICE = 11;
const PORT = 8;

/** Objects and ports that are listed at most. */
const MOST_SYMBOLS = 5_000;

/** The outline of a manifest: its objects by kind and name, and of a Service its ports. */
export function documentSymbols(context: FeatureContext): lsp.DocumentSymbol[] {
  return context.manifest.documents
    .flatMap(({ start, content }) => content.objects.map((object) => objectSymbol(context, start, object)))
    .slice(0, MOST_SYMBOLS);
}

function objectSymbol(context: FeatureContext, start: number, object: KubernetesObject): lsp.DocumentSymbol {
  const { kind, name, namespace, node } = object;
  const nameSpan = valueAt(node, "metadata", "name")?.span ?? valueAt(node, "kind")?.span ?? node.span;
  return {
    name: oneLine(name === undefined ? kind : `${kind} ${name}`),
    kind: kind === "Service" ? SERVICE : OBJECT,
    ...(namespace !== undefined && { detail: oneLine(namespace) }),
    ...rangesOf(context, start, node.span, nameSpan),
    children: kind === "Service" ? portSymbols(context, start, node) : [],
  };
}

function portSymbols(context: FeatureContext, start: number, service: Node): lsp.DocumentSymbol[] {
  return items(valueAt(service, "spec", "ports")).flatMap((port) => {
    const number = valueAt(port, "port");
    const name = located(valueAt(port, "name"))?.value;
    const text = number?.kind === "scalar" ? number.written : "";
    const label = [text, name].filter((part) => part !== undefined && part !== "").join(" ");
    if (port.kind !== "map" || label === "") return [];
    return [{ name: oneLine(label), kind: PORT, ...rangesOf(context, start, port.span, number?.span ?? port.span) }];
  });
}

/** The protocol wants the selected range inside the whole one, which a value from an anchor is not. */
function rangesOf({ lines }: FeatureContext, start: number, whole: Span, selected: Span) {
  const isInside = whole[0] <= selected[0] && selected[1] <= whole[1];
  return {
    range: rangeOf(lines, shiftSpan(whole, start)),
    selectionRange: rangeOf(lines, shiftSpan(isInside ? selected : [whole[0], whole[0]], start)),
  };
}
