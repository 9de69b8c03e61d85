import type { ServerVerdict } from "../core/apiserver/serverVerdict.ts";
import type { JsonObject } from "../core/json.ts";
import type {
  ClusterSnapshot,
  InUse,
  NamespaceEndpointSlices,
  NamespacePods,
  NamespaceServices,
} from "../core/snapshot.ts";
import { type Locale, type Message, render } from "../core/words.ts";
import { type ConsentRequest, createConsents } from "./consent.ts";
import { type ContextItem, contextItems } from "./context.ts";
import { createCurrent } from "./current.ts";
import { type DescribedService, describeService, nodeAddresses } from "./describe.ts";
import { listNamespaceEndpointSlices } from "./endpointSlices.ts";
import { type Found, findByLabel } from "./find.ts";
import { type ConnectTarget, createFollowing } from "./follow.ts";
import { listInUse } from "./inUse.ts";
import { type KubeconfigSource, readKubeconfig } from "./kubeconfig.ts";
import { listNamespaceNames } from "./namespaces.ts";
import { listNamespacePods } from "./pods.ts";
import { type PodTextResult, podText } from "./podText.ts";
import { type ReadObject, readObject } from "./readObject.ts";
import { listNamespaceServices } from "./services.ts";
import type { LabelSelectors, SessionLimits } from "./session.ts";
import { type Containers, listContainers } from "./streams/containers.ts";
import type { ForwardTarget } from "./streams/forwardTarget.ts";
import { followLog, type LogSource } from "./streams/podLog.ts";
import { type PortForwarding, type PortForwardListener, startPortForward } from "./streams/portForward.ts";
import { type ClusterWorkload, listWorkloads } from "./toWorkload.ts";
import { WRITE_WORDS } from "./writes/words.ts";
import type { ClusterWrite } from "./writes/write.ts";
import type { ApplyResult, DryRunResult } from "./writes/writer.ts";

/** What the rest of the server sees of Kubernetes. Nothing is contacted and no file is read before `connect`. */
export interface Cluster {
  /** Immutable, and up to date whenever it is read; another object whenever something is different. */
  readonly snapshot: ClusterSnapshot;
  /** At most four calls a second, and never one inside a call of this interface. */
  onDidChange(listener: () => void): { dispose(): void };
  /**
   * The namespaces whose Pods and Services are needed now; others are let go after a while. At most twenty are followed.
   * What the label selectors of a namespace select (`labelSelectorOf`) is known first, and in a large namespace alone.
   */
  watchNamespaces(namespaces: readonly string[], labelSelectors?: LabelSelectors): void;
  /**
   * Connects to a context, the current one by default, and from then on follows the kubeconfig, also one that appears
   * later. Resolves when the attempt has begun; how it comes out is in the snapshot.
   */
  connect(target: ConnectTarget): Promise<void>;
  disconnect(): void;
  /** Takes back the yes for a credentials program: what it gave is not used any more. */
  revoke(fingerprint: string): void;
  /** The contexts of the kubeconfig; empty when there is none or it cannot be read. */
  contexts(): Promise<readonly ContextItem[]>;
  /** The namespaces of the connected cluster; empty when they may not be listed. */
  namespaces(): Promise<readonly string[]>;
  /** The workloads of a namespace of the connected cluster; empty when not connected. */
  workloads(namespace: string): Promise<readonly ClusterWorkload[]>;
  /** One Pod of the connected cluster as YAML, or why it cannot be had. */
  podText(namespace: string, name: string): Promise<PodTextResult>;
  /** A Service with its Pods, EndpointSlices and events, asked for now; refused when not connected. */
  describe(namespace: string, name: string): Promise<DescribedService>;
  /** An address of each of the first few nodes; undefined when not connected and when nodes may not be listed. */
  nodeAddresses(): Promise<readonly string[] | undefined>;
  /** The Services and Pods of a namespace that a label selector finds; nothing when not connected, and why. */
  find(namespace: string, labelSelector: string): Promise<Found>;
  /**
   * Leads a port of this machine's loopback address to a Pod; refused when not connected, or when the port is taken. It
   * ends with the connection.
   */
  portForward(target: ForwardTarget, localPort: number, listener: PortForwardListener): Promise<PortForwarding>;
  /** The names of a Pod's containers. */
  containers(namespace: string, pod: string): Promise<Containers>;
  /** Follows a log until it ends or is stopped; resolves with the reason where there is one. */
  followLog(source: LogSource, stop: AbortSignal, text: (text: string) => void): Promise<string | undefined>;
  /** What the server says of each object as it stands, in their order, without writing. */
  validate(objects: readonly JsonObject[]): Promise<readonly ServerVerdict[]>;
  /** One Service, Pod or workload with a Pod template of the connected cluster, as it is stored. */
  read(place: { readonly kind: string; readonly namespace: string; readonly name: string }): Promise<ReadObject>;
  /** Asks the server what a write would do, without writing. */
  dryRun(write: ClusterWrite): Promise<DryRunResult>;
  /**
   * Does what a dry run showed, once, and only in the cluster that was asked. Once `cancelled`, no further object is
   * begun.
   */
  apply(token: string, cancelled: AbortSignal): Promise<ApplyResult>;
  /** One list of a namespace's Pods, after the connection's first attempt has come out. */
  listPods(namespace: string): Promise<NamespacePods>;
  /** The same of its Services. */
  listServices(namespace: string): Promise<NamespaceServices>;
  /** The same of its EndpointSlices. */
  listEndpointSlices(namespace: string): Promise<NamespaceEndpointSlices>;
  /** One list of what the Services of all namespaces hold; undefined when not connected and when it may not be read. */
  listInUse(): Promise<InUse | undefined>;
  dispose(): void;
}

