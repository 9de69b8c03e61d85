import type { Cluster } from "../../cluster/cluster.ts";
import type { ClusterWrite } from "../../cluster/writes/write.ts";
import { objectOf } from "../../core/json.ts";
import { SERVICE_TYPES } from "../../core/refactor/serviceType.ts";
import { switchEffects, typeOfSpec } from "../../core/refactor/switchEffects.ts";
import { switchEffectWords } from "../../core/refactor/switchEffectWords.ts";
import { switchObject } from "../../core/refactor/switchObject.ts";
import { render, words } from "../../core/words.ts";
import { plainOf } from "../../core/yaml/node.ts";
import { type FeatureContext, serviceAt, type WrittenService } from "../../features/context.ts";
import { storedOf } from "../../features/live.ts";
import type { SwitchChoicesParams, SwitchChoicesResult } from "../messages/edits.ts";
import type { ServiceTypeChoice } from "../messages/shared.ts";
import type { ClusterWrite as Wanted } from "../messages/writes.ts";
import { type CommandHost, openContext, trustedCluster } from "./host.ts";
import { refusal } from "./refusal.ts";

const NO_SERVICE = words({
  en: "There is no Service at this place any more.",
  ja: "この場所にはもう Service がありません。",
});
const NOT_READ = words({
  en: "The Service could not be read: {why}",
  ja: "Service を読み取れませんでした: {why}",
});

/**
 * The types of a Service with what the cluster will do.
 * @throws a `ResponseError` where there is none, and for one of the cluster in a workspace that is not trusted.
 */
export async function switchChoices(host: CommandHost, params: SwitchChoicesParams): Promise<SwitchChoicesResult> {
  if (!("uri" in params)) {
    const { namespace, service: name } = params;
    const cluster = await trustedCluster(host, host.clusterToAsk);
    const stored = await readService(host, cluster, namespace, name);
    return { name, namespace, ...contextOf(cluster.snapshot.context), ...choicesOf(host, stored) };
  }
  const context = openContext(host, params.uri);
  const written = serviceAt(context, params.offset);
  if (written === undefined) throw refusal(NO_SERVICE(), host.locale);
  const { cluster } = context.snapshot;
  const { name, namespace } = written.service;
  const stored = storedOf(context, written);
  return {
    name: name?.value ?? "",
    namespace: namespace?.value ?? cluster.namespace,
    ...(stored !== undefined && contextOf(cluster.context)),
    ...choicesOf(host, isAbsent(context, written) ? undefined : (stored ?? plainOf(written.object.node))),
  };
}

/** What a switch of a Service in the cluster does, a sentence each. */
export function switchNotes({ locale }: CommandHost, stored: unknown, type: ServiceTypeChoice): readonly string[] {
  return switchEffects(stored, type).effects.map((effect) => render(switchEffectWords(effect), locale));
}

const MUST_RECREATE = words({
  en: "Between headless and a cluster IP the API server allows no change. Delete {name} and create it anew instead.",
  ja: "Headless とクラスター IP の間の変更を API サーバーは許しません。{name} を削除して作り直してください。",
});
const NOT_SWITCHED = words({
  en: "{name} cannot be switched to {type}.",
  ja: "{name} を {type} に切り替えることはできません。",
});

/**
 * The write that gives a Service of the cluster another type, from what is stored now and for no other version.
 * @throws a `ResponseError` where it is not there, and where it would have to be created anew and nobody has said so.
 */
export async function switchWrite(
  host: CommandHost,
  cluster: Cluster,
  { namespace, service: name, type, externalName, recreate }: Extract<Wanted, { kind: "switchType" }>,
): Promise<ClusterWrite> {
  const stored = await readService(host, cluster, namespace, name);
  const mustRecreate = switchEffects(stored, type).way === "recreate";
  if (mustRecreate && recreate !== true) throw refusal(MUST_RECREATE({ name }), host.locale);
  const object = switchObject(stored, type, externalName);
  if (object === undefined) throw refusal(NOT_SWITCHED({ name, type }), host.locale);
  return { kind: mustRecreate ? "recreate" : "replace", object };
}

async function readService({ locale }: CommandHost, cluster: Cluster, namespace: string, name: string) {
  const read = await cluster.read({ kind: "Service", namespace, name });
  if (read.kind === "refused") throw refusal(NOT_READ({ why: read.why }), locale);
  return read.object;
}

/** Whether the cluster is known to have no such Service. */
function isAbsent({ snapshot: { cluster } }: FeatureContext, { service }: WrittenService): boolean {
  if (service.name === undefined || service.namespaceUnknown) return false;
  const here = cluster.services?.get(service.namespace?.value ?? cluster.namespace);
  return here?.knowledge.kind === "synced" && !here.services.has(service.name.value);
}

function choicesOf(host: CommandHost, service: unknown): Pick<SwitchChoicesResult, "current" | "choices"> {
  const choices = SERVICE_TYPES.map((type) => {
    const recreate = switchEffects(service, type).way === "recreate";
    return { type, recreate, effects: switchNotes(host, service, type) };
  });
  return { ...(service !== undefined && currentOf(service)), choices };
}

function currentOf(service: unknown): Pick<SwitchChoicesResult, "current"> {
  const current = typeOfSpec(objectOf(objectOf(service).spec));
  return current === undefined ? {} : { current };
}

function contextOf(context: string | undefined): Pick<SwitchChoicesResult, "context"> {
  return context === undefined ? {} : { context };
}
