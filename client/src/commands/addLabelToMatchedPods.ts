import { l10n, Uri, window } from "vscode";
import { ADD_LABEL_REQUEST } from "../../../server/src/lsp/messages.ts";
import { applyEdits } from "../editing.ts";
import { type Label, parseLabel } from "../labels.ts";
import { type ChosenService, pickService } from "../pickService.ts";
import type { Podsight } from "../podsight.ts";
import { validator } from "../problems.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { podItem } from "./showMatchedPods.ts";

/**
 * Gives the Pods behind a Service a label: in the Pod templates of the workspace, which lasts, or on the live Pods, which
 * lasts until they are replaced. The list of choices says so.
 */
export async function addLabelToMatchedPods(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const title = l10n.t("Add Label to Matched Pods");
  const chosen = await pickService(podsight, args, title);
  if (chosen === undefined) return;
  if (chosen.service.pods.length === 0) {
    await window.showInformationMessage(`${chosen.service.name}: ${chosen.service.summary}`);
    return;
  }
  const label = await askLabel(title);
  if (label === undefined) return;
  const destination = chosen.service.source === "cluster" ? await askDestination(title, podsight) : "templates";
  if (destination === "templates") await labelTemplates(podsight, chosen, label, title);
  if (destination === "pods") await labelPods(podsight, chosen, label, title);
}

async function askLabel(title: string): Promise<Label | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t("The label as key=value"),
    placeHolder: "tier=front",
    validateInput: validator(parseLabel),
  });
  const checked = text === undefined ? undefined : parseLabel(text);
  return checked?.kind === "good" ? checked.value : undefined;
}

type Destination = "templates" | "pods";

async function askDestination(title: string, { server }: Podsight): Promise<Destination | undefined> {
  const status = server.status();
  const items: readonly { label: string; detail: string; destination: Destination }[] = [
    {
      label: `$(file-code) ${l10n.t("Into the Pod templates in the workspace")}`,
      detail: l10n.t("Changes the manifests only. New Pods have the label once you apply them."),
      destination: "templates",
    },
    {
      label: `$(server) ${l10n.t("Onto the Pods in {context}...", { context: status?.context ?? l10n.t("the cluster") })}`,
      detail: l10n.t("After a dry run and a question. Lasts until the Pods are replaced."),
      destination: "pods",
    },
  ];
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Where?") }))?.destination;
}

async function labelTemplates(
  { server }: Podsight,
  { uri, service }: ChosenService,
  { key, value }: Label,
  title: string,
): Promise<void> {
  const result = await server.request(ADD_LABEL_REQUEST, { uri, offset: service.offset, key, value }, title);
  if (await applyEdits(result)) {
    const [first] = result.documents;
    if (first !== undefined) await window.showTextDocument(Uri.parse(first.uri));
    return;
  }
  await window.showInformationMessage(
    l10n.t("No Pod template in the workspace needs the label {label}.", { label: `${key}=${value}` }),
  );
}

async function labelPods(
  podsight: Podsight,
  { service }: ChosenService,
  { key, value }: Label,
  title: string,
): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const picked = await window.showQuickPick(
    service.pods.map((pod) => ({ ...podItem(pod), picked: true })),
    { title, placeHolder: l10n.t("Which Pods get {label}?", { label: `${key}=${value}` }), canPickMany: true },
  );
  if (picked === undefined || picked.length === 0) return;
  await podsight.review.writeAfterReview(podsight.server, {
    kind: "labelPods",
    namespace: service.namespace,
    pods: picked.map(({ pod }) => pod.name),
    labels: { [key]: value },
  });
}
