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
  /** The detail holds a warning, whatever the state is. */
  readonly warns?: boolean;
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
 * The client answers with true or false; the server remembers it, for as long as it runs, by the fingerprint.
 */
export const CONSENT_REQUEST = "podsight/consent";
export interface ConsentParams {
  readonly context: string;
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The names of the variables that the kubeconfig sets for it. */
  readonly variables: readonly string[];
  /** Of the program, its arguments, its variables and the content of its file: what a remembered yes is for. */
  readonly fingerprint: string;
  /** Without it the user has not asked to connect: only an earlier yes counts, and nothing pops up. */
  readonly mayAsk: boolean;
}

/** Client to server: the user takes back the yes for a credentials program. What it gave is not used any more. */
export const REVOKE_CONSENT_REQUEST = "podsight/revokeConsent";
export interface RevokeConsentParams {
  readonly fingerprint: string;
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
  /** Its ports as written, those without a number left out. */
  readonly ports: readonly MatchedPort[];
}
export interface MatchedPort {
  /** The place in `spec.ports`. */
  readonly index: number;
  readonly name?: string;
  readonly port: number;
  readonly targetPort: string | number;
  readonly protocol: string;
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
    readonly nodePort?: number;
  }[];
  readonly options?: ExposeOptions;
}
/** Fields of `spec` that most Services do without. */
export interface ExposeOptions {
  readonly sessionAffinity?: "ClientIP" | "None";
  readonly loadBalancerIP?: string;
  readonly externalIPs?: readonly string[];
  readonly clusterIP?: string;
  readonly ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
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

/** Client to server: the types that a Service can be switched to, each with what the cluster will do. Writes nothing. */
export const SWITCH_CHOICES_REQUEST = "podsight/switchChoices";
export type SwitchChoicesParams =
  /** A Service of an open document. */
  | { readonly uri: string; readonly offset: number }
  /** A Service of the connected cluster. */
  | { readonly namespace: string; readonly service: string };
export interface SwitchChoicesResult {
  readonly name: string;
  readonly namespace: string;
  /** The connected cluster's context, where the Service is known to be in it. */
  readonly context?: string;
  /** The type as it is stored, else as it is written; undefined where the cluster has no such Service, and for none of them. */
  readonly current?: ServiceTypeChoice;
  readonly choices: readonly SwitchChoice[];
}
export interface SwitchChoice {
  readonly type: ServiceTypeChoice;
  /** The API server allows no such change: the Service must be deleted and created anew. */
  readonly recreate: boolean;
  /** A sentence each, what is lost first. */
  readonly effects: readonly string[];
}

/** Client to server: the edits that change labels of the workspace's Pod templates behind a Service. Writes nothing. */
export const ADD_LABEL_REQUEST = "podsight/addLabel";
export interface AddLabelParams {
  readonly uri: string;
  readonly offset: number;
  readonly labels: LabelChanges;
}

/** Client to server: where labels can be changed for some Pods, each with what comes of it. Writes nothing. */
export const LABEL_CHOICES_REQUEST = "podsight/labelChoices";
export type LabelChoicesParams = {
  readonly labels: LabelChanges;
} /** The Pods behind a Service of an open document. */ & (
  | { readonly uri: string; readonly offset: number }
  /** Pods of the connected cluster. */
  | { readonly namespace: string; readonly pods: readonly string[] }
);
export interface LabelChoicesResult {
  /** The connected cluster's, where some of the Pods are known from there. */
  readonly context?: string;
  /** The Pod templates of the workspace together; undefined where there are none. */
  readonly workspace?: LabelChoice;
  /** The Pod templates of the cluster. */
  readonly workloads: readonly (LabelChoice & LiveWorkloadName)[];
  /** The Pods themselves; undefined where none are known from the cluster. */
  readonly pods?: LabelChoice & { readonly namespace: string; readonly pods: readonly MatchedPod[] };
}
export interface LabelChoice {
  /** Which Services gain or lose Pods, which Pods are replaced: a sentence each. */
  readonly effects: readonly string[];
  /** Why it cannot be done there. */
  readonly refused?: string;
}
export interface LiveWorkloadName {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
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

/** Client to server: one Pod of the connected cluster as YAML, for a read-only document (`podsight-pod:`). */
export const POD_REQUEST = "podsight/pod";
export interface PodParams {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}
export interface PodResult {
  readonly text: string;
}

/** Client to server: the Services that select the Pods of the workload at an offset of an open document. */
export const USED_BY_REQUEST = "podsight/usedBy";
export interface UsedByParams {
  readonly uri: string;
  readonly offset: number;
}
export interface UsedByResult {
  /** Where the workload begins. */
  readonly position: EditPosition;
  readonly locations: readonly Location[];
}

/** What would be written to the cluster. */
export type ClusterWrite =
  /** The Services and EndpointSlices of a text. */
  | { readonly kind: "create"; readonly text: string }
  /** The object at the offset of an open document, by server-side apply. */
  | { readonly kind: "apply"; readonly uri: string; readonly offset: number; readonly force?: boolean }
  | { readonly kind: "delete"; readonly namespace: string; readonly services: readonly string[] }
  /** Another type for a Service of the cluster; with `recreate`, by deleting it and creating it anew. */
  | {
      readonly kind: "switchType";
      readonly namespace: string;
      readonly service: string;
      readonly type: ServiceTypeChoice;
      readonly externalName?: string;
      readonly recreate?: boolean;
    }
  | {
      readonly kind: "labelPods";
      readonly namespace: string;
      readonly pods: readonly string[];
      readonly labels: LabelChanges;
    }
  /** The labels of a workload's Pod template: its controller replaces the Pods. */
  | {
      readonly kind: "labelTemplate";
      readonly namespace: string;
      readonly workload: { readonly kind: string; readonly name: string };
      readonly labels: LabelChanges;
    };
/** Label keys with their values from now on; null takes the label away. */
export type LabelChanges = Readonly<Record<string, string | null>>;

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
  /** Fields that other managers own, where that is why an apply is refused: `force` would take them over. */
  readonly conflicts?: readonly { readonly field: string; readonly manager: string | undefined }[];
  /** What the cluster will do beyond what the difference shows, a sentence each. */
  readonly notes?: readonly string[];
  /** The context is protected: {@link ApplyParams.typed} must be its name. */
  readonly protected: boolean;
}

/** Client to server, after the user's yes: does what the dry run showed. */
export const APPLY_REQUEST = "podsight/apply";
export interface ApplyParams {
  readonly token: string;
  /** What the user typed as the name of a protected context. */
  readonly typed?: string;
}
export interface ApplyResult {
  /** One sentence each, in the user's language. */
  readonly done: readonly string[];
  readonly failed: readonly string[];
  /** The manifest of what was deleted to be created anew and then could not be. */
  readonly missing?: string;
}

/**
 * Client to server: what the connected cluster's API server says of the Services of an open document, in dry runs. Its
 * errors and warnings come as diagnostics; the answer counts them.
 */
export const VALIDATE_REQUEST = "podsight/validate";
export interface ValidateParams {
  readonly uri: string;
}
export interface ValidateResult {
  readonly context: string;
  readonly accepted: number;
  readonly refused: number;
  readonly warnings: number;
  /** Why some could not be asked about, each reason once. */
  readonly unknown: readonly string[];
}

/** Client to server: the Services and Pods of a namespace of the connected cluster that a label selector finds. */
export const FIND_REQUEST = "podsight/find";
export interface FindParams {
  /** The connection's own namespace when it is not given. */
  readonly namespace?: string;
  /** As `kubectl get -l` takes it, for example `app=till,tier!=back`. */
  readonly labelSelector: string;
}
export interface FindResult {
  readonly context: string;
  readonly namespace: string;
  readonly services: readonly FoundService[];
  readonly pods: readonly MatchedPod[];
  /** What could not be listed, and why; empty when everything was. */
  readonly unknown: readonly string[];
}
export interface FoundService {
  readonly name: string;
  readonly type: string;
  readonly clusterIP?: string;
  /** As `kubectl get services` shows them, for example `80:30080/TCP`. */
  readonly ports: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Client to server: leads a port of this machine's loopback address to a Service's Pods, or to one Pod. */
export const PORT_FORWARD_REQUEST = "podsight/portForward";
export interface PortForwardParams {
  readonly target: /** The port at `index` of the Service at the offset of an open document. */
    | { readonly kind: "service"; readonly uri: string; readonly offset: number; readonly index: number }
    | { readonly kind: "pod"; readonly namespace: string; readonly pod: string; readonly port: number };
  /** 0 for any that is free. */
  readonly localPort: number;
}
export interface PortForwardResult {
  /** Opaque, for {@link STOP_STREAM_REQUEST}. */
  readonly id: string;
  readonly localPort: number;
  readonly context: string;
}

/** Server to client: what becomes of a port-forward. */
export const PORT_FORWARD_NOTIFICATION = "podsight/portForwardChanged";
export type PortForwardChange =
  /** Connections go to this Pod from now on. */
  | { readonly kind: "through"; readonly id: string; readonly pod: string }
  /** A connection could not be made; the next one is tried again. */
  | { readonly kind: "failed"; readonly id: string; readonly why: string }
  | { readonly kind: "ended"; readonly id: string };

/** Client to server: follows the log of a container of a Pod of the connected cluster. */
export const LOG_REQUEST = "podsight/log";
export interface LogParams {
  readonly namespace: string;
  readonly pod: string;
  /** Needed where the Pod has several. */
  readonly container?: string;
}
export type LogResult =
  | { readonly kind: "following"; readonly id: string; readonly context: string }
  /** Which of them is meant? */
  | { readonly kind: "several"; readonly containers: readonly string[] };

/** Server to client: a piece of a log that is followed; with `ended` the last one. */
export const LOG_NOTIFICATION = "podsight/logText";
export interface LogText {
  readonly id: string;
  readonly text: string;
  readonly ended?: true;
}

/** Client to server: a port-forward or a log is no longer wanted. */
export const STOP_STREAM_REQUEST = "podsight/stopStream";
export interface StopStreamParams {
  readonly id: string;
}

/** Client to server: a Service of the connected cluster in full, as text for a read-only document (`podsight-service:`). */
export const DESCRIBE_REQUEST = "podsight/describe";
export interface DescribeParams {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}
export interface DescribeResult {
  readonly text: string;
  /** The Service alone, as a manifest: without what the server keeps for itself. */
  readonly manifest: string;
}

/** Client to server: the addresses of the Service at the offset of an open document. */
export const ADDRESSES_REQUEST = "podsight/addresses";
export interface AddressesParams {
  readonly uri: string;
  readonly offset: number;
}
export interface AddressesResult {
  readonly addresses: readonly {
    readonly kind: "dns" | "clusterIP" | "nodePort" | "loadBalancer" | "externalIP" | "externalName";
    readonly text: string;
    readonly detail: string;
  }[];
}

/** Client to server: the EndpointSlices that send the traffic of a Service without a selector to addresses. Writes nothing. */
export const ENDPOINT_SLICES_REQUEST = "podsight/endpointSlices";
export interface EndpointSlicesParams {
  readonly uri: string;
  /** The Service's. */
  readonly offset: number;
  /** IP addresses, each one that the API server takes. */
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}
export interface EndpointSlicesResult {
  /** YAML, a document for each slice. */
  readonly text: string;
  /** The edits that put them behind the Service's document; no documents where that is not YAML. */
  readonly edits: EditsResult;
}
