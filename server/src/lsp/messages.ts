/**
 * The words between client and server beyond the protocol: names and types only.
 * It is the one file of the server that the client imports.
 */

/** Given as `initializationOptions`. Without `trusted: true` the server leaves every cluster alone. */
export interface InitializationOptions {
  readonly trusted?: boolean;
  /** The client has the extension's commands. Where it is not said, the server goes by the client's name. */
  readonly commands?: boolean;
}

/** Server to client, whenever the state of the cluster changes: what the status item shows. */
export const STATUS_NOTIFICATION = "podsight/status";

export interface StatusParams {
  readonly kind: "off" | "consent" | "connecting" | "synced" | "stale" | "denied" | "failed";
  /** Undefined when no kubeconfig names one. */
  readonly context?: string;
  readonly namespace: string;
  readonly serverVersion?: string;
  readonly podsWatched: number;
  /** One sentence in the user's language: the state, or what is wrong. */
  readonly detail: string;
}

/** Client to server: the workspace has become trusted. */
export const TRUST_NOTIFICATION = "podsight/trust";

/** Client to server: connect to the current (or named) context. Answers with the status after the attempt began. */
export const CONNECT_REQUEST = "podsight/connect";
export interface ConnectParams {
  readonly context?: string;
  readonly namespace?: string;
}
export const DISCONNECT_REQUEST = "podsight/disconnect";

/**
 * Server to client: a context's credentials run a program (`exec` or an auth provider); may it?
 * The client answers with true or false; the server remembers it for this program, arguments and file.
 */
export const CONSENT_REQUEST = "podsight/consent";
export interface ConsentParams {
  readonly context: string;
  readonly command: string;
  readonly args: readonly string[];
}

export const CONTEXTS_REQUEST = "podsight/contexts";
export interface ContextItem {
  readonly name: string;
  readonly cluster: string;
  readonly namespace?: string;
  readonly current: boolean;
}

/** Client to server: the namespaces that may be listed; empty when listing them is not allowed. */
export const NAMESPACES_REQUEST = "podsight/namespaces";

/** Client to server: the Services of an open document, with what they match. */
export const MATCHES_REQUEST = "podsight/matches";
export interface MatchesParams {
  readonly uri: string;
}
export interface ServiceMatches {
  readonly name: string;
  readonly namespace: string;
  /** The offset of the Service in the document, an opaque id for the requests below. */
  readonly offset: number;
  readonly type: string;
  readonly source: "cluster" | "workspace" | "none";
  /** One line in the user's language: what matches and how fresh the knowledge is. */
  readonly summary: string;
  readonly pods: readonly MatchedPod[];
}
export interface MatchedPod {
  readonly name: string;
  readonly namespace?: string;
  readonly status: string;
  readonly ready: boolean;
  readonly readyContainers: string;
  readonly ip?: string;
  readonly node?: string;
  readonly owner?: { readonly kind: string; readonly name: string };
  /** For a Pod of the workspace: where its template is written. */
  readonly location?: Location;
}
export interface Location {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Client to server: the workloads that can be exposed, those of the cluster's namespace and of the workspace. */
export const WORKLOADS_REQUEST = "podsight/workloads";
export interface WorkloadItem {
  /** Opaque. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly source: "cluster" | "workspace";
  readonly replicas?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: string }[];
  readonly location?: Location;
}

export type ServiceTypeChoice = "ClusterIP" | "Headless" | "NodePort" | "LoadBalancer" | "ExternalName";

/** Client to server: the Service that exposes a workload, as manifest text. Writes nothing. */
export const EXPOSE_REQUEST = "podsight/expose";
export interface ExposeParams {
  readonly id: string;
  readonly name: string;
  readonly type: ServiceTypeChoice;
  readonly ports: readonly {
    readonly name?: string;
    readonly port: number;
    readonly targetPort: string | number;
    readonly protocol: string;
  }[];
}
export interface ExposeResult {
  readonly text: string;
}

/** Client to server: the edits that switch the type of the Service at the offset. */
export const SWITCH_TYPE_REQUEST = "podsight/switchType";
export interface SwitchTypeParams {
  readonly uri: string;
  readonly offset: number;
  readonly type: ServiceTypeChoice;
  readonly externalName?: string;
}

/** Client to server: the edits that give the workspace's Pod templates behind a Service a label. Writes nothing. */
export const ADD_LABEL_REQUEST = "podsight/addLabel";
export interface AddLabelParams {
  readonly uri: string;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
}

/** The answer to {@link SWITCH_TYPE_REQUEST} and {@link ADD_LABEL_REQUEST}; no documents when there is nothing to edit. */
export interface EditsResult {
  readonly documents: readonly DocumentEdits[];
}
export interface DocumentEdits {
  readonly uri: string;
  readonly edits: readonly DocumentEdit[];
}
/** A protocol TextEdit: positions count from zero, characters are UTF-16. */
export interface DocumentEdit {
  readonly range: { readonly start: EditPosition; readonly end: EditPosition };
  readonly newText: string;
}
export interface EditPosition {
  readonly line: number;
  readonly character: number;
}

/** What would be written to the cluster. */
export type ClusterWrite =
  | { readonly kind: "create"; readonly text: string }
  | {
      readonly kind: "label";
      readonly namespace: string;
      readonly pods: readonly string[];
      readonly key: string;
      readonly value: string;
    };

/** Client to server: a server-side dry run. Nothing is written; the answer names what would be, and where. */
export const DRY_RUN_REQUEST = "podsight/dryRun";
export interface DryRunResult {
  /** Give this to {@link APPLY_REQUEST}; valid once, for this context. Undefined when the server refuses. */
  readonly token?: string;
  readonly context: string;
  readonly namespace: string;
  /** The object or objects, for example `Service till`. */
  readonly what: string;
  /** YAML before and after, for a difference view. */
  readonly before: string;
  readonly after: string;
  /** Why the server refuses, in its own words, when it does. */
  readonly refused?: string;
}

/** Client to server, after the user's yes: does what the dry run showed. */
export const APPLY_REQUEST = "podsight/apply";
export interface ApplyParams {
  readonly token: string;
}
export interface ApplyResult {
  /** One sentence each, in the user's language. */
  readonly done: readonly string[];
  readonly failed: readonly string[];
}
