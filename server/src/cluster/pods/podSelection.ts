import type { Pod } from "../../core/pods/pod.ts";
import type { SelectedPods } from "../../core/snapshot.ts";
import { METADATA_FORM, POD_FORM } from "../reflect/form.ts";
import { listAll } from "../reflect/list.ts";
import { reflect } from "../reflect/reflector.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { CONNECTION_WORDS } from "../words.ts";
import { createPool } from "./intern.ts";
import { named } from "./podPicture.ts";
import { namespaceExists, podsPath } from "./pods.ts";
import { samePod, toPod, toThinPod } from "./toPod.ts";

/** The Pods of a namespace that the API server selects, followed. */
export interface PodSelection {
  readonly current: SelectedPods;
  /** Watching is not allowed. */
  readonly polls: boolean;
  /** Whether what almost matches is asked for while nothing does. */
  wantNearMisses(isWanted: boolean): void;
  dispose(): void;
}

/** A server that is asked for near misses looks at every Pod of the namespace: not more often than this. */
const NEAR_MISSES_MS = 60_000;
/** More near misses than these are too many to be told from what is simply different. */
const NEAR_MISS_PAGES = 4;

/** Starts to follow what a `labelSelector` selects. */
export function followSelection(namespace: string, labelSelector: string, options: SessionOptions): PodSelection {
  const abort = new AbortController();
  let pool = createPool();
  let current: SelectedPods | undefined;
  let almost: readonly Pod[] | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let isWanted = false;
  const changed = () => {
    current = undefined;
    options.changed();
  };
  const reflector = reflect<Pod>({
    ...options,
    path: podsPath(namespace),
    form: POD_FORM,
    labelSelector,
    begin: () => {
      pool = createPool();
    },
    project: (object) => named(toPod, object, pool),
    same: samePod,
    exists: (signal) => namespaceExists(options.endpoint, namespace, signal),
    missing: CONNECTION_WORDS.noNamespace({ namespace }),
    changed: () => {
      void askNearMisses();
      changed();
    },
  });
  const isUnmatched = () =>
    reflector.reflection.knowledge.kind === "synced" && reflector.reflection.values.size === 0 && isWanted;
  const askNearMisses = async (): Promise<void> => {
    if (!isUnmatched()) almost = undefined;
    if (!isUnmatched() || performance.now() - askedAt < NEAR_MISSES_MS) return;
    askedAt = performance.now();
    almost = await listNearMisses(namespace, labelSelector, { ...options, signal: abort.signal });
    if (!abort.signal.aborted) changed();
  };
  const again = setInterval(() => void askNearMisses(), NEAR_MISSES_MS);
  return {
    get current() {
      const { knowledge, values } = reflector.reflection;
      current ??= { knowledge, pods: [...values.values()], ...(almost && isUnmatched() && { almost }) };
      return current;
    },
    get polls() {
      return reflector.reflection.polls;
    },
    wantNearMisses: (nearMisses) => {
      isWanted = nearMisses;
      void askNearMisses();
    },
    dispose: () => {
      clearInterval(again);
      abort.abort();
      reflector.dispose();
    },
  };
}

/**
 * The Pods that have all pairs but one, by their metadata: one list for each pair that is left out. Undefined when there
 * are too many or a list is refused, and for a single pair, which leaves nothing to ask by.
 */
async function listNearMisses(
  namespace: string,
  labelSelector: string,
  { endpoint, signal }: Pick<SessionOptions, "endpoint"> & { readonly signal: AbortSignal },
): Promise<readonly Pod[] | undefined> {
  const pairs = labelSelector.split(",");
  if (pairs.length < 2) return undefined;
  const pool = createPool();
  const pods: Pod[] = [];
  for (const pair of pairs) {
    const others = pairs.filter((other) => other !== pair).join(",");
    const query = { form: METADATA_FORM, labelSelector: others, maxPages: NEAR_MISS_PAGES };
    const listed = await listAll(
      endpoint,
      podsPath(namespace),
      signal,
      (object) => {
        const pod = toThinPod(object, pool);
        if (pod) pods.push(pod);
      },
      query,
    );
    if (listed.kind !== "listed" || listed.more) return undefined;
  }
  return pods;
}

/** What a `labelSelector` selects, asked for once: a first answer. Undefined when it is refused. */
export async function askSelection(
  namespace: string,
  labelSelector: string,
  { endpoint, signal }: Pick<SessionOptions, "endpoint"> & { readonly signal: AbortSignal },
): Promise<SelectedPods | undefined> {
  const pool = createPool();
  const pods: Pod[] = [];
  const add = (object: unknown) => {
    const pod = toPod(object, pool);
    if (pod) pods.push(pod);
  };
  const listed = await listAll(endpoint, podsPath(namespace), signal, add, { form: POD_FORM, labelSelector });
  if (listed.kind !== "listed") return undefined;
  if (pods.length > 0) return { knowledge: { kind: "synced" }, pods };
  // "None" of a namespace that does not exist is no answer.
  const { kind } = await namespaceExists(endpoint, namespace, signal);
  return kind === "exists" || kind === "unknowable" ? { knowledge: { kind: "synced" }, pods } : undefined;
}
