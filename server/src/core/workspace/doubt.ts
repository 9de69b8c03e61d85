import type { Doubt } from "../pods/resolution.ts";
import type { WorkspaceSnapshot } from "../snapshot.ts";

/** The manifest nearest to the file `uri` that could not be read and so may hold anything; undefined where all were. */
export function doubtOf({ unreadable, reasons }: WorkspaceSnapshot, uri: string): Doubt | undefined {
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  const nearest =
    unreadable.find((other) => other === uri) ?? unreadable.find((other) => other.startsWith(folder)) ?? unreadable[0];
  if (nearest === undefined) return undefined;
  return { uri: nearest, reason: reasons?.get(nearest) ?? "broken", others: unreadable.length - 1 };
}
