import type { Cluster } from "../cluster/cluster.ts";
import { namespaceOf } from "../core/pods/resolve.ts";
import { labelSelectorOf } from "../core/pods/selector.ts";
import { NO_CLUSTER } from "../core/snapshot.ts";
import { deployedService, pairsOf } from "../core/workspace/matching.ts";
import type { Log } from "./guard.ts";
import type { ConnectParams, ConsentParams, StatusParams } from "./messages/connection.ts";
import type { State } from "./state.ts";
import { statusOf } from "./status.ts";

/** How long a command waits for a cluster's first answer. */
const OUTCOME_MS = 5_000;

/** When and to which cluster the server connects. Nothing of the cluster is loaded before it is needed. */
export interface Connecting {
  /** The cluster, connected or not; undefined in a workspace that is not trusted. */
  cluster(): Promise<Cluster | undefined>;
  /**
   * The same for a command that asks the cluster: it is connected first where that is done without a question, and the
   * attempt is waited for.
   */
  clusterToAsk(): Promise<Cluster | undefined>;
  /** Connects because the user said so. Answers with the status after the attempt began. */
  connect(params: ConnectParams): Promise<StatusParams>;
  disconnect(): StatusParams;
  /** The workspace has become trusted. */
  trust(): void;
  /** Documents or settings have changed: connects by itself where that is wanted, and follows the namespaces in use. */
  update(): void;
  readonly mayConnect: boolean;
  dispose(): void;
}

/** What connecting asks of its surroundings. */
export interface ConnectingHost {
  readonly trusted: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
  /** The user's answer to whether a context's credentials may run a program. */
  consent(params: ConsentParams): Promise<boolean>;
  /** Called whenever the status is another one. */
  status(params: StatusParams): void;
}

/** Nothing is connected, and nothing is known of any cluster. */
export function createConnecting(state: State, host: ConnectingHost): Connecting {
  let { trusted } = host;
  let loading: Promise<Cluster> | undefined;
  let cluster: Cluster | undefined;
  /** The settings that the cluster was made with. */
  let madeWith = "";
  /** The user has asked to connect: only then may a question come up. */
  let wanted = false;
  let attempted = false;
  /** The user has asked to disconnect since. */
  let left = false;
  let told = "";
  /** The first update is made when the settings are known. */
  let settingsKnown: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settingsKnown = resolve;
  });

  const status = () =>
    statusOf(state.snapshot.cluster, { trusted, attempted: attempted && !left, locale: state.locale });
  function tell(): void {
    const params = status();
    const text = JSON.stringify(params);
    if (text !== told) host.status(params);
    told = text;
  }
  async function load(): Promise<Cluster> {
    const { createCluster } = await import("../cluster/cluster.ts");
    madeWith = settingsForCluster(state);
    const { kubeconfig, maxPods, maxMetadataPods } = state.settings;
    const created = createCluster({
      consent: (request) => host.consent({ ...request, mayAsk: wanted }),
      log: (line) => host.log.info(line),
      environment: host.environment,
      locale: state.locale,
      limits: { maxPods, maxMetadataPods },
      ...(kubeconfig !== undefined && { kubeconfig }),
    });
    created.onDidChange(() => {
      state.setCluster(created.snapshot);
      follow(created);
      tell();
    });
    cluster = created;
    return created;
  }
  function follow(followed: Cluster): void {
    const selectors = selectorsInUse(state);
    followed.watchNamespaces([...selectors.keys()], selectors);
    // What was not followed until now is being loaded, and the first answer says so: the next one is what was loaded.
    if (followed.snapshot !== state.snapshot.cluster) state.setCluster(followed.snapshot);
  }
  function loaded(): Promise<Cluster> {
    loading ??= load();
    return loading;
  }
  function unload(): void {
    cluster?.dispose();
    [cluster, loading, attempted] = [undefined, undefined, false];
    state.setCluster(NO_CLUSTER);
  }
  async function attempt(params: ConnectParams): Promise<void> {
    [attempted, left] = [true, false];
    const connected = await loaded();
    follow(connected);
    await connected.connect(params);
  }
  function update(): void {
    settingsKnown();
    if (cluster !== undefined && madeWith !== settingsForCluster(state)) unload();
    const { connect } = state.settings;
    if (connect === "never" && !wanted) cluster?.disconnect();
    const byItself = trusted && !attempted && (wanted || (connect === "auto" && hasService(state)));
    if (byItself) attempt({}).catch((error: unknown) => host.log.error(`Connecting: ${String(error)}`));
    if (cluster !== undefined) follow(cluster);
    tell();
  }
  return {
    cluster: async () => (trusted ? loaded() : undefined),
    async clusterToAsk() {
      if (!trusted) return undefined;
      await settled;
      if (!attempted && !left && state.settings.connect === "auto") await attempt({});
      const asked = await loaded();
      await outcomeOf(asked);
      return asked;
    },
    async connect(params) {
      wanted = true;
      if (trusted) await attempt(params);
      tell();
      return status();
    },
    disconnect() {
      [wanted, left] = [false, true];
      cluster?.disconnect();
      tell();
      return status();
    },
    trust() {
      trusted = true;
      update();
    },
    update,
    get mayConnect() {
      return trusted && state.settings.connect !== "never";
    },
    dispose: unload,
  };
}

/** Resolves when the cluster has answered, or has not for a while: a command must not hang on it. */
function outcomeOf(cluster: Cluster): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (cluster.snapshot.knowledge.kind === "connecting") return;
      clearTimeout(timer);
      subscription.dispose();
      done();
    };
    const subscription = cluster.onDidChange(look);
    const timer = setTimeout(() => {
      subscription.dispose();
      done();
    }, OUTCOME_MS);
    look();
  });
}

function hasService(state: State): boolean {
  return state.documents.all().some(({ uri }) => (state.context(uri)?.services.length ?? 0) > 0);
}

/** What a cluster is made with: other settings need another one. */
function settingsForCluster({ settings: { kubeconfig, maxPods, maxMetadataPods } }: State): string {
  return JSON.stringify([kubeconfig, maxPods, maxMetadataPods]);
}

/** The namespaces of the Services in open documents, where they look for Pods and are stored, with their selectors. */
function selectorsInUse(state: State): ReadonlyMap<string, readonly string[]> {
  const { cluster, workspace } = state.snapshot;
  const selectors = new Map<string, string[]>();
  for (const { uri } of state.documents.all()) {
    for (const { service: written } of state.context(uri)?.services ?? []) {
      for (const service of new Set([written, deployedService(written, workspace, uri, cluster)])) {
        if (service.namespaceUnknown) continue;
        const namespace = namespaceOf(service, cluster);
        const known = selectors.get(namespace) ?? [];
        const selector = labelSelectorOf(pairsOf(service));
        if (selector !== undefined && !known.includes(selector)) known.push(selector);
        selectors.set(namespace, known);
      }
    }
  }
  return selectors;
}
