import { type JsonObject, listOf, objectOf, textOf } from "../../core/json.ts";
import type { NamespaceServices } from "../../core/snapshot.ts";
import type { Endpoint } from "../http/http.ts";
import { refusal } from "../http/refusal.ts";
import { listAll } from "../reflect/list.ts";
import { reflect } from "../reflect/reflector.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { CONNECTION_WORDS, type Say } from "../words.ts";

/** The Services of a namespace, followed. */
export interface ReflectedServices {
  readonly current: NamespaceServices;
  dispose(): void;
}

/** More than any namespace is known to hold; of those beyond nothing is known. */
const MAX_SERVICES = 5_000;

/** Starts to follow the Services of a namespace; `changed` is called whenever `current` is another. */
export function reflectServices(namespace: string, options: SessionOptions): ReflectedServices {
  let current: NamespaceServices | undefined;
  const names = new Set<string>();
  const reflector = reflect<unknown>({
    ...options,
    path: servicesPath(namespace),
    begin: () => names.clear(),
    project: (object) => {
      const projected = projectService(object);
      if (projected === undefined || (names.size >= MAX_SERVICES && !names.has(projected[0]))) return undefined;
      names.add(projected[0]);
      return projected;
    },
    same: sameService,
    // A namespace that does not exist stores no Service either.
    exists: async () => ({ kind: "exists" }),
    missing: CONNECTION_WORDS.noNamespace({ namespace }),
    changed: () => {
      current = undefined;
      options.changed();
    },
  });
  return {
    get current() {
      const { knowledge, values } = reflector.reflection;
      current ??= { knowledge, services: new Map(values) };
      return current;
    },
    dispose: reflector.dispose,
  };
}

/**
 * One list of a namespace's Services, without a watch; the first five thousand. Where it is refused, none, with the
 * reason as knowledge.
 */
export async function listNamespaceServices(
  endpoint: Endpoint,
  namespace: string,
  signal: AbortSignal,
  say: Say,
): Promise<NamespaceServices> {
  const services = new Map<string, unknown>();
  const listed = await listAll(endpoint, servicesPath(namespace), signal, (object) => {
    const projected = projectService(object);
    if (projected && services.size < MAX_SERVICES) services.set(...projected);
  });
  if (listed.kind !== "listed") return { knowledge: refusal(listed, say), services: new Map() };
  return { knowledge: { kind: "synced" }, services };
}

/**
 * A stored Service by its name; undefined for what is none. Of its managed fields only who changed it and when is kept,
 * and of its status not how it is going.
 */
export function projectService(object: unknown): readonly [name: string, service: unknown] | undefined {
  const service = objectOf(object);
  const { managedFields, ...metadata } = objectOf(service.metadata);
  const { conditions: _, ...status } = objectOf(service.status);
  const name = textOf(metadata.name);
  if (name === undefined) return undefined;
  const changes = listOf(managedFields).map(objectOf).map(changeOf);
  const known = changes.length === 0 ? metadata : { ...metadata, managedFields: changes };
  return [name, { ...service, metadata: known, status }];
}

function changeOf({ manager, operation, time, subresource }: JsonObject): JsonObject {
  return { manager, operation, time, ...(subresource !== undefined && { subresource }) };
}

function sameService(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function servicesPath(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/services`;
}
