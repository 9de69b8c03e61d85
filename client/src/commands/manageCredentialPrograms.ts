import { l10n, window } from "vscode";
import { REVOKE_CONSENT_REQUEST } from "../../../server/src/lsp/messages/connection.ts";
import type { AllowedProgram } from "../languageServer/consents.ts";
import type { Podsight } from "../podsight.ts";

/** Lists the credentials programs that the user has allowed; those that are chosen are not run any more. */
export async function manageCredentialPrograms({ consents, server }: Podsight): Promise<void> {
  const allowed = consents.all();
  if (allowed.length === 0) {
    await window.showInformationMessage(l10n.t("No program has been allowed to give credentials."));
    return;
  }
  const chosen = await window.showQuickPick(allowed.map(itemOf), {
    title: l10n.t("Manage Credential Programs"),
    placeHolder: l10n.t("Which programs may not run any more?"),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (chosen === undefined || chosen.length === 0) return;
  await consents.remove(new Set(chosen.map(({ fingerprint }) => fingerprint)));
  if (!server.isStarted()) return;
  for (const { fingerprint } of chosen) {
    await server.request(REVOKE_CONSENT_REQUEST, { fingerprint }, l10n.t("Manage Credential Programs"));
  }
}

function itemOf({ context, command, args, fingerprint, allowedAt }: AllowedProgram) {
  const when = new Date(allowedAt).toLocaleString();
  return {
    label: [command, ...args].join(" "),
    description: context,
    detail: l10n.t("allowed {when}", { when }),
    fingerprint,
  };
}
