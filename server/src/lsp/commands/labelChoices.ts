import { ResponseError } from "vscode-languageserver-protocol";
import type { Cluster } from "../../cluster/cluster.ts";
import { type Owner, type Pod, workloadOf } from "../../core/pods/pod.ts";
import { workloadsMatching } from "../../core/pods/resolve.ts";
import type { LabelChanges } from "../../core/refactor/labelEffects.ts";
import { render, words } from "../../core/words.ts";
import { serviceAt } from "../../features/context.ts";
import type { AddLabelParams, LabelChoice, LabelChoicesParams, LabelChoicesResult } from "../messages/edits.ts";
import type { MatchedPod } from "../messages/shared.ts";
import { addLabelEdits } from "./edits.ts";
import { type CommandHost, openContext, trustedCluster } from "./host.ts";
import { podsChoice, templateChoice, writtenChoice } from "./labels.ts";
import { matchedPod } from "./matches.ts";
import { refusal } from "./refusal.ts";
import { writtenServices } from "./selectingServices.ts";

const NO_SERVICE = words({
  en: "There is no Service at this place any more.",
  ja: "この場所にはもう Service がありません。",
});

/** Nobody chooses from a longer list of Pods. */
const MAX_PODS = 1_000;

/** More templates are not offered to choose from. */
const MAX_WORKLOADS = 5;

/** Kinds that have a Pod template which may be changed. */
const KINDS = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "CronJob"];

/**
 * Where labels can be changed for the Pods behind a Service, or for Pods of the cluster.
 * @throws a `ResponseError` where there is no Service, and for Pods of the cluster in a workspace that is not trusted.
 */
export async function labelChoices(host: CommandHost, params: LabelChoicesParams): Promise<LabelChoicesResult> {
  const changes: LabelChanges = new Map(Object.entries(params.labels));
  await host.readWorkspace();
  if (!("uri" in params)) {
    const cluster = await trustedCluster(host);
    const { namespace } = params;
    const pods = await podsNamed(cluster, namespace, params.pods);
    return { workloads: [], ...(await liveChoices(host, cluster, { namespace, pods }, changes)) };
  }
  const context = openContext(host, params.uri);
  const written = serviceAt(context, params.offset);
  if (written === undefined) throw refusal(NO_SERVICE(), host.locale);
  const templates = workloadsMatching(written.service, context.snapshot.workspace, params.uri);
  const services = writtenServices(host, undefined);
  const choice = { ...writtenChoice(host, templates, changes, services), ...refusalOfEdits(host, params) };
  const workspace = templates.length === 0 ? {} : { workspace: choice };
  const { source, pods } = context.resolutionOf(written);
  if (source.kind !== "cluster" || pods.length === 0) return { workloads: [], ...workspace };
  const live = { namespace: source.namespace, pods };
  return { workloads: [], ...workspace, ...(await liveChoices(host, await trustedCluster(host), live, changes)) };
}

const FORBIDDEN = words({
  en: "Refused: a template does not allow it.",
  ja: "できません: テンプレートが許しません。",
});
const NOT_READ = words({
  en: "{kind} {name} could not be read.",
  ja: "{kind} {name} を読み取れませんでした。",
});

/** A template whose own selector forbids the labels refuses them all: half of what was asked is not done. */
function refusalOfEdits(host: CommandHost, params: AddLabelParams): Partial<LabelChoice> {
  try {
    addLabelEdits(host, params);
    return {};
  } catch (error) {
    if (error instanceof ResponseError) return { refused: error.message, brief: render(FORBIDDEN(), host.locale) };
    throw error;
  }
}

/** As they are followed; where one of them is not, the namespace's Pods are asked for. */
async function podsNamed(cluster: Cluster, namespace: string, names: readonly string[]): Promise<readonly Pod[]> {
  const here = cluster.snapshot.namespaces.get(namespace);
  const followed = [...(here?.pods ?? []), ...[...(here?.selections?.values() ?? [])].flatMap(({ pods }) => pods)];
  const known = new Map(followed.map((pod) => [pod.name, pod]));
  const isKnown = names.every((name) => known.has(name));
  const pods = isKnown ? [...known.values()] : (await cluster.find(namespace, "")).pods;
  return pods.filter(({ name }) => names.includes(name));
}

interface LivePods {
  readonly namespace: string;
  readonly pods: readonly Pod[];
}

async function liveChoices(
  host: CommandHost,
  cluster: Cluster,
  live: LivePods,
  changes: LabelChanges,
): Promise<Partial<LabelChoicesResult>> {
  const { namespace, pods } = live;
  if (pods.length === 0) return {};
  const { context } = cluster.snapshot;
  const [choice, workloads] = await Promise.all([
    podsChoice(host, cluster, live, changes),
    Promise.all(workloadsOf(pods).map((owner) => workloadChoice(host, cluster, { ...owner, namespace }, changes))),
  ]);
  const shown: readonly MatchedPod[] = pods.slice(0, MAX_PODS).map((pod) => matchedPod(pod, host.linesOf));
  return { ...(context !== undefined && { context }), workloads, pods: { ...choice, namespace, pods: shown } };
}

function workloadsOf(pods: readonly Pod[]): readonly Owner[] {
  const owners = new Map(pods.map(workloadOf).map((owner) => [`${owner.kind}/${owner.name}`, owner]));
  return [...owners.values()].filter(({ kind }) => KINDS.includes(kind)).slice(0, MAX_WORKLOADS);
}

async function workloadChoice(
  host: CommandHost,
  cluster: Cluster,
  name: { readonly kind: string; readonly name: string; readonly namespace: string },
  changes: LabelChanges,
): Promise<LabelChoicesResult["workloads"][number]> {
  const read = await cluster.read(name);
  if (read.kind === "refused") {
    return { ...name, effects: [], brief: render(NOT_READ(name), host.locale), refused: read.why };
  }
  return { ...name, ...(await templateChoice(host, cluster, read.object, changes)) };
}
