import { l10n, window } from "vscode";
import { CONTEXTS_REQUEST, type ContextItem } from "../../../server/src/lsp/messages/connection.ts";
import { connectTo } from "../connecting.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";

/** Asks for a context of the kubeconfig and connects to it. The kubeconfig itself stays as it is. */
export async function selectContext(podsight: Podsight): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const contexts = await podsight.server.request(CONTEXTS_REQUEST, {}, l10n.t("Reading the kubeconfig"));
  if (contexts.length === 0) {
    await window.showWarningMessage(l10n.t("The kubeconfig names no context."));
    return;
  }
  const inUse = podsight.server.status()?.context;
  const chosen = await window.showQuickPick(
    contexts.map((context) => itemOf(context, inUse)),
    { title: l10n.t("Select Context"), placeHolder: l10n.t("Which context?"), matchOnDescription: true },
  );
  if (chosen === undefined) return;
  await connectTo(podsight, { context: chosen.name }, l10n.t("Connecting to {context}", { context: chosen.name }));
}

function itemOf(context: ContextItem, inUse: string | undefined) {
  const marks = [
    ...(context.name === inUse ? [l10n.t("in use")] : []),
    ...(context.current ? [l10n.t("current in the kubeconfig")] : []),
  ];
  return {
    label: `$(server) ${context.name}`,
    description: marks.join(" · "),
    detail: l10n.t("cluster {cluster}, namespace {namespace}", {
      cluster: context.cluster,
      namespace: context.namespace ?? "default",
    }),
    name: context.name,
  };
}
