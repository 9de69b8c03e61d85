import type { SelectorPair, Service } from "../manifest/service.ts";
import { matchLabels } from "../pods/labelMatch.ts";
import { matchesLabelSelector } from "../pods/labelSelector.ts";
import type { Region } from "../pods/nearMiss.ts";
import type { Pod } from "../pods/pod.ts";
import { matchesAll, mayBeAdded } from "../pods/selector.ts";
import type { ClusterSnapshot, WorkspaceLabels, WorkspaceSnapshot } from "../snapshot.ts";
import { type FormedService, servicesInForms } from "./formed.ts";
import { labelsOf } from "./labels.ts";
import type { PodSelector, PodSelectorExpression } from "./podSelectors.ts";

/** The workloads of the workspace beside one Service. */
export interface WorkspaceMatches {
  /** Those whose Pods it would select, the nearest only; each once, in the first of its forms that matches. */
  readonly matched: readonly Pod[];
  /** All that could be in its namespace; computed when asked for. */
  readonly candidates: readonly Pod[];
  /** Those, and all others. */
  readonly here: Region;
  readonly elsewhere: Region;
  /** How many of the candidates have a label. */
  countOf(pair: SelectorPair): number;
}

/**
 * Finds the workloads behind a Service of the file `uri`, in every form that kustomizations give the two. Where a
 * kustomization holds both, what it makes of them stands together, and what others make of the workload does not.
 */
export function matchesInWorkspace(written: Service, workspace: WorkspaceSnapshot, uri: string): WorkspaceMatches {
  const forms = servicesInForms(written, workspace.forms?.get(uri));
  const labels = labelsOf(workspace);
  const matched = new Map<string, Pod>();
  for (const formed of forms) {
    for (const pod of matchesOfForm(formed, workspace, labels)) {
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
    here: { table: labels.pods, workloads: labels.workloads, includes: isCandidate },
    elsewhere: { table: labels.pods, includes: (pod) => !isCandidate(pod) },
    countOf: (pair) => podsWith(workspace, labels, [pair]).filter(isCandidate).length,
  };
}

/**
 * The Pods of the workspace that another object of the file `uri` than a Service means by their labels, the nearest only.
 * `namespace` is the one that the object writes. What kustomizations set on both sides is not compared.
 */
export function podsMeant(
  { pairs, expressions }: Pick<PodSelector, "pairs" | "expressions">,
  namespace: string | undefined,
  workspace: WorkspaceSnapshot,
  uri: string,
): readonly Pod[] {
  const labels = labelsOf(workspace);
  const forms = workspace.forms?.get(uri) ?? [undefined];
  const found = forms.flatMap((form) => {
    const isSet = (key: string) => form?.layers.some(({ selectorLabels }) => selectorLabels.has(key)) === true;
    const wanted = pairs.filter(({ key }) => !isSet(key));
    const wantedNamespace = form?.namespace ?? namespace ?? workspace.namespace;
    const candidates = wanted.length === 0 ? workspace.pods : matchLabels(labels.pods, wanted).pods;
    const matched = candidates.filter(
      (pod) =>
        isSameOrUnknown(wantedNamespace, pod.namespace ?? workspace.namespace) &&
        expressions.every((expression) => isSet(expression.key.value) || satisfies(pod, expression)),
    );
    const together = matched.filter(
      ({ origin }) => origin.kind === "workspace" && origin.form?.kustomization === form?.kustomization,
    );
    return form !== undefined && together.length > 0 ? together : matched;
  });
  return nearest([...new Map(found.map((pod) => [originKey(pod), pod])).values()], uri);
}

function isSameOrUnknown(wanted: string | undefined, namespace: string | undefined): boolean {
  return wanted === undefined || namespace === undefined || wanted === namespace;
}

function satisfies({ labels }: Pod, { key, operator, values }: PodSelectorExpression): boolean {
  const matchExpressions = [{ key: key.value, operator, values: values.map(({ value }) => value) }];
  return matchesLabelSelector({ matchExpressions }, labels) === true;
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

function matchesOfForm(
  { service, kustomization }: FormedService,
  workspace: WorkspaceSnapshot,
  labels: WorkspaceLabels,
): readonly Pod[] {
  const matched = podsWith(workspace, labels, pairsOf(service)).filter(fitsNamespace(service, workspace));
  const together = matched.filter(
    ({ origin }) => origin.kind === "workspace" && origin.form?.kustomization === kustomization,
  );
  return kustomization !== undefined && together.length > 0 ? together : matched;
}

/** The Pods that match all pairs, also by labels that controllers add and that stand nowhere. */
function podsWith(
  { pods }: WorkspaceSnapshot,
  labels: WorkspaceLabels,
  pairs: readonly SelectorPair[],
): readonly Pod[] {
  const written = pairs.filter(({ key }) => !mayBeAdded(key));
  const few = written.length === 0 ? pods : matchLabels(labels.pods, written).pods;
  return written.length === pairs.length && pairs.length > 0 ? few : few.filter((pod) => matchesAll(pod, pairs));
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
