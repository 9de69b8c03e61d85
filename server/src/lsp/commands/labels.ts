import type { Cluster } from "../../cluster/cluster.ts";
import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import { type LabelledPod, liveWorkloadOf } from "../../core/pods/liveWorkload.ts";
import { type Pod, workloadOf } from "../../core/pods/pod.ts";
import { adoptions } from "../../core/refactor/adoptions.ts";
import {
  briefAdoptionWords,
  briefLostWords,
  briefNotAllowedWords,
  briefRolloutWords,
  briefServiceWords,
} from "../../core/refactor/labelBriefWords.ts";
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
import { readAdopters, readOwners } from "./labelOwners.ts";
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

const BRIEF_UNKNOWN = words({ en: "Not all of it is known.", ja: "一部は不明です。" });

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
  const services = serviceEffects(pods, changes, known.services);
  const adopted = adoptions(pods, changes, adopters.adopters);
  return said(host, {
    effects: [LASTS(), ...adopted.map(adoptionWords), ...services.map(serviceEffectWords)],
    brief: [LASTS(), ...briefAdoptionWords(adopted), ...briefServiceWords(services)],
    isNothing: services.length === 0 && known.unknown === undefined,
    unknown: [...unknownServices(known), ...owners.unknown, ...adopters.unknown],
    refused: lost.map(lostPodsWords),
    briefRefused: lost.map(briefLostWords),
  });
}

/** What comes of other labels in a live workload's template: the rollout first. */
export async function templateChoice(
  host: CommandHost,
  cluster: Cluster,
  object: JsonObject,
  changes: LabelChanges,
): Promise<LabelChoice> {
  const workload = liveWorkloadOf(object);
  if (workload === undefined) return { effects: [], brief: "" };
  const known = await servicesIn(host, cluster, textOf(objectOf(object.metadata).namespace) ?? "");
  const services = templateEffects(workload.labels, changes, known.services);
  const isAllowed = templateAllows(workload, changes);
  return said(host, {
    effects: [
      rolloutWords(workload.rollout, workload),
      ...services.map((effect) => templateEffectWords(effect, workload)),
    ],
    brief: [briefRolloutWords(workload.rollout), ...briefServiceWords(services)],
    isNothing: services.length === 0 && known.unknown === undefined,
    unknown: unknownServices(known),
    refused: isAllowed ? [] : [notAllowedWords(workload, changesText(changes))],
    briefRefused: isAllowed ? [] : [briefNotAllowedWords(workload)],
  });
}

/** What comes of other labels in the templates of the workspace, once they are applied. */
export function writtenChoice(
  host: CommandHost,
  pods: readonly Pod[],
  changes: LabelChanges,
  services: readonly SelectingService[],
): LabelChoice {
  const effects = pods.flatMap((pod) =>
    templateEffects(pod.labels, changes, services).map((effect) => ({ effect, workload: workloadOf(pod) })),
  );
  return said(host, {
    effects: effects.map(({ effect, workload }) => templateEffectWords(effect, workload)),
    brief: briefServiceWords(effects.map(({ effect }) => effect)),
    isNothing: effects.length === 0,
    unknown: [],
    refused: [],
    briefRefused: [],
  });
}

function unknownServices({ unknown }: KnownServices): readonly Message[] {
  return unknown === undefined ? [] : [UNKNOWN_SERVICES({ why: unknown })];
}

interface Said {
  readonly effects: readonly Message[];
  readonly brief: readonly Message[];
  /** It is known that no Service gains or loses a Pod. */
  readonly isNothing: boolean;
  readonly unknown: readonly Message[];
  readonly refused: readonly Message[];
  readonly briefRefused: readonly Message[];
}

function said(
  { locale }: CommandHost,
  { effects, brief, isNothing, unknown, refused, briefRefused }: Said,
): LabelChoice {
  const sentences = (messages: readonly Message[]) => messages.map((message) => render(message, locale));
  const nothing = isNothing ? [NO_EFFECT()] : [];
  const short =
    refused.length > 0 ? briefRefused : [...brief, ...nothing, ...(unknown.length > 0 ? [BRIEF_UNKNOWN()] : [])];
  return {
    effects: sentences([...effects, ...nothing, ...unknown]),
    brief: sentences(short).join(locale === "ja" ? "" : " "),
    ...(refused.length > 0 && { refused: sentences(refused).join(" ") }),
  };
}
