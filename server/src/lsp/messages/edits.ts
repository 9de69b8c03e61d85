/** Words between client and server beyond the protocol, names and types only. What makes or changes text. */

import type { MatchedPod } from "./reading.ts";
import type { LabelChanges } from "./writes.ts";

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
