import { l10n, Uri, window } from "vscode";
import { type ServiceTypeChoice, SWITCH_TYPE_REQUEST } from "../../../server/src/lsp/messages.ts";
import { applyEdits } from "../editing.ts";
import { checkExternalName } from "../names.ts";
import { pickService } from "../pickService.ts";
import type { Podsight } from "../podsight.ts";
import { validator } from "../problems.ts";
import { serviceTypeItems } from "../serviceTypes.ts";

const TYPES: readonly ServiceTypeChoice[] = ["ClusterIP", "Headless", "NodePort", "LoadBalancer", "ExternalName"];

/** Switches the type of a Service in its document, with the fields that hang on it. The cluster is not touched. */
export async function switchServiceType(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const title = l10n.t("Switch Service Type");
  const chosen = await pickService(podsight, args, title);
  if (chosen === undefined) return;
  const { uri, service } = chosen;

  const picked = await window.showQuickPick(serviceTypeItems(TYPES, service.type), {
    title,
    placeHolder: l10n.t("Which type for {service}?", { service: service.name }),
  });
  if (picked === undefined) return;
  const externalName = picked.type === "ExternalName" ? await askExternalName(title) : undefined;
  if (picked.type === "ExternalName" && externalName === undefined) return;

  const result = await podsight.server.request(
    SWITCH_TYPE_REQUEST,
    { uri, offset: service.offset, type: picked.type, ...(externalName === undefined ? {} : { externalName }) },
    title,
  );
  if (!(await applyEdits(result))) {
    await window.showInformationMessage(
      l10n.t("Nothing to change: {service} is as it should be.", { service: service.name }),
    );
    return;
  }
  await window.showTextDocument(Uri.parse(uri));
}

async function askExternalName(title: string): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t("The DNS name that the Service stands for"),
    placeHolder: "db.example.com",
    validateInput: validator(checkExternalName),
  });
}
