import { stringify } from "yaml";
import { type JsonObject, objectOf } from "../json.ts";

/**
 * Objects as YAML that a person compares, quoted where YAML 1.1 needs it: without what the server keeps for itself, and of
 * a Pod no more than what a label changes. Empty objects are left out.
 */
export function toYaml(objects: readonly JsonObject[]): string {
  const shown = objects.filter((object) => Object.keys(object).length > 0).map(comparable);
  return shown.map((object) => stringify(object, { lineWidth: 0, version: "1.1" })).join("---\n");
}

function comparable(object: JsonObject): JsonObject {
  const { managedFields, uid, resourceVersion, creationTimestamp, generation, selfLink, ...metadata } = objectOf(
    object.metadata,
  );
  const { apiVersion, kind, status, ...rest } = object;
  // Some answers begin with the kind; people begin with the version.
  if (kind !== "Pod") return { apiVersion, kind, ...rest, metadata: withoutRecord(metadata) };
  const { name, namespace, labels } = metadata;
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels } };
}

/** An object's metadata without what `kubectl apply` keeps in an annotation, which says everything twice. */
export function withoutRecord({ annotations, ...metadata }: JsonObject): JsonObject {
  const { "kubectl.kubernetes.io/last-applied-configuration": _, ...kept } = objectOf(annotations);
  return Object.keys(kept).length > 0 ? { ...metadata, annotations: kept } : metadata;
}
