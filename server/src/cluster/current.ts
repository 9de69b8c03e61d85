import { isDeepStrictEqual } from "node:util";
import { type ClusterSnapshot, type Knowledge, NO_CLUSTER } from "../core/snapshot.ts";
import { createEndpoint } from "./connection.ts";
import type { Consents } from "./credentials/consent.ts";
import { withoutTokens } from "./credentials/oidc.ts";
import type { Outcomes } from "./follow.ts";
import type { ClusterHost } from "./host.ts";
import type { Target } from "./kubeconfig/context.ts";
import { createPublisher } from "./publisher.ts";
import { type Session, startSession } from "./session.ts";
import type { LabelSelectors } from "./sessionOptions.ts";
import type { Say } from "./words.ts";
import { createWriter, type Writer } from "./writes/writer.ts";

/** What is connected now, and the snapshot of it; it changes as the kubeconfig tells ({@link Outcomes}). */
export interface Current extends Outcomes {
  readonly snapshot: ClusterSnapshot;
  readonly connected: Connected | undefined;
  onDidChange(listener: () => void): { dispose(): void };
  need(namespaces: readonly string[], labelSelectors?: LabelSelectors): void;
  /** The next time a target is found, a connection to it that does not work is made anew, whatever its backoff says. */
  retry(): void;
  /** Drops the connection with its credentials and makes it anew. */
  reconnect(): void;
  dispose(): void;
}

/** A connection that stands: to what, with which namespace as its own, and what reads and writes over it. */
export interface Connected {
  readonly kind: "connected";
  readonly target: Target;
  readonly namespace: string;
  readonly session: Session;
  readonly writer: Writer;
}

interface Surroundings {
  readonly host: ClusterHost;
  readonly say: Say;
  readonly consents: Consents;
}

/** A {@link Current} with nothing connected, until a target is found. */
export function createCurrent(surroundings: Surroundings): Current {
  const { host, say, consents } = surroundings;
  const listeners = new Set<() => void>();
  let state: State = IDLE;
  let snapshot: ClusterSnapshot | undefined;
  let needed: Needed = { namespaces: [], labelSelectors: new Map() };
  let anew = false;
  const publisher = createPublisher(() => {
    for (const listener of [...listeners]) listener();
  });
  const changed = () => {
    snapshot = undefined;
    publisher.changed();
  };
  const become = (next: State) => {
    if (state.kind === "connected" && (next.kind !== "connected" || next.session !== state.session)) {
      state.session.dispose();
    }
    state = next;
    changed();
  };
  return {
    get snapshot() {
      snapshot ??= snapshotOf(state, consents);
      return snapshot;
    },
    get connected() {
      return state.kind === "connected" ? state : undefined;
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    need: (namespaces, labelSelectors = new Map()) => {
      needed = { namespaces: [...namespaces], labelSelectors };
      if (state.kind === "connected") state.session.need(needed.namespaces, labelSelectors);
    },
    retry: () => {
      anew = state.kind === "connected" && !HOPEFUL.has(state.session.knowledge.kind);
    },
    reconnect: () => {
      if (state.kind !== "connected") return;
      become(connectTo(state.target, state.namespace, needed, { ...surroundings, changed }));
    },
    found: (target, namespace) => {
      const isSame = !anew && state.kind === "connected" && goesOn(state, target);
      anew = false;
      if (isSame && state.kind === "connected") become({ ...state, target, namespace });
      else become(connectTo(target, namespace, needed, { ...surroundings, changed }));
    },
    // A kubeconfig that is being written is often unreadable for a moment: what works goes on.
    broken: (why, context) => {
      host.log(say(why));
      if (state.kind === "connected" && (context === undefined || context === state.target.context)) return;
      become({ kind: "failed", context, why: say(why) });
    },
    none: () => become(IDLE),
    dispose: () => {
      become(IDLE);
      publisher.dispose();
      listeners.clear();
    },
  };
}

interface Needed {
  readonly namespaces: readonly string[];
  readonly labelSelectors: LabelSelectors;
}

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "failed"; readonly context: string | undefined; readonly why: string }
  | Connected;

const IDLE: State = { kind: "idle" };
/** Sessions of these kinds are left as they are by somebody who connects again. */
const HOPEFUL: ReadonlySet<Knowledge["kind"]> = new Set(["synced", "stale", "connecting"]);

function connectTo(
  target: Target,
  namespace: string,
  needed: Needed,
  { host, say, consents, changed }: Surroundings & { readonly changed: () => void },
): Connected {
  const endpoint = createEndpoint(target, {
    ...host,
    allowed: (program) => consents.allowed(target.context, program, changed),
    ...(host.limits?.programMs !== undefined && { programMs: host.limits.programMs }),
  });
  const { log, limits } = host;
  const session = startSession({ endpoint, changed, say, log, ...(limits && { limits }) });
  session.need(needed.namespaces, needed.labelSelectors);
  const writer = createWriter({ context: target.context, endpoint, signal: session.signal, say, log });
  return { kind: "connected", target, namespace, session, writer };
}

/** Whether a session can be kept for what the kubeconfig says now: tokens of the same login are read where they are needed. */
function goesOn({ target, session }: Connected, now: Target): boolean {
  const isRenewed = session.knowledge.kind === "synced" && sameCluster(withoutTokens(target), withoutTokens(now));
  return isRenewed || sameCluster(target, now);
}

/** A namespace chosen in the kubeconfig is no reason to connect anew; anything else is. */
function sameCluster(one: Target, other: Target): boolean {
  // Not as text: kubectl writes keys in an order of its own.
  return isDeepStrictEqual({ ...one, namespace: "" }, { ...other, namespace: "" });
}

function snapshotOf(state: State, consents: Consents): ClusterSnapshot {
  switch (state.kind) {
    case "idle":
      return NO_CLUSTER;
    case "failed":
      return { ...NO_CLUSTER, context: state.context, knowledge: { kind: "failed", why: state.why } };
    case "connected": {
      const { session, target, namespace } = state;
      const consent = consents.of(target.context);
      return {
        context: target.context,
        namespace,
        knowledge: consent === "refused" ? { kind: "off" } : session.knowledge,
        serverVersion: session.serverVersion,
        namespaces: session.namespaces,
        services: session.services,
        endpointSlices: session.endpointSlices,
        ...(session.serviceCIDRs && { serviceCIDRs: session.serviceCIDRs }),
        ...(session.inUse && { inUse: session.inUse }),
        ...(consent && { consent }),
        ...(target.skipVerification && { unverified: true }),
      };
    }
  }
}
