import { l10n } from "vscode";
import { pickAnyService } from "../pick/pickAnyService.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Deletes a Service of a document from the cluster, after a dry run and a yes. Its document and its Pods remain. */
export async function deleteService(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const chosen = await pickAnyService(podsight, args, l10n.t("Delete Service from the Cluster"));
  if (chosen === undefined) return;
  const { name, namespace: written } = chosen.kind === "document" ? chosen.service : chosen;
  const namespace = written || podsight.server.status()?.namespace || "default";
  await podsight.review.writeAfterReview(podsight.server, { kind: "delete", namespace, services: [name] });
}
