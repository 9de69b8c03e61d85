import type { Doubt } from "../pods/resolution.ts";
import type { WorkspaceSnapshot } from "../snapshot.ts";

/**
 * The manifest nearest to the file `uri` that could not be read and so may hold anything, else a kustomization that the
 * file is applied with and that cannot be followed; undefined where there is neither.
 */
export function doubtOf({ unreadable, reasons, forms }: WorkspaceSnapshot, uri: string): Doubt | undefined {
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  const nearest =
    unreadable.find((other) => other === uri) ?? unreadable.find((other) => other.startsWith(folder)) ?? unreadable[0];
  if (nearest === undefined) {
    const open = forms?.get(uri)?.find(({ isOpen }) => isOpen);
    return open && { uri: open.kustomization, reason: "kustomization", others: 0 };
  }
  return { uri: nearest, reason: reasons?.get(nearest) ?? "broken", others: unreadable.length - 1 };
}
