import type { ServiceClaim } from "./claims.ts";
import type { Form } from "./forms.ts";

/** A Service of the workspace in one of the forms that kustomizations give it. */
export interface KnownService extends Omit<ServiceClaim, "name"> {
  readonly name: string;
  /** As it is written: kustomize rewrites references from this name to {@link KnownService.name}. */
  readonly writtenName: string;
  /** The URI of the kustomization that builds it in this form; undefined where it is applied as written. */
  readonly kustomization: string | undefined;
}

/** The Services that the manifests of the workspace make. */
export interface WorkspaceServices {
  readonly all: readonly KnownService[];
  /** Those that are, or are written, with a name. */
  named(name: string): readonly KnownService[];
  /** URIs of files that hold a Service whose name is not known. */
  readonly unknown: ReadonlySet<string>;
}

/** The Services of a workspace; what is asked is worked out when it is first asked. `unknown` are files that could not be read. */
export function knownServices(
  claims: readonly ServiceClaim[],
  forms: ReadonlyMap<string, readonly Form[]>,
  unknown: readonly string[],
): WorkspaceServices {
  let known: readonly KnownService[] | undefined;
  let index: ReadonlyMap<string, readonly KnownService[]> | undefined;
  let doubtful: ReadonlySet<string> | undefined;
  return {
    get all() {
      known ??= claims.flatMap((claim) => inForms(claim, forms.get(claim.uri)));
      return known;
    },
    named(name) {
      index ??= byName(this.all);
      return index.get(name) ?? [];
    },
    get unknown() {
      doubtful ??= new Set([...unknown, ...claims.flatMap(({ name, uri }) => (name === undefined ? [uri] : []))]);
      return doubtful;
    },
  };
}

function inForms({ name, ...claim }: ServiceClaim, forms: readonly Form[] | undefined): readonly KnownService[] {
  if (name === undefined) return [];
  if (forms === undefined) return [{ ...claim, name, writtenName: name, kustomization: undefined }];
  return forms.map(({ prefix, suffix, kustomization, namespace = claim.namespace }) => {
    return { ...claim, name: prefix + name + suffix, writtenName: name, namespace, kustomization };
  });
}

function byName(services: readonly KnownService[]): ReadonlyMap<string, readonly KnownService[]> {
  const index = new Map<string, KnownService[]>();
  for (const service of services) {
    for (const name of new Set([service.name, service.writtenName])) {
      const named = index.get(name);
      if (named === undefined) index.set(name, [service]);
      else named.push(service);
    }
  }
  return index;
}
