import type { Severity } from "./diagnostic.ts";
import type { EndpointSlice } from "./endpoints/endpoint.ts";
import type { LabelTable } from "./pods/labelTable.ts";
import type { Pod } from "./pods/pod.ts";
import type { UnreadableReason } from "./pods/unreadable.ts";
import type { Locale } from "./words.ts";
import type { Claims } from "./workspace/claims.ts";
import type { Form } from "./workspace/forms.ts";
import type { WorkspaceServices } from "./workspace/knownServices.ts";

/** A Kubernetes minor of the 1.x line: 31 stands for 1.31. */
export type Minor = 31 | 32 | 33 | 34 | 35 | 36 | 37;

/** The minor by which a Service is judged where neither the settings nor a cluster say one. */
export const NEWEST_MINOR: Minor = 37;

/** What is known of the cluster for the API server's allocators; undefined is unknown, and then nothing is said. */
export interface ClusterFacts {
  readonly serviceCIDRs: readonly string[] | undefined;
  readonly nodePortRange: readonly [first: number, last: number] | undefined;
  readonly dualStack: boolean | undefined;
  /** What other Services hold. */
  readonly inUse?: InUse;
}

/** Who holds a node port or a cluster IP (in the API server's form), as `namespace/name`. */
export interface InUse {
  readonly nodePorts: Pick<ReadonlyMap<number, string>, "get">;
  readonly clusterIPs: Pick<ReadonlyMap<string, string>, "get">;
}

