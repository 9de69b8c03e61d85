import { l10n } from "vscode";
import { connectTo } from "../connecting.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Connects to the current context; asks for one where the kubeconfig has no current one. */
export async function connect(podsight: Podsight): Promise<void> {
  if (await isTrustedOrSaySo()) await connectTo(podsight, {}, l10n.t("Connecting"));
}
