/** Words between client and server beyond the protocol, names and types only. What is asked about Services, Pods and workloads; nothing of it changes anything. */

import type { EditPosition, Location, MatchedPod } from "./shared.ts";

/** Client to server: the Services of an open document, with what they match. */
export const MATCHES_REQUEST = "podsight/matches";
/** The open document. */
export interface MatchesParams {
  readonly uri: string;
}

/** A Service of the document with the Pods that it matches; `source` says where they are known from. */
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

/** A port of the Service. */
export interface MatchedPort {
  /** The place in `spec.ports`. */
  readonly index: number;
  readonly name?: string;
  readonly port: number;
  readonly targetPort: string | number;
  readonly protocol: string;
}

/** Client to server: the workloads that can be exposed, those of the cluster's namespace and of the workspace. */
export const WORKLOADS_REQUEST = "podsight/workloads";
/** A workload as a list shows it, with the container ports that it declares. */
export interface WorkloadItem {
  /** Opaque. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly source: "cluster" | "workspace";
  readonly replicas?: number;
  /** Of its Pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the object itself. */
  readonly ownLabels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: string }[];
  readonly location?: Location;
}

/** Client to server: one Pod of the connected cluster as YAML, for a read-only document (`podsight-pod:`). */
export const POD_REQUEST = "podsight/pod";
/** The Pod, and the context that must still be connected. */
export interface PodParams {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}

/** The Pod as YAML. */
export interface PodResult {
  readonly text: string;
}

/** Client to server: the Services that select the Pods of the workload at an offset of an open document. */
export const USED_BY_REQUEST = "podsight/usedBy";
/** The workload's place in an open document. */
export interface UsedByParams {
  readonly uri: string;
  readonly offset: number;
}

/** The workload and the Services that select its Pods, as `editor.action.showReferences` takes them. */
export interface UsedByResult {
  /** Where the workload begins. */
  readonly position: EditPosition;
  readonly locations: readonly Location[];
}

/** Client to server: the Services and Pods of a namespace of the connected cluster that a label selector finds. */
export const FIND_REQUEST = "podsight/find";
/** What to find, and where. */
export interface FindParams {
  /** The connection's own namespace when it is not given. */
  readonly namespace?: string;
  /** As `kubectl get -l` takes it, for example `app=till,tier!=back`. */
  readonly labelSelector: string;
}

/** What was found; the labels of all of it match. */
export interface FindResult {
  readonly context: string;
  readonly namespace: string;
  readonly services: readonly FoundService[];
  readonly pods: readonly MatchedPod[];
  /** What could not be listed, and why; empty when everything was. */
  readonly unknown: readonly string[];
}

/** A Service as a list shows it. */
export interface FoundService {
  readonly name: string;
  readonly type: string;
  readonly clusterIP?: string;
  /** As `kubectl get services` shows them, for example `80:30080/TCP`. */
  readonly ports: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Client to server: a Service of the connected cluster in full, as text for a read-only document (`podsight-service:`). */
export const DESCRIBE_REQUEST = "podsight/describe";
/** The Service, and the context that must still be connected. */
export interface DescribeParams {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}

/** The Service in words. */
export interface DescribeResult {
  readonly text: string;
  /** The Service alone, as a manifest: without what the server keeps for itself. */
  readonly manifest: string;
}

/** Client to server: the addresses of the Service at the offset of an open document. */
export const ADDRESSES_REQUEST = "podsight/addresses";
/** The Service's place. */
export interface AddressesParams {
  readonly uri: string;
  readonly offset: number;
}

/** The addresses under which clients reach the Service, its name in the DNS of the cluster first. */
export interface AddressesResult {
  readonly addresses: readonly {
    readonly kind: "dns" | "clusterIP" | "nodePort" | "loadBalancer" | "externalIP" | "externalName";
    readonly text: string;
    readonly detail: string;
  }[];
}
