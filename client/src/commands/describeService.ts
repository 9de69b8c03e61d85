import { l10n, window, workspace } from "vscode";
import { pickAnyService } from "../pick/pickAnyService.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { serviceUri } from "../views/serviceDocuments.ts";

/** Opens what the cluster knows of a Service: the object, its Pods, ports, EndpointSlices and events, and what they mean. */
export async function describeService(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const chosen = await pickAnyService(podsight, args, l10n.t("Describe Service"));
  if (chosen === undefined) return;
  const status = podsight.server.status();
  const { name, namespace } = chosen.kind === "document" ? chosen.service : chosen;
  await showService(status?.context ?? "", namespace || status?.namespace || "default", name);
}

/** Opens the document of a Service of the cluster beside what is open. */
export async function showService(context: string, namespace: string, name: string): Promise<void> {
  const uri = serviceUri({ context, namespace, name }, Date.now());
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
}
