import type * as lsp from "vscode-languageserver-types";
import { isKustomization, KUSTOMIZATION_FILES, readKustomization } from "../core/manifest/kustomization.ts";
import type { FeatureContext } from "./context.ts";
import { rangeOf } from "./positions.ts";

/** Links of one document. */
const MOST_LINKS = 1_000;

/**
 * The files that a kustomization lists, as links: resources, components, patches and kustomize's own files. A folder leads to the kustomization
 * in it. Addresses on the network are left to the editor, which links them itself. `text` is the document's.
 */
export function documentLinks(context: FeatureContext, text: string): lsp.DocumentLink[] {
  if (!isKustomization(context.uri)) return [];
  const { resources, components, patches, otherFiles } = readKustomization(text);
  return [...resources, ...components, ...patches, ...otherFiles].slice(0, MOST_LINKS).flatMap(({ value, span }) => {
    const target = targetOf(context, value);
    return target === undefined ? [] : [{ range: rangeOf(context.lines, span), target }];
  });
}

function targetOf(context: FeatureContext, path: string): string | undefined {
  if (/^[a-z+]+:|^\/|\?/i.test(path) || !URL.canParse(encodeURI(path), context.uri)) return undefined;
  const uri = new URL(encodeURI(path), context.uri).href.replace(/\/+$/, "");
  if (/\.(?:ya?ml|json)$/i.test(uri)) return uri;
  return KUSTOMIZATION_FILES.map((name) => `${uri}/${name}`).find((file) => context.textOf?.(file) !== undefined);
}
