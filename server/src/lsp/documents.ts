import type * as lsp from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Manifest } from "../core/manifest/manifest.ts";
import { readManifest } from "../core/manifest/readManifest.ts";

/** An open document, always at its present version (`text.version`). */
export interface OpenDocument {
  readonly uri: string;
  readonly text: TextDocument;
  /** What the present version says. It is read when first asked for: a version that nobody asks about is never parsed. */
  manifest(): Manifest;
}

/** The documents that the client has open, kept by its incremental changes. */
export interface Documents {
  get(uri: string): OpenDocument | undefined;
  all(): readonly OpenDocument[];
  open(item: lsp.TextDocumentItem): void;
  /** Applies changes in order; those to a document that is not open are ignored. */
  change(identifier: lsp.VersionedTextDocumentIdentifier, changes: readonly lsp.TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
}

/** A store in which no document is open yet. */
export function createDocuments(): Documents {
  const documents = new Map<string, OpenDocument>();
  return {
    get: (uri) => documents.get(uri),
    all: () => [...documents.values()],
    open: ({ uri, languageId, version, text }) =>
      void documents.set(uri, openDocument(TextDocument.create(uri, languageId, version, text))),
    change({ uri, version }, changes) {
      const document = documents.get(uri);
      if (document !== undefined) TextDocument.update(document.text, [...changes], version);
    },
    close: (uri) => void documents.delete(uri),
  };
}

/** A text that no client has open. */
export function documentOf(text: string): OpenDocument {
  return openDocument(TextDocument.create("podsight:text", "yaml", 0, text));
}

function openDocument(text: TextDocument): OpenDocument {
  let read: { readonly version: number; readonly manifest: Manifest } | undefined;
  return {
    uri: text.uri,
    text,
    manifest() {
      if (read?.version !== text.version) {
        read = { version: text.version, manifest: readManifest(text.getText(), read?.manifest) };
      }
      return read.manifest;
    },
  };
}
