import type { Rollout } from "../pods/liveWorkload.ts";
import type { Owner } from "../pods/pod.ts";
import { type Message, words } from "../words.ts";
import type { Adoption } from "./adoptions.ts";
import type { LostPods, ServiceEffect } from "./labelEffects.ts";

const GAIN = words({ en: "Services that gain Pods: {names}.", ja: "Pod を得る Service: {names}。" });
const LOSE = words({ en: "Services that lose Pods: {names}.", ja: "Pod を失う Service: {names}。" });

/** Which Services gain or lose Pods, without the Pods: for a list, whose lines are short. */
export function briefServiceWords(effects: readonly Pick<ServiceEffect, "service" | "kind">[]): readonly Message[] {
  const named = (wanted: ServiceEffect["kind"]) =>
    effects.flatMap(({ service, kind }) => (kind === wanted ? [service.name] : []));
  const [lose, gain] = [named("loses"), named("gains")];
  return [
    ...(lose.length === 0 ? [] : [LOSE({ names: namesText(lose) })]),
    ...(gain.length === 0 ? [] : [GAIN({ names: namesText(gain) })]),
  ];
}

const TAKEN = words({ en: "Taken over by {names}.", ja: "{names} が引き取ります。" });

/** Who takes the Pods over. */
export function briefAdoptionWords(adopted: readonly Adoption[]): readonly Message[] {
  const names = adopted.map(({ adopter: { kind, name } }) => `${kind} ${name}`);
  return names.length === 0 ? [] : [TAKEN({ names: namesText(names) })];
}

const REPLACES = words({
  en: "A rollout replaces {count} {count|Pod|Pods}.",
  ja: "ロールアウトで {count} 個の Pod を入れ替えます。",
});
const PAUSED = words({ en: "A rollout, once it is resumed.", ja: "再開後にロールアウトします。" });
const ON_DELETE = words({ en: "For Pods that replace deleted ones.", ja: "削除後に作り直す Pod に反映されます。" });
const NEW_ONLY = words({ en: "For new Pods only.", ja: "新しい Pod だけに反映されます。" });

/** What becomes of the Pods that are there. */
export function briefRolloutWords(rollout: Rollout): Message {
  switch (rollout.kind) {
    case "replaces":
      return REPLACES({ count: rollout.pods });
    case "paused":
      return PAUSED();
    case "onDelete":
      return ON_DELETE();
    case "newOnly":
      return NEW_ONLY();
  }
}

const LET_GO = words({
  en: "Refused: {kind} {name} would let {count|its Pod|Pods} go.",
  ja: "できません: {kind} {name} が Pod {count} 個を手放します。",
});
const FORBIDS = words({
  en: "Refused: the selector of {kind} {name} forbids it.",
  ja: "できません: {kind} {name} のセレクターが許しません。",
});

/** Why a change of live Pods is refused. */
export function briefLostWords({ owner: { kind, name }, pods }: LostPods): Message {
  return LET_GO({ kind, name, count: pods.length });
}

/** Why a change of a template is refused. */
export function briefNotAllowedWords({ kind, name }: Owner): Message {
  return FORBIDS({ kind, name });
}

const MOST_NAMES = 3;

function namesText(names: readonly string[]): string {
  const each = [...new Set(names)];
  return each.length <= MOST_NAMES ? each.join(", ") : `${each.slice(0, MOST_NAMES).join(", ")}, …`;
}
