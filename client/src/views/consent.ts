import { l10n, window } from "vscode";
import type { ConsentParams } from "../../../server/src/lsp/messages/connection.ts";
import type { Consents } from "../languageServer/consents.ts";

/**
 * Whether a context's credentials may run the program that the kubeconfig names: what the user has said before, else
 * what they answer now. Anything but the button is a no. Only a yes is remembered.
 */
export async function askForConsent(params: ConsentParams, consents: Consents): Promise<boolean> {
  const { context, command, args, fingerprint, mayAsk } = params;
  if (consents.has(fingerprint)) return true;
  if (!mayAsk) return false;
  const run = l10n.t("Run Program");
  const chosen = await window.showWarningMessage(
    l10n.t("Run a program to sign in to {context}?", { context }),
    { modal: true, detail: detailOf(params) },
    run,
  );
  if (chosen !== run) return false;
  await consents.add({ context, command, args, fingerprint, allowedAt: Date.now() });
  return true;
}

/** Which program it is, and where it comes from. */
function detailOf({ command, args, variables, renews }: ConsentParams): string {
  const program = [command, ...args].join(" ");
  if (renews !== undefined) {
    return l10n.t(
      "The {provider} token of the context has expired. This program renews it and keeps the new one in the kubeconfig, as it does in a terminal:\n\n{program}",
      { provider: renews, program },
    );
  }
  const named = l10n.t("The kubeconfig names this program for the credentials of the context:\n\n{program}", {
    program,
  });
  const set = l10n.t("It sets these variables for it: {variables}", { variables: variables.join(", ") });
  return variables.length === 0 ? named : `${named}\n\n${set}`;
}
