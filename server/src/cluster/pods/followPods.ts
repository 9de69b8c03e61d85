import type { Knowledge, NamespacePods, PodsMode } from "../../core/snapshot.ts";
import { pause } from "../http/backoff.ts";
import { METADATA_FORM } from "../reflect/form.ts";
import { countAll } from "../reflect/list.ts";
import { REFLECTOR_LIMITS } from "../reflect/reflection.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { type PodPicture, reflectPicture } from "./podPicture.ts";
import { createPodSelections, type PodSelections } from "./podSelections.ts";
import { podsPath } from "./pods.ts";
import { modeFor, PODS_BOUNDS } from "./podsMode.ts";

/** The Pods of a namespace, followed in the mode that its size allows. */
export interface FollowedPods {
  readonly current: NamespacePods;
  /** Of whatever is followed here: whether the connection is there. */
  readonly health: Knowledge;
  /** The selectors, as `labelSelectorOf` writes them, of the Services that are open. */
  select(labelSelectors: readonly string[]): void;
  dispose(): void;
}

/** A selector that is being typed is another with each letter: this long the next is waited for. */
const SETTLE_MS = 300;
/** A namespace that is too large to be followed as a whole is counted again after this time. */
const RECOUNT_MS = 60_000;
/** What is followed: all Pods, or only what is selected. */
interface Following {
  readonly mode: PodsMode;
  readonly picture: PodPicture | undefined;
}

/**
 * Starts to follow the Pods of a namespace; `changed` is called whenever `current` is another. What the open Services
 * select is asked of the server at once, beside the number of Pods, which decides how much is followed. When that number
 * crosses a bound the new mode is shown as soon as it has something to say, and the old one until then.
 */
export function followPods(
  namespace: string,
  labelSelectors: readonly string[],
  options: SessionOptions,
): FollowedPods {
  const abort = new AbortController();
  const { signal } = abort;
  const bounds = { ...PODS_BOUNDS, ...options.limits };
  let current: NamespacePods | undefined;
  let counted: number | undefined;
  let watchRefused = false;
  let shown: Following | undefined;
  let coming: Following | undefined;

  const changed = () => {
    if (signal.aborted) return;
    current = undefined;
    advance();
    reconsider();
    options.changed();
  };
  const selections = createPodSelections(namespace, { ...options, changed });
  function begin(mode: PodsMode): void {
    coming?.picture?.dispose();
    coming = {
      mode,
      picture: mode === "selectors" ? undefined : reflectPicture(namespace, mode, { ...options, changed }),
    };
    ask();
    advance();
  }
  function ask(): void {
    const { mode } = coming ?? shown ?? {};
    if (mode === "metadata" || mode === "selectors") selections.follow(mode === "selectors");
    else if (!isComplete(shown)) selections.ask();
  }
  function advance(): void {
    if (coming !== undefined && (shown === undefined || isThere(coming, selections))) {
      shown?.picture?.dispose();
      [shown, coming] = [coming, undefined];
    }
    if (coming === undefined && isComplete(shown)) selections.rest();
    const knowledge = shown?.picture?.knowledge;
    if (knowledge?.kind === "failed") selections.outdate(knowledge.why);
  }
  /** The number of Pods has crossed a bound, or watching is not allowed. */
  function reconsider(): void {
    if (shown === undefined || coming !== undefined) return;
    const { picture, mode: before } = shown;
    if (picture && picture.knowledge.kind !== "synced") return;
    if (picture) [counted, watchRefused] = [picture.size, picture.polls];
    if (counted === undefined) return;
    const mode = watchRefused && counted > bounds.maxPolledPods ? "selectors" : modeFor(counted, before, bounds);
    if (mode === before) return;
    options.log(`${podsPath(namespace)}: ${counted} Pods, mode ${mode}`);
    begin(mode);
  }
  async function run(): Promise<void> {
    counted = await count(namespace, options, signal);
    if (signal.aborted) return;
    begin(counted === undefined ? "full" : modeFor(counted, undefined, bounds));
    changed();
    while (!signal.aborted) {
      await pause(bounds.recountMs ?? RECOUNT_MS, signal);
      if (signal.aborted || shown?.mode !== "selectors") continue;
      counted = (await count(namespace, options, signal)) ?? counted;
      watchRefused = selections.polls;
      changed();
    }
  }
  const settle = createSettling(SETTLE_MS, () => {
    ask();
    changed();
  });
  selections.want(labelSelectors);
  selections.ask();
  void run();
  return {
    get current() {
      current ??= shownPods(shown, selections, counted);
      return current;
    },
    get health() {
      if (shown?.picture) return shown.picture.knowledge;
      const { followed } = selections;
      return followed.find(({ kind }) => kind === "synced") ?? followed[0] ?? { kind: "synced" };
    },
    select: (wanted) => {
      if (wanted.join(" ") === labelSelectors.join(" ")) return;
      labelSelectors = wanted;
      settle.changed(() => selections.want(wanted));
    },
    dispose: () => {
      abort.abort();
      settle.dispose();
      selections.dispose();
      for (const following of [shown, coming]) following?.picture?.dispose();
    },
  };
}

