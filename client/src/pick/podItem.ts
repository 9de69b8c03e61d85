import { l10n, type QuickPickItem } from "vscode";
import type { MatchedPod } from "../../../server/src/lsp/messages/shared.ts";

/** A row of a list that shows a Pod. */
export type PodItem = QuickPickItem & { readonly pod: MatchedPod };

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
