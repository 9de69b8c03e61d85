import { env, l10n, window } from "vscode";
import { ADDRESSES_REQUEST, type AddressesResult } from "../../../server/src/lsp/messages/reading.ts";
import { pickServiceInDocument } from "../pick/pickAnyService.ts";
import type { Podsight } from "../podsight.ts";

/** Copies one of the addresses of a Service: its name in the cluster's DNS, a node port, a load balancer. */
export async function copyAddress(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const title = l10n.t("Copy Address of Service");
  const chosen = await pickServiceInDocument(podsight, args, title);
  if (chosen === undefined) return;
  const { uri, service } = chosen;
  const { addresses } = await podsight.server.request(ADDRESSES_REQUEST, { uri, offset: service.offset }, title);
  const items = addresses.map(({ kind, text, detail }) => ({
    label: text,
    description: [kindText(kind), detail].filter((part) => part !== "").join(" · "),
  }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which address of {service}?", { service: service.name }),
  });
  if (picked === undefined) return;
  await env.clipboard.writeText(picked.label);
  window.setStatusBarMessage(l10n.t("Copied {name}", { name: picked.label }), 5000);
}

function kindText(kind: AddressesResult["addresses"][number]["kind"]): string {
  switch (kind) {
    case "dns":
      return l10n.t("DNS name, inside the cluster");
    case "clusterIP":
      return l10n.t("cluster IP, inside the cluster");
    case "nodePort":
      return l10n.t("node port, at any node");
    case "loadBalancer":
      return l10n.t("load balancer");
    case "externalIP":
      return l10n.t("external IP");
    case "externalName":
      return l10n.t("what the alias stands for");
  }
}