/** What the cluster asks of its surroundings. */
export interface ClusterHost extends KubeconfigSource {
  /** May the program that a kubeconfig names be run? Asked once for the same program, arguments and file. */
  consent(request: ConsentRequest): Promise<boolean>;
  log(line: string): void;
  readonly locale?: Locale;
  /** For tests: other times and bounds. */
  readonly limits?: Partial<SessionLimits>;
}

/** A cluster that is not connected. */
export function createCluster(host: ClusterHost): Cluster {
  const say = (message: Message) => render(message, host.locale ?? "en");
  const consents = createConsents(host.consent);
  const current = createCurrent({ host, say, consents });
  const following = createFollowing(host, current);
  const session = () => current.connected?.session;
  const notConnected = () => say(WRITE_WORDS.notConnected());
  return {
    get snapshot() {
      return current.snapshot;
    },
    onDidChange: current.onDidChange,
    watchNamespaces: current.need,
    connect: (target) => {
      consents.forgetRefusals();
      current.retry();
      return following.want(target);
    },
    disconnect: () => {
      following.stop();
      current.none();
    },
    revoke: (fingerprint) => {
      consents.revoke(fingerprint);
      current.reconnect();
    },
    contexts: async () => {
      const read = await readKubeconfig(host);
      return read.kind === "read" ? contextItems(read.kubeconfig) : [];
    },
    namespaces: async () => {
      const { endpoint, signal } = session() ?? {};
      return endpoint && signal ? listNamespaceNames(endpoint, signal) : [];
    },
    workloads: async (namespace) => {
      const { endpoint, signal } = session() ?? {};
      return endpoint && signal ? listWorkloads(endpoint, namespace, signal) : [];
    },
    podText: async (namespace, name) => {
      const { endpoint, signal } = session() ?? {};
      if (!endpoint || !signal) return { kind: "refused", why: notConnected() };
      return podText(endpoint, namespace, name, signal, say);
    },
    describe: async (namespace, name) => {
      const asked = session();
      if (!asked) return { kind: "refused", why: notConnected() };
      return describeService(asked, namespace, name, { cluster: current.snapshot, say });
    },
    nodeAddresses: async () => {
      const asked = session();
      return asked && nodeAddresses(asked);
    },
    find: async (namespace, labelSelector) => {
      const asked = session();
      if (!asked) return { services: [], pods: [], unknown: [notConnected()] };
      return findByLabel(asked, namespace, labelSelector, say);
    },
    portForward: async (target, localPort, listener) => {
      const asked = session();
      if (!asked) return { kind: "refused", why: notConnected() };
      const { endpoint, signal } = asked;
      return startPortForward(target, localPort, { endpoint, signal, say, ...listener });
    },
    containers: async (namespace, pod) => {
      const asked = session();
      return asked ? listContainers(asked, namespace, pod, say) : { kind: "refused", why: notConnected() };
    },
    followLog: async (source, stop, text) => {
      const asked = session();
      if (!asked) return notConnected();
      const signal = AbortSignal.any([stop, asked.signal]);
      return followLog(source, { endpoint: asked.endpoint, signal, say, text });
    },
    validate: async (objects) => {
      const { connected } = current;
      if (connected) return connected.writer.validate(objects, connected.namespace);
      return objects.map(() => ({ kind: "unknown", why: notConnected() }));
    },
    read: async (place) => {
      const asked = session();
      return asked ? readObject(asked, place, say) : { kind: "refused", why: notConnected() };
    },
    dryRun: async (write) => {
      const { connected } = current;
      if (connected) return connected.writer.dryRun(write, connected.namespace);
      return { context: "", namespace: "", what: "", before: "", after: "", objects: [], refused: notConnected() };
    },
    apply: async (token, cancelled) =>
      (await current.connected?.writer.apply(token, cancelled)) ?? { done: [], failed: [notConnected()] },
    listPods: async (namespace) => {
      const asked = session();
      await asked?.attempted;
      const { knowledge } = current.snapshot;
      if (!asked || knowledge.kind !== "synced") return { knowledge, pods: [] };
      return listNamespacePods(asked.endpoint, namespace, asked.signal, say);
    },
    listServices: async (namespace) => {
      const asked = session();
      await asked?.attempted;
      const { knowledge } = current.snapshot;
      if (!asked || knowledge.kind !== "synced") return { knowledge, services: new Map() };
      return listNamespaceServices(asked.endpoint, namespace, asked.signal, say);
    },
    listEndpointSlices: async (namespace) => {
      const asked = session();
      await asked?.attempted;
      const { knowledge } = current.snapshot;
      if (!asked || knowledge.kind !== "synced") return { knowledge, slices: new Map() };
      return listNamespaceEndpointSlices(asked.endpoint, namespace, asked.signal, say);
    },
    listInUse: async () => {
      const asked = session();
      await asked?.attempted;
      if (!asked || current.snapshot.knowledge.kind !== "synced") return undefined;
      return listInUse(asked.endpoint, asked.signal);
    },
    dispose: () => {
      following.stop();
      current.dispose();
    },
  };
}
