import { createPace } from "../core/pace.ts";

/** What a client can be asked to ask for again. */
export type Refreshable = "diagnostic" | "inlayHint" | "codeLens" | "semanticTokens";

/** Asks the client to ask again, when an answer that it was given would be another one now. */
export interface Refresh {
  /** Computes an answer about a document and remembers it, with how to compute it anew, under a key of the feature. */
  track<T>(about: { readonly uri: string; readonly feature: Refreshable; readonly key?: string }, answer: () => T): T;
  /** The document has changed or is closed: the client knows by itself that the answers are no longer good. */
  forget(uri: string, feature?: Refreshable): void;
  /** Something that answers are a function of has changed. What that means for the client is found out a little later. */
  changed(): void;
  dispose(): void;
}

/** How soon after a change the client is asked: changes are gathered by those who make them. */
const DELAY_MS = 20;
/** How often it is asked in the long run, and how often without a wait: what is loading is often there a moment later. */
const INTERVAL_MS = 250;
const BURST = 2;

/** An editor may lose a question while it changes what is on screen: one that it does not follow is put again, so often. */
const REMIND_MS = [1_500, 5_000, 15_000] as const;

interface Answered {
  readonly feature: Refreshable;
  readonly answer: () => unknown;
  value: unknown;
  /** Of the value; made when it is compared for the first time, for most answers never are. */
  text: string | undefined;
  /** The client was asked to ask for it again, and has not yet. */
  isOwed: boolean;
}

/** `ask` sends the request; it is called for a feature only when one of its answers differs. */
export function createRefresh(ask: (feature: Refreshable) => void): Refresh {
  const answers = new Map<string, Map<string, Answered>>();
  let timer: NodeJS.Timeout | undefined;
  let reminder: NodeJS.Timeout | undefined;
  const pace = createPace(INTERVAL_MS, BURST);

  function lookAgain(): void {
    timer = undefined;
    const differing = new Set<Refreshable>();
    for (const tracked of answers.values()) {
      for (const answered of tracked.values()) if (hasChanged(answered)) differing.add(answered.feature);
    }
    if (differing.size > 0) pace.happened(performance.now());
    for (const feature of differing) ask(feature);
    if (differing.size > 0) remindLater(0);
  }
  function remindLater(times: number): void {
    clearTimeout(reminder);
    const afterMs = REMIND_MS[times];
    if (afterMs !== undefined) reminder = setTimeout(() => remind(times), afterMs);
  }
  function remind(times: number): void {
    const all = [...answers.values()].flatMap((tracked) => [...tracked.values()]);
    const owed = new Set(all.filter(({ isOwed }) => isOwed).map(({ feature }) => feature));
    for (const feature of owed) ask(feature);
    if (owed.size > 0) remindLater(times + 1);
  }
  return {
    track({ uri, feature, key = "" }, answer) {
      const value = answer();
      const tracked = answers.get(uri) ?? new Map<string, Answered>();
      answers.set(uri, tracked);
      tracked.set(`${feature} ${key}`, { feature, answer, value, text: undefined, isOwed: false });
      return value;
    },
    forget(uri, feature) {
      const tracked = answers.get(uri);
      if (feature === undefined || tracked === undefined) answers.delete(uri);
      else for (const [key, answered] of tracked) if (answered.feature === feature) tracked.delete(key);
    },
    changed() {
      timer ??= setTimeout(lookAgain, Math.max(DELAY_MS, pace.nextAt - performance.now()));
    },
    dispose() {
      clearTimeout(timer);
      clearTimeout(reminder);
      answers.clear();
    },
  };
}

/** The new answer is remembered: a client that does not ask, since the document is not on screen, is not asked twice. */
function hasChanged(answered: Answered): boolean {
  const value = answered.answer();
  answered.text ??= JSON.stringify(answered.value);
  const text = JSON.stringify(value);
  if (text === answered.text) return false;
  Object.assign(answered, { value, text, isOwed: true });
  return true;
}
