import { type ClusterSnapshot, type Knowledge, type NamespacePods, NO_CLUSTER } from "../core/snapshot.ts";
import { type Locale, type Message, render } from "../core/words.ts";
import { createEndpoint } from "./connection.ts";
import { type Consents, createConsents } from "./consent.ts";
import { type ContextItem, contextItems, type Target } from "./context.ts";
import { type ConnectTarget, createFollowing } from "./follow.ts";
import { type KubeconfigSource, readKubeconfig } from "./kubeconfig.ts";
import { listNamespaceNames } from "./namespaces.ts";
import { listNamespacePods } from "./pods.ts";
import { createPublisher } from "./publisher.ts";
import { type Session, type SessionLimits, startSession } from "./session.ts";
import { type ClusterWorkload, listWorkloads } from "./toWorkload.ts";
import { type Say, WRITE_WORDS } from "./words.ts";
import { type ApplyResult, type ClusterWrite, createWriter, type DryRunResult, type Writer } from "./writes.ts";

/** What the rest of the server sees of Kubernetes. Nothing is contacted and no file is read before `connect`. */
export interface Cluster {
  /** Immutable, and up to date whenever it is read; another object whenever something is different. */
  readonly snapshot: ClusterSnapshot;
  /** At most four calls a second, and never one inside a call of this interface. */
  onDidChange(listener: () => void): { dispose(): void };
  /** The namespaces whose Pods are needed now; others are let go after a while. At most twenty are followed. */
  watchNamespaces(namespaces: readonly string[]): void;
  /**
   * Connects to a context, the current one by default, and from then on follows the kubeconfig, also one that appears
   * later. Resolves when the attempt has begun; how it comes out is in the snapshot.
   */
  connect(target: ConnectTarget): Promise<void>;
  disconnect(): void;
  /** The contexts of the kubeconfig; empty when there is none or it cannot be read. */
  contexts(): Promise<readonly ContextItem[]>;
  /** The namespaces of the connected cluster; empty when they may not be listed. */
  namespaces(): Promise<readonly string[]>;
  /** The workloads of a namespace of the connected cluster; empty when not connected. */
  workloads(namespace: string): Promise<readonly ClusterWorkload[]>;
  /** Asks the server what a write would do, without writing. */
  dryRun(write: ClusterWrite): Promise<DryRunResult>;
  /** Does what a dry run showed, once, and only in the cluster that was asked. */
  apply(token: string): Promise<ApplyResult>;
  /** One list of a namespace's Pods, after the connection's first attempt has come out. */
  listPods(namespace: string): Promise<NamespacePods>;
  dispose(): void;
}

/** What the cluster asks of its surroundings. */
export interface ClusterHost extends KubeconfigSource {
  /** May the program that a kubeconfig names be run? Asked once for the same program, arguments and file. */
  consent(request: ConsentRequest): Promise<boolean>;
  log(line: string): void;
  readonly locale?: Locale;
  /** For tests: other times and bounds. */
  readonly limits?: Partial<SessionLimits>;
}

export interface ConsentRequest {
  readonly context: string;
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
}

