import type { Labels, Pod } from "../core/pods/pod.ts";
import type { WorkspaceSnapshot } from "../core/snapshot.ts";

/** Whether two snapshots of the workspace say the same of its workloads, wherever in their files they are written. */
export function sameMeaning(a: WorkspaceSnapshot, b: WorkspaceSnapshot): boolean {
  return (
    a.complete === b.complete &&
    a.forms === b.forms &&
    (a.claims === b.claims || sameItems(a.claims?.meanings ?? [], b.claims?.meanings ?? [], Object.is)) &&
    sameItems([...(a.patches ?? [])], [...(b.patches ?? [])], Object.is) &&
    sameItems([...(a.services?.unknown ?? [])], [...(b.services?.unknown ?? [])], Object.is) &&
    sameItems(a.unreadable, b.unreadable, Object.is) &&
    sameItems(a.pods, b.pods, samePod)
  );
}

function samePod(a: Pod, b: Pod): boolean {
  if (a === b) return true;
  return (
    a.name === b.name &&
    a.namespace === b.namespace &&
    a.owner?.kind === b.owner?.kind &&
    uriOf(a) === uriOf(b) &&
    a.portsUnknown === b.portsUnknown &&
    a.replicas === b.replicas &&
    sameItems(a.initPortNames ?? [], b.initPortNames ?? [], Object.is) &&
    sameLabels(a.workloadLabels ?? NO_LABELS, b.workloadLabels ?? NO_LABELS) &&
    sameLabels(a.labels, b.labels) &&
    sameItems(a.ports, b.ports, (one, other) => JSON.stringify(one) === JSON.stringify(other))
  );
}

const NO_LABELS: Labels = new Map();

function uriOf({ origin }: Pod): string | undefined {
  return origin.kind === "workspace" ? origin.uri : undefined;
}

function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

function sameItems<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => same(one, b[index] as T)));
}
