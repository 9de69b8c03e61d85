import type { SelectorPair, Service } from "../manifest/service.ts";
import type { Pod } from "../pods/pod.ts";
import { matchesAll, matchesPair, mayBeAdded } from "../pods/selector.ts";
import type { ClusterSnapshot, WorkspaceSnapshot } from "../snapshot.ts";
import { type FormedService, servicesInForms } from "./formed.ts";

/** The workloads of the workspace beside one Service. */
export interface WorkspaceMatches {
  /** Those whose Pods it would select, the nearest only; each once, in the first of its forms that matches. */
  readonly matched: readonly Pod[];
  /** All that could be in its namespace; computed when asked for, as is all that follows. */
  readonly candidates: readonly Pod[];
  readonly elsewhere: readonly Pod[];
  /** How many of the candidates have a label. */
  countOf(pair: SelectorPair): number;
}

/**
 * Finds the workloads behind a Service of the file `uri`, in every form that kustomizations give the two. Where a
 * kustomization holds both, what it makes of them stands together, and what others make of the workload does not.
 */
export function matchesInWorkspace(written: Service, workspace: WorkspaceSnapshot, uri: string): WorkspaceMatches {
  const forms = servicesInForms(written, workspace.forms?.get(uri));
  const matched = new Map<string, Pod>();
  for (const formed of forms) {
    for (const pod of matchesOfForm(formed, workspace)) {
      const key = originKey(pod);
      if (!matched.has(key)) matched.set(key, pod);
    }
  }
  const isCandidate = fitsNamespace(forms[0]?.service ?? written, workspace);
  return {
    matched: nearest([...matched.values()], uri),
    get candidates() {
      return workspace.pods.filter(isCandidate);
    },
    get elsewhere() {
      return workspace.pods.filter((pod) => !isCandidate(pod));
    },
    countOf(pair) {
      let count = 0;
      for (const pod of podsWith(workspace, [pair])) if (matchesPair(pod, pair) && isCandidate(pod)) count += 1;
      return count;
    },
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

/** A namespace that is neither written nor said is whatever kubectl will say: it can be any. */
function fitsNamespace(service: Service, workspace: WorkspaceSnapshot): (pod: Pod) => boolean {
  const wanted = service.namespaceUnknown ? undefined : (service.namespace?.value ?? workspace.namespace);
  return (pod) => {
    const namespace = pod.namespace ?? workspace.namespace;
    return wanted === undefined || namespace === undefined || namespace === wanted;
  };
}

function matchesOfForm({ service, kustomization }: FormedService, workspace: WorkspaceSnapshot): readonly Pod[] {
  const pairs = pairsOf(service);
  const isCandidate = fitsNamespace(service, workspace);
  const matched = podsWith(workspace, pairs).filter((pod) => matchesAll(pod, pairs) && isCandidate(pod));
  const together = matched.filter(
    ({ origin }) => origin.kind === "workspace" && origin.form?.kustomization === kustomization,
  );
  return kustomization !== undefined && together.length > 0 ? together : matched;
}

/** Few Pods among which all that have the pairs are: by the pair that the fewest have, but for those that controllers add. */
function podsWith({ pods, podsLabelled }: WorkspaceSnapshot, pairs: readonly SelectorPair[]): readonly Pod[] {
  let fewest = pods;
  for (const { key, value } of pairs) {
    const labelled = podsLabelled === undefined || mayBeAdded(key) ? pods : podsLabelled(key, value);
    if (labelled.length < fewest.length) fewest = labelled;
  }
  return fewest;
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
