import { l10n, window } from "vscode";
import { askLabelSelector, find, serviceItem } from "../pick/findByLabel.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Deletes the Services that a label selector finds, those that the user leaves ticked, after a dry run and a yes. */
export async function deleteServicesByLabel(podsight: Podsight): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const title = l10n.t("Delete Services by Label");
  const labelSelector = await askLabelSelector(title);
  if (labelSelector === undefined) return;
  const found = await find(podsight, labelSelector, title);
  if (found === undefined) return;
  if (found.services.length === 0) {
    await window.showInformationMessage(
      l10n.t("No Service in {namespace} has {selector}.", { namespace: found.namespace, selector: labelSelector }),
    );
    return;
  }
  const picked = await window.showQuickPick(
    found.services.map((service) => ({ ...serviceItem(service), picked: true })),
    { title, placeHolder: l10n.t("Which Services are deleted? The Pods remain."), canPickMany: true },
  );
  if (picked === undefined || picked.length === 0) return;
  const services = picked.map(({ service }) => service.name);
  await podsight.review.writeAfterReview(podsight.server, { kind: "delete", namespace: found.namespace, services });
}
