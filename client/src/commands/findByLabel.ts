import {
  commands,
  l10n,
  type QuickInputButton,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  window,
  workspace,
} from "vscode";
import type { FindResult, FoundService, MatchedPod } from "../../../server/src/lsp/messages/reading.ts";
import { askLabelSelector, find, serviceItem } from "../findByLabel.ts";
import { pickWithButton } from "../pickWithButton.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { podUri } from "../views/podDocuments.ts";
import { showService } from "./describeService.ts";
import { podItem } from "./showMatchedPods.ts";

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
  const picked = await pickWithButton(itemsOf(found), options, buttonOf);
  if (picked === undefined) return;
  const { item, isPressed } = picked;
  if (item.pod !== undefined) await (isPressed ? changeLabels : showPod)(found, item.pod.name);
  if (item.service !== undefined && isPressed) await switchType(found, item.service.name);
  if (item.service !== undefined && !isPressed) await showService(context, namespace, item.service.name);
}

async function showPod({ context, namespace }: FindResult, name: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(podUri({ context, namespace, name })));
}

async function changeLabels({ namespace }: FindResult, name: string): Promise<void> {
  await commands.executeCommand("podsight.addLabelToMatchedPods", { namespace, pods: [name] });
}

async function switchType({ namespace }: FindResult, service: string): Promise<void> {
  await commands.executeCommand("podsight.switchServiceType", { namespace, service });
}

type FoundItem = QuickPickItem & { readonly pod?: MatchedPod; readonly service?: FoundService };

function buttonOf({ pod, service }: FoundItem): QuickInputButton | undefined {
  if (pod !== undefined) return { iconPath: new ThemeIcon("tag"), tooltip: l10n.t("Change labels...") };
  if (service === undefined) return undefined;
  return { iconPath: new ThemeIcon("arrow-swap"), tooltip: l10n.t("Switch the type...") };
}

function itemsOf({ services, pods }: FindResult): readonly FoundItem[] {
  const separator = (label: string) => ({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(services.length > 0 ? [separator(l10n.t("Services")), ...services.map(serviceItem)] : []),
    ...(pods.length > 0 ? [separator(l10n.t("Pods")), ...pods.map(podItem)] : []),
  ];
}
