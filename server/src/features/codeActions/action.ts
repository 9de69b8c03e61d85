import type * as lsp from "vscode-languageserver-types";
import type { Edit } from "../../core/diagnostic.ts";
import type { ManifestDocument } from "../../core/manifest/manifest.ts";
import { shiftSpan } from "../../core/span.ts";
import type { FeatureContext, WrittenService } from "../context.ts";

/** What a producer looks at: the document, and what the client asks about. */
export interface ActionRequest {
  readonly range: lsp.Range;
  /** The client's own diagnostics in the range, to be attached to what resolves them. */
  readonly diagnostics: readonly lsp.Diagnostic[];
}

/** One sort of code action. `kind` is a public interface: people bind keys to it. */
export interface ActionProducer {
  readonly kind: string;
  /** `always`: also unasked, while the cursor moves. `invoked`: when somebody opens the menu. `named`: when asked by its kind. */
  readonly when: "always" | "invoked" | "named";
  readonly produce: (context: FeatureContext, request: ActionRequest) => readonly lsp.CodeAction[];
}

/** A Service with the document that it is written in. */
export interface ServicePlace {
  readonly written: WrittenService;
  readonly document: ManifestDocument;
}

/**
 * The Service that an offset is about: the one that is written around it, else the only one of its document.
 * Undefined outside of Services, and where the document cannot be changed safely since it is broken or a template.
 */
export function servicePlaceAt(context: FeatureContext, offset: number): ServicePlace | undefined {
  const document = context.manifest.documents.find(
    ({ start, content }) => start <= offset && offset <= start + content.text.length,
  );
  if (document === undefined) return undefined;
  const { content, start } = document;
  if (content.problems.length > 0 || content.template === "structure") return undefined;
  const services = context.services.filter((written) => content.objects.includes(written.object));
  const written =
    services.find(({ service }) => start + service.span[0] <= offset && offset <= start + service.span[1]) ??
    (content.objects.length === 1 ? services[0] : undefined);
  return written && { written, document };
}

/** Edits of a document's text as edits of its file. */
export function inFile({ document }: ServicePlace, edits: readonly Edit[]): readonly Edit[] {
  return edits.map((edit) => ({ ...edit, span: shiftSpan(edit.span, document.start) }));
}
