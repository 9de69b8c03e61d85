import type * as lsp from "vscode-languageserver-types";
import { fieldAt, fieldsBelow } from "../core/fields/field.ts";
import { LIMITS } from "../core/limits.ts";
import { type Outline, readOutline } from "../core/outline/outline.ts";
import type { Place } from "../core/outline/place.ts";
import { render } from "../core/words.ts";
import { cutDocuments } from "../core/yaml/cut.ts";
import { type Asked, askedOf, keysAt } from "./completion/asked.ts";
import { type Candidate, canBecome, MOST_ITEMS } from "./completion/candidate.ts";
import { fieldCandidates } from "./completion/fields.ts";
import { type Format, formatOf, quoteTyped, textOfParts } from "./completion/format.ts";
import { labelKeyCandidates, selectorKeyCandidates } from "./completion/labels.ts";
import { objectAt, targetAt, type WrittenObject } from "./completion/target.ts";
import { valueCandidates } from "./completion/values.ts";
import { wholeServices } from "./completion/wholeServices.ts";
import { itemOf, itemsOf } from "./completion/write.ts";
import type { FeatureContext } from "./context.ts";
import { rangeOf } from "./positions.ts";

/** What the protocol's request asks for (`CompletionParams`, without the document). */
export interface CompletionRequest {
  readonly position: lsp.Position;
  /** The character whose typing asked; undefined where a user or a letter did. */
  readonly triggerCharacter?: string | undefined;
}

/** The characters behind which a list opens by itself, where there is something to choose from. */
export const COMPLETION_TRIGGERS: readonly string[] = [" ", '"'];

/** A document and the cursor in it. */
interface Cursor {
  /** The document's offset in the file. */
  readonly start: number;
  readonly text: string;
  /** In the document. */
  readonly offset: number;
  readonly outline: Outline;
  readonly place: Place;
  readonly format: Format;
  /** What is typed before the cursor, without its quote. */
  readonly typed: string;
  /** The file has no other document. */
  readonly isAlone: boolean;
}

/**
 * What can be written at a position: fields and values of a Service, labels and ports of the Pods it could mean, whole
 * Services where nothing is written. Undefined where nothing is known, and in everything that is no Service.
 */
export function completion(context: FeatureContext, request: CompletionRequest): lsp.CompletionList | undefined {
  const cursor = cursorAt(context, context.lines.offsetAt(request.position));
  if (cursor === undefined || isIndenting(cursor, request.triggerCharacter)) return undefined;
  const { outline, place, format, start, typed } = cursor;
  if (outline.root === undefined && place.path.length === 0) return listOf(beginnings(context, cursor));
  const object = objectAt(outline.root, place.path);
  const target = object.node && targetAt(place, object, outline.root, format);
  if (target === undefined || object.node === undefined || !isOfService(object, place, typed)) return undefined;
  const asked = askedOf(context, target, object.node, { isOpen: outline.isOpen, typed });
  const candidates = candidatesOf(asked).filter(({ label }) => canBecome(typed, label));
  return listOf(
    itemsOf(context, candidates.slice(0, MOST_ITEMS), target, format, start),
    candidates.length > MOST_ITEMS,
  );
}

function listOf(items: lsp.CompletionItem[], isIncomplete = false): lsp.CompletionList | undefined {
  return items.length === 0 ? undefined : { isIncomplete, items };
}

function cursorAt(context: FeatureContext, at: number): Cursor | undefined {
  const { uri, client } = context;
  const file = context.textOf?.(uri);
  if (file === undefined || file.length > LIMITS.fileLength) return undefined;
  const documents = cutDocuments(file, LIMITS.documents).documents;
  const document = documents.find(([start, end]) => start <= at && at <= end);
  if (document === undefined) return undefined;
  const [start, end] = document;
  const text = file.slice(start, end);
  const offset = at - start;
  const outline = readOutline(text, offset);
  if (outline.place === undefined) return undefined;
  const { place } = outline;
  const format = formatOf(text, uri, outline.isFlow, client.snippets === true);
  const quote = quoteTyped(place, text);
  const typed = text.slice(place.span[0] + (quote === undefined ? 0 : 1), Math.max(offset, place.span[0]));
  const isAlone = documents.every((other) => other === document || file.slice(...other).trim() === "");
  return { start, text, offset, outline, place, format, typed, isAlone };
}