/** Settings after validation. */
export interface Settings {
  readonly locale: Locale;
  /** The minor to judge by: the setting, else the live server's, else the newest. */
  readonly minor: Minor;
  readonly facts: ClusterFacts;
  /** Overrides by diagnostic code. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
}

/** How one thing of the cluster (the connection, a namespace's Pods) is known. Only `synced` allows to say "none". */
export type Knowledge =
  | { readonly kind: "off" }
  | { readonly kind: "connecting" }
  | { readonly kind: "synced" }
  /** It was synced; `since` is when the connection was lost, in milliseconds since the epoch. */
  | { readonly kind: "stale"; readonly since: number; readonly why: string }
  /** The API server's own sentence, for example `pods is forbidden: ...`. */
  | { readonly kind: "denied"; readonly what: string }
  | { readonly kind: "failed"; readonly why: string };

/** The Pods of one namespace of the cluster, and how fresh they are. `pods` is empty unless synced or stale. */
export interface NamespacePods {
  /** Of `pods` as the whole of the namespace's Pods; `off` where they are asked for by selector only. */
  readonly knowledge: Knowledge;
  readonly pods: readonly Pod[];
  /** Watching is not allowed, listing is: the Pods are asked for every few seconds. */
  readonly polled?: boolean;
  /** The same Pods by label set, where they are kept so. */
  readonly labelTable?: LabelTable;
  /** How much of the namespace is followed; `full` where it is left out. */
  readonly mode?: PodsMode;
  /** How many Pods the namespace has, as far as it was counted. */
  readonly size?: number;
  /**
   * What the server itself has selected, by `labelSelectorOf` the pairs of each Service that is open: the first answer
   * before `pods` are there, and in other modes than `full` for good.
   */
  readonly selections?: ReadonlyMap<string, SelectedPods>;
}

/**
 * `full`: every Pod of the namespace is followed. `metadata`: of every Pod only its metadata, with labels and owner, and
 * whole Pods for the Services that are open; `pods` have no addresses, ports, phase or readiness. `selectors`: only the
 * Pods that Services which are open select; what else there is, and what almost matches, is asked for where it matters.
 */
export type PodsMode = "full" | "metadata" | "selectors";

/** The Pods that the API server has selected. `pods` is empty unless synced or stale. */
export interface SelectedPods {
  readonly knowledge: Knowledge;
  readonly pods: readonly Pod[];
  /** Pods that match all pairs but one, by their metadata; undefined where that was not asked or is too much to tell. */
  readonly almost?: readonly Pod[];
}

/** The Services of one namespace as the cluster stores them, plain JSON by name. Only `synced` allows to say "none". */
export interface NamespaceServices {
  readonly knowledge: Knowledge;
  readonly services: ReadonlyMap<string, unknown>;
}

/** The EndpointSlices of one namespace by the Service that they are for. Empty unless synced or stale. */
export interface NamespaceEndpointSlices {
  readonly knowledge: Knowledge;
  readonly slices: ReadonlyMap<string, readonly EndpointSlice[]>;
}

/** Everything that is known of the cluster at one moment. */
export interface ClusterSnapshot {
  /** The kubeconfig context; undefined when there is none. */
  readonly context: string | undefined;
  /** The namespace for objects that do not write one: the chosen one, else the context's, else `default`. */
  readonly namespace: string;
  readonly knowledge: Knowledge;
  /** `major.minor.patch` as the server says it; undefined until known. */
  readonly serverVersion: string | undefined;
  /** By namespace; a namespace that is not a key is not watched (yet), so nothing is known of it. */
  readonly namespaces: ReadonlyMap<string, NamespacePods>;
  /** By namespace, as for Pods; what is stored decides whether a written Service is created or updated. */
  readonly services?: ReadonlyMap<string, NamespaceServices>;
  /** By namespace, as for Pods: where traffic really goes. */
  readonly endpointSlices?: ReadonlyMap<string, NamespaceEndpointSlices>;
  /** The ranges of the cluster's ServiceCIDR objects, the primary one first; undefined while unknown. */
  readonly serviceCIDRs?: readonly string[];
  /** What the Services of all namespaces hold; undefined while unknown. */
  readonly inUse?: InUse;
  /** The context's credentials run a program: whether it may is being asked, or the answer was no. */
  readonly consent?: "asked" | "refused";
  /** The kubeconfig says not to look at the server's certificate: whoever answers may be somebody else. */
  readonly unverified?: boolean;
}

/** The cluster of somebody who is not connected: nothing is known, and nothing is being asked. */
export const NO_CLUSTER: ClusterSnapshot = {
  context: undefined,
  namespace: "default",
  knowledge: { kind: "off" },
  serverVersion: undefined,
  namespaces: new Map(),
};

/** The Pods that workloads written in the workspace would make. `complete` is false while files are still being read. */
export interface WorkspaceSnapshot {
  readonly complete: boolean;
  readonly pods: readonly Pod[];
  /** The labels of `pods`, and those of their workloads, each a row; where they are not kept, they are made. */
  readonly labels?: WorkspaceLabels;
  /** What its Services hold and who means them; undefined where nobody has looked. */
  readonly claims?: Claims;
  /** Its Services by name, in every form; undefined where nobody has looked. */
  readonly services?: WorkspaceServices;
  /** URIs of manifests that could not be read: what they hold is unknown. */
  readonly unreadable: readonly string[];
  /** Why each of those could not; where it is not said, it does not parse. */
  readonly reasons?: ReadonlyMap<string, UnreadableReason>;
  /** What kustomizations make of the files that they list, by the file's URI; a file that is no key is applied as written. */
  readonly forms?: ReadonlyMap<string, readonly Form[]>;
  /** URIs of files that a kustomization beside them uses as patches: they are no objects, and are not judged. */
  readonly patches?: ReadonlySet<string>;
  /** The namespace of manifests that do not write one, where somebody has said it; else it is unknown. */
  readonly namespace?: string;
}

/** The labels of the Pods of a workspace, row for row: those of the templates, and those that stand on the workloads. */
export interface WorkspaceLabels {
  readonly pods: LabelTable;
  readonly workloads: LabelTable;
}

/** A workspace that has been read and has no manifests. */
export const EMPTY_WORKSPACE: WorkspaceSnapshot = { complete: true, pods: [], unreadable: [] };

/** Services as the cluster stores them, plain JSON: where one has the name of a written Service, its update is judged. */
export type StoredServices = readonly {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly object: unknown;
}[];

/** The whole immutable state that every answer is a function of. */
export interface Snapshot {
  readonly settings: Settings;
  readonly cluster: ClusterSnapshot;
  readonly workspace: WorkspaceSnapshot;
  readonly stored?: StoredServices;
}
