import { l10n, window } from "vscode";
import { NAMESPACES_REQUEST } from "../../../server/src/lsp/messages/connection.ts";
import { connectTo } from "../connecting.ts";
import type { Podsight } from "../podsight.ts";
import { isTrustedOrSaySo } from "../trust.ts";
import { checkNamespace } from "../typed/names.ts";
import { validator } from "../typed/problems.ts";

/** Asks for a namespace, by list or, where listing is not allowed, by name, and connects to it in the context in use. */
export async function selectNamespace(podsight: Podsight): Promise<void> {
  if (!(await isTrustedOrSaySo())) return;
  const names = await podsight.server.request(NAMESPACES_REQUEST, {}, l10n.t("Listing the namespaces"));
  const namespace = await pickNamespace(names, podsight.server.status()?.namespace);
  if (namespace === undefined) return;
  await connectTo(podsight, { namespace }, l10n.t("Connecting to {namespace}", { namespace }));
}

async function pickNamespace(names: readonly string[], inUse: string | undefined): Promise<string | undefined> {
  if (names.length === 0) return typeNamespace(inUse);
  const other = { label: `$(edit) ${l10n.t("Another namespace...")}`, description: "", name: undefined };
  const items = names.map((name) => ({
    label: `$(symbol-namespace) ${name}`,
    description: name === inUse ? l10n.t("in use") : "",
    name,
  }));
  const chosen = await window.showQuickPick([...items, other], {
    title: l10n.t("Select Namespace"),
    placeHolder: l10n.t("Which namespace?"),
  });
  return chosen === other ? typeNamespace(inUse) : chosen?.name;
}

async function typeNamespace(inUse: string | undefined): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t("Select Namespace"),
    prompt: l10n.t("The name of a namespace"),
    ...(inUse === undefined ? {} : { value: inUse }),
    validateInput: validator(checkNamespace),
  });
}
