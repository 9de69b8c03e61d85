import type { ClusterSnapshot } from "../core/snapshot.ts";
import { type Message, render } from "../core/words.ts";
import { createConsents } from "./credentials/consent.ts";
import { createCurrent } from "./current.ts";
import { type ConnectTarget, createFollowing } from "./follow.ts";
import type { ClusterHost } from "./host.ts";
import { type ContextItem, contextItems } from "./kubeconfig/context.ts";
import { readKubeconfig } from "./kubeconfig/readKubeconfig.ts";
import { askedOf } from "./questions/asked.ts";
import { createLists, type Lists } from "./questions/lists.ts";
import { createQuestions, type Questions } from "./questions/questions.ts";
import type { LabelSelectors } from "./sessionOptions.ts";
import { type ClusterStreams, createClusterStreams } from "./streams/streams.ts";
import { createWrites, type Writes } from "./writes/writes.ts";

/** What the rest of the server sees of Kubernetes. Nothing is contacted and no file is read before `connect`. */
export interface Cluster extends Lists, Questions, ClusterStreams, Writes {
  /** Immutable, and up to date whenever it is read; another object whenever something is different. */
  readonly snapshot: ClusterSnapshot;
  /** Four calls a second in the long run, a few more after a quiet time; never one inside a call of this interface. */
  onDidChange(listener: () => void): { dispose(): void };
  /**
   * The namespaces whose Pods and Services are needed now; others are let go after a while. At most twenty are followed.
   * What the label selectors of a namespace select (`labelSelectorOf`) is known first, and in a large namespace alone.
   */
  watchNamespaces(namespaces: readonly string[], labelSelectors?: LabelSelectors): void;
  /**
   * Connects to a context, the current one by default, and from then on follows the kubeconfig, also one that appears
   * later. Resolves when the attempt has begun; how it comes out is in the snapshot.
   */
  connect(target: ConnectTarget): Promise<void>;
  disconnect(): void;
  /** Takes back the yes for a credentials program: what it gave is not used any more. */
  revoke(fingerprint: string): void;
  /** The contexts of the kubeconfig; empty when there is none or it cannot be read. */
  contexts(): Promise<readonly ContextItem[]>;
  dispose(): void;
}

/** A cluster that is not connected: no file is read and no server asked before `connect`. */
export function createCluster(host: ClusterHost): Cluster {
  const say = (message: Message) => render(message, host.locale ?? "en");
  const consents = createConsents(host.consent);
  const current = createCurrent({ host, say, consents });
  const following = createFollowing(host, current);
  const asked = askedOf(current, say);
  return {
    ...createLists(asked),
    ...createQuestions(asked),
    ...createClusterStreams(asked),
    ...createWrites(asked),
    get snapshot() {
      return current.snapshot;
    },
    onDidChange: current.onDidChange,
    watchNamespaces: current.need,
    connect: (target) => {
      consents.forgetRefusals();
      current.retry();
      return following.want(target);
    },
    disconnect: () => {
      following.stop();
      current.none();
    },
    revoke: (fingerprint) => {
      consents.revoke(fingerprint);
      current.reconnect();
    },
    contexts: async () => {
      const read = await readKubeconfig(host);
      return read.kind === "read" ? contextItems(read.kubeconfig) : [];
    },
    dispose: () => {
      following.stop();
      current.dispose();
    },
  };
}
