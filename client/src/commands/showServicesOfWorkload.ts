import { commands, Location, l10n, Position, Uri, window } from "vscode";
import { USED_BY_REQUEST } from "../../../server/src/lsp/messages/reading.ts";
import type { Podsight } from "../podsight.ts";

/**
 * Shows the Services that select a workload's Pods: of the workload that a lens names (`[uri, offset]`), else of the one
 * at the cursor.
 */
export async function showServicesOfWorkload({ server }: Podsight, uri: unknown, offset: unknown): Promise<void> {
  const editor = window.activeTextEditor;
  const place =
    typeof uri === "string" && typeof offset === "number"
      ? { uri, offset }
      : editor && { uri: editor.document.uri.toString(), offset: editor.document.offsetAt(editor.selection.active) };
  if (place === undefined) {
    await window.showInformationMessage(l10n.t("Open a manifest with a workload first."));
    return;
  }
  const { position, locations } = await server.request(USED_BY_REQUEST, place, l10n.t("Show Services of Workload"));
  await commands.executeCommand(
    "editor.action.showReferences",
    Uri.parse(place.uri),
    new Position(position.line, position.character),
    locations.map(({ uri: file, line, character }) => new Location(Uri.parse(file), new Position(line, character))),
  );
}
