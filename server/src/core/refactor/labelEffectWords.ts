import type { Rollout } from "../pods/liveWorkload.ts";
import type { Owner } from "../pods/pod.ts";
import { type Message, words } from "../words.ts";
import type { Adoption } from "./adoptions.ts";
import type { LostPods, ServiceEffect } from "./labelEffects.ts";

const GAINS = words({
  en: "Service {service} gains {count} {count|Pod|Pods}: {names}.",
  ja: "Service {service} が {count} 個の Pod を得ます: {names}。",
});
const LOSES = words({
  en: "Service {service} loses {count} {count|Pod|Pods}: {names}.",
  ja: "Service {service} が {count} 個の Pod を失います: {names}。",
});
const TYPED_GAINS = words({
  en: "Service {service}, as typed in the workspace, gains {count} {count|Pod|Pods}: {names}.",
  ja: "ワークスペースで入力中の Service {service} が {count} 個の Pod を得ます: {names}。",
});
const TYPED_LOSES = words({
  en: "Service {service}, as typed in the workspace, loses {count} {count|Pod|Pods}: {names}.",
  ja: "ワークスペースで入力中の Service {service} が {count} 個の Pod を失います: {names}。",
});

/** Which Service gains or loses which Pods. */
export function serviceEffectWords({ service: { name, origin }, kind, pods }: ServiceEffect): Message {
  const values = { service: name, count: pods.length, names: namesText(pods) };
  switch (origin) {
    case "cluster":
      return kind === "gains" ? GAINS(values) : LOSES(values);
    case "workspace":
      return kind === "gains" ? TYPED_GAINS(values) : TYPED_LOSES(values);
  }
}

const GAINS_ALL = words({
  en: "Service {service} gains the Pods of {kind} {name}.",
  ja: "Service {service} が {kind} {name} の Pod を得ます。",
});
const LOSES_ALL = words({
  en: "Service {service} loses the Pods of {kind} {name}.",
  ja: "Service {service} が {kind} {name} の Pod を失います。",
});
const TYPED_GAINS_ALL = words({
  en: "Service {service}, as typed in the workspace, gains the Pods of {kind} {name}.",
  ja: "ワークスペースで入力中の Service {service} が {kind} {name} の Pod を得ます。",
});
const TYPED_LOSES_ALL = words({
  en: "Service {service}, as typed in the workspace, loses the Pods of {kind} {name}.",
  ja: "ワークスペースで入力中の Service {service} が {kind} {name} の Pod を失います。",
});

/** Which Service gains or loses all Pods of a workload. */
export function templateEffectWords(
  { service: { name: service, origin }, kind: change }: Omit<ServiceEffect, "pods">,
  { kind, name }: Owner,
): Message {
  const values = { service, kind, name };
  switch (origin) {
    case "cluster":
      return change === "gains" ? GAINS_ALL(values) : LOSES_ALL(values);
    case "workspace":
      return change === "gains" ? TYPED_GAINS_ALL(values) : TYPED_LOSES_ALL(values);
  }
}

const REPLACES = words({
  en: "A rollout: {kind} {name} replaces {count} {count|Pod|Pods}.",
  ja: "ロールアウト: {kind} {name} が {count} 個の Pod を入れ替えます。",
});
const PAUSED = words({
  en: "{kind} {name} is paused: it replaces its {count} {count|Pod|Pods} once it is resumed.",
  ja: "{kind} {name} は一時停止中です。再開すると {count} 個の Pod を入れ替えます。",
});
const ON_DELETE = words({
  en: "{kind} {name} replaces a Pod only when somebody deletes it (OnDelete).",
  ja: "{kind} {name} は、誰かが削除した Pod だけを入れ替えます (OnDelete)。",
});
const NEW_ONLY = words({
  en: "The Pods of {kind} {name} that are there stay as they are; only new ones have the change.",
  ja: "{kind} {name} の今ある Pod はそのままで、新しい Pod だけに反映されます。",
});

/** What becomes of the Pods that are there. */
export function rolloutWords(rollout: Rollout, { kind, name }: Owner): Message {
  switch (rollout.kind) {
    case "replaces":
      return REPLACES({ kind, name, count: rollout.pods });
    case "paused":
      return PAUSED({ kind, name, count: rollout.pods });
    case "onDelete":
      return ON_DELETE({ kind, name });
    case "newOnly":
      return NEW_ONLY({ kind, name });
  }
}

const LOST = words({
  en: "The selector of {kind} {name} would no longer find {names}: it would let {count|that Pod|those Pods} go and make {count|another|others}.",
  ja: "{kind} {name} のセレクターが {names} ({count} 個) に一致しなくなり、手放して別の Pod を作ります。",
});

/** Why a change of live Pods is refused. */
export function lostPodsWords({ owner: { kind, name }, pods }: LostPods): Message {
  return LOST({ kind, name, names: namesText(pods), count: pods.length });
}

const ADOPTS = words({
  en: "{kind} {name} takes {count} {count|Pod|Pods} over as its own: {names}.",
  ja: "{kind} {name} が {count} 個の Pod を自分のものとして引き取ります: {names}。",
});
const ADOPTS_TOO_MANY = words({
  en: "{kind} {name} takes {count} {count|Pod|Pods} over as its own: {names}. It then has {surplus} more than it wants and deletes {surplus|one|as many}, {count|this one|these} or others.",
  ja: "{kind} {name} が {count} 個の Pod を自分のものとして引き取ります: {names}。必要な数より {surplus} 個多くなり、これらの Pod かほかの Pod をその数だけ削除します。",
});

/** Who takes Pods over that nobody controls now, and what becomes of them. */
export function adoptionWords({ adopter: { kind, name }, pods, surplus }: Adoption): Message {
  const values = { kind, name, count: pods.length, names: namesText(pods) };
  return surplus === 0 ? ADOPTS(values) : ADOPTS_TOO_MANY({ ...values, surplus });
}

const NOT_ALLOWED = words({
  en: "The selector of {kind} {name} would not find its own Pods with {changes}, and the API server refuses that.",
  ja: "{changes} にすると、{kind} {name} のセレクターが自分の Pod に一致せず、API サーバーが拒否します。",
});

/** Why a change of a template is refused. */
export function notAllowedWords({ kind, name }: Owner, changes: string): Message {
  return NOT_ALLOWED({ kind, name, changes });
}

const MOST_NAMES = 5;

function namesText(names: readonly string[]): string {
  return names.length <= MOST_NAMES ? names.join(", ") : `${names.slice(0, MOST_NAMES).join(", ")}, …`;
}
