import type * as lsp from "vscode-languageserver-types";
import type { Field } from "../../core/fields/field.ts";
import { quoted } from "../../core/manifest/plain.ts";
import type { FeatureContext } from "../context.ts";
import { pageOf } from "../page.ts";
import { rangeOf } from "../positions.ts";
import type { Candidate, Writes } from "./candidate.ts";
import { type Format, type Part, quoteTyped, textOfParts } from "./format.ts";
import type { Target } from "./target.ts";

/** Numbers of the protocol; written out, so that the features need its types only. */
const KIND = { property: 10, value: 12, snippet: 15 } as const;
const SNIPPET: lsp.InsertTextFormat = 2;
const DEPRECATED: lsp.CompletionItemTag = 1;
const ADJUST_INDENTATION: lsp.InsertTextMode = 2;

/** Candidates as the protocol's items, which replace what is typed at the target; `start` is the document's in the file. */
export function itemsOf(
  context: FeatureContext,
  candidates: readonly Candidate[],
  target: Target,
  format: Format,
  start: number,
): lsp.CompletionItem[] {
  const { place } = target;
  const range = rangeOf(context.lines, [start + target.over[0], start + target.over[1]]);
  const comma = place.commaBefore === undefined ? undefined : context.lines.positionAt(start + place.commaBefore);
  return candidates.map((candidate, index) => {
    const parts = [target.lead, ...partsOf(candidate.writes, target, format), target.tail, place.commaAfter ? "," : ""];
    return {
      ...itemOf(context, candidate, index),
      kind: candidate.writes.kind === "value" ? KIND.value : KIND.property,
      filterText: filterText(candidate, target, format),
      ...(format.snippets && { insertTextFormat: SNIPPET }),
      insertTextMode: ADJUST_INDENTATION,
      textEdit: { range, newText: textOfParts(parts, format.snippets) },
      ...(comma && { additionalTextEdits: [{ range: { start: comma, end: comma }, newText: "," }] }),
      ...(asksAgain(candidate.writes, target, context) && { command: SUGGEST }),
    };
  });
}

/** What an item shows, whatever it writes. */
export function itemOf(
  { client }: FeatureContext,
  { label, note, source, documentation, deprecated }: Omit<Candidate, "writes">,
  index: number,
): lsp.CompletionItem {
  const detail = [note, source].filter(Boolean).join(", ");
  return {
    label,
    sortText: String(index).padStart(4, "0"),
    ...(note !== undefined && { labelDetails: { description: note } }),
    ...(detail !== "" && { detail }),
    ...(documentation && { documentation: pageOf(documentation, { ...client, commands: false }) }),
    ...(deprecated && { tags: [DEPRECATED] }),
  };
}

/** Clients compare this with what is typed, quotes included. */
function filterText({ label, writes }: Candidate, { place, over }: Target, format: Format): string {
  const quote = quoteTyped(place, format.text) ?? "";
  const text = writes.kind === "value" ? String(writes.value) : label;
  return format.text.slice(over[0], place.span[0]) + quote + text + quote;
}

/** VS Code's own command; what is known of the value is shown as soon as its key is there. */
const SUGGEST: lsp.Command = { title: "", command: "editor.action.triggerSuggest" };

function asksAgain(writes: Writes, { place }: Target, { client }: FeatureContext): boolean {
  return client.commands && !place.hasColon && (writes.kind === "field" || writes.kind === "key");
}

function partsOf(writes: Writes, target: Target, format: Format): readonly Part[] {
  switch (writes.kind) {
    case "value":
      return [scalar(writes.value, target, format)];
    case "pair":
      return [keyText(writes.key, target, format), ": ", pairValue(writes.value, format)];
    case "key":
      return keyParts(writes.key, format.isJson ? ['"', { stop: 0 }, '"'] : [{ stop: 0 }], target, format);
    case "field":
      return keyParts(writes.field.name, bodyOf(writes.field, target, format), target, format);
  }
}

function keyParts(key: string, body: readonly Part[], target: Target, format: Format): readonly Part[] {
  const name = keyText(key, target, format);
  if (target.place.hasColon) return [name];
  const [first] = body;
  return typeof first === "string" && first.startsWith(format.eol) ? [name, ":", ...body] : [name, ": ", ...body];
}

/** What follows a field's colon, with the cursor where its value begins. */
function bodyOf(
  { shape, name }: Field,
  { indent, place }: Target,
  { isJson, eol, step, listStep }: Format,
): readonly Part[] {
  const end: Part = { stop: 0 };
  const isFlow = isJson || place.style === "flow";
  switch (shape) {
    case "map":
    case "pairs":
      return isFlow ? ["{", end, "}"] : [`${eol}${indent}${step}`, end];
    case "list":
      if (isFlow) return ["[", end, "]"];
      return [`${eol}${indent}${listStep}- ${name === "ports" ? "port: " : ""}`, end];
    case "text":
      return isJson ? ['"', end, '"'] : [end];
    case "number":
    case "boolean":
    case "number or text":
    case "anything":
      return [end];
  }
}

function keyText(key: string, { place }: Target, format: Format): string {
  return format.isJson ? JSON.stringify(key) : quoted(key, quoteTyped(place, format.text));
}

function scalar(value: string | number | boolean, { place }: Target, format: Format): string {
  if (typeof value !== "string") return String(value);
  return format.isJson ? JSON.stringify(value) : quoted(value, quoteTyped(place, format.text));
}

function pairValue(value: string, format: Format): string {
  return format.isJson ? JSON.stringify(value) : quoted(value, undefined);
}
