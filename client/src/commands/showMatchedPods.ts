import { l10n, Position, Range, Uri, window } from "vscode";
import type { ServiceMatches } from "../../../server/src/lsp/messages/reading.ts";
import type { Location } from "../../../server/src/lsp/messages/shared.ts";
import { pickServiceInDocument } from "../pick/pickAnyService.ts";
import { pickWithButtons } from "../pick/pickWithButtons.ts";
import { livePodButtons, templateButtons } from "../pick/podButtons.ts";
import { type PodItem, podItem } from "../pick/podItem.ts";
import type { Podsight } from "../podsight.ts";
import { openPod } from "../views/podDocuments.ts";

/**
 * Lists the Pods that a Service's selector matches. One of the workspace opens its template, one of the cluster its YAML;
 * the buttons in its row show its log, forward a port, copy its name and change its labels.
 */
export async function showMatchedPods(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const chosen = await pickServiceInDocument(podsight, args, l10n.t("Show Matched Pods"));
  if (chosen === undefined) return;
  const { uri, service } = chosen;
  if (service.pods.length === 0) {
    await window.showInformationMessage(`${service.name}: ${service.summary}`);
    return;
  }
  const options = { title: titleOf(service), placeHolder: service.summary };
  const live = livePodButtons(podsight, service.namespace);
  const template = templateButtons([uri, service.offset]);
  const picked = await pickWithButtons(service.pods.map(podItem), options, ({ pod }) =>
    pod.location === undefined ? live : template,
  );
  if (picked === undefined) return;
  const { item, button } = picked;
  await (button === undefined ? openItem(podsight, service, item) : button.press(item));
}

async function openItem({ server }: Podsight, { namespace }: ServiceMatches, { pod }: PodItem): Promise<void> {
  if (pod.location !== undefined) return openTemplate(pod.location);
  await openPod({ context: server.status()?.context ?? "", namespace: pod.namespace ?? namespace, name: pod.name });
}

function titleOf({ name, namespace, source }: ServiceMatches): string {
  const place = namespace === "" ? name : `${namespace}/${name}`;
  switch (source) {
    case "cluster":
      return l10n.t("Pods behind {service} in the cluster", { service: place });
    case "workspace":
    case "none":
      return l10n.t("Pods behind {service} in the workspace", { service: place });
  }
}

async function openTemplate({ uri, line, character }: Location): Promise<void> {
  const start = new Position(line, character);
  await window.showTextDocument(Uri.parse(uri), { selection: new Range(start, start) });
}
