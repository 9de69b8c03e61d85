import { isKustomization, readKustomization } from "../core/manifest/kustomization.ts";
import type { Located } from "../core/span.ts";
import type { KustomizationFile } from "../core/workspace/kustomizations.ts";
import { uriBeside } from "./uris.ts";

/** What a kustomization of this URI says, its paths as URIs; undefined for a file that is none. */
export function kustomizationFile(uri: string, text: string): KustomizationFile | undefined {
  if (!isKustomization(uri)) return undefined;
  const { resources, components, patches, otherFiles: _, changes, isOpen, ...overlay } = readKustomization(text);
  const toUris = (paths: readonly Located<string>[]) => paths.flatMap(({ value }) => localUri(uri, value) ?? []);
  const isLocal = ({ value }: Located<string>) => localUri(uri, value) !== undefined;
  return {
    ...overlay,
    resources: toUris(resources),
    components: toUris(components),
    patchFiles: toUris(patches),
    changes: changes.map(({ path, ...change }) => ({
      ...change,
      uri: path === undefined ? undefined : localUri(uri, path),
    })),
    isOpen: isOpen || ![...resources, ...components].every(isLocal),
  };
}

/** An address on the network (`https://...`, `github.com/...?ref=v1`) is never asked, and is nobody's neighbour. */
function localUri(uri: string, path: string): string | undefined {
  return /^[a-z+]+:|^\/|\?/i.test(path) ? undefined : uriBeside(uri, path);
}
