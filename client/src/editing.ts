import { Range, Uri, WorkspaceEdit, workspace } from "vscode";
import type { EditsResult } from "../../server/src/lsp/messages/edits.ts";

/** Applies the edits as one step that Undo takes back. Returns false when there was nothing to edit or VS Code refused. */
export async function applyEdits({ documents }: EditsResult): Promise<boolean> {
  const edit = new WorkspaceEdit();
  for (const { uri, edits } of documents) {
    for (const { range, newText } of edits) {
      const { start, end } = range;
      edit.replace(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character), newText);
    }
  }
  return edit.size > 0 && (await workspace.applyEdit(edit));
}
