import { commands, env, l10n, ThemeIcon, window } from "vscode";
import type { MatchedPod } from "../../../server/src/lsp/messages/shared.ts";
import { forwardToPod } from "../commands/forwardPort.ts";
import { followPodLog } from "../commands/showPodLog.ts";
import type { Podsight } from "../podsight.ts";
import type { RowButton } from "./pickWithButtons.ts";

/** A row that shows a Pod; other rows of the same list have none. */
interface PodRow {
  readonly pod?: MatchedPod;
}

/** What can be done with a Pod of the cluster from its row: its log, a port, its name, its labels. */
export function livePodButtons(podsight: Podsight, namespace: string): readonly RowButton<PodRow>[] {
  return [
    button("output", l10n.t("Show log"), ({ name }) => followPodLog(podsight, { namespace, pod: name })),
    button("plug", l10n.t("Forward a port"), (pod) => forwardToPod(podsight, namespace, pod)),
    copyButton(),
    labelButton(({ name }) => [{ namespace, pods: [name] }]),
  ];
}

/** The same for a Pod template of the workspace; `args` name it to the command that changes labels. */
export function templateButtons(args: readonly unknown[]): readonly RowButton<PodRow>[] {
  return [copyButton(), labelButton(() => args)];
}

function copyButton(): RowButton<PodRow> {
  return button("copy", l10n.t("Copy the name"), async ({ name }) => {
    await env.clipboard.writeText(name);
    window.setStatusBarMessage(l10n.t("Copied {name}", { name }), 5000);
  });
}

function labelButton(argsOf: (pod: MatchedPod) => readonly unknown[]): RowButton<PodRow> {
  return button("tag", l10n.t("Change labels..."), async (pod) => {
    await commands.executeCommand("podsight.addLabelToMatchedPods", ...argsOf(pod));
  });
}

function button(icon: string, tooltip: string, act: (pod: MatchedPod) => Promise<void>): RowButton<PodRow> {
  return {
    iconPath: new ThemeIcon(icon),
    tooltip,
    press: async ({ pod }) => {
      if (pod !== undefined) await act(pod);
    },
  };
}
