import type { WorkspaceSnapshot } from "../snapshot.ts";

/** How near a file is to another: itself, beside it, under the same kustomization, or none of these. */
export type Nearness = "file" | "folder" | "kustomization" | undefined;

/** Finds how near files are to the file `uri`. */
export function nearnessTo(uri: string, { forms }: WorkspaceSnapshot): (other: string) => Nearness {
  const folder = folderOf(uri);
  const roots = new Set((forms?.get(uri) ?? []).map(({ kustomization }) => kustomization));
  return (other) => {
    if (other === uri) return "file";
    if (folderOf(other) === folder) return "folder";
    if (roots.size === 0) return undefined;
    return forms?.get(other)?.some(({ kustomization }) => roots.has(kustomization)) ? "kustomization" : undefined;
  };
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}
