import { isKustomization, readKustomization } from "../core/manifest/kustomization.ts";
import type { Located } from "../core/span.ts";
import type { KustomizationFile } from "../core/workspace/assemble.ts";
import { uriBeside } from "./uris.ts";

/** What a kustomization of this URI says, its paths as URIs; undefined for a file that is none. */
export function kustomizationFile(uri: string, text: string): KustomizationFile | undefined {
  if (!isKustomization(uri)) return undefined;
  const { resources, components, patches, ...changes } = readKustomization(text);
  const toUris = (paths: readonly Located<string>[]) => paths.flatMap(({ value }) => localUri(uri, value) ?? []);
  return { ...changes, resources: toUris(resources), components: toUris(components), patches: toUris(patches) };
}

/** An address on the network (`https://...`, `github.com/...?ref=v1`) is never asked, and is nobody's neighbour. */
function localUri(uri: string, path: string): string | undefined {
  return /^[a-z+]+:|^\/|\?/i.test(path) ? undefined : uriBeside(uri, path);
}
