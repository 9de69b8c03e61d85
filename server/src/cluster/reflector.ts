import type { Knowledge } from "../core/snapshot.ts";
import type { Message } from "../core/words.ts";
import { type BackoffLimits, createBackoff, DEFAULT_BACKOFF, pause } from "./backoff.ts";
import type { Endpoint, Refusal } from "./http.ts";
import { listAll } from "./list.ts";
import { type Change, watchChanges } from "./watch.ts";
import { CONNECTION_WORDS, type Say } from "./words.ts";

/** Keeps a copy of one list of the API: lists it, watches it, and says how fresh the copy is. */
export interface Reflector<T> {
  readonly reflection: Reflection<T>;
  dispose(): void;
}

/** The copy as it is now; the map is live and belongs to the reflector. */
export interface Reflection<T> {
  readonly knowledge: Knowledge;
  readonly values: ReadonlyMap<string, T>;
  /** Watching is not allowed here: the list is asked for again and again instead. */
  readonly polls: boolean;
}

/** What a reflector needs to know of the objects that it keeps. */
export interface Projection<T> {
  /** The few facts kept of an object, by a key of its own; undefined for an object that is not one of these. */
  project(object: unknown): readonly [key: string, value: T] | undefined;
  same(one: T, other: T): boolean;
  /** A new list begins: what was shared between the values of the last one can go. */
  begin(): void;
}

export interface ReflectorOptions<T> extends Projection<T> {
  readonly endpoint: Endpoint;
  /** For example `/api/v1/namespaces/shop/pods`. */
  readonly path: string;
  /** An empty list may mean that the namespace does not exist. False: it does not; undefined: not allowed to know. */
  readonly exists: (signal: AbortSignal) => Promise<boolean | undefined>;
  readonly missing: Message;
  readonly changed: () => void;
  readonly say: Say;
  readonly log: (line: string) => void;
  readonly limits?: Partial<ReflectorLimits>;
}

/** Times in milliseconds. */
export interface ReflectorLimits {
  readonly backoff: BackoffLimits;
  readonly pollMs: number;
  /** How long a list may be polled before watching is tried again: permissions change. */
  readonly pollsBeforeWatch: number;
  /** A watch that says nothing for so long is opened anew, from where it was. */
  readonly watchIdleMs: number;
  /** Until a watch, or another small request, begins to be answered. */
  readonly quickAnswerMs: number;
  /** A watch that ended sooner did not work. */
  readonly healthyMs: number;
  /** What was missed while the connection was lost comes in this time: until then the copy stays stale. */
  readonly settleMs: number;
}

export const REFLECTOR_LIMITS: ReflectorLimits = {
  backoff: DEFAULT_BACKOFF,
  pollMs: 4_000,
  pollsBeforeWatch: 30,
  watchIdleMs: 30_000,
  quickAnswerMs: 5_000,
  healthyMs: 2_000,
  settleMs: 200,
};

/** Where the reflector goes on. */
type Next = { readonly kind: "list" } | { readonly kind: "watch"; readonly from: string } | { readonly kind: "poll" };

/**
 * Starts to reflect a list. It goes on until it is disposed, whatever the network and the server do; what it knows is
 * in `reflection`, and `changed` is called whenever that is different.
 *
 * A copy is `synced` from a complete list on, and for as long as a watch follows it. When the watch breaks the copy is
 * kept as `stale`; a watch that the server ends cleanly, as it does every few minutes, is opened again at once from the
 * same version and nothing is missed.
 */
export function reflect<T>(options: ReflectorOptions<T>): Reflector<T> {
  const abort = new AbortController();
  const state = createState(options);
  void run(options, state, abort.signal);
  return {
    get reflection() {
      return { knowledge: state.knowledge, values: state.values, polls: state.polls };
    },
    dispose: () => abort.abort(),
  };
}

type State<T> = ReturnType<typeof createState<T>>;

