import type { LiveWorkloadName } from "../../../server/src/lsp/messages/edits.ts";
import type { LabelChanges } from "../../../server/src/lsp/messages/shared.ts";
import type { ChosenService } from "./pickService.ts";

/** Whose labels are changed. */
export type LabelTarget =
  /** The Pods behind a Service of a document. */
  | { readonly kind: "service"; readonly chosen: ChosenService }
  /** Pods of the cluster. */
  | { readonly kind: "pods"; readonly namespace: string; readonly pods: readonly string[] };

/** What a Pod's row or a code action hands to the command; undefined for what does not name Pods of the cluster. */
export function livePodsIn(argument: unknown): Extract<LabelTarget, { kind: "pods" }> | undefined {
  const { namespace, pods } = fieldsOf(argument);
  if (typeof namespace !== "string" || !Array.isArray(pods) || !pods.every((name) => typeof name === "string")) {
    return undefined;
  }
  return { kind: "pods", namespace, pods };
}

/** The same for a workload of the cluster with the labels that its template shall have. */
export function workloadIn(argument: unknown): (LiveWorkloadName & { readonly labels: LabelChanges }) | undefined {
  const { namespace, kind, name, labels } = fieldsOf(argument);
  if (typeof namespace !== "string" || typeof kind !== "string" || typeof name !== "string") return undefined;
  const changes = Object.entries(fieldsOf(labels)).flatMap(([key, value]) =>
    typeof value === "string" || value === null ? [[key, value] as const] : [],
  );
  return { namespace, kind, name, labels: Object.fromEntries(changes) };
}

function fieldsOf(argument: unknown): Readonly<Record<string, unknown>> {
  return typeof argument === "object" && argument !== null ? { ...argument } : {};
}
