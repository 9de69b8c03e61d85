import { commands, l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon } from "vscode";
import type { FindResult, FoundService } from "../../../server/src/lsp/messages/reading.ts";
import type { MatchedPod } from "../../../server/src/lsp/messages/shared.ts";
import { askLabelSelector, find, serviceItem } from "../pick/findByLabel.ts";
import { pickWithButtons, type RowButton } from "../pick/pickWithButtons.ts";
import { livePodButtons } from "../pick/podButtons.ts";
import { podItem } from "../pick/podItem.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { openPod } from "../views/podDocuments.ts";
import { showService } from "./describeService.ts";

/**
 * Lists the Services and Pods of the cluster that a label selector finds. What is chosen opens as a read-only document;
 * the button in a row switches the type of the Service, or changes the labels of the Pod.
 */
export async function findByLabel(podsight: Podsight): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const title = l10n.t("Find by Label");
  const labelSelector = await askLabelSelector(title);
  if (labelSelector === undefined) return;
  const found = await find(podsight, labelSelector, title);
  if (found === undefined) return;
  const { context, namespace } = found;
  const options = {
    title: l10n.t("{selector} in {place}", { selector: labelSelector, place: `${context}/${namespace}` }),
    placeHolder: l10n.t("Services: {services}, Pods: {pods}", {
      services: found.services.length,
      pods: found.pods.length,
    }),
  };
  const picked = await pickWithButtons(itemsOf(found), options, (item) => buttonsOf(podsight, found, item));
  if (picked === undefined) return;
  const { item, button } = picked;
  if (button !== undefined) return button.press(item);
  if (item.pod !== undefined) await openPod({ context, namespace, name: item.pod.name });
  if (item.service !== undefined) await showService(context, namespace, item.service.name);
}

type FoundItem = QuickPickItem & { readonly pod?: MatchedPod; readonly service?: FoundService };

function buttonsOf(
  podsight: Podsight,
  { namespace }: FindResult,
  { pod, service }: FoundItem,
): readonly RowButton<FoundItem>[] {
  if (pod !== undefined) return livePodButtons(podsight, namespace);
  return service === undefined ? [] : [switchButton(namespace, service.name)];
}

function switchButton(namespace: string, service: string): RowButton<FoundItem> {
  return {
    iconPath: new ThemeIcon("arrow-swap"),
    tooltip: l10n.t("Switch the type..."),
    press: async () => void (await commands.executeCommand("podsight.switchServiceType", { namespace, service })),
  };
}

function itemsOf({ services, pods }: FindResult): readonly FoundItem[] {
  const separator = (label: string) => ({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(services.length > 0 ? [separator(l10n.t("Services")), ...services.map(serviceItem)] : []),
    ...(pods.length > 0 ? [separator(l10n.t("Pods")), ...pods.map(podItem)] : []),
  ];
}
