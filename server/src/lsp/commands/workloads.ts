import type { ContainerPort, Labels, Pod } from "../../core/pods/pod.ts";
import { exposeWorkload } from "../../core/refactor/exposeWorkload.ts";
import { writtenSelector } from "../../core/refactor/labelTemplate.ts";
import { commonLabels } from "../../core/refactor/takeSelector.ts";
import { words } from "../../core/words.ts";
import { originKey } from "../../core/workspace/matching.ts";
import type { ExposeParams, ExposeResult } from "../messages/edits.ts";
import type { WorkloadItem } from "../messages/reading.ts";
import type { CommandHost } from "./host.ts";
import { locationOf } from "./matches.ts";
import { refusal } from "./refusal.ts";

/** More are not offered to choose from. */
const MAX_WORKLOADS = 5_000;

/** A workload that can be exposed, with what its Service would select. */
interface Exposable {
  readonly item: WorkloadItem;
  /** The labels of the workload itself, which its Service gets as well, as `kubectl expose` has it. */
  readonly ownLabels: Labels;
  selector(): Promise<Labels>;
}

/** The workloads of the workspace, then those of the cluster's namespace where it is connected. */
export async function workloadItems(host: CommandHost): Promise<readonly WorkloadItem[]> {
  return (await exposables(host)).map(({ item }) => item);
}

const GONE = words({
  en: "This workload is not there any more.",
  ja: "このワークロードはもうありません。",
});

/**
 * The Service for a workload as manifest text.
 * @throws a `ResponseError` for a workload that is gone, and where no Service can be made of what is wished.
 */
export async function expose(host: CommandHost, params: ExposeParams): Promise<ExposeResult> {
  const workload = (await exposables(host)).find(({ item }) => item.id === params.id);
  if (workload === undefined) throw refusal(GONE(), host.locale);
  const { name, type, ports } = params;
  const { labels, selector, override, ...options } = params.options ?? {};
  const exposed = exposeWorkload({
    name,
    type,
    ports,
    namespace: workload.item.namespace,
    selector: selector === undefined ? await workload.selector() : new Map(Object.entries(selector)),
    labels: labels === undefined ? workload.ownLabels : new Map(Object.entries(labels)),
    options,
    ...(override && { override }),
  });
  if (exposed.kind === "refused") throw refusal(exposed.why, host.locale);
  return { text: exposed.text, name: exposed.name };
}

async function exposables(host: CommandHost): Promise<readonly Exposable[]> {
  await host.readWorkspace();
  const connected = await host.clusterToAsk();
  const { workspace, cluster } = host.snapshot();
  const live = connected ? await connected.workloads(cluster.namespace) : [];
  return [
    ...eachOnce(workspace.pods).map((pod) => workspaceExposable(host, pod)),
    ...live.map(({ apiVersion, kind, name, namespace, replicas, labels, ownLabels, selector, ports }) => ({
      ownLabels,
      item: {
        id: JSON.stringify(["cluster", namespace, apiVersion, kind, name]),
        source: "cluster" as const,
        kind,
        name,
        namespace,
        labels: Object.fromEntries(labels),
        ownLabels: Object.fromEntries(ownLabels),
        ports: portsOf(ports),
        ...(replicas !== undefined && { replicas }),
      },
      selector: async () => (selector.size > 0 ? selector : commonLabels([{ labels }])),
    })),
  ].slice(0, MAX_WORKLOADS);
}

/** Under several overlays a workload has several forms; it is written once. */
function eachOnce(pods: readonly Pod[]): readonly Pod[] {
  return [...new Map(pods.map((pod) => [originKey(pod), pod])).values()];
}

function workspaceExposable(host: CommandHost, pod: Pod): Exposable {
  const { kind, name } = pod.owner ?? { kind: "Pod", name: pod.name };
  const location = locationOf(pod, host.linesOf);
  const place = pod.origin.kind === "workspace" ? [pod.origin.uri, pod.origin.span[0]] : [];
  const ownLabels = pod.workloadLabels ?? (pod.owner === undefined ? pod.labels : new Map<string, string>());
  return {
    item: {
      id: JSON.stringify(["workspace", ...place]),
      source: "workspace",
      kind,
      name,
      labels: Object.fromEntries(pod.labels),
      ownLabels: Object.fromEntries(ownLabels),
      ports: portsOf(pod.ports),
      ...(pod.namespace !== undefined && { namespace: pod.namespace }),
      ...(location && { location }),
    },
    ownLabels,
    selector: async () => {
      const text = pod.origin.kind === "workspace" ? await host.textOf(pod.origin.uri) : undefined;
      return (text === undefined ? undefined : writtenSelector(text, pod)) ?? commonLabels([pod]);
    },
  };
}

function portsOf(ports: readonly ContainerPort[]): WorkloadItem["ports"] {
  return ports
    .filter(({ container }) => container === "container")
    .map(({ name, port, protocol }) => ({ port, protocol, ...(name !== undefined && { name }) }));
}
