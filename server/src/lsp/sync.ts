import {
  type Connection,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
} from "vscode-languageserver";
import { guardedNotification } from "./guard.ts";
import type { PushedDiagnostics } from "./pushDiagnostics.ts";
import type { Session } from "./session.ts";

/** Keeps the documents and files of the session those of the client. */
export function followDocuments(connection: Connection, session: Session, pushed: PushedDiagnostics | undefined): void {
  const { state, workspace, refresh, log } = session;
  connection.onNotification(
    DidOpenTextDocumentNotification.type,
    guardedNotification(log, DidOpenTextDocumentNotification.method, ({ textDocument }) => {
      state.documents.open(textDocument);
      session.touch(textDocument.uri);
      refresh.changed();
      pushed?.changed();
    }),
  );
  connection.onNotification(
    DidChangeTextDocumentNotification.type,
    guardedNotification(log, DidChangeTextDocumentNotification.method, ({ textDocument, contentChanges }) => {
      state.documents.change(textDocument, contentChanges);
      refresh.forget(textDocument.uri);
      session.touch(textDocument.uri);
      pushed?.changed();
    }),
  );
  connection.onNotification(
    DidCloseTextDocumentNotification.type,
    guardedNotification(log, DidCloseTextDocumentNotification.method, ({ textDocument: { uri } }) => {
      session.close(uri);
      pushed?.closed(uri);
    }),
  );
  connection.onNotification(
    DidChangeWatchedFilesNotification.type,
    guardedNotification(log, DidChangeWatchedFilesNotification.method, ({ changes }) =>
      workspace.didChangeFiles(changes.map(({ uri }) => uri)),
    ),
  );
}

/** The files whose changes the server wants to be told of. */
export const WATCHED_FILES = "**/{*.yaml,*.yml,*.json,Kustomization}";
