import type { Knowledge } from "../../core/snapshot.ts";
import type { Refusal } from "../http/answer.ts";
import { createBackoff, pause } from "../http/backoff.ts";
import { CONNECTION_WORDS, type Say } from "../words.ts";
import { inJson, JSON_FORM } from "./form.ts";
import { listAll } from "./list.ts";
import { type Existence, REFLECTOR_LIMITS, type Reflector, type ReflectorOptions } from "./reflection.ts";
import { watchChanges } from "./watch.ts";
import type { Change } from "./watchEvents.ts";

/** Where the reflector goes on. */
type Next = { readonly kind: "list" } | { readonly kind: "watch"; readonly from: string } | { readonly kind: "poll" };

/**
 * Starts to reflect a list. It goes on until it is disposed, whatever the network and the server do; what it knows is
 * in `reflection`, and `changed` is called whenever that is different.
 *
 * A copy is `synced` from a complete list on, and for as long as a watch follows it. When the watch breaks the copy is
 * kept as `stale`; a watch that the server ends cleanly, as it is asked to, is opened again at once from the same version
 * and nothing is missed.
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
    form: options.form ?? JSON_FORM,
    knowledge: { kind: "connecting" } as Knowledge,
    values: new Map<string, T>(),
    polls: false,
    /** In a row. */
    brokenLists: 0,
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
  const listed = await listAll(
    options.endpoint,
    options.path,
    signal,
    (object) => {
      const projected = options.project(object);
      if (projected) values.set(...projected);
    },
    { form: state.form, labelSelector: options.labelSelector, silenceMs: silenceMs(state) },
  );
  if (signal.aborted) return { kind: "list" };
  state.brokenLists = listed.kind === "broken" ? state.brokenLists + 1 : 0;
  if (listed.kind !== "listed") return failed(options, state, listed, signal, { kind: "list" });
  const existence = values.size === 0 ? await options.exists(signal) : EXISTS;
  if (signal.aborted) return { kind: "list" };
  switch (existence.kind) {
    case "exists":
    case "unknowable":
      return follow(options, state, values, listed.resourceVersion);
    case "missing":
      learn(options, state, { kind: "failed", why: options.say(options.missing) }, new Map());
      await pause(state.backoff.next("patient"), signal);
      return { kind: "list" };
    case "status":
    case "broken":
      return failed(options, state, existence, signal, { kind: "list" });
  }
}

/** A connection that died in silence is given up soon; a server that is only slow gets more time each time. */
function silenceMs<T>({ limits, brokenLists }: State<T>): number {
  return Math.min(LIST_SILENCE_MS, limits.quickAnswerMs * 2 ** Math.min(brokenLists, 10));
}

const LIST_SILENCE_MS = 20_000;
const EXISTS: Existence = { kind: "exists" };

/** The list is complete and true; from here on it is watched or, where that is not allowed, listed again. */
function follow<T>(options: ReflectorOptions<T>, state: State<T>, values: Map<string, T>, version: string): Next {
  state.listedAt = performance.now();
  learn(options, state, { kind: "synced" }, values);
  if (!state.polls || state.pollsLeft <= 0) return { kind: "watch", from: version };
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
  const doubt = new AbortController();
  const { pulse } = options.endpoint;
  const trust = pulse.onceDoubted(() => doubt.abort());
  const relieve = pulse.sentinel();
  const end = await watchChanges({
    endpoint: options.endpoint,
    path: options.path,
    form: state.form,
    labelSelector: options.labelSelector,
    from,
    answerMs: state.limits.quickAnswerMs,
    term: relieve === undefined ? state.limits.watch : state.limits.sentinel,
    signal: AbortSignal.any([signal, doubt.signal]),
    opened: () => {
      state.polls = false;
      if (state.knowledge.kind === "synced") return;
      settling = setTimeout(() => learn(options, state, { kind: "synced" }, state.values), state.limits.settleMs);
    },
    changed: (change) => applyChange(options, state, change),
    enough: () => state.values.size === 0,
  });
  clearTimeout(settling);
  relieve?.();
  trust();
  if (signal.aborted) return { kind: "list" };
  // Nothing is known to be wrong, but a connection that died in silence would never say so.
  if (doubt.signal.aborted && end.kind === "failed") return resume(state, end.version);
  const healthy = performance.now() - startedAt >= state.limits.healthyMs;
  if (healthy) state.backoff.reset();
  switch (end.kind) {
    case "ended":
      if (!healthy) await pause(state.backoff.next(), signal);
      return resume(state, end.version);
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

/** An empty list costs nothing, and nobody tells a watch of Pods that their namespace was deleted. */
function resume<T>({ values }: State<T>, from: string): Next {
  return values.size === 0 ? { kind: "list" } : { kind: "watch", from };
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
  // Protobuf that cannot be read: JSON is what everything between here and a server knows.
  if (answer.kind === "broken" && answer.unreadable) state.form = inJson(state.form);
  const knowledge = knowledgeAfter(state.knowledge, answer, options);
  const pace = knowledge.kind === "denied" ? "patient" : "quick";
  const waitMs = Math.max(state.backoff.next(pace), answer.retryAfterMs ?? 0);
  if (knowledge.kind !== state.knowledge.kind) options.log(`${options.path}: ${describe(answer, options.say)}`);
  learn(options, state, knowledge, knowledge.kind === "stale" ? state.values : new Map());
  // Somebody who answers and says when to come again is not asked before; somebody who was away is, when they are back.
  const wasAway = answer.kind === "broken" && answer.retryAfterMs === undefined;
  await (wasAway ? options.endpoint.pulse.pause(waitMs, signal) : pause(waitMs, signal));
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
    options.moved?.(known, undefined);
    // The last one: the namespace itself may be gone, and until that is known "none" must not be said.
    if (state.values.size > 0) options.changed();
    else state.unsaid = true;
    return;
  }
  if (known !== undefined && options.same(known, value)) return;
  state.values.set(key, value);
  options.moved?.(known, value);
  options.changed();
}

function learn<T>(options: ReflectorOptions<T>, state: State<T>, knowledge: Knowledge, values: Map<string, T>): void {
  const isSame =
    !state.unsaid && sameKnowledge(state.knowledge, knowledge) && sameValues(state.values, values, options.same);
  state.unsaid = false;
  state.knowledge = knowledge;
  if (state.values !== values) options.listed?.(values);
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
