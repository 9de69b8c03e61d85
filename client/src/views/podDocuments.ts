import { type Disposable, l10n, Uri, window, workspace } from "vscode";
import { POD_REQUEST, type PodParams } from "../../../server/src/lsp/messages/reading.ts";
import type { Server } from "../languageServer/server.ts";

const SCHEME = "podsight-pod";

/**
 * Shows Pods of the cluster as read-only documents, `podsight-pod:/CONTEXT/NAMESPACE/NAME.yaml`: where Go to Definition
 * leads beside the templates. A Pod is asked for when it is looked at, and not before.
 */
export function createPodDocuments(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async (uri) => {
      try {
        const { text } = await server.request(POD_REQUEST, paramsOf(uri), l10n.t("Show Pod"));
        return text;
      } catch (error) {
        return `# ${error instanceof Error ? error.message : String(error)}\n`;
      }
    },
  });
}

/** Opens a read-only document with a Pod of the cluster as YAML; the server is asked when the editor reads it. */
export async function openPod({ context, namespace, name }: PodParams): Promise<void> {
  const uri = Uri.from({ scheme: SCHEME, path: `/${context}/${namespace}/${name}.yaml` });
  await window.showTextDocument(await workspace.openTextDocument(uri));
}

/** A context may have slashes in its name; a namespace and a Pod have none. */
function paramsOf(uri: Uri) {
  const parts = uri.path.slice(1).split("/");
  const name = (parts.at(-1) ?? "").replace(/\.yaml$/, "");
  return { context: parts.slice(0, -2).join("/"), namespace: parts.at(-2) ?? "", name };
}
