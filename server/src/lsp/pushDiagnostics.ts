import { type Connection, PublishDiagnosticsNotification } from "vscode-languageserver";
import { diagnostics } from "../features/diagnostics.ts";
import { guardedNotification } from "./guard.ts";
import type { Session } from "./session.ts";

/** Sends diagnostics to a client that does not ask for them: of each open document, when they are others than before. */
export interface PushedDiagnostics {
  /** Documents or the snapshot have changed. What has arrived by now is taken together. */
  changed(): void;
  /** The document is closed, and its findings go. */
  closed(uri: string): void;
}

/** Nothing has been sent yet. */
export function createPushedDiagnostics(connection: Connection, session: Session): PushedDiagnostics {
  const sent = new Map<string, string>();
  let isScheduled = false;

  function publish(uri: string): void {
    const context = session.contextOf(uri);
    if (context === undefined) return;
    const params = { uri, version: context.version, diagnostics: diagnostics(context) };
    const text = JSON.stringify(params.diagnostics);
    if (sent.get(uri) === text) return;
    sent.set(uri, text);
    void connection.sendNotification(PublishDiagnosticsNotification.type, params);
  }
  const guardedPublish = (uri: string) =>
    guardedNotification(session.log, PublishDiagnosticsNotification.method, () => publish(uri))({
      textDocument: { uri },
    });
  return {
    changed() {
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(() => {
        isScheduled = false;
        for (const { uri } of session.state.documents.all()) guardedPublish(uri);
      });
    },
    closed(uri) {
      if (sent.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}
