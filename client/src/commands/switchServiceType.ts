import { l10n, type QuickPickItem, Uri, window } from "vscode";
import {
  SWITCH_CHOICES_REQUEST,
  SWITCH_TYPE_REQUEST,
  type SwitchChoice,
  type SwitchChoicesResult,
} from "../../../server/src/lsp/messages/edits.ts";
import { applyEdits } from "../editing.ts";
import { type AnyService, pickAnyService } from "../pick/pickAnyService.ts";
import { meaningOf } from "../pick/serviceTypes.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { checkExternalName } from "../typed/names.ts";
import { validator } from "../typed/problems.ts";

/**
 * Switches the type of a Service, with the fields that hang on it: in its document, or in the cluster after a dry run and
 * a yes. What the cluster will do is said beside each choice.
 */
export async function switchServiceType(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const title = l10n.t("Switch Service Type");
  const chosen = await pickAnyService(podsight, args, title);
  if (chosen === undefined) return;
  const choices = await podsight.server.request(SWITCH_CHOICES_REQUEST, targetOf(chosen), title);
  const current = chosen.kind === "document" ? chosen.service.type : choices.current;
  const picked = await window.showQuickPick(typeItems(choices, current), {
    title,
    placeHolder: l10n.t("Which type for {service}?", { service: choices.name }),
  });
  if (picked === undefined) return;
  const externalName = picked.choice.type === "ExternalName" ? await askExternalName(title) : undefined;
  if (picked.choice.type === "ExternalName" && externalName === undefined) return;
  const wanted: Wanted = { choice: picked.choice, ...(externalName === undefined ? {} : { externalName }) };
  const place = chosen.kind === "document" ? await askPlace(choices, wanted, title) : "cluster";
  if (place === "document" && chosen.kind === "document") await switchInDocument(podsight, chosen, wanted, title);
  if (place === "cluster") await switchInCluster(podsight, choices, wanted);
}

interface Wanted {
  readonly choice: SwitchChoice;
  readonly externalName?: string;
}

function targetOf(chosen: AnyService) {
  return chosen.kind === "document"
    ? { uri: chosen.uri, offset: chosen.service.offset }
    : { namespace: chosen.namespace, service: chosen.name };
}

function typeItems(
  { choices }: SwitchChoicesResult,
  current: string | undefined,
): readonly (QuickPickItem & { readonly choice: SwitchChoice })[] {
  return choices.map((choice) => ({
    label: choice.type,
    description: choice.type === current ? l10n.t("current") : meaningOf(choice.type),
    detail: choice.effects.join(" "),
    choice,
  }));
}

async function askExternalName(title: string): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t("The DNS name that the Service stands for"),
    placeHolder: "db.example.com",
    validateInput: validator(checkExternalName),
  });
}

/** In the document, unless the cluster has the Service as another type: then it can be switched there as well. */
async function askPlace(
  { context, namespace, current }: SwitchChoicesResult,
  { choice }: Wanted,
  title: string,
): Promise<"document" | "cluster" | undefined> {
  if (context === undefined || (current === choice.type && choice.type !== "ExternalName")) return "document";
  const place = `${context}/${namespace}`;
  const items = [
    {
      label: `$(file-code) ${l10n.t("In the document")}`,
      detail: l10n.t("Changes the manifest only. The rest happens when it is applied."),
      place: "document",
    },
    {
      label: choice.recreate
        ? `$(warning) ${l10n.t("Delete and create anew in {place}...", { place })}`
        : `$(server) ${l10n.t("In {place}...", { place })}`,
      detail: choice.effects.join(" ") || l10n.t("After a dry run and a question."),
      place: "cluster",
    },
  ] as const;
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Where?") }))?.place;
}

async function switchInDocument(
  { server }: Podsight,
  { uri, service }: Extract<AnyService, { kind: "document" }>,
  { choice: { type }, externalName }: Wanted,
  title: string,
): Promise<void> {
  const params = { uri, offset: service.offset, type, ...(externalName === undefined ? {} : { externalName }) };
  if (!(await applyEdits(await server.request(SWITCH_TYPE_REQUEST, params, title)))) {
    await window.showInformationMessage(
      l10n.t("Nothing to change: {service} is as it should be.", { service: service.name }),
    );
    return;
  }
  await window.showTextDocument(Uri.parse(uri));
}

async function switchInCluster(
  { review, server }: Podsight,
  { name, namespace }: SwitchChoicesResult,
  { choice: { type, recreate }, externalName }: Wanted,
): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  await review.writeAfterReview(server, {
    kind: "switchType",
    namespace,
    service: name,
    type,
    recreate,
    ...(externalName === undefined ? {} : { externalName }),
  });
}
