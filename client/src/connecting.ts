import { l10n, window } from "vscode";
import { CONNECT_REQUEST, type ConnectParams } from "../../server/src/lsp/messages/connection.ts";
import type { Podsight } from "./podsight.ts";

/** Asks the server to connect and says so when that failed at once; what happens later is the status item's to show. */
export async function connectTo({ server, log }: Podsight, params: ConnectParams, title: string): Promise<void> {
  const status = await server.request(CONNECT_REQUEST, params, title);
  if (status.kind !== "failed" && status.kind !== "denied" && status.kind !== "off") return;
  const showLog = l10n.t("Show Log");
  if ((await window.showWarningMessage(status.detail, showLog)) === showLog) log.show();
}
