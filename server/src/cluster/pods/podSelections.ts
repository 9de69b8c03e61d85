import type { Knowledge, SelectedPods } from "../../core/snapshot.ts";
import { words } from "../../core/words.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { askSelection, followSelection, type PodSelection } from "./podSelection.ts";

/** What the API server selects for the open Services of a namespace: asked once, or followed. */
export interface PodSelections {
  /** The selectors, as `labelSelectorOf` writes them, from now on. */
  want(labelSelectors: readonly string[]): void;
  /** Asks once for each that was not asked for; what is followed replaces it. */
  ask(): void;
  /** Follows each. `nearMisses`: what almost matches is asked for while nothing matches. */
  follow(nearMisses: boolean): void;
  /** All Pods are known: nothing is followed any more, and what was asked once is forgotten. */
  rest(): void;
  /** What was to take the place of the answers that were asked for once has failed: they are old from now on. */
  outdate(why: string): void;
  /** By selector, what is known of it. */
  readonly known: ReadonlyMap<string, SelectedPods>;
  /** How those that are followed are known. */
  readonly followed: readonly Knowledge[];
  /** Watching is not allowed. */
  readonly polls: boolean;
  dispose(): void;
}

/** So many selectors are asked for in a namespace: each is a connection, and the server looks at every Pod for it. */
const MAX_SELECTORS = 20;

const TOO_MANY = words({
  en: "In a namespace of this size {count} selectors are asked for at a time.",
  ja: "この規模の名前空間では、一度に問い合わせるセレクターは {count} 個までです。",
});

/** Nothing is asked for; `changed` is called whenever `known` is different. */
export function createPodSelections(namespace: string, options: SessionOptions): PodSelections {
  const abort = new AbortController();
  const asked = new Map<string, SelectedPods>();
  const followed = new Map<string, PodSelection>();
  let wanted: readonly string[] = [];
  let isFollowing = false;
  const within = () => wanted.slice(0, MAX_SELECTORS);
  const askOne = async (labelSelector: string): Promise<void> => {
    const { endpoint } = options;
    const answer = await askSelection(namespace, labelSelector, { endpoint, signal: abort.signal });
    if (answer === undefined || abort.signal.aborted || !asked.has(labelSelector)) return;
    asked.set(labelSelector, answer);
    options.changed();
  };
  const stop = (labelSelector: string) => {
    followed.get(labelSelector)?.dispose();
    followed.delete(labelSelector);
    asked.delete(labelSelector);
  };
  const outdateOne = (labelSelector: string, why: string) => {
    const before = asked.get(labelSelector);
    if (before) asked.set(labelSelector, outdated(before, why));
  };
  const knownOf = (labelSelector: string): SelectedPods | undefined => {
    const { current } = followed.get(labelSelector) ?? {};
    if (current?.knowledge.kind === "failed") outdateOne(labelSelector, current.knowledge.why);
    else if (current && current.knowledge.kind !== "connecting") asked.delete(labelSelector);
    const first = asked.get(labelSelector);
    return first && first !== NOT_YET ? first : (current ?? first);
  };
  return {
    want: (labelSelectors) => {
      for (const before of wanted) if (!labelSelectors.includes(before)) stop(before);
      wanted = labelSelectors;
    },
    ask: () => {
      for (const labelSelector of within()) {
        if (asked.has(labelSelector) || followed.has(labelSelector)) continue;
        asked.set(labelSelector, NOT_YET);
        void askOne(labelSelector);
      }
    },
    follow: (nearMisses) => {
      isFollowing = true;
      for (const labelSelector of within()) {
        const selection = followed.get(labelSelector) ?? followSelection(namespace, labelSelector, options);
        followed.set(labelSelector, selection);
        selection.wantNearMisses(nearMisses);
      }
    },
    rest: () => {
      isFollowing = false;
      for (const labelSelector of [...followed.keys(), ...asked.keys()]) stop(labelSelector);
    },
    outdate: (why) => {
      for (const labelSelector of asked.keys()) outdateOne(labelSelector, why);
    },
    get known() {
      const known = within().flatMap((one) => {
        const selected = knownOf(one);
        return selected && selected !== NOT_YET ? [[one, selected] as const] : [];
      });
      const others = isFollowing ? wanted.slice(MAX_SELECTORS) : [];
      if (others.length === 0) return new Map(known);
      const why = options.say(TOO_MANY({ count: MAX_SELECTORS }));
      const beyond: SelectedPods = { knowledge: { kind: "failed", why }, pods: [] };
      return new Map([...known, ...others.map((one) => [one, beyond] as const)]);
    },
    get followed() {
      return [...followed.values()].map(({ current }) => current.knowledge);
    },
    get polls() {
      return [...followed.values()].some(({ polls }) => polls);
    },
    dispose: () => {
      abort.abort();
      for (const selection of followed.values()) selection.dispose();
    },
  };
}

const NOT_YET: SelectedPods = { knowledge: { kind: "connecting" }, pods: [] };

/** An answer from before; what nobody has answered stays so. */
function outdated(selected: SelectedPods, why: string): SelectedPods {
  const { knowledge, pods } = selected;
  if (knowledge.kind !== "synced" && knowledge.kind !== "stale") return selected;
  if (knowledge.kind === "stale" && knowledge.why === why) return selected;
  const since = knowledge.kind === "stale" ? knowledge.since : Date.now();
  return { knowledge: { kind: "stale", since, why }, pods };
}
