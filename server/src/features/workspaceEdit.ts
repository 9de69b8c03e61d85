import type * as lsp from "vscode-languageserver-types";
import type { Edit } from "../core/diagnostic.ts";
import type { FeatureContext } from "./context.ts";
import { linesOf, rangeOf } from "./positions.ts";

/** The edits of one file, as the protocol says them. */
export interface FileEdits {
  readonly uri: string;
  readonly edits: readonly lsp.TextEdit[];
}

/**
 * Edits of this file and of others by file, as the protocol says them. Undefined where the text of another file is not
 * known: half a change is none.
 */
export function fileEdits(context: FeatureContext, edits: readonly Edit[]): readonly FileEdits[] | undefined {
  const files = new Map<string, lsp.TextEdit[]>();
  for (const { file, span, newText } of edits) {
    const uri = file ?? context.uri;
    const lines = uri === context.uri ? context.lines : linesOfText(context.textOf?.(uri));
    if (lines === undefined) return undefined;
    const ofFile = files.get(uri) ?? [];
    ofFile.push({ range: rangeOf(lines, span), newText });
    files.set(uri, ofFile);
  }
  return Array.from(files, ([uri, ofFile]) => ({ uri, edits: ofFile }));
}

/** What a code action carries: edits for versions where the client can check them, else edits by file. */
export function workspaceEdit(context: FeatureContext, edits: readonly Edit[]): lsp.WorkspaceEdit | undefined {
  const files = fileEdits(context, edits);
  if (files === undefined || files.length === 0) return undefined;
  if (context.client.documentChanges !== true) {
    return { changes: Object.fromEntries(files.map((file) => [file.uri, [...file.edits]])) };
  }
  return {
    documentChanges: files.map((file) => ({
      textDocument: { uri: file.uri, version: file.uri === context.uri ? context.version : null },
      edits: [...file.edits],
    })),
  };
}

/** Where `words` stand in this file once the edits are made: the range of their first place in what is new; undefined where they are not. */
export function rangeAfter(text: string, edits: readonly Edit[], words: string): lsp.Range | undefined {
  let at = 0;
  let result = "";
  let found: number | undefined;
  for (const { span, newText } of edits.toSorted((a, b) => a.span[0] - b.span[0])) {
    result += text.slice(at, span[0]);
    const inside = newText.indexOf(words);
    if (inside >= 0) found ??= result.length + inside;
    result += newText;
    at = span[1];
  }
  result += text.slice(at);
  return found === undefined ? undefined : rangeOf(linesOf(result), [found, found + words.length]);
}

function linesOfText(text: string | undefined) {
  return text === undefined ? undefined : linesOf(text);
}
