/** Words between client and server beyond the protocol, names and types only. What messages of several kinds carry. */

/** What `spec.type` can be; `Headless` is ClusterIP with `clusterIP: None`. */
export type ServiceTypeChoice = "ClusterIP" | "Headless" | "NodePort" | "LoadBalancer" | "ExternalName";

/** Label keys with their values from now on; null takes the label away. */
export type LabelChanges = Readonly<Record<string, string | null>>;

/** A Pod as a list shows it; one of the workspace is what a template would make, and has neither address nor node. */
export interface MatchedPod {
  readonly name: string;
  readonly namespace?: string;
  readonly status: string;
  readonly ready: boolean;
  readonly readyContainers: string;
  readonly ip?: string;
  readonly node?: string;
  readonly owner?: { readonly kind: string; readonly name: string };
  /** The TCP ports that its containers declare. */
  readonly ports: readonly { readonly name?: string; readonly port: number }[];
  /** For a Pod of the workspace: where its template is written. */
  readonly location?: Location;
}

/** A place in a document: lines and UTF-16 characters count from zero. */
export interface Location {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** A protocol Position. */
export interface EditPosition {
  readonly line: number;
  readonly character: number;
}
