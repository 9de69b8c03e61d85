/** The keys and indexes of a JSON Pointer (RFC 6901: `~1` is a slash, `~0` a tilde); undefined for a text that is none. */
export function readPointer(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