/** A blank asks for a value behind `key:`; blanks that indent a line ask for nothing. */
function isIndenting({ text, offset }: Cursor, triggerCharacter: string | undefined): boolean {
  if (triggerCharacter !== " ") return false;
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return line.trim() === "";
}

/** Whether the place is one of a Service, or of an object that can become one. */
function isOfService({ node, kind, apiVersion, path }: WrittenObject, place: Place, typed: string): boolean {
  const own = place.path.slice(path.length);
  const isNaming = own.length === 1 && (own[0] === "kind" || own[0] === "apiVersion");
  if (!isNaming && kind === "Service") return apiVersion === undefined || apiVersion === "v1";
  const others = [...keysAt(node, [])].filter((key) => fieldAt([key]) === undefined);
  if (others.length > 0 || (own[0] !== "apiVersion" && apiVersion !== undefined && apiVersion !== "v1")) return false;
  if (isNaming) return own[0] === "kind" || kind === undefined || kind === "Service";
  if (kind !== undefined || own.length > 0) return false;
  return apiVersion === "v1" || isBeginningOfField(typed);
}

/** In a file that may become anything, a field is offered only to who has begun to type it. */
function isBeginningOfField(typed: string): boolean {
  return typed !== "" && fieldsBelow([]).some(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()));
}

function candidatesOf(asked: Asked): readonly Candidate[] {
  const { kind, path } = asked.target;
  if (kind === "value") return valueCandidates(asked);
  switch (path.join(".")) {
    case "spec.selector":
      return selectorKeyCandidates(asked);
    case "metadata.labels":
      return labelKeyCandidates(asked);
    default:
      return fieldCandidates(asked);
  }
}

/** Files that are well known to hold something else. */
const OTHER_FILES =
  /(?:^|\/)(?:(?:docker-)?compose[^/]*|Chart|values[^/]*|kustomization|\.gitlab-ci|mkdocs|pnpm-[^/]*|\.?[\w-]*(?:config|rc)|package|package-lock|tsconfig[^/]*)\.(?:ya?ml|jsonc?)$|\/\.(?:github|circleci|vscode)\//i;

/** Where nothing is written: whole Services, and a Service's first fields for who has begun to type one. */
function beginnings(context: FeatureContext, cursor: Cursor): lsp.CompletionItem[] {
  const { format, place, start, typed, isAlone } = cursor;
  const isManifest = context.manifest.documents.some(({ content }) => content.objects.length > 0);
  const isOther = OTHER_FILES.test(context.uri) || !isAlone;
  if (isOther && !isManifest) return [];
  const range = rangeOf(context.lines, [start + place.span[0], start + place.span[1]]);
  const { locale } = context.snapshot.settings;
  const wholes = wholeServices(format).map(({ label, meaning, parts }, index): lsp.CompletionItem => {
    const newText = textOfParts(parts, format.snippets);
    const documentation = [{ kind: "prose", text: render(meaning, locale) } as const];
    return {
      ...itemOf(context, { label, documentation }, index),
      kind: 15,
      ...(format.snippets && { insertTextFormat: 2 }),
      textEdit: { range, newText },
    };
  });
  return [...wholes.filter(({ label }) => canBecome(typed, label)), ...firstFields(context, cursor)];
}

function firstFields(context: FeatureContext, { format, place, start, typed, outline }: Cursor): lsp.CompletionItem[] {
  if (format.isJson || !isBeginningOfField(typed)) return [];
  const node = { kind: "map", span: place.span, style: "block", entries: [] } as const;
  const target = { kind: "key", path: [], place, over: place.span, lead: "", tail: "", indent: "" } as const;
  const asked = askedOf(context, target, node, { isOpen: outline.isOpen, typed });
  const candidates = fieldCandidates(asked).filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()));
  return itemsOf(context, candidates, target, format, start);
}
