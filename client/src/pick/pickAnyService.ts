import { l10n, window, workspace } from "vscode";
import { DESCRIBE_REQUEST, FIND_REQUEST } from "../../../server/src/lsp/messages/reading.ts";
import type { Podsight } from "../podsight.ts";
import { serviceItem } from "./findByLabel.ts";
import { type ChosenService, pickService, pickServiceOr } from "./pickService.ts";

/** A Service that somebody chose: in a document, or in the cluster without one. */
export type AnyService =
  | ({ readonly kind: "document" } & ChosenService)
  | { readonly kind: "cluster"; readonly namespace: string; readonly name: string };

/**
 * The Service that a command works on, as `pickService` finds it; where a document would have to be chosen, also one of
 * the connected cluster. Undefined when nobody chose or there is none, which is then said.
 */
export async function pickAnyService(
  podsight: Podsight,
  args: readonly unknown[],
  title: string,
): Promise<AnyService | undefined> {
  const [named] = args;
  if (isLive(named)) return { kind: "cluster", namespace: named.namespace, name: named.service };
  const elsewhere = `$(server) ${l10n.t("A Service of the cluster...")}`;
  const chosen = await pickServiceOr(podsight, args, title, workspace.isTrusted ? elsewhere : undefined);
  if (chosen === "elsewhere") return pickLive(podsight, title);
  return chosen && { kind: "document", ...chosen };
}

/** The same for what needs a document: a Service of the cluster is opened as an unsaved manifest. */
export async function pickServiceInDocument(
  podsight: Podsight,
  args: readonly unknown[],
  title: string,
): Promise<ChosenService | undefined> {
  const chosen = await pickAnyService(podsight, args, title);
  if (chosen?.kind !== "cluster") return chosen;
  const { namespace, name } = chosen;
  const context = podsight.server.status()?.context ?? "";
  const { manifest } = await podsight.server.request(DESCRIBE_REQUEST, { context, namespace, name }, title);
  const document = await workspace.openTextDocument({ language: "yaml", content: manifest });
  await window.showTextDocument(document, { preview: false });
  return pickService(podsight, [], title);
}

async function pickLive({ server }: Podsight, title: string): Promise<AnyService | undefined> {
  const { context, namespace, services, unknown } = await server.request(FIND_REQUEST, { labelSelector: "" }, title);
  const place = `${context}/${namespace}`;
  if (services.length === 0) {
    const nothing = l10n.t("There is no Service in {place}.", { place });
    await window.showInformationMessage(unknown.length > 0 ? unknown.join(" ") : nothing);
    return undefined;
  }
  const picked = await window.showQuickPick(services.map(serviceItem), {
    title,
    placeHolder: l10n.t("Which Service of {place}?", { place }),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked && { kind: "cluster", namespace, name: picked.service.name };
}

function isLive(argument: unknown): argument is { readonly namespace: string; readonly service: string } {
  if (typeof argument !== "object" || argument === null) return false;
  const { namespace, service } = { namespace: undefined, service: undefined, ...argument };
  return typeof namespace === "string" && typeof service === "string";
}
