import type { SelectorPair, Service } from "../manifest/service.ts";
import type { Pod } from "../pods/pod.ts";
import { matchesAll } from "../pods/selector.ts";
import type { ClusterSnapshot, WorkspaceSnapshot } from "../snapshot.ts";
import { type FormedService, servicesInForms } from "./formed.ts";

/** The workloads of the workspace beside one Service. */
export interface WorkspaceMatches {
  /** Those whose Pods it would select, the nearest only; each once, in the first of its forms that matches. */
  readonly matched: readonly Pod[];
  /** All that could be in its namespace. */
  readonly candidates: readonly Pod[];
  readonly elsewhere: readonly Pod[];
}

/**
 * Finds the workloads behind a Service of the file `uri`, in every form that kustomizations give the two. Where a
 * kustomization holds both, what it makes of them stands together, and what others make of the workload does not.
 */
export function matchesInWorkspace(service: Service, workspace: WorkspaceSnapshot, uri: string): WorkspaceMatches {
  const forms = servicesInForms(service, workspace.forms?.get(uri));
  const [first] = forms;
  const scopes = forms.map((formed) => scopeOf(formed, workspace));
  const matched = new Map<string, Pod>();
  for (const { formed, candidates } of scopes) {
    for (const pod of matchesOfForm(formed, candidates)) {
      const key = originKey(pod);
      if (!matched.has(key)) matched.set(key, pod);
    }
  }
  const scope = scopes.find(({ formed }) => formed === first);
  return {
    matched: nearest([...matched.values()], uri),
    candidates: scope?.candidates ?? [],
    elsewhere: scope?.elsewhere ?? [],
  };
}

/**
 * The Service as it reaches the cluster: of several forms the one for the namespace that the cluster's context has, else
 * the first. The same object where no kustomization changes it.
 */
export function deployedService(
  service: Service,
  workspace: WorkspaceSnapshot,
  uri: string,
  cluster: ClusterSnapshot,
): Service {
  const forms = workspace.forms?.get(uri);
  if (forms === undefined) return service;
  const formed = servicesInForms(service, forms);
  const here = formed.find(({ service: { namespace } }) => namespace?.value === cluster.namespace);
  return (here ?? formed[0])?.service ?? service;
}

/** What tells the workloads of the workspace apart, however many forms they have. */
export function originKey({ origin, name }: Pod): string {
  return origin.kind === "workspace" ? `${origin.uri} ${origin.span[0]}` : name;
}

function scopeOf(formed: FormedService, workspace: WorkspaceSnapshot) {
  const { service } = formed;
  // A namespace that is neither written nor said is whatever kubectl will say: it can be any.
  const wanted = service.namespaceUnknown ? undefined : (service.namespace?.value ?? workspace.namespace);
  const candidates: Pod[] = [];
  const elsewhere: Pod[] = [];
  for (const pod of workspace.pods) {
    const namespace = pod.namespace ?? workspace.namespace;
    const fits = wanted === undefined || namespace === undefined || namespace === wanted;
    (fits ? candidates : elsewhere).push(pod);
  }
  return { formed, candidates, elsewhere };
}

function matchesOfForm({ service, kustomization }: FormedService, candidates: readonly Pod[]): readonly Pod[] {
  const pairs = pairsOf(service);
  const matched = candidates.filter((pod) => matchesAll(pod, pairs));
  const together = matched.filter(
    ({ origin }) => origin.kind === "workspace" && origin.form?.kustomization === kustomization,
  );
  return kustomization !== undefined && together.length > 0 ? together : matched;
}

/** The pairs that count: an ExternalName Service is a DNS alias, and its selector is ignored (the EndpointSlice controller skips it). */
export function pairsOf({ selector, type }: Service): readonly SelectorPair[] {
  return selector.kind === "pairs" && type?.value !== "ExternalName" ? selector.pairs : [];
}

/** The same file first, then its folder, then the workspace: the same workload often stands in several overlays. */
function nearest(pods: readonly Pod[], uri: string): readonly Pod[] {
  const inFile = pods.filter((pod) => uriOf(pod) === uri);
  if (inFile.length > 0) return inFile;
  const inFolder = pods.filter((pod) => folderOf(uriOf(pod)) === folderOf(uri));
  return inFolder.length > 0 ? inFolder : pods;
}

function uriOf({ origin }: Pod): string {
  return origin.kind === "workspace" ? origin.uri : "";
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}
