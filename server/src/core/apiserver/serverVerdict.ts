import type { Diagnostic } from "../diagnostic.ts";
import type { Span } from "../span.ts";
import { words } from "../words.ts";
import { type Entry, entryOf, type MapNode, type Node } from "../yaml/node.ts";

/** What an API server says of one object in a dry run (`dryRun=All`). */
export type ServerVerdict =
  | { readonly kind: "accepted"; readonly warnings: readonly string[] }
  | { readonly kind: "refused"; readonly errors: readonly ServerError[] }
  /** It could not be asked: not reached, or not allowed. */
  | { readonly kind: "unknown"; readonly why: string };

/** One of the errors of a refusal (`Status.details.causes`). */
export interface ServerError {
  /** The server's own path, for example `spec.ports[0].port`; undefined where it names none. */
  readonly field: string | undefined;
  /** The server's own words. */
  readonly message: string;
}

const REFUSES = words({
  en: "{context} refuses this: {message}",
  ja: "{context} はこれを拒否します: {message}",
});
const WARNS = words({
  en: "{context} accepts this with a warning: {message}",
  ja: "{context} はこれを受け付けますが、警告があります: {message}",
});

/** The verdict as findings on the places that the server names; none for what is accepted in silence or unknown. */
export function verdictFindings(object: MapNode, verdict: ServerVerdict, context: string): readonly Diagnostic[] {
  switch (verdict.kind) {
    case "unknown":
      return [];
    case "accepted":
      return verdict.warnings.map((message) => ({
        code: "server-warns",
        severity: "warning",
        stage: "warning",
        message: WARNS({ context, message }),
        span: placeOf(object, pathIn(message)),
      }));
    case "refused":
      return verdict.errors.map(({ message, field = pathIn(message) }) => ({
        code: "server-refuses",
        severity: "error",
        stage: "validate",
        message: REFUSES({ context, message }),
        span: placeOf(object, field),
        ...(field !== undefined && { field }),
      }));
  }
}

/** Sentences begin with their path or have it in quotes. */
function pathIn(message: string): string | undefined {
  return /^((?:metadata|spec)[\w.[\]-]*):/.exec(message)?.[1] ?? /"((?:metadata|spec)[.[][^"]*)"/.exec(message)?.[1];
}

/** The value at the path, or as far along the way as anything is written; without a path the name or the kind. */
function placeOf(object: MapNode, path: string | undefined): Span {
  const fallback = entryOf(entryOf(object, "metadata")?.value, "name") ?? entryOf(object, "kind");
  let place: Span = fallback?.value.span ?? object.span;
  let node: Node | undefined = object;
  for (const step of stepsOf(path)) {
    const found: Entry | Node | undefined = childOf(node, step);
    if (found === undefined) break;
    const value: Node = "keySpan" in found ? found.value : found;
    place = "keySpan" in found && isEmptyOrMap(value) ? found.keySpan : value.span;
    node = value;
  }
  return place;
}

/** A whole section underlined is a place that nobody can see: its key is. */
function isEmptyOrMap(value: Node): boolean {
  return value.kind === "map" || value.kind === "sequence" || value.span[0] === value.span[1];
}

function childOf(node: Node | undefined, step: string): Entry | Node | undefined {
  if (node?.kind === "sequence") return node.items[Number(step)];
  return node?.kind === "map" ? entryOf(node, step) : undefined;
}

/** `spec.ports[0].name` and `metadata.annotations[a.b/c]`: in brackets stands an index or a key. */
function stepsOf(path = ""): readonly string[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, inBrackets, plain]) => inBrackets ?? plain ?? "");
}
