import { l10n, window } from "vscode";
import type { ConsentParams } from "../../../server/src/lsp/messages.ts";

/** Asks whether a context's credentials may run the program that the kubeconfig names. Anything but the button is a no. */
export async function askForConsent({ context, command, args }: ConsentParams): Promise<boolean> {
  const run = l10n.t("Run Program");
  const chosen = await window.showWarningMessage(
    l10n.t("Run a program to sign in to {context}?", { context }),
    {
      modal: true,
      detail: l10n.t("The kubeconfig names this program for the credentials of the context:\n\n{program}", {
        program: [command, ...args].join(" "),
      }),
    },
    run,
  );
  return chosen === run;
}
