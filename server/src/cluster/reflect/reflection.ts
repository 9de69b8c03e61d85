import type { Knowledge } from "../../core/snapshot.ts";
import type { Message } from "../../core/words.ts";
import type { Refusal } from "../http/answer.ts";
import { type BackoffLimits, DEFAULT_BACKOFF } from "../http/backoff.ts";
import type { Endpoint } from "../http/http.ts";
import type { Say } from "../words.ts";
import type { Form } from "./form.ts";
import type { WatchTerm } from "./watch.ts";

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
  /** For whoever keeps an index of the values: these are all of them, and from now on they change one by one. */
  listed?(values: ReadonlyMap<string, T>): void;
  /** One value is another: `before` is undefined for one that came, `after` for one that is gone. */
  moved?(before: T | undefined, after: T | undefined): void;
  /** A new list begins: what was shared between the values of the last one can go. */
  begin(): void;
}

/** What a reflector follows, and whom it tells of it. */
export interface ReflectorOptions<T> extends Projection<T> {
  readonly endpoint: Endpoint;
  /** For example `/api/v1/namespaces/shop/pods`. */
  readonly path: string;
  /** JSON where it is left out. */
  readonly form?: Form;
  /** Only what matches is listed and watched; all where it is left out. */
  readonly labelSelector?: string;
  /** Asked when the list is empty: the namespace may not exist. */
  readonly exists: (signal: AbortSignal) => Promise<Existence>;
  readonly missing: Message;
  readonly changed: () => void;
  readonly say: Say;
  readonly log: (line: string) => void;
  readonly limits?: Partial<ReflectorLimits>;
}

/** Whether the namespace of a list exists; `unknowable` where that may not be asked, a refusal where nobody answered. */
export type Existence = { readonly kind: "exists" | "missing" | "unknowable" } | Refusal;

/** Times in milliseconds. */
export interface ReflectorLimits {
  readonly backoff: BackoffLimits;
  readonly pollMs: number;
  /** How long a list may be polled before watching is tried again: permissions change. */
  readonly pollsBeforeWatch: number;
  /** A watch that has ended is opened anew, from where it was. */
  readonly watch: WatchTerm;
  /** The same for the one watch of a session that is its sentinel. */
  readonly sentinel: WatchTerm;
  /** Until a watch, or another small request, begins to be answered. */
  readonly quickAnswerMs: number;
  /** A watch that ended sooner did not work. */
  readonly healthyMs: number;
  /** What was missed while the connection was lost comes in this time: until then the copy stays stale. */
  readonly settleMs: number;
}

/** The times of a reflector, in milliseconds, unless a session says others. */
export const REFLECTOR_LIMITS: ReflectorLimits = {
  backoff: DEFAULT_BACKOFF,
  pollMs: 4_000,
  pollsBeforeWatch: 30,
  watch: { seconds: 28, idleMs: 30_000 },
  sentinel: { seconds: 3, idleMs: 4_000 },
  quickAnswerMs: 4_000,
  healthyMs: 2_000,
  settleMs: 200,
};
