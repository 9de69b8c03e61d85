import type { JsonObject } from "../../core/json.ts";
import type { LabelChanges } from "./write.ts";

/** Where Pods are in the API. */
export const POD = { kind: "Pod", group: "api/v1", plural: "pods" } as const;

/** Kinds whose Pod template may be changed, and where in `spec` it stands. A Job's may not be changed. */
export const TEMPLATES = [
  { kind: "Deployment", group: "apis/apps/v1", plural: "deployments", specOf: inTemplate },
  { kind: "StatefulSet", group: "apis/apps/v1", plural: "statefulsets", specOf: inTemplate },
  { kind: "DaemonSet", group: "apis/apps/v1", plural: "daemonsets", specOf: inTemplate },
  { kind: "ReplicaSet", group: "apis/apps/v1", plural: "replicasets", specOf: inTemplate },
  { kind: "ReplicationController", group: "api/v1", plural: "replicationcontrollers", specOf: inTemplate },
  { kind: "CronJob", group: "apis/batch/v1", plural: "cronjobs", specOf: inJobTemplate },
] as const;

function inTemplate(labels: LabelChanges): JsonObject {
  return { template: { metadata: { labels } } };
}

function inJobTemplate(labels: LabelChanges): JsonObject {
  return { jobTemplate: { spec: inTemplate(labels) } };
}
