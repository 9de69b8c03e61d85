import { l10n, window } from "vscode";
import { VALIDATE_REQUEST, type ValidateResult } from "../../../server/src/lsp/messages/writes.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Asks the connected cluster about the Services of the active document, in dry runs. What it says appears as problems. */
export async function validateOnServer({ server }: Podsight): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    await window.showInformationMessage(l10n.t("Open the manifest of a Service first."));
    return;
  }
  const title = l10n.t("Validate on the server");
  const result = await server.request(VALIDATE_REQUEST, { uri: document.uri.toString() }, title);
  if (result.unknown.length > 0) {
    await window.showWarningMessage(
      l10n.t("{context} could not be asked: {reason}", { context: result.context, reason: result.unknown.join(" ") }),
    );
  }
  window.setStatusBarMessage(summaryOf(result), 10_000);
}

function summaryOf({ context, accepted, refused, warnings }: ValidateResult): string {
  const counts = { context, accepted, refused, warnings };
  if (refused > 0) return l10n.t("$(error) {context} refuses {refused}, accepts {accepted}", counts);
  if (warnings > 0) return l10n.t("$(warning) {context} accepts {accepted}, warnings: {warnings}", counts);
  return l10n.t("$(pass) {context} accepts {accepted}", counts);
}
