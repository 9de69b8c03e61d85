import { type Disposable, l10n, Uri, workspace } from "vscode";
import { DESCRIBE_REQUEST, type DescribeParams } from "../../../server/src/lsp/messages/reading.ts";
import type { Server } from "../languageServer/server.ts";

const SCHEME = "podsight-service";

/** Shows Services of the cluster in full as read-only documents. A Service is asked for when it is looked at, and not before. */
export function createServiceDocuments(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async (uri) => {
      try {
        return (await server.request(DESCRIBE_REQUEST, paramsOf(uri), l10n.t("Describe Service"))).text;
      } catch (error) {
        return `${error instanceof Error ? error.message : String(error)}\n`;
      }
    },
  });
}

/** The document that shows a Service of the cluster, as it is at the given moment: a later one is another document. */
export function serviceUri({ context, namespace, name }: DescribeParams, now: number): Uri {
  return Uri.from({ scheme: SCHEME, path: `/${context}/${namespace}/${name}.txt`, query: String(now) });
}

/** A context may have slashes in its name; a namespace and a Service have none. */
function paramsOf(uri: Uri): DescribeParams {
  const parts = uri.path.slice(1).split("/");
  const name = (parts.at(-1) ?? "").replace(/\.txt$/, "");
  return { context: parts.slice(0, -2).join("/"), namespace: parts.at(-2) ?? "", name };
}
