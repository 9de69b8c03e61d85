import type { JsonObject } from "../../core/json.ts";

/** What somebody wants written to the cluster. Objects without a namespace go to the connection's. */
export type ClusterWrite =
  /** New Services and EndpointSlices. */
  | { readonly kind: "create"; readonly objects: readonly JsonObject[] }
  /** The same kinds by server-side apply. With `force`, fields that other managers own are taken over. */
  | { readonly kind: "apply"; readonly objects: readonly JsonObject[]; readonly force: boolean }
  /** A Service as it shall be instead of the one that is there. */
  | { readonly kind: "replace"; readonly object: JsonObject }
  /** The same where the API server allows no such change: the Service is deleted, then created. */
  | { readonly kind: "recreate"; readonly object: JsonObject }
  | { readonly kind: "delete"; readonly namespace: string; readonly services: readonly string[] }
  | {
      readonly kind: "labelPods";
      readonly namespace: string;
      readonly pods: readonly string[];
      readonly labels: LabelChanges;
    }
  /** The labels of a workload's Pod template: its controller replaces the Pods. */
  | {
      readonly kind: "labelTemplate";
      readonly namespace: string;
      readonly workload: { readonly kind: string; readonly name: string };
      readonly labels: LabelChanges;
    };

/** Label keys with their values from now on; null takes the label away. */
export type LabelChanges = Readonly<Record<string, string | null>>;
