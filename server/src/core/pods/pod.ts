import type { Span } from "../span.ts";

/** Label keys and values. A Map, so that `__proto__` is a key like any other. */
export type Labels = ReadonlyMap<string, string>;

/** Labels as kubectl's `-l` takes them: `app=till, tier=front`. */
export function labelsText(labels: Iterable<readonly [key: string, value: string]>): string {
  return Array.from(labels, ([key, value]) => `${key}=${value}`).join(", ");
}

/** Where a Pod is known from: the cluster, or the template of a workload written in the workspace. */
export type Origin = { readonly kind: "cluster" } | WorkspaceOrigin;

/** The manifest of the workload whose template would make the Pod. */
export interface WorkspaceOrigin {
  readonly kind: "workspace";
  readonly uri: string;
  /** The workload's `metadata.name` (or its `kind`) in the file: where a link leads. */
  readonly span: Span;
  /** The template's labels in the file and how they are written; undefined where the template has none. */
  readonly labelsSpan: Span | undefined;
  /** The URI of the kustomization that changes the workload, and the namespace as the workload's own file writes it. */
  readonly form?: { readonly kustomization: string; readonly namespace: string | undefined };
}

/** The namespace that the manifest of a workload writes, whatever a kustomization makes of it. */
export function writtenNamespace({ origin, namespace }: Pod): string | undefined {
  return origin.kind === "workspace" && origin.form !== undefined ? origin.form.namespace : namespace;
}

/** A port that a container declares (`spec.containers[].ports[]`), in the order of the containers. */
export interface ContainerPort {
  readonly name: string | undefined;
  readonly port: number;
  readonly protocol: string;
  /** `sidecar`: an init container with restartPolicy Always; its names count since Kubernetes 1.33. */
  readonly container: "container" | "sidecar";
}

/** The controller of a Pod: the kind and the name of its owner reference. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
}

/**
 * The few facts about a Pod that matching and showing it need.
 * A Pod of the workspace is one that a workload's template would make: it has the workload's name,
 * no addresses, and `namespace` is undefined where the manifest does not write it.
 */
export interface Pod {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly labels: Labels;
  readonly ports: readonly ContainerPort[];
  /** `status.phase`; `Pending` for a Pod of the workspace. */
  readonly phase: string;
  /** The STATUS column of `kubectl get pods`, for example `CrashLoopBackOff`; empty for the workspace. */
  readonly status: string;
  /** The Ready condition is True. */
  readonly ready: boolean;
  /** The READY column of `kubectl get pods`, for example `1/2`. */
  readonly readyContainers: string;
  readonly restarts: number;
  readonly terminating: boolean;
  readonly ips: readonly string[];
  readonly node: string | undefined;
  /** Since the epoch, as precise as the API is; undefined for the workspace. In milliseconds it would take 16 bytes more. */
  readonly createdAtSeconds: number | undefined;
  readonly owner: Owner | undefined;
  readonly origin: Origin;
  /**
   * The names of ports that only plain init containers declare, where there are some: they have ended before a Pod is
   * ready, so no Service's port lands on them.
   */
  readonly initPortNames?: readonly string[];
  /** Of the workspace: the labels of the workload itself, where it has some. They are not those of its Pods. */
  readonly workloadLabels?: Labels;
  /** Of the workspace: how many Pods the workload makes, where its manifest says so. */
  readonly replicas?: number;
  /** Of the workspace: a part of the container ports is filled in later, so that `ports` is not all of them. */
  readonly portsUnknown?: true;
}

/** Puts Pods in the order of their names. */
export function byName(a: Pod, b: Pod): number {
  if (a.name < b.name) return -1;
  return a.name === b.name ? 0 : 1;
}

/**
 * The workload that a person would name for a Pod: its owner, but for a ReplicaSet that a Deployment has made (it has the
 * Deployment's name and the Pod's `pod-template-hash`) the Deployment; for a Pod without an owner the Pod itself.
 */
export function workloadOf({ owner, name, labels }: Pod): Owner {
  if (owner === undefined) return { kind: "Pod", name };
  const hash = labels.get("pod-template-hash");
  const ofDeployment = owner.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`);
  return ofDeployment ? { kind: "Deployment", name: owner.name.slice(0, -hash.length - 1) } : owner;
}
