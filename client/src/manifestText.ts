/** How much of a document is looked at: a Kubernetes manifest says what it is near its top. */
export const LOOKED_AT_LINES = 1000;
const LOOKED_AT_CHARACTERS = 100_000;

const API_VERSION = /(?:^|[{,\s-])["']?apiVersion["']?[ \t]*:/;
const KIND = /(?:^|[{,\s-])["']?kind["']?[ \t]*:/;
const SERVICE_KIND = /(?:^|[{,\s-])["']?kind["']?[ \t]*:[ \t]*["']?Service(?:List)?["']?[ \t]*(?:[,}#\r\n]|$)/;

/**
 * Whether a text may be a Kubernetes manifest, judged by two keys. Cheap, and wrong only in the harmless way: the
 * language server looks closer, so it may be started for a text that it then leaves alone.
 */
export function looksLikeManifest(text: string): boolean {
  const start = text.slice(0, LOOKED_AT_CHARACTERS);
  return API_VERSION.test(start) && KIND.test(start);
}

/** Whether a text may hold a Service: what is worth offering when a command has no document to work on. */
export function mayHoldService(text: string): boolean {
  return looksLikeManifest(text) && SERVICE_KIND.test(text);
}