/** How many Pods there are; undefined when nobody says. */
async function count(namespace: string, { endpoint, limits }: SessionOptions, signal: AbortSignal) {
  const answerMs = limits?.quickAnswerMs ?? REFLECTOR_LIMITS.quickAnswerMs;
  const answer = await countAll(endpoint, podsPath(namespace), signal, METADATA_FORM, answerMs);
  return answer.kind === "counted" ? answer.count : undefined;
}

function shownPods(shown: Following | undefined, selections: PodSelections, size: number | undefined): NamespacePods {
  if (shown === undefined) return { knowledge: { kind: "connecting" }, pods: [], selections: selections.known };
  const { mode, picture } = shown;
  if (isComplete(shown) && picture) return picture.current;
  const { known, polls } = selections;
  if (picture) return withSelections(picture.current, known);
  const all = selections.followed;
  // What is refused for every selector is refused for the namespace.
  const refused = all.every(({ kind }) => kind === "denied" || kind === "failed") ? all[0] : undefined;
  const more = { ...(size !== undefined && { size }), ...(polls && { polled: true }) };
  return { knowledge: refused ?? { kind: "off" }, pods: [], mode, ...more, selections: known };
}

/** The same with selections; a list of all Pods is still put together only where somebody asks for it. */
function withSelections(known: NamespacePods, selections: NonNullable<NamespacePods["selections"]>): NamespacePods {
  return Object.defineProperties(
    { knowledge: known.knowledge, pods: [], selections },
    Object.getOwnPropertyDescriptors(known),
  );
}

function isThere({ picture }: Following, { followed }: PodSelections): boolean {
  const all = picture ? [picture.knowledge] : followed;
  return all.every(isAnswer);
}

/** Whether something has been answered, if only a refusal. */
function isAnswer({ kind }: Knowledge): boolean {
  return kind !== "connecting" && kind !== "off";
}

/** Whether all Pods are known as a whole, or may not be, so that no selector needs an answer of its own. */
function isComplete(shown: Following | undefined): boolean {
  const knowledge = shown?.picture?.knowledge;
  return shown?.mode === "full" && knowledge !== undefined && isAnswer(knowledge) && knowledge.kind !== "failed";
}

/** Takes up a change at once, and those that follow it soon together at the end of a while. */
function createSettling(whileMs: number, settled: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let latest: (() => void) | undefined;
  const apply = () => {
    timer = undefined;
    if (latest === undefined) return;
    latest();
    latest = undefined;
    settled();
    timer = setTimeout(apply, whileMs);
  };
  return {
    changed: (change: () => void) => {
      latest = change;
      if (timer === undefined) apply();
    },
    dispose: () => clearTimeout(timer),
  };
}
