import type * as lsp from "vscode-languageserver-types";
import type { Service } from "../../core/manifest/service.ts";
import { type Labels, type Pod, workloadOf } from "../../core/pods/pod.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import { matchesAll } from "../../core/pods/selector.ts";
import { writtenSelector } from "../../core/refactor/labelTemplate.ts";
import { commonLabels, takeSelector } from "../../core/refactor/takeSelector.ts";
import { shiftSpan, spanContains } from "../../core/span.ts";
import { render, words } from "../../core/words.ts";
import type { FeatureContext } from "../context.ts";
import { workspaceEdit } from "../workspaceEdit.ts";
import { type ActionProducer, inFile, type ServicePlace, servicePlaceAt } from "./action.ts";

/** A menu is read, not searched. */
const MAX_WORKLOADS = 8;

const SELECT = words({ en: "Select the Pods of {kind} {name}", ja: "{kind} {name} の Pod を選択する" });

/**
 * Takes the selector from a workload of the same namespace, of the cluster where its Pods are known, else of the
 * workspace. Offered on the selector, and anywhere in a Service that has none.
 */
export const selectWorkload: ActionProducer = {
  kind: "refactor.rewrite.selector",
  when: "invoked",
  produce(context, { range }) {
    const offset = context.lines.offsetAt(range.start);
    const place = servicePlaceAt(context, offset);
    if (place === undefined || !isAboutSelector(place, offset)) return [];
    return workloadsFor(context, place.written.service)
      .slice(0, MAX_WORKLOADS)
      .flatMap((workload) => select(context, place, workload));
  },
};

interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly pods: readonly Pod[];
}

function isAboutSelector({ written, document }: ServicePlace, offset: number): boolean {
  const { selector, type } = written.service;
  switch (selector.kind) {
    case "none":
      return type?.value !== "ExternalName";
    case "unknown":
      return false;
    case "pairs":
      return spanContains(shiftSpan([selector.keySpan[0], selector.span[1]], document.start), offset);
  }
}

/** Workloads that the Service does not select already, by name. */
function workloadsFor(context: FeatureContext, service: Service): readonly Workload[] {
  const { selector } = service;
  const pairs = selector.kind === "pairs" ? selector.pairs : [];
  const workloads = new Map<string, { kind: string; name: string; pods: Pod[] }>();
  for (const pod of candidates(context, service)) {
    const { kind, name } = workloadOf(pod);
    const known = workloads.get(`${kind}/${name}`);
    if (known) known.pods.push(pod);
    else workloads.set(`${kind}/${name}`, { kind, name, pods: [pod] });
  }
  return [...workloads.values()]
    .filter(({ pods }) => !pods.every((pod) => matchesAll(pod, pairs)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function candidates({ snapshot: { cluster, workspace } }: FeatureContext, service: Service): readonly Pod[] {
  const written = service.namespace?.value;
  const live = cluster.namespaces.get(namespaceOf(service, cluster));
  const inWorkspace = workspace.pods.filter(
    ({ namespace }) => written === undefined || namespace === undefined || namespace === written,
  );
  return live?.knowledge.kind === "synced" ? live.pods : inWorkspace;
}

function select(
  context: FeatureContext,
  place: ServicePlace,
  { kind, name, pods }: Workload,
): readonly lsp.CodeAction[] {
  const labels = selectorOf(context, pods);
  const edits = takeSelector(place.document.content.text, place.written.object, labels);
  const edit = edits && workspaceEdit(context, inFile(place, edits));
  if (edit === undefined) return [];
  const title = render(SELECT({ kind, name }), context.snapshot.settings.locale);
  return [{ title, kind: selectWorkload.kind, edit }];
}

/** The selector by which the workload itself finds its Pods, where its manifest is at hand; else what its Pods share. */
function selectorOf(context: FeatureContext, pods: readonly Pod[]): Labels {
  const [pod] = pods;
  const text = pod?.origin.kind === "workspace" ? context.textOf?.(pod.origin.uri) : undefined;
  const written = pod === undefined || text === undefined ? undefined : writtenSelector(text, pod);
  return written ?? commonLabels(pods);
}
