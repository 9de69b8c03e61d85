import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { Span } from "../span.ts";
import { cutDocuments } from "../yaml/cut.ts";
import { documentsProblem, lengthProblem, separatorProblem, syntaxProblem } from "../yaml/syntax.ts";
import type { DocumentContent, Manifest, ManifestDocument } from "./manifest.ts";
import { objectsIn } from "./objects.ts";
import { parsePart } from "./parsePart.ts";
import { readItems } from "./readItems.ts";

/**
 * Reads a manifest file, YAML or JSON. Never throws.
 * Given what was read before, only documents, and items of Lists, whose text is new are parsed; the others keep their
 * `content` object.
 */
export function readManifest(text: string, previous?: Manifest): Manifest {
  if (text.length > LIMITS.fileLength) return { documents: [], problems: [lengthProblem()] };
  const { documents: spans, refused } = cutDocuments(text, LIMITS.documents + 1);
  const contentOf = contentReader(previous);
  const documents: ManifestDocument[] = [];
  for (const [start, end] of spans.slice(0, LIMITS.documents)) {
    const source = text.slice(start, end);
    const before = documents.length;
    const items = readItems(source, (item, index, read) => contentOf("item", item, before + index, read));
    if (items === undefined) documents.push({ start, content: contentOf("document", source, before, readDocument) });
    else for (const item of items) documents.push({ start: start + item.start, content: item.content });
  }
  const problems = documents.some(({ content }) => content.objects.length > 0)
    ? [...refused.map((span) => separatorProblem(text.slice(...span), span)), ...loneDirectives(text, spans)]
    : [];
  const beyond = spans[LIMITS.documents];
  return { documents, problems: beyond ? [...problems, documentsProblem([beyond[0], beyond[0]])] : problems };
}

/** `%YAML 1.2` before a line `---`, which cuts it off from its document: kubectl refuses the part above the line. */
function loneDirectives(text: string, spans: readonly Span[]): readonly Diagnostic[] {
  if (!text.includes("%") || !/^%/m.test(text)) return [];
  return spans.flatMap(([start, end]) => {
    const found = /^(?:[ \t]*(?:#.*)?\r?\n)*(%.*)\r?\n(?:[%#].*\r?\n|\s)*$/.exec(text.slice(start, end));
    if (found?.[1] === undefined) return [];
    const at = start + found[0].indexOf(found[1]);
    return [syntaxProblem("BAD_DIRECTIVE", [at, at + found[1].trimEnd().length])];
  });
}

type ContentReader = <T extends DocumentContent | undefined>(
  part: DocumentContent["part"],
  text: string,
  index: number,
  read: (text: string, before?: DocumentContent) => T,
) => DocumentContent | T;

/** While somebody types, nearly every document is the one that stood at its place before; others have moved. */
function contentReader(previous: Manifest | undefined): ContentReader {
  if (previous === undefined) return (_part, text, _index, read) => read(detached(text));
  let moved: Readonly<Record<DocumentContent["part"], ReadonlyMap<string, DocumentContent>>> | undefined;
  return (part, text, index, read) => {
    const before = previous.documents[index]?.content;
    if (before?.text === text && before.part === part) return before;
    moved ??= { document: contentsByText(previous, "document"), item: contentsByText(previous, "item") };
    return moved[part].get(text) ?? read(detached(text), before);
  };
}

function contentsByText({ documents }: Manifest, part: DocumentContent["part"]): ReadonlyMap<string, DocumentContent> {
  const ofPart = documents.filter(({ content }) => content.part === part);
  return new Map(ofPart.map(({ content }) => [content.text, content]));
}

/** A copy: a part of a long text keeps all of it in memory, and here would keep a version of the file for each document. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}

/** Reads one document. One that cannot hold a Kubernetes object is not parsed at all. */
function readDocument(text: string, before?: DocumentContent): DocumentContent {
  if (!(text.includes("kind") && text.includes("apiVersion")))
    return { text, part: "document", root: undefined, template: "none", objects: [], problems: [] };
  const { root, template, problems, keptFor } = parsePart(text, before);
  const objects = root === undefined ? [] : objectsIn(root, template === "structure" || problems.length > 0);
  return { text, part: "document", root, template, objects, problems, keptFor };
}
