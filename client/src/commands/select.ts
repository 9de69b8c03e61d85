import { Range, Uri, window } from "vscode";
import type { DocumentEdit } from "../../../server/src/lsp/messages/edits.ts";
import type { Podsight } from "../podsight.ts";

/**
 * Selects a range (`[uri, range]`) that a code action has just written, so that typing replaces what only the user knows.
 * Not in the palette: it follows an edit.
 */
export async function select(_: Podsight, uri: unknown, range: unknown): Promise<void> {
  if (typeof uri !== "string" || !isRange(range)) return;
  const { start, end } = range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(uri), { selection });
}

function isRange(value: unknown): value is DocumentEdit["range"] {
  return isRecord(value) && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && typeof value.line === "number" && typeof value.character === "number";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
