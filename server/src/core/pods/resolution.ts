import type { Traffic } from "../endpoints/traffic.ts";
import type { SelectorPair, ServicePort } from "../manifest/service.ts";
import type { Knowledge } from "../snapshot.ts";
import type { Pod } from "./pod.ts";
import type { UnreadableReason } from "./unreadable.ts";

/** Where an answer is known from. `none`: neither the cluster nor the workspace can tell. */
export type Source =
  | {
      readonly kind: "cluster";
      readonly context: string | undefined;
      /** Where it was looked for: the written namespace, else the chosen one. */
      readonly namespace: string;
      /** `synced` or `stale`; nothing else is an answer. */
      readonly knowledge: Extract<Knowledge, { kind: "synced" | "stale" }>;
    }
  | {
      readonly kind: "workspace";
      /** How near the matching manifests are: the same file, its folder, or anywhere in the workspace. */
      readonly reach: "file" | "folder" | "workspace";
      /** Why the cluster does not answer. */
      readonly cluster: Knowledge;
      /** The nearest manifest that could not be read, where nothing matches: it may hold the workload, so that is unknown. */
      readonly doubt?: Doubt;
    }
  | { readonly kind: "none"; readonly cluster: Knowledge };

/** A manifest of the workspace of which nothing is known, and how many others there are. */
export interface Doubt {
  readonly uri: string;
  readonly reason: UnreadableReason;
  readonly others: number;
}

/** What stands behind a Service, with where that is known from. What costs something among thousands is computed when asked for. */
export interface Resolution {
  readonly source: Source;
  /** All Pods that match every pair, in no order. For the workspace: the workloads whose Pods would match. */
  readonly matched: readonly Pod[];
  /** The same by name, as they are shown. */
  readonly pods: readonly Pod[];
  /** How many of them the EndpointSlice controller would call ready so that they get traffic. */
  readonly readyCount: number;
  /** The names of those Pods. */
  readonly readyPods: ReadonlySet<string>;
  /** Those of them that have one of the Service's ports, so that traffic gets there. */
  readonly receivingPods: ReadonlySet<string>;
  /** Where the Service of this name in the cluster sends to; undefined where there is none. */
  readonly traffic: Traffic | undefined;
  /** That Service selects by other pairs, or publishes addresses otherwise, than the written one. */
  readonly selectsOtherwise: boolean;
  /** Per selector pair, how many Pods have it, whatever the other pairs say. Empty where that is not known. */
  readonly pairs: readonly PairCount[];
  readonly ports: readonly ResolvedPort[];
  /** Whether it is known what almost matches; while it is not, `nearMisses` is empty. */
  readonly nearMissesKnown: boolean;
  /** Pods that lack a single pair or one whose value is near, best first; bounded. */
  readonly nearMisses: readonly NearMiss[];
  /** How many near misses there are beyond the bound. */
  readonly moreNearMisses: number;
}

/** How many Pods of the namespace have one label of the selector, whatever their others are. */
export interface PairCount {
  readonly pair: SelectorPair;
  readonly count: number;
}

/** Where one Service port lands. */
export interface ResolvedPort {
  readonly port: ServicePort;
  /** Those of the most Pods first. */
  readonly landings: readonly Landing[];
  /** Matched Pods where a named targetPort is not declared with that protocol, in no order. */
  readonly missing: readonly Pod[];
}

/** Pods on which the port is the same number, in no order. */
export interface Landing {
  readonly number: number;
  readonly pods: readonly Pod[];
}

/** Pods that share a label set which almost matches. */
export interface NearMiss {
  readonly pods: readonly Pod[];
  /** The selector pairs that the Pods do not have. */
  readonly missing: readonly SelectorPair[];
  /** What they have under the same keys; a key they lack is not in it. */
  readonly actual: ReadonlyMap<string, string>;
  /**
   * `typo`: one value is off by a letter or two. `otherKey`: the value stands under another key.
   * `workloadLabels`: the workload has all pairs itself, its Pod template does not. `otherNamespace`: all pairs match,
   * in another namespace. `apart`: one pair differs or lacks.
   */
  readonly kind: "typo" | "otherKey" | "workloadLabels" | "otherNamespace" | "apart";
}
