import { commands, env, l10n, Position, type QuickPickItem, Range, ThemeIcon, Uri, window } from "vscode";
import type { ServiceMatches } from "../../../server/src/lsp/messages/reading.ts";
import type { Location, MatchedPod } from "../../../server/src/lsp/messages/shared.ts";
import { pickServiceInDocument } from "../pickAnyService.ts";
import type { ChosenService } from "../pickService.ts";
import { pickWithButtons, type RowButton } from "../pickWithButtons.ts";
import type { Podsight } from "../podsight.ts";
import { openPod } from "../views/podDocuments.ts";

type PodItem = QuickPickItem & { readonly pod: MatchedPod };

/**
 * Lists the Pods that a Service's selector matches. One of the workspace opens its template, one of the cluster its YAML;
 * the buttons in its row copy its name and change its labels.
 */
export async function showMatchedPods(podsight: Podsight, ...args: readonly unknown[]): Promise<void> {
  const chosen = await pickServiceInDocument(podsight, args, l10n.t("Show Matched Pods"));
  if (chosen === undefined) return;
  const { service } = chosen;
  if (service.pods.length === 0) {
    await window.showInformationMessage(`${service.name}: ${service.summary}`);
    return;
  }
  const options = { title: titleOf(service), placeHolder: service.summary };
  const buttons = [copyButton(), labelButton(chosen)];
  const picked = await pickWithButtons(service.pods.map(podItem), options, () => buttons);
  if (picked === undefined) return;
  const { item, button } = picked;
  await (button === undefined ? openItem(podsight, service, item) : button.press(item));
}

/** Copies the name of the Pod in the row. */
export function copyButton(): RowButton<{ readonly pod?: MatchedPod }> {
  return {
    iconPath: new ThemeIcon("copy"),
    tooltip: l10n.t("Copy the name"),
    press: async ({ pod }) => {
      await env.clipboard.writeText(pod?.name ?? "");
      window.setStatusBarMessage(l10n.t("Copied {name}", { name: pod?.name ?? "" }), 5000);
    },
  };
}

function labelButton({ uri, service }: ChosenService): RowButton<PodItem> {
  return {
    iconPath: new ThemeIcon("tag"),
    tooltip: l10n.t("Change labels..."),
    press: async ({ pod }) => {
      const isLive = pod.location === undefined;
      const args = isLive ? [{ namespace: service.namespace, pods: [pod.name] }] : [uri, service.offset];
      await commands.executeCommand("podsight.addLabelToMatchedPods", ...args);
    },
  };
}

async function openItem({ server }: Podsight, { namespace }: ServiceMatches, { pod }: PodItem): Promise<void> {
  if (pod.location !== undefined) return openTemplate(pod.location);
  await openPod({ context: server.status()?.context ?? "", namespace: pod.namespace ?? namespace, name: pod.name });
}

/** A Pod with its facts, as the list shows it. The icon repeats what the words say. */
export function podItem(pod: MatchedPod): PodItem {
  const fromWorkspace = pod.location !== undefined;
  const facts = [
    ...(pod.owner === undefined ? [] : [`${pod.owner.kind} ${pod.owner.name}`]),
    ...(pod.ip === undefined ? [] : [`IP ${pod.ip}`]),
    ...(pod.node === undefined ? [] : [l10n.t("node {node}", { node: pod.node })]),
    ...(fromWorkspace ? [l10n.t("a template in the workspace")] : []),
  ];
  return {
    label: `$(${fromWorkspace ? "file-code" : readyIcon(pod)}) ${pod.name}`,
    description: fromWorkspace ? pod.status : `${pod.readyContainers} ${pod.status}`.trim(),
    detail: facts.join(" · "),
    pod,
  };
}

function readyIcon({ ready }: MatchedPod): string {
  return ready ? "pass" : "circle-slash";
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
