import type { Cluster } from "../../cluster/cluster.ts";
import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import { mapLimited } from "../../core/mapLimited.ts";
import { type LabelledPod, liveWorkloadOf } from "../../core/pods/liveWorkload.ts";
import { type Owner, type Pod, workloadOf } from "../../core/pods/pod.ts";
import { adoptions } from "../../core/refactor/adoptions.ts";
import {
  changesText,
  type LabelChanges,
  lostPods,
  type SelectingService,
  serviceEffects,
  templateAllows,
  templateEffects,
} from "../../core/refactor/labelEffects.ts";
import {
  adoptionWords,
  lostPodsWords,
  notAllowedWords,
  rolloutWords,
  serviceEffectWords,
  templateEffectWords,
} from "../../core/refactor/labelEffectWords.ts";
import { type Message, render, words } from "../../core/words.ts";
import type { LabelChoice } from "../messages/edits.ts";
import type { CommandHost } from "./host.ts";
import { type KnownServices, servicesIn } from "./selectingServices.ts";

const LASTS = words({
  en: "Lost when the Pod is replaced.",
  ja: "Pod が入れ替わると失われます。",
});
const NO_EFFECT = words({
  en: "No Service gains or loses a Pod.",
  ja: "Pod を得る Service も失う Service もありません。",
});
const UNKNOWN_SERVICES = words({
  en: "Which Services of the cluster gain or lose Pods is not known: {why}",
  ja: "クラスターのどの Service が Pod を得たり失ったりするかは不明です: {why}",
});
const UNKNOWN_OWNER = words({
  en: "Whether {kind} {name} would still find its Pods is not known: {why}",
  ja: "{kind} {name} のセレクターが Pod に一致し続けるかは不明です: {why}",
});

/** What comes of other labels on live Pods. It is refused where whoever made them would let them go. */
export async function podsChoice(
  host: CommandHost,
  cluster: Cluster,
  { namespace, pods }: { readonly namespace: string; readonly pods: readonly LabelledPod[] },
  changes: LabelChanges,
): Promise<LabelChoice> {
  const [known, owners, adopters] = await Promise.all([
    servicesIn(host, cluster, namespace),
    readOwners(cluster, namespace, pods),
    readAdopters(cluster, namespace, pods),
  ]);
  const lost = lostPods(pods, changes, ({ kind, name }) => owners.selectors.get(`${kind}/${name}`));
  const effects = serviceEffects(pods, changes, known.services).map(serviceEffectWords);
  const adopted = adoptions(pods, changes, adopters.adopters).map(adoptionWords);
  const sentences = [LASTS(), ...adopted, ...withUnknown(effects, known), ...owners.unknown, ...adopters.unknown];
  return said(host, sentences, lost.map(lostPodsWords));
}

/** What comes of other labels in a live workload's template: the rollout first. */
export async function templateChoice(
  host: CommandHost,
  cluster: Cluster,
  object: JsonObject,
  changes: LabelChanges,
): Promise<LabelChoice> {
  const workload = liveWorkloadOf(object);
  if (workload === undefined) return { effects: [] };
  const known = await servicesIn(host, cluster, textOf(objectOf(object.metadata).namespace) ?? "");
  const effects = templateEffects(workload.labels, changes, known.services).map((effect) =>
    templateEffectWords(effect, workload),
  );
  const refused = templateAllows(workload, changes) ? [] : [notAllowedWords(workload, changesText(changes))];
  return said(host, [rolloutWords(workload.rollout, workload), ...withUnknown(effects, known)], refused);
}

/** What comes of other labels in the templates of the workspace, once they are applied. */
export function writtenChoice(
  host: CommandHost,
  pods: readonly Pod[],
  changes: LabelChanges,
  services: readonly SelectingService[],
): LabelChoice {
  const effects = pods.flatMap((pod) =>
    templateEffects(pod.labels, changes, services).map((effect) => templateEffectWords(effect, workloadOf(pod))),
  );
  return said(host, effects.length > 0 ? effects : [NO_EFFECT()], []);
}

function withUnknown(effects: readonly Message[], { unknown }: KnownServices): readonly Message[] {
  if (unknown !== undefined) return [...effects, UNKNOWN_SERVICES({ why: unknown })];
  return effects.length > 0 ? effects : [NO_EFFECT()];
}

function said({ locale }: CommandHost, effects: readonly Message[], refused: readonly Message[]): LabelChoice {
  const sentences = (messages: readonly Message[]) => messages.map((message) => render(message, locale));
  return {
    effects: sentences(effects),
    ...(refused.length > 0 && { refused: sentences(refused).join(" ") }),
  };
}

/** They find their Pods by labels of their own making, or not by labels at all. */
const FIND_BY_THEMSELVES: readonly string[] = ["Job", "Node"];

/** More are not asked by which labels they find their Pods. */
const MAX_OWNERS = 100;

const MORE_OWNERS = words({
  en: "Whether {count} more {count|workload|workloads} would still find their Pods was not asked.",
  ja: "ほか {count} 個のワークロードのセレクターが Pod に一致し続けるかは調べていません。",
});

interface Owners {
  /** `LabelSelector`s by `kind/name`. */
  readonly selectors: ReadonlyMap<string, unknown>;
  readonly unknown: readonly Message[];
}

async function readOwners(cluster: Cluster, namespace: string, pods: readonly LabelledPod[]): Promise<Owners> {
  const owners = new Map(pods.flatMap(({ owner }) => (owner ? [[`${owner.kind}/${owner.name}`, owner]] : [])));
  const asked = [...owners].filter(([, { kind }]) => !FIND_BY_THEMSELVES.includes(kind));
  const read = await mapLimited(asked.slice(0, MAX_OWNERS), async ([key, owner]) => {
    return { key, owner, answer: await cluster.read({ ...owner, namespace }) };
  });
  return {
    selectors: new Map(
      read.flatMap(({ key, answer }) =>
        answer.kind === "read" ? [[key, objectOf(answer.object.spec).selector] as const] : [],
      ),
    ),
    unknown: [
      ...read.flatMap(({ owner, answer }) => (answer.kind === "read" ? [] : [unknownOwner(owner, answer.why)])),
      ...(asked.length > MAX_OWNERS ? [MORE_OWNERS({ count: asked.length - MAX_OWNERS })] : []),
    ],
  };
}

function unknownOwner({ kind, name }: Owner, why: string): Message {
  return UNKNOWN_OWNER({ kind, name, why });
}

const UNKNOWN_ADOPTERS = words({
  en: "Whether a {kind} would take the Pods over is not known: {why}",
  ja: "{kind} が Pod を引き取るかは不明です: {why}",
});

/** Only a Pod that nobody controls is taken over: without one nobody is asked for. */
async function readAdopters(cluster: Cluster, namespace: string, pods: readonly LabelledPod[]) {
  const hasOrphan = pods.some(({ owner }) => owner === undefined);
  const found = hasOrphan ? await cluster.adopters(namespace) : undefined;
  return { adopters: found?.adopters ?? [], unknown: (found?.unknown ?? []).map(UNKNOWN_ADOPTERS) };
}
