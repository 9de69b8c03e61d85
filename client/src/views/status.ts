import {
  type Command,
  type Disposable,
  type Event,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
} from "vscode";
import type { StatusParams } from "../../../server/src/lsp/messages/connection.ts";
import { MANIFEST_SELECTOR } from "../languageServer/selector.ts";

/**
 * The one place where the state of the cluster is shown: the language status item of YAML and JSON documents. It names
 * context and namespace, says the state in a sentence and offers the command that helps.
 */
export interface StatusView extends Disposable {
  /** The language server is not running any more and will not be started again. */
  showStopped(): void;
}

/** A status item that follows the states that the server reports. */
export function createStatusView(onDidChange: Event<StatusParams>): StatusView {
  const item = languages.createLanguageStatusItem("podsight.status", [...MANIFEST_SELECTOR]);
  item.name = "Podsight";
  item.text = "Podsight";
  item.busy = true;
  const subscription = onDidChange((status) => show(item, status));
  return {
    showStopped: () => showStopped(item),
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}

function show(item: LanguageStatusItem, status: StatusParams): void {
  item.text = whereOf(status);
  item.detail = detailOf(status);
  item.busy = status.kind === "connecting";
  item.severity = status.warns ? LanguageStatusSeverity.Warning : severityOf(status.kind);
  item.command = commandOf(status.kind);
  item.accessibilityInformation = { label: `Podsight: ${item.text}. ${item.detail}` };
}

function showStopped(item: LanguageStatusItem): void {
  item.text = "Podsight";
  item.detail = l10n.t("The language server has stopped. Reload the window to start it again.");
  item.busy = false;
  item.severity = LanguageStatusSeverity.Error;
  item.command = { title: l10n.t("Show Log"), command: "podsight.showLog" };
  item.accessibilityInformation = { label: `Podsight: ${item.detail}` };
}

function whereOf({ context, namespace }: StatusParams): string {
  return context === undefined ? l10n.t("No cluster") : `${context} / ${namespace}`;
}

function detailOf({ detail, serverVersion }: StatusParams): string {
  return serverVersion === undefined ? detail : `${detail} Kubernetes ${serverVersion.replace(/^v/, "")}`;
}

function severityOf(kind: StatusParams["kind"]): LanguageStatusSeverity {
  switch (kind) {
    case "off":
    case "consent":
    case "connecting":
    case "synced":
      return LanguageStatusSeverity.Information;
    case "stale":
    case "denied":
    case "failed":
      return LanguageStatusSeverity.Warning;
  }
}

function commandOf(kind: StatusParams["kind"]): Command {
  switch (kind) {
    case "off":
    case "consent":
      return { title: l10n.t("Connect"), command: "podsight.connect" };
    case "connecting":
    case "synced":
    case "stale":
    case "failed":
      return { title: l10n.t("Select Context"), command: "podsight.selectContext" };
    case "denied":
      return { title: l10n.t("Select Namespace"), command: "podsight.selectNamespace" };
  }
}
