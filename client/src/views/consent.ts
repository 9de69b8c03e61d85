import { l10n, window } from "vscode";
import type { ConsentParams } from "../../../server/src/lsp/messages/connection.ts";
import type { Consents } from "../consents.ts";

/**
 * Whether a context's credentials may run the program that the kubeconfig names: what the user has said before, else
 * what they answer now. Anything but the button is a no. Only a yes is remembered.
 */
export async function askForConsent(params: ConsentParams, consents: Consents): Promise<boolean> {
  const { context, command, args, variables, fingerprint, mayAsk } = params;
  if (consents.has(fingerprint)) return true;
  if (!mayAsk) return false;
  const run = l10n.t("Run Program");
  const program = [command, ...args].join(" ");
  const named = l10n.t("The kubeconfig names this program for the credentials of the context:\n\n{program}", {
    program,
  });
  const set = l10n.t("It sets these variables for it: {variables}", { variables: variables.join(", ") });
  const chosen = await window.showWarningMessage(
    l10n.t("Run a program to sign in to {context}?", { context }),
    { modal: true, detail: variables.length === 0 ? named : `${named}\n\n${set}` },
    run,
  );
  if (chosen !== run) return false;
  await consents.add({ context, command, args, fingerprint, allowedAt: Date.now() });
  return true;
}