function createState<T>(options: ReflectorOptions<T>) {
  const limits = { ...REFLECTOR_LIMITS, ...options.limits };
  return {
    limits,
    backoff: createBackoff(limits.backoff),
    knowledge: { kind: "connecting" } as Knowledge,
    values: new Map<string, T>(),
    polls: false,
    pollsLeft: 0,
    listedAt: 0,
    /** The values are different from what was last told. */
    unsaid: false,
  };
}

async function run<T>(options: ReflectorOptions<T>, state: State<T>, signal: AbortSignal): Promise<void> {
  let next: Next = { kind: "list" };
  while (!signal.aborted) {
    try {
      next = await step(options, state, next, signal);
    } catch (error) {
      // A mistake of ours: it must not leave a copy that nobody follows and that says it is synced.
      options.log(`${options.path}: ${error instanceof Error ? error.stack : String(error)}`);
      const answer = { kind: "broken", why: CONNECTION_WORDS.internal() } as const;
      next = await failed(options, state, answer, signal, { kind: "list" });
    }
  }
}

async function step<T>(options: ReflectorOptions<T>, state: State<T>, next: Next, signal: AbortSignal): Promise<Next> {
  switch (next.kind) {
    case "list":
      return list(options, state, signal);
    case "watch":
      return watch(options, state, next.from, signal);
    case "poll":
      state.pollsLeft -= 1;
      await pause(state.limits.pollMs, signal);
      return { kind: "list" };
  }
}

async function list<T>(options: ReflectorOptions<T>, state: State<T>, signal: AbortSignal): Promise<Next> {
  // Between polls little changes: what is shared stays, and equal values are seen to be equal.
  if (!state.polls) options.begin();
  const values = new Map<string, T>();
  const listed = await listAll(options.endpoint, options.path, signal, (object) => {
    const projected = options.project(object);
    if (projected) values.set(...projected);
  });
  if (signal.aborted) return { kind: "list" };
  if (listed.kind !== "listed") return failed(options, state, listed, signal, { kind: "list" });
  if (values.size === 0 && (await options.exists(signal)) === false) {
    learn(options, state, { kind: "failed", why: options.say(options.missing) }, new Map());
    await pause(state.backoff.next(), signal);
    return { kind: "list" };
  }
  if (signal.aborted) return { kind: "list" };
  state.listedAt = performance.now();
  learn(options, state, { kind: "synced" }, values);
  if (!state.polls || state.pollsLeft <= 0) return { kind: "watch", from: listed.resourceVersion };
  state.backoff.reset();
  return { kind: "poll" };
}

async function watch<T>(
  options: ReflectorOptions<T>,
  state: State<T>,
  from: string,
  signal: AbortSignal,
): Promise<Next> {
  const startedAt = performance.now();
  let settling: NodeJS.Timeout | undefined;
  const end = await watchChanges({
    endpoint: options.endpoint,
    path: options.path,
    from,
    answerMs: state.limits.quickAnswerMs,
    idleMs: state.limits.watchIdleMs,
    signal,
    opened: () => {
      state.polls = false;
      if (state.knowledge.kind === "synced") return;
      settling = setTimeout(() => learn(options, state, { kind: "synced" }, state.values), state.limits.settleMs);
    },
    changed: (change) => applyChange(options, state, change),
    enough: () => state.values.size === 0,
  });
  clearTimeout(settling);
  if (signal.aborted) return { kind: "list" };
  const healthy = performance.now() - startedAt >= state.limits.healthyMs;
  if (healthy) state.backoff.reset();
  switch (end.kind) {
    case "ended":
      if (!healthy) await pause(state.backoff.next(), signal);
      // An empty list costs nothing, and nobody tells a watch of Pods that their namespace was deleted.
      return state.values.size === 0 ? { kind: "list" } : { kind: "watch", from: end.version };
    case "emptied":
      return { kind: "list" };
    case "expired":
      return expired(options, state, end.why, signal);
    case "forbidden":
      if (!state.polls) options.log(`${options.path}: ${end.message}; polling instead`);
      if (!state.polls) state.unsaid = true;
      state.polls = true;
      state.pollsLeft = state.limits.pollsBeforeWatch;
      return state.knowledge.kind === "synced" ? { kind: "poll" } : { kind: "list" };
    case "failed":
      return failed(options, state, end.answer, signal, { kind: "watch", from: end.version });
  }
}