/** A cluster that is not connected. */
export function createCluster(host: ClusterHost): Cluster {
  const listeners = new Set<() => void>();
  const say = (message: Message) => render(message, host.locale ?? "en");
  const consents = createConsents(host.consent);
  let snapshot = NO_CLUSTER;
  let state: State = IDLE;
  let needed: readonly string[] = [];
  /** Somebody asked to connect to what does not work: try at once, whatever the backoff says. */
  let anew = false;
  let isCurrent = true;
  const publisher = createPublisher(() => {
    for (const listener of [...listeners]) listener();
  });
  const changed = () => {
    isCurrent = false;
    publisher.changed();
  };
  const become = (next: State) => {
    if (state.kind === "connected" && (next.kind !== "connected" || next.session !== state.session)) {
      state.session.dispose();
    }
    state = next;
    changed();
  };
  const following = createFollowing(host, {
    found: (target, namespace) => {
      if (!anew && state.kind === "connected" && sameCluster(state.target, target)) {
        become({ ...state, namespace });
        return;
      }
      anew = false;
      become(connectTo(target, namespace, { host, say, consents, changed }));
      if (state.kind === "connected") state.session.need(needed);
    },
    // A kubeconfig that is being written is often unreadable for a moment: what works goes on.
    broken: (why, context) => {
      host.log(say(why));
      if (state.kind === "connected" && (context === undefined || context === state.target.context)) return;
      become({ kind: "failed", context, why: say(why) });
    },
    none: () => become(IDLE),
  });
  const connected = () => (state.kind === "connected" ? state : undefined);
  return {
    get snapshot() {
      if (!isCurrent) snapshot = snapshotOf(state, consents);
      isCurrent = true;
      return snapshot;
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    watchNamespaces: (namespaces) => {
      needed = [...namespaces];
      connected()?.session.need(needed);
    },
    connect: (target) => {
      consents.forgetRefusals();
      anew = state.kind === "connected" && !HOPEFUL.has(state.session.knowledge.kind);
      return following.want(target);
    },
    disconnect: () => {
      following.stop();
      become(IDLE);
    },
    contexts: async () => {
      const read = await readKubeconfig(host);
      return read.kind === "read" ? contextItems(read.kubeconfig) : [];
    },
    ...questions(connected, say),
    dispose: () => {
      following.stop();
      become(IDLE);
      publisher.dispose();
      listeners.clear();
    },
  };
}

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "failed"; readonly context: string | undefined; readonly why: string }
  | Connected;

interface Connected {
  readonly kind: "connected";
  readonly target: Target;
  readonly namespace: string;
  readonly session: Session;
  readonly writer: Writer;
}

const IDLE: State = { kind: "idle" };
/** Sessions of these kinds are left as they are by somebody who connects again. */
const HOPEFUL: ReadonlySet<Knowledge["kind"]> = new Set(["synced", "stale", "connecting"]);

interface Surroundings {
  readonly host: ClusterHost;
  readonly say: Say;
  readonly consents: Consents;
  readonly changed: () => void;
}

function connectTo(target: Target, namespace: string, { host, say, consents, changed }: Surroundings): Connected {
  const endpoint = createEndpoint(target, {
    environment: host.environment,
    allowed: (program) => consents.allowed(target.context, program, changed),
  });
  const { log, limits } = host;
  const session = startSession({ endpoint, changed, say, log, ...(limits && { limits }) });
  const writer = createWriter({ context: target.context, endpoint, signal: session.signal, say, log });
  return { kind: "connected", target, namespace, session, writer };
}

/** A namespace chosen in the kubeconfig is no reason to connect anew; anything else is. */
function sameCluster(one: Target, other: Target): boolean {
  return JSON.stringify({ ...one, namespace: "" }) === JSON.stringify({ ...other, namespace: "" });
}

/** What is asked of the connected cluster once, beside the watches. */
function questions(
  connected: () => Connected | undefined,
  say: Say,
): Pick<Cluster, "namespaces" | "workloads" | "dryRun" | "apply" | "listPods"> {
  const refused = () => say(WRITE_WORDS.notConnected());
  return {
    namespaces: async () => {
      const session = connected()?.session;
      return session ? listNamespaceNames(session.endpoint, session.signal) : [];
    },
    workloads: async (namespace) => {
      const session = connected()?.session;
      return session ? listWorkloads(session.endpoint, namespace, session.signal) : [];
    },
    dryRun: async (write) => {
      const current = connected();
      if (current) return current.writer.dryRun(write, current.namespace);
      return { context: "", namespace: "", what: "", before: "", after: "", refused: refused() };
    },
    apply: async (token) => (await connected()?.writer.apply(token)) ?? { done: [], failed: [refused()] },
    listPods: async (namespace) => {
      const session = connected()?.session;
      if (!session) return { knowledge: { kind: "off" }, pods: [] };
      await session.attempted;
      if (session.knowledge.kind !== "synced") return { knowledge: session.knowledge, pods: [] };
      return listNamespacePods(session.endpoint, namespace, session.signal, say);
    },
  };
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
        ...(consent && { consent }),
      };
    }
  }
}
