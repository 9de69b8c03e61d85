import {
  type Connection,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  ExecuteCommandRequest,
} from "vscode-languageserver";
import { capabilitiesFor } from "./capabilities.ts";
import { clientOf } from "./client.ts";
import { registerCommands } from "./commands.ts";
import { followConfiguration } from "./configuration.ts";
import { answerDiagnostics } from "./diagnostics.ts";
import { guarded, guardedNotification } from "./guard.ts";
import { answerRequests } from "./handlers.ts";
import { TRUST_NOTIFICATION } from "./messages/connection.ts";
import { createPushedDiagnostics } from "./pushDiagnostics.ts";
import { createSession, type ServerHost, type Session } from "./session.ts";
import { followDocuments, WATCHED_FILES } from "./sync.ts";

/** Serves one client over the connection until it shuts down. Nothing happens before it introduces itself. */
export function startServer(connection: Connection, host: ServerHost): void {
  connection.onInitialize((params) => {
    const client = clientOf(params);
    const session = createSession(connection, client, host);
    const pushed = client.pullsDiagnostics ? undefined : createPushedDiagnostics(connection, session);
    if (pushed === undefined) answerDiagnostics(connection, session);
    else session.state.onDidChangeSnapshot(pushed.changed);
    followDocuments(connection, session, pushed);
    answerRequests(connection, session);
    registerCommands(connection, session);
    answerCommands(connection, session);
    const configuration = followConfiguration(connection, session);
    connection.onInitialized(() => {
      configuration.begin().catch((error: unknown) => session.log.error(String(error)));
      followFiles(connection, session);
    });
    connection.onShutdown(session.dispose);
    return capabilitiesFor(client);
  });
  connection.listen();
}

/** What is not about a document: trust, and the commands of a client without the extension. */
function answerCommands(connection: Connection, { connecting, log }: Session): void {
  connection.onNotification(TRUST_NOTIFICATION, guardedNotification(log, TRUST_NOTIFICATION, connecting.trust));
  connection.onRequest(
    ExecuteCommandRequest.type,
    guarded(log, ExecuteCommandRequest.method, null, async ({ command }) => {
      if (command === "podsight.connect") await connecting.connect({});
      if (command === "podsight.disconnect") connecting.disconnect();
      return null;
    }),
  );
}

function followFiles(connection: Connection, session: Session): void {
  const { client, log } = session;
  if (client.watchesFiles) {
    const watchers = [{ globPattern: WATCHED_FILES }];
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers })
      .catch((error: unknown) => log.warn(String(error)));
  }
  let folders = client.folders;
  connection.onNotification(
    DidChangeWorkspaceFoldersNotification.type,
    guardedNotification(log, DidChangeWorkspaceFoldersNotification.method, ({ event }) => {
      const removed = new Set(event.removed.map(({ uri }) => uri));
      folders = [...folders.filter((uri) => !removed.has(uri)), ...event.added.map(({ uri }) => uri)];
      session.setFolders(folders);
    }),
  );
}