/** The version is too old to watch from. Once that is normal; soon after a list it means that lists do not help. */
async function expired<T>(
  options: ReflectorOptions<T>,
  state: State<T>,
  why: string,
  signal: AbortSignal,
): Promise<Next> {
  if (performance.now() - state.listedAt < state.limits.healthyMs) {
    learn(options, state, { kind: "stale", since: Date.now(), why }, state.values);
    await pause(state.backoff.next(), signal);
  }
  return { kind: "list" };
}

/** Says what is wrong, waits, and goes on with `retry`. */
async function failed<T>(
  options: ReflectorOptions<T>,
  state: State<T>,
  answer: Refusal,
  signal: AbortSignal,
  retry: Next,
): Promise<Next> {
  const waitMs = Math.max(state.backoff.next(), answer.retryAfterMs ?? 0);
  const knowledge = knowledgeAfter(state.knowledge, answer, options);
  if (knowledge.kind !== state.knowledge.kind) options.log(`${options.path}: ${describe(answer, options.say)}`);
  learn(options, state, knowledge, knowledge.kind === "stale" ? state.values : new Map());
  await pause(waitMs, signal);
  // A watch can be resumed only on a copy that is still there.
  return knowledge.kind === "stale" ? retry : { kind: "list" };
}

/** Only the API server itself can deny; anything else leaves what was known, marked as old. */
function knowledgeAfter<T>(known: Knowledge, answer: Refusal, options: ReflectorOptions<T>): Knowledge {
  const isDenial = answer.kind === "status" && (answer.status === 401 || answer.status === 403);
  if (isDenial && (answer.status === 403 || !wasSynced(known))) return { kind: "denied", what: answer.message };
  const why = describe(answer, options.say);
  if (known.kind === "stale") return { kind: "stale", since: known.since, why };
  if (known.kind === "synced") return { kind: "stale", since: Date.now(), why };
  return { kind: "failed", why };
}

function wasSynced(known: Knowledge): boolean {
  return known.kind === "synced" || known.kind === "stale";
}

function describe(answer: Refusal, say: Say): string {
  if (answer.kind === "broken") return say(answer.why);
  return say(CONNECTION_WORDS.status({ server: "API server", status: answer.status, message: answer.message }));
}

function applyChange<T>(options: ReflectorOptions<T>, state: State<T>, change: Change): void {
  const projected = options.project(change.object);
  if (!projected) return;
  const [key, value] = projected;
  const known = state.values.get(key);
  if (change.kind === "deleted") {
    state.values.delete(key);
    // The last one: the namespace itself may be gone, and until that is known "none" must not be said.
    if (state.values.size > 0) options.changed();
    else state.unsaid = true;
    return;
  }
  if (known !== undefined && options.same(known, value)) return;
  state.values.set(key, value);
  options.changed();
}

function learn<T>(options: ReflectorOptions<T>, state: State<T>, knowledge: Knowledge, values: Map<string, T>): void {
  const isSame =
    !state.unsaid && sameKnowledge(state.knowledge, knowledge) && sameValues(state.values, values, options.same);
  state.unsaid = false;
  state.knowledge = knowledge;
  state.values = values;
  if (!isSame) options.changed();
}

function sameKnowledge(one: Knowledge, other: Knowledge): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sameValues<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  same: (one: T, other: T) => boolean,
): boolean {
  if (one === other) return true;
  return (
    one.size === other.size &&
    [...one].every(([key, value]) => {
      const counterpart = other.get(key);
      return counterpart !== undefined && same(value, counterpart);
    })
  );
}
