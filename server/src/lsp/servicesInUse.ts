import { namespaceOf } from "../core/pods/resolve.ts";
import { labelSelectorOf } from "../core/pods/selector.ts";
import { deployedService, pairsOf } from "../core/workspace/matching.ts";
import type { State } from "./state.ts";

/** Whether a Service is open. */
export function hasService(state: State): boolean {
  return state.documents.all().some(({ uri }) => (state.context(uri)?.services.length ?? 0) > 0);
}

/**
 * The namespaces of the Services in open documents, where they look for Pods and are stored, with their selectors, and
 * those in which other objects of open documents mean Services by their names.
 */
export function selectorsInUse(state: State): ReadonlyMap<string, readonly string[]> {
  const { cluster, workspace } = state.snapshot;
  const selectors = new Map<string, string[]>();
  for (const { uri } of state.documents.all()) {
    for (const { service: written } of state.context(uri)?.services ?? []) {
      for (const service of new Set([written, deployedService(written, workspace, uri, cluster)])) {
        if (service.namespaceUnknown) continue;
        const namespace = namespaceOf(service, cluster);
        const known = selectors.get(namespace) ?? [];
        const selector = labelSelectorOf(pairsOf(service));
        if (selector !== undefined && !known.includes(selector)) known.push(selector);
        selectors.set(namespace, known);
      }
    }
  }
  for (const namespace of namespacesMeant(state)) selectors.set(namespace, selectors.get(namespace) ?? []);
  return selectors;
}

function namespacesMeant(state: State): ReadonlySet<string> {
  const { cluster, workspace } = state.snapshot;
  const open = new Set(state.documents.all().map(({ uri }) => uri));
  const claims = [...(workspace.claims?.serviceNames.values() ?? [])].flat().filter(({ uri }) => open.has(uri));
  const meant = claims.flatMap(({ uri, namespace, serviceNamespace }) => {
    const forms = namespace === serviceNamespace ? workspace.forms?.get(uri) : undefined;
    return forms?.map((form) => form.namespace ?? serviceNamespace) ?? [serviceNamespace];
  });
  return new Set(meant.map((one) => one ?? workspace.namespace ?? cluster.namespace));
}
