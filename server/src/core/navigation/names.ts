import type { WorkspaceSnapshot } from "../snapshot.ts";
import type { WrittenService } from "../workspace/written.ts";
import type { At, ReferenceAt } from "./at.ts";

/** Which Services are meant by their names. */
export interface Names {
  servicesMeant(reference: ReferenceAt): readonly At<WrittenService>[];
  referencesTo(service: At<WrittenService>): readonly ReferenceAt[];
}

/**
 * Files Services and references by name: the written one, and those that kustomizations make of a Service's. Of several
 * Services the nearest are meant: those of the same kustomization, the same file, the same folder.
 */
export function createNames(
  services: readonly At<WrittenService>[],
  references: readonly ReferenceAt[],
  workspace: WorkspaceSnapshot,
): Names {
  const servicesByName = new Map<string, At<WrittenService>[]>();
  for (const at of services) for (const name of namesOf(at, workspace)) push(servicesByName, name, at);
  const referencesByName = new Map<string, ReferenceAt[]>();
  for (const reference of references) push(referencesByName, reference.reference.service.value, reference);

  function servicesMeant(reference: ReferenceAt): readonly At<WrittenService>[] {
    const named = servicesByName.get(reference.reference.service.value) ?? [];
    const fitting = named.filter((service) => mayShareNamespace(reference, service, workspace));
    return nearestTo(reference.at.uri, fitting, workspace);
  }
  return {
    servicesMeant,
    referencesTo(service) {
      const meaning = [...namesOf(service, workspace)].flatMap((name) => referencesByName.get(name) ?? []);
      return meaning.filter((reference) =>
        servicesMeant(reference).some(({ uri, object }) => uri === service.uri && object === service.object),
      );
    },
  };
}

function namesOf({ uri, object }: At<WrittenService>, workspace: WorkspaceSnapshot): ReadonlySet<string> {
  const name = object.name?.value;
  if (name === undefined) return new Set();
  const formed = (workspace.forms?.get(uri) ?? []).map(({ prefix, suffix }) => prefix + name + suffix);
  return new Set([name, ...formed]);
}

/** A namespace that is not written can be any. */
function mayShareNamespace(
  { at, reference }: ReferenceAt,
  service: At<WrittenService>,
  workspace: WorkspaceSnapshot,
): boolean {
  const wanted = namespacesOf(at.uri, reference.namespace, workspace);
  const offered = namespacesOf(service.uri, service.object.namespace, workspace);
  return wanted.some((one) => offered.some((other) => one === undefined || other === undefined || one === other));
}

function namespacesOf(
  uri: string,
  written: string | undefined,
  { forms, namespace }: WorkspaceSnapshot,
): readonly (string | undefined)[] {
  const formed = forms?.get(uri)?.map((form) => form.namespace ?? written);
  return (formed ?? [written]).map((one) => one ?? namespace);
}

function nearestTo(
  uri: string,
  services: readonly At<WrittenService>[],
  { forms }: WorkspaceSnapshot,
): readonly At<WrittenService>[] {
  const roots = new Set((forms?.get(uri) ?? []).map(({ kustomization }) => kustomization));
  const circles: readonly ((service: At<WrittenService>) => boolean)[] = [
    (service) => service.uri === uri,
    (service) => folderOf(service.uri) === folderOf(uri),
    (service) => forms?.get(service.uri)?.some(({ kustomization }) => roots.has(kustomization)) === true,
  ];
  for (const isInside of circles) {
    const near = services.filter(isInside);
    if (near.length > 0) return near;
  }
  return services;
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

function push<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
