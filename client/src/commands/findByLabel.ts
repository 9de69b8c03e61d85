import { l10n, QuickPickItemKind, window, workspace } from "vscode";
import type { FindResult } from "../../../server/src/lsp/messages.ts";
import { askLabelSelector, find, serviceItem } from "../findByLabel.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { podUri } from "../views/podDocuments.ts";
import { showService } from "./describeService.ts";
import { podItem } from "./showMatchedPods.ts";

/** Lists the Services and Pods of the cluster that a label selector finds. What is chosen opens as a read-only document. */
export async function findByLabel(podsight: Podsight): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const title = l10n.t("Find by Label");
  const labelSelector = await askLabelSelector(title);
  if (labelSelector === undefined) return;
  const found = await find(podsight, labelSelector, title);
  if (found === undefined) return;
  const { context, namespace } = found;
  const picked = await window.showQuickPick(itemsOf(found), {
    title: l10n.t("{selector} in {place}", { selector: labelSelector, place: `${context}/${namespace}` }),
    placeHolder: l10n.t("Services: {services}, Pods: {pods}", {
      services: found.services.length,
      pods: found.pods.length,
    }),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  if ("pod" in picked) {
    const uri = podUri({ context, namespace, name: picked.pod.name });
    await window.showTextDocument(await workspace.openTextDocument(uri));
  }
  if ("service" in picked) await showService(context, namespace, picked.service.name);
}

function itemsOf({ services, pods }: FindResult) {
  const separator = (label: string) => ({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(services.length > 0 ? [separator(l10n.t("Services")), ...services.map(serviceItem)] : []),
    ...(pods.length > 0 ? [separator(l10n.t("Pods")), ...pods.map(podItem)] : []),
  ];
}
