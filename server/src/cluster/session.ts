import { textOf } from "../core/json.ts";
import type { InUse, Knowledge, NamespaceEndpointSlices, NamespacePods, NamespaceServices } from "../core/snapshot.ts";
import type { Answer } from "./answer.ts";
import { createBackoff, pause } from "./backoff.ts";
import { type ReflectedEndpointSlices, reflectEndpointSlices } from "./endpointSlices.ts";
import { type FollowedPods, followPods } from "./followPods.ts";
import { type Endpoint, send } from "./http.ts";
import { followInUse } from "./inUse.ts";
import { keepPulse, PULSE_LIMITS } from "./pulse.ts";
import { REFLECTOR_LIMITS } from "./reflection.ts";
import { askServiceCIDRs } from "./serviceCIDRs.ts";
import { type ReflectedServices, reflectServices } from "./services.ts";
import type { LabelSelectors, SessionLimits, SessionOptions } from "./sessionOptions.ts";
import { CONNECTION_WORDS, type Say } from "./words.ts";

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
  const watched = new Map<string, Watched>();
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
    const isLost = overall(state.knowledge, watched).kind === "stale";
    if (wasLost && !isLost) void askOnce();
    wasLost = isLost;
    options.changed();
  };
  const update = () => {
    if (!abort.signal.aborted && state.knowledge.kind === "synced") {
      watchNeeded(watched, { namespaces: needed, labelSelectors }, { ...options, changed: heard, limits });
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
  const isNeeded = () => watched.size > 0 || state.knowledge.kind !== "synced";
  void keepPulse(endpoint.pulse, { look, isNeeded }, abort.signal, { ...PULSE_LIMITS, ...limits.pulse });
  return {
    get knowledge() {
      return overall(state.knowledge, watched);
    },
    get serverVersion() {
      return state.serverVersion;
    },
    get namespaces() {
      return new Map([...watched].map(([name, { pods }]) => [name, pods.current] as const));
    },
    get services() {
      return new Map([...watched].map(([name, { services }]) => [name, services.current] as const));
    },
    get endpointSlices() {
      return new Map([...watched].map(([name, { endpointSlices }]) => [name, endpointSlices.current] as const));
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
      for (const [name, { pods }] of watched) pods.select(selectors.get(name) ?? []);
      if (namespaces.join() === needed.join()) return;
      needed = namespaces;
      update();
    },
    dispose: () => {
      abort.abort();
      for (const one of watched.values()) stop(one);
      watched.clear();
      inUse.dispose();
      options.endpoint.dispose();
    },
  };
}

interface Watched {
  readonly pods: FollowedPods;
  readonly services: ReflectedServices;
  readonly endpointSlices: ReflectedEndpointSlices;
  lingering: NodeJS.Timeout | undefined;
}

function stop({ pods, services, endpointSlices, lingering }: Watched): void {
  clearTimeout(lingering);
  pods.dispose();
  services.dispose();
  endpointSlices.dispose();
}

/** The server's version is open to everybody by default, so it tells whether there is a server and whom it trusts. */
async function greet(
  options: SessionOptions,
  state: { knowledge: Knowledge; serverVersion: string | undefined },
  signal: AbortSignal,
  learned: () => void,
): Promise<void> {
  const { backoff: waits, quickAnswerMs: answerMs } = { ...REFLECTOR_LIMITS, ...options.limits };
  const backoff = createBackoff(waits);
  while (!signal.aborted) {
    const answer = await send(options.endpoint, { path: "/version", answerMs, signal });
    if (signal.aborted) return;
    const knowledge = knowledgeOf(answer, options.say);
    if (answer.kind === "ok") state.serverVersion = versionOf(answer.body.gitVersion);
    if (state.knowledge.kind !== knowledge.kind) options.log(describe(knowledge, options.endpoint));
    state.knowledge = knowledge;
    learned();
    if (knowledge.kind === "synced") return;
    const waitMs = Math.max(backoff.next(knowledge.kind === "denied" ? "patient" : "quick"), retryAfter(answer));
    await (retryAfter(answer) > 0 ? pause(waitMs, signal) : options.endpoint.pulse.pause(waitMs, signal));
  }
}

function retryAfter(answer: Answer): number {
  return answer.kind === "ok" ? 0 : (answer.retryAfterMs ?? 0);
}

function knowledgeOf(answer: Answer, say: Say): Knowledge {
  switch (answer.kind) {
    case "ok":
      return { kind: "synced" };
    case "broken":
      return { kind: "failed", why: say(answer.why) };
    case "status":
      // Forbidden: the server knows who asks and only keeps its version to itself.
      if (answer.status === 403) return { kind: "synced" };
      if (answer.status === 401) return { kind: "denied", what: answer.message };
      return {
        kind: "failed",
        why: say(CONNECTION_WORDS.status({ server: "API server", status: answer.status, message: answer.message })),
      };
  }
}

function describe(knowledge: Knowledge, { base }: Endpoint): string {
  const detail = knowledge.kind === "failed" ? knowledge.why : "";
  return `${base.host}: ${knowledge.kind === "denied" ? knowledge.what : detail || knowledge.kind}`;
}

function versionOf(gitVersion: unknown): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(textOf(gitVersion) ?? "")?.[1];
}

/** The connection is as stale as its namespaces, if none of them is followed any more. */
function overall(known: Knowledge, watched: ReadonlyMap<string, Watched>): Knowledge {
  if (known.kind !== "synced") return known;
  const all = [...watched.values()].map(({ pods }) => pods.health);
  if (all.some((knowledge) => knowledge.kind === "synced")) return known;
  return all.find((knowledge) => knowledge.kind === "stale") ?? known;
}

function watchNeeded(
  watched: Map<string, Watched>,
  { namespaces, labelSelectors }: { readonly namespaces: readonly string[]; readonly labelSelectors: LabelSelectors },
  options: SessionOptions & { readonly limits: SessionLimits },
): void {
  const { limits } = options;
  const wanted = [...new Set(namespaces)].slice(0, limits.maxNamespaces);
  for (const [name, one] of watched) {
    if (wanted.includes(name)) {
      clearTimeout(one.lingering);
      one.lingering = undefined;
    } else {
      one.lingering ??= setTimeout(() => end(watched, name, options), limits.lingerMs);
    }
  }
  for (const name of wanted) {
    if (watched.has(name)) continue;
    makeRoom(watched, limits.maxNamespaces, options);
    watched.set(name, {
      pods: followPods(name, labelSelectors.get(name) ?? [], options),
      services: reflectServices(name, options),
      endpointSlices: reflectEndpointSlices(name, options),
      lingering: undefined,
    });
  }
}

function end(watched: Map<string, Watched>, name: string, options: SessionOptions): void {
  const one = watched.get(name);
  if (one) stop(one);
  watched.delete(name);
  options.changed();
}

/** Those that linger go first when there are too many. */
function makeRoom(watched: Map<string, Watched>, maxNamespaces: number, options: SessionOptions): void {
  for (const [name, { lingering }] of watched) {
    if (watched.size < maxNamespaces) return;
    if (lingering) end(watched, name, options);
  }
}
