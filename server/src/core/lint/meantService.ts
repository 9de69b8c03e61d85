import type { KubernetesObject } from "../manifest/manifest.ts";
import type { NamespaceServices, Snapshot } from "../snapshot.ts";
import type { ServicePortName } from "../workspace/claims.ts";
import type { KnownService } from "../workspace/knownServices.ts";
import { type Nearness, nearnessTo } from "../workspace/nearness.ts";
import type { ServiceReference } from "../workspace/serviceReferences.ts";
import { valueAt } from "../yaml/node.ts";

/** What is known of a Service that somebody means by its name. */
export type MeantService =
  /** Nothing may be said: files are still being read, or what is there is not known. */
  | { readonly kind: "unknown" }
  /** The workspace has it: the nearest of its manifests, all equally near. */
  | { readonly kind: "written"; readonly services: readonly KnownService[]; readonly nearness: Nearness }
  /** Only the cluster has it. `ports` is undefined where they cannot be read. */
  | { readonly kind: "stored"; readonly namespace: string; readonly ports: readonly ServicePortName[] | undefined }
  | MissingService;

/** Nothing that is known has the name. */
export interface MissingService {
  readonly kind: "missing";
  /** The namespace of the connected cluster that certainly has none; undefined where that is not known. */
  readonly namespace: string | undefined;
  /** The workspace may hold it: in a manifest that cannot be read or fills in a name, or by a kustomization that cannot be followed. */
  readonly isDoubtful: boolean;
  /** Services that could be meant, those of the cluster and those nearby. */
  readonly candidates: readonly CandidateService[];
  /** One of this name nearby, in another namespace. */
  readonly elsewhere: KnownService | undefined;
}

/** A Service that could be meant; without a file it is in the cluster. */
export interface CandidateService {
  readonly name: string;
  readonly writtenName?: string;
  readonly uri?: string;
}

/** Finds what is known of the Services that an object of the file `uri` means. */
export function createMeantService(
  object: KubernetesObject,
  { workspace, cluster }: Snapshot,
  uri: string,
): (reference: ServiceReference) => MeantService {
  const nearnessOf = nearnessTo(uri, workspace);
  const isUnknown = valueAt(object.node, "metadata", "namespace")?.kind === "unknown";
  const forms = workspace.forms?.get(uri);

  let near: readonly KnownService[] | undefined;

  function nearby(): readonly KnownService[] {
    near ??= workspace.services?.all.filter((service) => nearnessOf(service.uri) !== undefined) ?? [];
    return near;
  }
  /** Undefined for one that nobody says. */
  function namespacesOf({ namespace }: ServiceReference): readonly (string | undefined)[] {
    const isOwn = namespace === object.namespace;
    const formed = isOwn ? forms?.map((form) => form.namespace ?? namespace) : undefined;
    return [...new Set((formed ?? [namespace]).map((one) => one ?? workspace.namespace))];
  }
  return (reference) => {
    if (!workspace.complete || workspace.services === undefined || isUnknown || reference.namespaceUnknown)
      return UNKNOWN;
    const name = reference.service.value;
    const wanted = namespacesOf(reference);
    const fits = (service: KnownService): boolean => mayBeIn(service.namespace ?? workspace.namespace, wanted);
    const named = workspace.services.named(name);
    const written = nearest(named.filter(fits), nearnessOf);
    if (written.services.length > 0) return { kind: "written", ...written };
    if (cluster.knowledge.kind === "connecting") return UNKNOWN;
    const live = wanted.map((namespace = cluster.namespace) => [namespace, cluster.services?.get(namespace)] as const);
    for (const [namespace, here] of live) {
      const stored = here?.services.get(name);
      if (stored !== undefined) return { kind: "stored", namespace, ports: storedPorts(stored, here) };
    }
    const isKnown = live.every(([, here]) => here?.knowledge.kind === "synced");
    const inCluster = live.flatMap(([, here]) => (isKnown && here ? Array.from(here.services.keys(), candidate) : []));
    return {
      kind: "missing",
      namespace: isKnown ? live[0]?.[0] : undefined,
      isDoubtful:
        forms?.some(({ isOpen }) => isOpen) === true ||
        [...workspace.services.unknown].some((other) => isKnown || nearnessOf(other) !== undefined),
      candidates: [...nearby().filter(fits), ...inCluster],
      elsewhere: named.find((service) => nearnessOf(service.uri) !== undefined),
    };
  };
}

const UNKNOWN: MeantService = { kind: "unknown" };

function candidate(name: string): CandidateService {
  return { name };
}

/** A namespace that nobody says can be any. */
function mayBeIn(namespace: string | undefined, wanted: readonly (string | undefined)[]): boolean {
  return namespace === undefined || wanted.some((one) => one === undefined || one === namespace);
}

const NEAREST_FIRST: readonly Nearness[] = ["file", "folder", "kustomization", undefined];

function nearest(services: readonly KnownService[], nearnessOf: (uri: string) => Nearness) {
  for (const nearness of NEAREST_FIRST) {
    const near = services.filter(({ uri }) => nearnessOf(uri) === nearness);
    if (near.length > 0) return { services: near, nearness };
  }
  return { services: [], nearness: undefined };
}

/** What was synced once may have changed since. */
function storedPorts(stored: unknown, here: NamespaceServices | undefined): readonly ServicePortName[] | undefined {
  const ports = (stored as { readonly spec?: { readonly ports?: unknown } }).spec?.ports;
  if (here?.knowledge.kind !== "synced" || !Array.isArray(ports)) return undefined;
  return ports as readonly ServicePortName[];
}
