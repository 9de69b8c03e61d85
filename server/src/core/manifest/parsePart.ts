import { LIMITS } from "../limits.ts";
import type { Before } from "../yaml/kept.ts";
import { type Parsed, parseDocument } from "../yaml/parse.ts";
import type { DocumentContent } from "./manifest.ts";

/**
 * Each kept part holds on to the text of its own version: after so many, everything is read again and the old texts go.
 */
const MOST_VERSIONS = 16;

/** What is parsed, with `keptFor` as {@link DocumentContent.keptFor} has it. */
export interface ParsedPart extends Parsed {
  readonly keptFor: number | undefined;
}

/** Parses a document or an item of a List; of the version `before` it keeps what stands before the first difference. */
export function parsePart(text: string, before: DocumentContent | undefined): ParsedPart {
  const kept = keptOf(before);
  const parsed = parseDocument(text, kept);
  const isKept = parsed.isSimple && parsed.template === "none";
  const versions = kept === undefined ? 0 : (before?.keptFor ?? 0) + 1;
  return { ...parsed, keptFor: isKept ? versions : undefined };
}

/** Nodes that are kept are not counted again: a text in which there may be too many is always read anew. */
function keptOf(before: DocumentContent | undefined): Before | undefined {
  const { text, root, keptFor } = before ?? {};
  if (text === undefined || root === undefined || keptFor === undefined) return undefined;
  return keptFor < MOST_VERSIONS && text.length <= LIMITS.nodes ? { text, root } : undefined;
}
