import type { Source } from "../core/pods/resolution.ts";

/** The scheme of documents that show a Pod of the cluster; the extension fills them in. */
const POD_SCHEME = "podsight-pod";

/** The URI under which a Pod of the cluster is shown: context, namespace and name, read-only. */
export function podUri({ context, namespace }: Extract<Source, { kind: "cluster" }>, name: string): string {
  const path = [context ?? "", namespace, `${name}.yaml`].map(encodeURIComponent).join("/");
  return `${POD_SCHEME}:/${path}`;
}
