import { commands, l10n, window, workspace } from "vscode";

/**
 * Whether the workspace is trusted. When it is not, says that the cluster is out of reach and how to change that.
 * Every command that reaches a cluster asks here first: disabling it in the palette does not stop a key or a link.
 */
export async function isTrustedOrSaySo(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = l10n.t("Manage Workspace Trust");
  const chosen = await window.showWarningMessage(
    l10n.t("This workspace is not trusted, so Podsight does not read the kubeconfig and reaches no cluster."),
    manage,
  );
  if (chosen === manage) await commands.executeCommand("workbench.trust.manage");
  return false;
}
