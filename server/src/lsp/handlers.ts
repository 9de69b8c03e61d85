import {
  type CodeAction,
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  CodeLensResolveRequest,
  CompletionRequest,
  type Connection,
  HoverRequest,
  type InlayHint,
  InlayHintRequest,
} from "vscode-languageserver";
import { codeActions, liveLabelsAsked } from "../features/codeAction.ts";
import { codeLenses, resolveCodeLens, uriOfLens } from "../features/codeLens.ts";
import { completion } from "../features/completion.ts";
import { hover } from "../features/hover.ts";
import { inlayHints } from "../features/inlayHint.ts";
import { usedByLenses } from "../features/usedBy.ts";
import { guarded } from "./guard.ts";
import { answerNavigation } from "./navigation.ts";
import type { Session } from "./session.ts";

/** Registers an answer for each request about a document: the feature's, for the document as it is now. */
export function answerRequests(connection: Connection, session: Session): void {
  const { log } = session;
  connection.onRequest(
    HoverRequest.type,
    guarded(log, HoverRequest.method, null, ({ textDocument, position }) => {
      const context = session.contextOf(textDocument.uri);
      return (context && hover(context, position)) ?? null;
    }),
  );
  connection.onRequest(
    CompletionRequest.type,
    guarded(log, CompletionRequest.method, null, ({ textDocument, position, context: asked }) => {
      const context = session.contextOf(textDocument.uri);
      return (context && completion(context, { position, triggerCharacter: asked?.triggerCharacter })) ?? null;
    }),
  );
  connection.onRequest(
    CodeActionRequest.type,
    guarded(log, CodeActionRequest.method, [] as CodeAction[], async ({ textDocument, ...request }) => {
      const context = session.contextOf(textDocument.uri);
      if (context === undefined) return [];
      const isForbidden = await session.forbiddenLabels.of(liveLabelsAsked(context, request));
      return codeActions({ ...context, isForbidden }, request);
    }),
  );
  answerInlayHints(connection, session);
  answerCodeLenses(connection, session);
  answerNavigation(connection, session);
}

function answerInlayHints(connection: Connection, session: Session): void {
  const { log, refresh, state } = session;
  connection.onRequest(
    InlayHintRequest.type,
    guarded(log, InlayHintRequest.method, [] as InlayHint[], ({ textDocument: { uri }, range }) =>
      refresh.track({ uri, feature: "inlayHint" }, () => {
        const context = state.settings.inlayHints ? session.contextOf(uri) : undefined;
        return context === undefined ? [] : inlayHints(context, range);
      }),
    ),
  );
}

/** The words of a lens are remembered when it comes into view: only those can be out of date on screen. */
function answerCodeLenses(connection: Connection, session: Session): void {
  const { log, refresh, state } = session;
  connection.onRequest(
    CodeLensRequest.type,
    guarded(log, CodeLensRequest.method, [] as CodeLens[], ({ textDocument: { uri } }) => {
      refresh.forget(uri, "codeLens");
      return refresh.track({ uri, feature: "codeLens" }, () => {
        const context = state.settings.codeLens ? session.contextOf(uri) : undefined;
        return context === undefined ? [] : [...codeLenses(context), ...usedByLenses(context)];
      });
    }),
  );
  connection.onRequest(CodeLensResolveRequest.type, (lens, token) =>
    guarded(log, CodeLensResolveRequest.method, lens, (asked: CodeLens) => {
      const uri = uriOfLens(asked);
      if (uri === undefined) return asked;
      return refresh.track({ uri, feature: "codeLens", key: JSON.stringify(asked.data) }, () => {
        const context = session.contextOf(uri);
        return context === undefined ? asked : resolveCodeLens(context, asked);
      });
    })(lens, token),
  );
}
