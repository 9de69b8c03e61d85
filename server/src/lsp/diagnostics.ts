import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
} from "vscode-languageserver";
import { diagnostics } from "../features/diagnostics.ts";
import { guarded } from "./guard.ts";
import type { Session } from "./session.ts";

/** Answers the client that asks for diagnostics; a document whose findings are the same is not sent again. */
export function answerDiagnostics(connection: Connection, session: Session): void {
  const answered = new Map<string, { readonly text: string; readonly resultId: string }>();
  let answers = 0;
  // A client can ask for a document before it tells that it has opened it. Then the answer is none yet, without an
  // identity, and it is remembered: the client is asked to ask again when it would be another one.
  const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guarded(session.log, DocumentDiagnosticRequest.method, nothing, ({ textDocument: { uri }, previousResultId }) => {
      const items = session.refresh.track({ uri, feature: "diagnostic" }, () => diagnosticsNow(session, uri));
      if (session.state.documents.get(uri) === undefined) {
        answered.delete(uri);
        return nothing;
      }
      const text = JSON.stringify(items);
      const before = answered.get(uri);
      const resultId = before?.text === text ? before.resultId : String(++answers);
      answered.set(uri, { text, resultId });
      return resultId === previousResultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
        : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }),
  );
}

function diagnosticsNow(session: Session, uri: string): ReturnType<typeof diagnostics> {
  const context = session.contextOf(uri);
  return context === undefined ? [] : diagnostics(context);
}
