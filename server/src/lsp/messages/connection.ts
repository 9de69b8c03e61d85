/** Words between client and server beyond the protocol, names and types only. What the cluster is connected to, and how that comes about. */

/** Given as `initializationOptions`. Without `trusted: true` the server leaves every cluster alone. */
export interface InitializationOptions {
  readonly trusted?: boolean;
  /** The client has the extension's commands. Where it is not said, the server goes by the client's name. */
  readonly commands?: boolean;
}

/** Server to client, whenever the state of the cluster changes: what the status item shows. */
export const STATUS_NOTIFICATION = "podsight/status";
/** The state of the connection, with what the status item says of it. */
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
/** The context and the namespace to connect to; the kubeconfig's own where one is not given. */
export interface ConnectParams {
  readonly context?: string;
  readonly namespace?: string;
}

/** Client to server: leave the cluster alone until the user connects again. Answers with the status. */
export const DISCONNECT_REQUEST = "podsight/disconnect";

/**
 * Server to client: a context's credentials run a program (`exec` or an auth provider); may it?
 * The client answers with true or false; the server remembers it, for as long as it runs, by the fingerprint.
 */
export const CONSENT_REQUEST = "podsight/consent";
/** The program that would run, in full, so that the user can judge it. */
export interface ConsentParams {
  readonly context: string;
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The names of the variables that the kubeconfig sets for it. */
  readonly variables: readonly string[];
  /** The auth provider whose token it renews, as the kubeconfig writes it; undefined where the kubeconfig names the program. */
  readonly renews?: string;
  /** Of the program, its arguments, its variables and the content of its file: what a remembered yes is for. */
  readonly fingerprint: string;
  /** Without it the user has not asked to connect: only an earlier yes counts, and nothing pops up. */
  readonly mayAsk: boolean;
}

/** Client to server: the user takes back the yes for a credentials program. What it gave is not used any more. */
export const REVOKE_CONSENT_REQUEST = "podsight/revokeConsent";
/** The {@link ConsentParams.fingerprint} of the program. */
export interface RevokeConsentParams {
  readonly fingerprint: string;
}

/** Client to server: the contexts of the kubeconfig; empty where there is none. */
export const CONTEXTS_REQUEST = "podsight/contexts";
/** A context of the kubeconfig; `current` is the one that the kubeconfig names in `current-context`. */
export interface ContextItem {
  readonly name: string;
  readonly cluster: string;
  readonly namespace?: string;
  readonly current: boolean;
}

/** Client to server: the namespaces that may be listed; empty when listing them is not allowed. */
export const NAMESPACES_REQUEST = "podsight/namespaces";
