/** Words between client and server beyond the protocol, names and types only. What changes a cluster, or asks it about a change: each write after a dry run. */

import type { LabelChanges, ServiceTypeChoice } from "./shared.ts";

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

/** Client to server: a server-side dry run. Nothing is written; the answer names what would be, and where. */
export const DRY_RUN_REQUEST = "podsight/dryRun";
/** What a write would do, or why the server refuses it. */
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
/** The dry run that the user said yes to. */
export interface ApplyParams {
  readonly token: string;
  /** What the user typed as the name of a protected context. */
  readonly typed?: string;
}

/** What was done and what was not: of several objects some may fail. */
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
/** The open document. */
export interface ValidateParams {
  readonly uri: string;
}

/** How many of the Services the API server accepts and refuses, and how many warnings it gives. */
export interface ValidateResult {
  readonly context: string;
  readonly accepted: number;
  readonly refused: number;
  readonly warnings: number;
  /** Why some could not be asked about, each reason once. */
  readonly unknown: readonly string[];
}
