import { l10n, type QuickPickItem, window } from "vscode";
import { FIND_REQUEST, type FindResult, type FoundService } from "../../../server/src/lsp/messages/reading.ts";
import type { Podsight } from "../podsight.ts";

/** A label selector as kubectl takes it; undefined when nobody typed one. The cluster says whether it understands it. */
export async function askLabelSelector(title: string): Promise<string | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t("A label selector, for example app=till or tier in (front,back)"),
    placeHolder: "app=till",
    validateInput: (typed) => (typed.trim() === "" ? l10n.t("A value is needed.") : undefined),
  });
  return text?.trim();
}

/** What the selector finds in the connected namespace; undefined when the cluster could not be asked, which is then said. */
export async function find(
  { server }: Podsight,
  labelSelector: string,
  title: string,
): Promise<FindResult | undefined> {
  const found = await server.request(FIND_REQUEST, { labelSelector }, title);
  if (found.unknown.length === 0) return found;
  await window.showErrorMessage(
    l10n.t("{context} could not be asked: {reason}", { context: found.context, reason: found.unknown.join(" ") }),
  );
  return undefined;
}

/** A Service with its facts, as the list shows it. */
export function serviceItem(service: FoundService): QuickPickItem & { readonly service: FoundService } {
  return {
    label: `$(symbol-interface) ${service.name}`,
    description: [service.type, service.clusterIP ?? "", service.ports.join(", ")]
      .filter((fact) => fact !== "")
      .join(" · "),
    detail: Object.entries(service.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(", "),
    service,
  };
}
