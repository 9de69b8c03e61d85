import { TextDocument } from "vscode-languageserver-textdocument";
import type * as lsp from "vscode-languageserver-types";
import { EMPTY_WORKSPACE, NO_CLUSTER, type Snapshot } from "../../server/src/core/snapshot.ts";
import { completion } from "../../server/src/features/completion.ts";
import { fixture } from "./fixture.ts";
import { SETTINGS } from "./snapshot.ts";

/** Nothing is known but the text. */
export const NOTHING_KNOWN: Snapshot = { settings: SETTINGS, cluster: NO_CLUSTER, workspace: EMPTY_WORKSPACE };

/** A Service up to its `spec`, in which tests go on. */
export const SERVICE_TO_SPEC = "apiVersion: v1\nkind: Service\nmetadata:\n  name: till\n  namespace: shop\nspec:\n";

/** The items at `$0`, as a client without snippets is given them. */
export function itemsAt(
  marked: string,
  snapshot: Snapshot = NOTHING_KNOWN,
  triggerCharacter?: string,
): readonly lsp.CompletionItem[] {
  const { context, cursor } = fixture(marked, snapshot, { client: { commands: false, markdown: true } });
  return completion(context, { position: cursor, triggerCharacter })?.items ?? [];
}

/** The labels of the items at `$0`. */
export function labelsAt(...args: Parameters<typeof itemsAt>): readonly string[] {
  return itemsAt(...args).map(({ label }) => label);
}

/** The items at `$0`, each with what is said beside it. */
export function notesAt(...args: Parameters<typeof itemsAt>): readonly string[] {
  return itemsAt(...args).map(({ label, detail }) => (detail === undefined ? label : `${label} | ${detail}`));
}

/**
 * The text after an item is accepted. Lines below the first are indented as the line is, as editors do it.
 * @throws when there is no such item, or it would not be shown for what is typed
 */
export function accepted(marked: string, label: string, snapshot?: Snapshot): string {
  const items = itemsAt(marked, snapshot);
  const item = items.find((one) => one.label === label);
  const edit = item?.textEdit;
  if (edit === undefined || !("range" in edit)) throw new Error(`no ${label} among ${items.map((one) => one.label)}`);
  const document = TextDocument.create("file:///work/x", "yaml", 1, marked.replace("$0", ""));
  const cursor = document.positionAt(marked.indexOf("$0"));
  const typed = document.getText({ start: edit.range.start, end: cursor });
  if (!canStand(typed, item?.filterText ?? label)) throw new Error(`${label} is not shown for ${typed}`);
  const line = document.getText({ start: { ...edit.range.start, character: 0 }, end: edit.range.start });
  const indentation = /^\s*/.exec(line)?.[0] ?? "";
  const newText = edit.newText.replace(/\n(?=.)/g, `\n${indentation}`);
  return TextDocument.applyEdits(document, [{ range: edit.range, newText }, ...(item?.additionalTextEdits ?? [])]);
}

/** As editors filter: the typed characters in their order. */
function canStand(typed: string, filterText: string): boolean {
  let at = 0;
  return [...typed.toLowerCase()].every((character) => {
    at = filterText.toLowerCase().indexOf(character, at) + 1;
    return at > 0;
  });
}
