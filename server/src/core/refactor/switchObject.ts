import { isObject, type JsonObject, listOf, objectOf } from "../json.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { ServiceType } from "./serviceType.ts";
import { switchEffects } from "./switchEffects.ts";
import { switchType } from "./switchType.ts";

/** The finalizer of whoever makes load balancers: it takes it away again only from Services that it has seen with one. */
const LOAD_BALANCER_FINALIZER = "service.kubernetes.io/load-balancer-cleanup";

/**
 * A stored Service, plain JSON, as one of another type: the same refactoring as in a text. Without its status, and
 * without the bookkeeping of who wrote it, which is the server's. Undefined where it cannot be switched.
 */
export function switchObject(stored: JsonObject, to: ServiceType, externalName?: string): JsonObject | undefined {
  const { status, ...object } = stored;
  const { managedFields, ...metadata } = objectOf(object.metadata);
  const text = JSON.stringify({ ...object, metadata }, undefined, 2);
  const [content] = readManifest(text).documents.map((document) => document.content);
  const written = content?.objects[0];
  const edits = written && switchType(content.text, written, to, externalName);
  if (edits === undefined) return undefined;
  const switched: unknown = JSON.parse(applied(text, edits));
  if (!isObject(switched)) return undefined;
  return switchEffects(stored, to).way === "recreate" ? withoutLoadBalancerFinalizer(switched) : switched;
}

function withoutLoadBalancerFinalizer(object: JsonObject): JsonObject {
  const { finalizers, ...metadata } = objectOf(object.metadata);
  const kept = listOf(finalizers).filter((finalizer) => finalizer !== LOAD_BALANCER_FINALIZER);
  return { ...object, metadata: { ...metadata, ...(kept.length > 0 && { finalizers: kept }) } };
}

function applied(text: string, edits: NonNullable<ReturnType<typeof switchType>>): string {
  let result = "";
  let at = 0;
  for (const { span, newText } of edits.toSorted((a, b) => a.span[0] - b.span[0])) {
    result += text.slice(at, span[0]) + newText;
    at = span[1];
  }
  return result + text.slice(at);
}
