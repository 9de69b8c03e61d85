/** Words between client and server beyond the protocol, names and types only. What goes on after it was asked for: port-forwards and logs. */

/** Client to server: leads a port of this machine's loopback address to a Service's Pods, or to one Pod. */
export const PORT_FORWARD_REQUEST = "podsight/portForward";
/** What connections are led to, and from which local port. */
export interface PortForwardParams {
  readonly target: /** The port at `index` of the Service at the offset of an open document. */
    | { readonly kind: "service"; readonly uri: string; readonly offset: number; readonly index: number }
    | { readonly kind: "pod"; readonly namespace: string; readonly pod: string; readonly port: number };
  /** 0 for any that is free. */
  readonly localPort: number;
}

/** The port-forward as it was begun; the port listens. */
export interface PortForwardResult {
  /** Opaque, for {@link STOP_STREAM_REQUEST}. */
  readonly id: string;
  readonly localPort: number;
  readonly context: string;
}

/** Server to client: what becomes of a port-forward. */
export const PORT_FORWARD_NOTIFICATION = "podsight/portForwardChanged";
/** What has become of the port-forward with this id. */
export type PortForwardChange =
  /** Connections go to this Pod from now on. */
  | { readonly kind: "through"; readonly id: string; readonly pod: string }
  /** A connection could not be made; the next one is tried again. */
  | { readonly kind: "failed"; readonly id: string; readonly why: string }
  | { readonly kind: "ended"; readonly id: string };

/** Client to server: follows the log of a container of a Pod of the connected cluster. */
export const LOG_REQUEST = "podsight/log";
/** The container whose log is wanted. */
export interface LogParams {
  readonly namespace: string;
  readonly pod: string;
  /** Needed where the Pod has several. */
  readonly container?: string;
}

/** The log is followed, or one container has to be named. */
export type LogResult =
  | { readonly kind: "following"; readonly id: string; readonly context: string }
  /** Which of them is meant? */
  | { readonly kind: "several"; readonly containers: readonly string[] };

/** Server to client: a piece of a log that is followed; with `ended` the last one. */
export const LOG_NOTIFICATION = "podsight/logText";
/** A piece of the log with this id. */
export interface LogText {
  readonly id: string;
  readonly text: string;
  readonly ended?: true;
}

/** Client to server: a port-forward or a log is no longer wanted. */
export const STOP_STREAM_REQUEST = "podsight/stopStream";
/** The id of the port-forward or of the log. */
export interface StopStreamParams {
  readonly id: string;
}
