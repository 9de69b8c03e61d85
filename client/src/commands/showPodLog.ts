import { l10n, window } from "vscode";
import type { LogParams } from "../../../server/src/lsp/messages/streams.ts";
import { pickServiceInDocument } from "../pick/pickAnyService.ts";
import { podItem } from "../pick/podItem.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Follows the log of a Pod behind a Service in an output channel. */
export async function showPodLog(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const title = l10n.t("Show Log of Matched Pod");
  const chosen = await pickServiceInDocument(podsight, args, title);
  if (chosen === undefined) return;
  const { service } = chosen;
  const pods = service.source === "cluster" ? service.pods : [];
  if (pods.length === 0) {
    await window.showInformationMessage(`${service.name}: ${service.summary}`);
    return;
  }
  const picked = await window.showQuickPick(pods.map(podItem), { title, placeHolder: l10n.t("Which Pod?") });
  if (picked === undefined) return;
  await followPodLog(podsight, { namespace: service.namespace, pod: picked.pod.name });
}

/** Follows the log of one Pod; where it has several containers, somebody chooses one. */
export async function followPodLog({ streams }: Podsight, source: LogParams): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const containers = await streams.followLog(source);
  if (containers === undefined) return;
  const title = l10n.t("Show Log of Matched Pod");
  const container = await window.showQuickPick([...containers], { title, placeHolder: l10n.t("Which container?") });
  if (container !== undefined) await streams.followLog({ ...source, container });
}
