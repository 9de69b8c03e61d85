import { l10n, type QuickPickItem } from "vscode";
import type { ServiceTypeChoice } from "../../../server/src/lsp/messages/shared.ts";

/** The types of a Service as items to choose from, each with what it gives; the current one is marked. */
export function serviceTypeItems(
  types: readonly ServiceTypeChoice[],
  current?: string,
): readonly (QuickPickItem & { readonly type: ServiceTypeChoice })[] {
  return types.map((type) => ({
    label: type,
    description: type === current ? l10n.t("current") : "",
    detail: meaningOf(type),
    type,
  }));
}

/** What a type gives, in a few words. */
export function meaningOf(type: ServiceTypeChoice): string {
  switch (type) {
    case "ClusterIP":
      return l10n.t("One address inside the cluster");
    case "Headless":
      return l10n.t("No address of its own: DNS answers with the addresses of the Pods");
    case "NodePort":
      return l10n.t("One address inside the cluster, and a port on every node");
    case "LoadBalancer":
      return l10n.t("As NodePort, and an address from outside, given by the cluster's load balancer");
    case "ExternalName":
      return l10n.t("An alias in DNS for a name outside the cluster; no Pods, no ports");
  }
}
