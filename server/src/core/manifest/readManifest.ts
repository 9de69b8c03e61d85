import { LIMITS } from "../limits.ts";
import { cutDocuments } from "../yaml/cut.ts";
import { parseDocument } from "../yaml/parse.ts";
import { documentsProblem, lengthProblem, separatorProblem } from "../yaml/syntax.ts";
import type { DocumentContent, KubernetesObject, Manifest, ManifestDocument } from "./manifest.ts";
import { type MapNode, type Node, stringOf, valueAt } from "./node.ts";

/**
 * Reads a manifest file, YAML or JSON. Never throws.
 * Given what was read before, only documents whose text is new are parsed; the others keep their `content` object.
 */
export function readManifest(text: string, previous?: Manifest): Manifest {
  if (text.length > LIMITS.fileLength) return { documents: [], problems: [lengthProblem()] };
  const { documents: spans, refused } = cutDocuments(text, LIMITS.documents + 1);
  const contentOf = contentReader(previous);
  const documents = spans
    .slice(0, LIMITS.documents)
    .map(([start, end], index): ManifestDocument => ({ start, content: contentOf(text.slice(start, end), index) }));
  const problems = documents.some(({ content }) => content.objects.length > 0)
    ? refused.map((span) => separatorProblem(text.slice(...span), span))
    : [];
  const beyond = spans[LIMITS.documents];
  return { documents, problems: beyond ? [...problems, documentsProblem([beyond[0], beyond[0]])] : problems };
}

/** While somebody types, nearly every document is the one that stood at its place before; others have moved. */
function contentReader(previous: Manifest | undefined): (text: string, index: number) => DocumentContent {
  if (previous === undefined) return readDocument;
  let moved: ReadonlyMap<string, DocumentContent> | undefined;
  return (text, index) => {
    const before = previous.documents[index]?.content;
    if (before?.text === text) return before;
    moved ??= new Map(previous.documents.map(({ content }) => [content.text, content]));
    return moved.get(text) ?? readDocument(detached(text));
  };
}

/** A copy: a part of a long text keeps all of it in memory, and here would keep a version of the file for each document. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}

/** Reads one document. One that cannot hold a Kubernetes object is not parsed at all. */
function readDocument(text: string): DocumentContent {
  if (!(text.includes("kind") && text.includes("apiVersion")))
    return { text, root: undefined, template: "none", objects: [], problems: [] };
  const { root, template, problems } = parseDocument(text);
  const objects = root === undefined ? [] : objectsIn(root, undefined, template === "structure");
  return { text, root, template, objects, problems };
}

/** The objects of a value: itself, or the items of a List. Items of a typed list such as ServiceList may leave out what it says. */
function objectsIn(
  node: Node,
  list: { readonly apiVersion: string; readonly kind: string } | undefined,
  isOpen: boolean,
): readonly KubernetesObject[] {
  if (node.kind !== "map") return [];
  const apiVersion = stringOf(valueAt(node, "apiVersion")) ?? list?.apiVersion;
  const kind = stringOf(valueAt(node, "kind")) ?? list?.kind;
  if (apiVersion === undefined || kind === undefined) return [];
  const items = valueAt(node, "items");
  if (kind.endsWith("List") && items?.kind === "sequence") {
    const itemKind = kind.slice(0, -"List".length);
    return items.items.flatMap((item) =>
      objectsIn(item, itemKind ? { apiVersion, kind: itemKind } : undefined, isOpen),
    );
  }
  return [objectOf(apiVersion, kind, node, isOpen)];
}

function objectOf(apiVersion: string, kind: string, node: MapNode, isOpen: boolean): KubernetesObject {
  const metadata = valueAt(node, "metadata");
  return {
    apiVersion,
    kind,
    name: stringOf(valueAt(metadata, "name")),
    namespace: stringOf(valueAt(metadata, "namespace")),
    node,
    isOpen,
  };
}
