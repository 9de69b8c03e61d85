import { TextDocument } from "vscode-languageserver-textdocument";
import type * as lsp from "vscode-languageserver-types";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import type { Snapshot } from "../../server/src/core/snapshot.ts";
import type { FeatureContext } from "../../server/src/features/context.ts";
import { createMemo } from "../../server/src/lsp/memo.ts";

/** Where a fixture's document stands. */
const FIXTURE_URI = "file:///work/service.yaml";

/** The time in fixtures: 12:03 on the reader's clock. */
export const NOW = Date.UTC(2026, 0, 2, 12, 3);

/** What a feature answers from, for a text in which `$0` marks the cursor, as VS Code would ask. */
export function fixture(
  marked: string,
  snapshot: Snapshot,
  overrides: Partial<Pick<FeatureContext, "client" | "mayConnect">> = {},
): { readonly context: FeatureContext; readonly cursor: lsp.Position } {
  const offset = marked.indexOf("$0");
  const text = marked.replace("$0", "");
  const lines = TextDocument.create(FIXTURE_URI, "yaml", 1, text);
  const manifest = readManifest(text);
  const memo = createMemo();
  const services = memo.servicesOf(manifest);
  const context: FeatureContext = {
    uri: FIXTURE_URI,
    version: 1,
    lines,
    manifest,
    snapshot,
    services,
    client: { commands: true, markdown: true },
    clock: { now: NOW, utcOffsetMinutes: 0 },
    mayConnect: true,
    diagnostics: () => memo.diagnosticsOf(FIXTURE_URI, manifest, { snapshot, meaning: snapshot }),
    resolutionOf: ({ service }) => memo.resolutionOf(FIXTURE_URI, service, snapshot),
    linesOf: (uri) => (uri === FIXTURE_URI ? lines : undefined),
    textOf: (uri) => (uri === FIXTURE_URI ? text : undefined),
    ...overrides,
  };
  return { context, cursor: lines.positionAt(Math.max(0, offset)) };
}

/** The text with each inlay hint written where it is shown, between guillemets. */
export function withHints(text: string, hints: readonly lsp.InlayHint[]): string {
  const lines = TextDocument.create(FIXTURE_URI, "yaml", 1, text);
  const edits = hints.map(({ position, label }) => ({
    range: { start: position, end: position },
    newText: ` «${label}»`,
  }));
  return TextDocument.applyEdits(lines, edits);
}
