import { fileURLToPath } from "node:url";

/** The path of a `file:` URI; undefined for any other. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** One name for a document however a client encodes its URI: the path of a file, else the URI as it is. */
export function keyOf(uri: string): string {
  return pathOf(uri) ?? uri;
}

/**
 * The URI of a path below a folder, with the folder's URI as the client wrote it and the rest encoded as VS Code does,
 * so that the URIs of the files that were found compare with those of the documents that are open.
 */
export function uriBelow(folderUri: string, relativePath: string): string {
  const encoded = relativePath.split(/[\\/]/).map(encodeSegment).join("/");
  return `${folderUri.replace(/\/$/, "")}/${encoded}`;
}

/** The URI of a path relative to the folder of a file, as a manifest writes it; undefined where it cannot be one. */
export function uriBeside(uri: string, relativePath: string): string | undefined {
  const encoded = relativePath.split("/").map(encodeSegment).join("/");
  return URL.canParse(encoded, uri) ? new URL(encoded, uri).href : undefined;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
