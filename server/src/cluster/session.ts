import type { InUse, Knowledge, NamespaceEndpointSlices, NamespacePods, NamespaceServices } from "../core/snapshot.ts";
import { greet } from "./greeting.ts";
import { type Endpoint, send } from "./http/http.ts";
import { followPulse, keepPulse, PULSE_LIMITS } from "./http/pulse.ts";
import { followInUse } from "./services/inUse.ts";
import { askServiceCIDRs } from "./services/serviceCIDRs.ts";
import type { LabelSelectors, SessionLimits, SessionOptions } from "./sessionOptions.ts";
import { createWatchedNamespaces } from "./watchedNamespaces.ts";

/** One connection to one cluster, from the moment somebody wants it until it is disposed. */
export interface Session {
  readonly knowledge: Knowledge;
  readonly serverVersion: string | undefined;
  readonly namespaces: ReadonlyMap<string, NamespacePods>;
  readonly services: ReadonlyMap<string, NamespaceServices>;
  readonly endpointSlices: ReadonlyMap<string, NamespaceEndpointSlices>;
  /** See {@link askServiceCIDRs}: asked when the server answers, and again when a lost connection is back. */
  readonly serviceCIDRs: readonly string[] | undefined;
  /** What all Services hold, while any namespace is needed; undefined while unknown. */
  readonly inUse: InUse | undefined;
  /** Resolves when the first attempt to reach the server, and what is asked once, has come out one way or the other. */
  readonly attempted: Promise<void>;
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  /** Follows these namespaces, and in each the Pods that the `labelSelectors` of open Services select. */
  need(namespaces: readonly string[], labelSelectors: LabelSelectors): void;
  dispose(): void;
}

const DEFAULT_LIMITS: SessionLimits = { lingerMs: 60_000, maxNamespaces: 20 };

/** Starts a session: asks for the server's version until it is there, then watches the Pods and Services that are needed. */
export function startSession(options: SessionOptions): Session {
  const abort = new AbortController();
  const limits: SessionLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const inUse = followInUse(options, limits.lingerMs);
  const state = {
    knowledge: { kind: "connecting" } as Knowledge,
    serverVersion: undefined as string | undefined,
    serviceCIDRs: undefined as readonly string[] | undefined,
  };
  let needed: readonly string[] = [];
  let labelSelectors: LabelSelectors = new Map();
  let wasLost = false;
  const askOnce = async () => {
    state.serviceCIDRs = await askServiceCIDRs(options.endpoint, abort.signal, limits.quickAnswerMs);
    if (!abort.signal.aborted) options.changed();
  };
  /** Something is different in a namespace; if it is that the connection is back, other things may be different too. */
  const heard = () => {
    const isLost = watched.health(state.knowledge).kind === "stale";
    if (wasLost && !isLost) void askOnce();
    wasLost = isLost;
    options.changed();
  };
  const watched = createWatchedNamespaces({ ...options, changed: heard, limits });
  const update = () => {
    if (!abort.signal.aborted && state.knowledge.kind === "synced") {
      watched.need(needed, labelSelectors);
      inUse.need(needed.length > 0);
    }
    options.changed();
  };
  let attempted: () => void = () => undefined;
  const firstAttempt = new Promise<void>((resolve) => {
    attempted = resolve;
  });
  void greet(options, state, abort.signal, () => {
    update();
    if (state.knowledge.kind === "synced") void askOnce().finally(attempted);
    else attempted();
  }).finally(() => {
    if (state.knowledge.kind !== "synced") attempted();
  });
  const { endpoint } = options;
  const look = () => send(endpoint, { path: "/version", answerMs: 2_000, idleMs: 2_000, signal: abort.signal });
  followPulse(endpoint.pulse, heard);
  const isNeeded = () => watched.size > 0 || state.knowledge.kind !== "synced";
  void keepPulse(endpoint.pulse, { look, isNeeded }, abort.signal, { ...PULSE_LIMITS, ...limits.pulse });
  return {
    get knowledge() {
      return watched.health(state.knowledge);
    },
    get serverVersion() {
      return state.serverVersion;
    },
    get namespaces() {
      return watched.pods;
    },
    get services() {
      return watched.services;
    },
    get endpointSlices() {
      return watched.endpointSlices;
    },
    get serviceCIDRs() {
      return state.serviceCIDRs;
    },
    get inUse() {
      return inUse.current;
    },
    attempted: firstAttempt,
    endpoint: options.endpoint,
    signal: abort.signal,
    need: (namespaces, selectors) => {
      labelSelectors = selectors;
      watched.select(selectors);
      if (namespaces.join() === needed.join()) return;
      needed = namespaces;
      update();
    },
    dispose: () => {
      abort.abort();
      watched.dispose();
      inUse.dispose();
      options.endpoint.dispose();
    },
  };
}
