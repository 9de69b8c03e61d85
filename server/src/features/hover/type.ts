import { fieldAt } from "../../core/fields/field.ts";
import { SERVICE_TYPES } from "../../core/refactor/serviceType.ts";
import { switchEffects } from "../../core/refactor/switchEffects.ts";
import { switchEffectWords } from "../../core/refactor/switchEffectWords.ts";
import { type Message, render, words } from "../../core/words.ts";
import { type FeatureContext, offsetOf, type WrittenService } from "../context.ts";
import { liveOf, storedOf } from "../live.ts";
import type { Block } from "../page.ts";
import { liveLines } from "./live.ts";

const HEADLESS = words({
  en: "Headless (clusterIP: None): no virtual IP. DNS answers with the Pods' own addresses.",
  ja: "Headless (clusterIP: None): 仮想 IP を持たず、DNS が Pod のアドレスを返します。",
});
/** The schema's words for each type; Headless stands behind the type that it is a form of. */
const TYPES: readonly { readonly type: string; readonly meaning: Message }[] = (fieldAt(["spec", "type"])?.values ?? [])
  .map(({ value, meaning: { sentence } }) => ({
    type: value,
    meaning: { sentence: { en: `${value}: ${sentence.en}`, ja: `${value}: ${sentence.ja}` }, values: {} },
  }))
  .toSpliced(1, 0, { type: "Headless", meaning: HEADLESS() });

const OTHERS = words({ en: "The other types:", ja: "ほかのタイプ:" });
const SWITCH = words({ en: "Switch the type", ja: "タイプを切り替える" });

/** What a Service's type gives, in a sentence; undefined for a type that there is not. */
export function meaningOf({ type, clusterIP }: WrittenService["service"]): Message | undefined {
  const isHeadless = type?.value === "ClusterIP" && clusterIP?.value === "None";
  return TYPES.find((candidate) => candidate.type === (isHeadless ? "Headless" : type?.value))?.meaning;
}

/** What the Service's type gives, and what the others would. */
export function typePage(context: FeatureContext, written: WrittenService): readonly Block[] {
  const { locale } = context.snapshot.settings;
  const { type } = written.service;
  const current = meaningOf(written.service);
  const line = (message: Message, strong = false): Block => ({ kind: "line", text: render(message, locale), strong });
  const live = liveOf(context, written);
  return [
    ...(current === undefined ? [] : [line(current, true)]),
    ...(live?.service.type === type?.value && live !== undefined ? liveLines(context, live) : []),
    ...(current === undefined ? [] : [line(OTHERS())]),
    ...TYPES.filter(({ meaning }) => meaning !== current).map((other) => otherLine(context, written, other)),
    {
      kind: "links",
      links: [
        {
          title: render(SWITCH(), locale),
          command: "podsight.switchServiceType",
          args: [context.uri, offsetOf(written)],
        },
      ],
    },
  ];
}

/** What another type is and, where the cluster has the Service, what it would do to become one. */
function otherLine(context: FeatureContext, written: WrittenService, { type, meaning }: (typeof TYPES)[number]): Block {
  const { locale } = context.snapshot.settings;
  const stored = storedOf(context, written);
  const to = SERVICE_TYPES.find((known) => known === type);
  const known = stored === undefined || to === undefined ? [] : switchEffects(stored, to).effects;
  const effects = known.map(switchEffectWords);
  return { kind: "line", text: [meaning, ...effects].map((message) => render(message, locale)).join(" ") };
}
