import type { Manifest } from "../../server/src/core/manifest/manifest.ts";

/** All that a manifest says: not how many versions ago its parts were read. */
export function saidBy({ documents, problems }: Manifest): unknown {
  const said = documents.map(({ start, content: { keptFor: _, ...content } }) => ({ start, content }));
  return { documents: said, problems };
}
