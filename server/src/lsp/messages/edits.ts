/** Words between client and server beyond the protocol, names and types only. What makes or changes text. */

import type { EditPosition, LabelChanges, MatchedPod, ServiceTypeChoice } from "./shared.ts";

/** Client to server: the Service that exposes a workload, as manifest text. Writes nothing. */
export const EXPOSE_REQUEST = "podsight/expose";
/** The workload, by the id of its `WorkloadItem`, and what its Service shall be. */
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

/** What most Services do without; the others are the fields of that name in `spec`. */
export interface ExposeOptions {
  /** Of the Service itself; those of the workload when not given. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What it selects; what the workload finds its own Pods by when not given. */
  readonly selector?: Readonly<Record<string, string>>;
  /** Changes the Service when all else is done. */
  readonly override?: ExposeOverride;
  readonly sessionAffinity?: "ClientIP" | "None";
  readonly loadBalancerIP?: string;
  readonly externalIPs?: readonly string[];
  readonly clusterIP?: string;
  readonly ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
}

/** JSON over a Service, in one of the ways of `kubectl --override-type`. */
export interface ExposeOverride {
  readonly type: "merge" | "strategic" | "json";
  readonly patch: string;
}

/** The manifest, YAML. */
export interface ExposeResult {
  readonly text: string;
  /** Of the Service in it. */
  readonly name: string;
}

/** Client to server: the edits that switch the type of the Service at the offset. */
export const SWITCH_TYPE_REQUEST = "podsight/switchType";
/** A Service of an open document, its new type, and for ExternalName its new name. */
export interface SwitchTypeParams {
  readonly uri: string;
  readonly offset: number;
  readonly type: ServiceTypeChoice;
  readonly externalName?: string;
}

/** Client to server: the types that a Service can be switched to, each with what the cluster will do. Writes nothing. */
export const SWITCH_CHOICES_REQUEST = "podsight/switchChoices";
/** The Service that is asked about. */
export type SwitchChoicesParams =
  /** A Service of an open document. */
  | { readonly uri: string; readonly offset: number }
  /** A Service of the connected cluster. */
  | { readonly namespace: string; readonly service: string };
/** The Service, and what comes of each type. */
export interface SwitchChoicesResult {
  readonly name: string;
  readonly namespace: string;
  /** The connected cluster's context, where the Service is known to be in it. */
  readonly context?: string;
  /** The type as it is stored, else as it is written; undefined where the cluster has no such Service, and for none of them. */
  readonly current?: ServiceTypeChoice;
  readonly choices: readonly SwitchChoice[];
}

/** A type that the Service can be switched to. */
export interface SwitchChoice {
  readonly type: ServiceTypeChoice;
  /** The API server allows no such change: the Service must be deleted and created anew. */
  readonly recreate: boolean;
  /** A sentence each, what is lost first. */
  readonly effects: readonly string[];
}

/** Client to server: the edits that change labels of the workspace's Pod templates behind a Service. Writes nothing. */
export const ADD_LABEL_REQUEST = "podsight/addLabel";
/** A Service of an open document, and the labels that the Pods behind it shall have. */
export interface AddLabelParams {
  readonly uri: string;
  readonly offset: number;
  readonly labels: LabelChanges;
}

/** Client to server: where labels can be changed for some Pods, each with what comes of it. Writes nothing. */
export const LABEL_CHOICES_REQUEST = "podsight/labelChoices";
/** The labels, and the Pods that shall have them. */
export type LabelChoicesParams = {
  readonly labels: LabelChanges;
} /** The Pods behind a Service of an open document. */ & (
  | { readonly uri: string; readonly offset: number }
  /** Pods of the connected cluster. */
  | { readonly namespace: string; readonly pods: readonly string[] }
);
/** The places where the labels can be changed, each with what comes of it there. */
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

/** What comes of the labels in one place. */
export interface LabelChoice {
  /** Which Services gain or lose Pods, which Pods are replaced: a sentence each. */
  readonly effects: readonly string[];
  /** The same, or the refusal, in a line of a list. */
  readonly brief: string;
  /** Why it cannot be done there. */
  readonly refused?: string;
}

/** A workload of the connected cluster. */
export interface LiveWorkloadName {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** The answer to {@link SWITCH_TYPE_REQUEST} and {@link ADD_LABEL_REQUEST}; no documents when there is nothing to edit. */
export interface EditsResult {
  readonly documents: readonly DocumentEdits[];
}

/** The edits of one document, none of which touches another. */
export interface DocumentEdits {
  readonly uri: string;
  readonly edits: readonly DocumentEdit[];
}

/** A protocol TextEdit: positions count from zero, characters are UTF-16. */
export interface DocumentEdit {
  readonly range: { readonly start: EditPosition; readonly end: EditPosition };
  readonly newText: string;
}

/** Client to server: the EndpointSlices that send the traffic of a Service without a selector to addresses. Writes nothing. */
export const ENDPOINT_SLICES_REQUEST = "podsight/endpointSlices";
/** The Service, and where its traffic shall go. */
export interface EndpointSlicesParams {
  readonly uri: string;
  /** The Service's. */
  readonly offset: number;
  /** IP addresses, each one that the API server takes. */
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

/** The slices as text, and as edits of the document. */
export interface EndpointSlicesResult {
  /** YAML, a document for each slice. */
  readonly text: string;
  /** The edits that put them behind the Service's document; no documents where that is not YAML. */
  readonly edits: EditsResult;
}
