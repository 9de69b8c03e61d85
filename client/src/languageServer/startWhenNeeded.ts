import { Disposable, languages, type TextDocument, workspace } from "vscode";
import { LOOKED_AT_LINES, looksLikeManifest } from "../manifestText.ts";
import type { Podsight } from "../podsight.ts";
import { MANIFEST_SELECTOR } from "./selector.ts";

/**
 * Starts the language server with the first document that looks like a Kubernetes manifest, be it opened or being
 * typed, and then stops looking. Somebody who only edits other YAML and JSON never pays for a server.
 */
export function startWhenNeeded({ server, log }: Podsight): Disposable {
  const subscriptions: Disposable[] = [];
  const stopLooking = () => {
    for (const subscription of subscriptions.splice(0)) subscription.dispose();
  };
  const look = (document: TextDocument) => {
    if (languages.match([...MANIFEST_SELECTOR], document) === 0 || !looksLikeManifest(startOf(document))) return;
    stopLooking();
    // A failed start is a state: the log has it, and every command tries again.
    server.start().catch((error: unknown) => log.error(String(error)));
  };
  subscriptions.push(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
  // What is open already is looked at once the extension is there: to start a process takes longer than all the rest.
  const soon = setImmediate(() => workspace.textDocuments.forEach(look));
  subscriptions.push(new Disposable(() => clearImmediate(soon)));
  return new Disposable(stopLooking);
}

function startOf(document: TextDocument): string {
  if (document.lineCount <= LOOKED_AT_LINES) return document.getText();
  return Array.from({ length: LOOKED_AT_LINES }, (_, line) => document.lineAt(line).text).join("\n");
}
