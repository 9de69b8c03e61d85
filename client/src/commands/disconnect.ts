import { l10n } from "vscode";
import { DISCONNECT_REQUEST } from "../../../server/src/lsp/messages/connection.ts";
import type { Podsight } from "../podsight.ts";

/** Leaves the cluster alone until somebody connects again. Where no server runs there is nothing to leave. */
export async function disconnect({ server }: Podsight): Promise<void> {
  if (server.isStarted()) await server.request(DISCONNECT_REQUEST, {}, l10n.t("Disconnecting"));
}
