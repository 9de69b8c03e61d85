import {
  type Connection,
  DefinitionRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver";
import type * as lsp from "vscode-languageserver-types";
import type { FeatureContext } from "../features/context.ts";
import { definition } from "../features/definition.ts";
import { documentLinks } from "../features/documentLink.ts";
import { documentSymbols } from "../features/documentSymbol.ts";
import { references } from "../features/references.ts";
import { type Answer, prepareRename, renameAt } from "../features/rename.ts";
import { semanticTokens } from "../features/semanticTokens.ts";
import { workspaceSymbols } from "../features/workspaceSymbol.ts";
import { guarded } from "./guard.ts";
import type { Session } from "./session.ts";

/** Registers the answers that go from one manifest to others, and those that give an overview of one. */
export function answerNavigation(connection: Connection, session: Session): void {
  answerFromWorkspace(connection, session);
  answerRename(connection, session);
  answerFromDocument(connection, session);
  answerTokens(connection, session);
}

/** These wait until the workspace is read: half of the places would look like all of them. */
function answerFromWorkspace(connection: Connection, session: Session): void {
  const { log, state, workspace } = session;
  connection.onRequest(
    DefinitionRequest.type,
    guarded(log, DefinitionRequest.method, [] as lsp.Location[], async ({ textDocument, position }) => {
      const context = await contextInWorkspace(session, textDocument.uri);
      return context === undefined ? [] : definition(context, position);
    }),
  );
  connection.onRequest(
    ReferencesRequest.type,
    guarded(log, ReferencesRequest.method, [] as lsp.Location[], async ({ textDocument, position, context: asked }) => {
      const context = await contextInWorkspace(session, textDocument.uri);
      return context === undefined ? [] : references(context, position, asked);
    }),
  );
  connection.onRequest(
    WorkspaceSymbolRequest.type,
    guarded(log, WorkspaceSymbolRequest.method, [] as lsp.SymbolInformation[], async ({ query }) => {
      await session.readWorkspace();
      const linesOf = (uri: string) => state.documents.get(uri)?.text ?? workspace.linesOf(uri);
      return workspaceSymbols(session.navigation(), linesOf, query);
    }),
  );
}

/** A refusal is an error with a sentence, which the editor shows where the name was typed. */
function answerRename(connection: Connection, session: Session): void {
  const { log } = session;
  const orRefusal = <T>(answer: Answer<T> | undefined): T | null | ResponseError => {
    if (answer === undefined) return null;
    return answer.kind === "answer" ? answer.value : new ResponseError(LSPErrorCodes.RequestFailed, answer.why);
  };
  connection.onRequest(
    PrepareRenameRequest.type,
    guarded(log, PrepareRenameRequest.method, null, async ({ textDocument, position }) => {
      const context = await contextInWorkspace(session, textDocument.uri);
      return orRefusal(context && prepareRename(context, position));
    }),
  );
  connection.onRequest(
    RenameRequest.type,
    guarded(log, RenameRequest.method, null, async ({ textDocument, position, newName }) => {
      const context = await contextInWorkspace(session, textDocument.uri);
      const renamed = orRefusal(context && renameAt(context, position, newName));
      if (renamed === null || renamed instanceof ResponseError) return renamed;
      if (renamed.warning !== undefined) connection.window.showWarningMessage(renamed.warning);
      return renamed.edit;
    }),
  );
}

function answerFromDocument(connection: Connection, session: Session): void {
  const { log, state } = session;
  connection.onRequest(
    DocumentSymbolRequest.type,
    guarded(log, DocumentSymbolRequest.method, [] as lsp.DocumentSymbol[], ({ textDocument }) => {
      const context = session.contextOf(textDocument.uri);
      return context === undefined ? [] : documentSymbols(context);
    }),
  );
  connection.onRequest(
    DocumentLinkRequest.type,
    guarded(log, DocumentLinkRequest.method, [] as lsp.DocumentLink[], ({ textDocument: { uri } }) => {
      const context = session.contextOf(uri);
      return context === undefined ? [] : documentLinks(context, state.documents.get(uri)?.text.getText() ?? "");
    }),
  );
}

function answerTokens(connection: Connection, session: Session): void {
  const { log, refresh } = session;
  const none: lsp.SemanticTokens = { data: [] };
  const answer = (uri: string, range?: lsp.Range) =>
    refresh.track({ uri, feature: "semanticTokens" }, () => {
      const context = session.contextOf(uri);
      return context === undefined ? none : semanticTokens(context, range);
    });
  connection.onRequest(
    SemanticTokensRequest.type,
    guarded(log, SemanticTokensRequest.method, none, ({ textDocument }) => answer(textDocument.uri)),
  );
  connection.onRequest(
    SemanticTokensRangeRequest.type,
    guarded(log, SemanticTokensRangeRequest.method, none, ({ textDocument, range }) => answer(textDocument.uri, range)),
  );
}

async function contextInWorkspace(session: Session, uri: string): Promise<FeatureContext | undefined> {
  if (session.contextOf(uri) === undefined) return undefined;
  await session.readWorkspace();
  return session.contextOf(uri);
}
