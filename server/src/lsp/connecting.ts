import type { Cluster } from "../cluster/cluster.ts";
import { NO_CLUSTER } from "../core/snapshot.ts";
import { createClusterLoading } from "./clusterLoading.ts";
import type { Log } from "./guard.ts";
import type { ConnectParams, ConsentParams, StatusParams } from "./messages/connection.ts";
import { hasService, selectorsInUse } from "./servicesInUse.ts";
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

  const loading = createClusterLoading(state, {
    environment: host.environment,
    log: host.log,
    consent: (request) => host.consent({ ...request, mayAsk: wanted }),
    changed: (cluster) => {
      state.setCluster(cluster.snapshot);
      follow(cluster);
      tell();
    },
  });
  const status = () =>
    statusOf(state.snapshot.cluster, { trusted, attempted: attempted && !left, locale: state.locale });
  function tell(): void {
    const params = status();
    const text = JSON.stringify(params);
    if (text !== told) host.status(params);
    told = text;
  }
  function follow(followed: Cluster): void {
    const selectors = selectorsInUse(state);
    followed.watchNamespaces([...selectors.keys()], selectors);
    // What was not followed until now is being loaded, and the first answer says so: the next one is what was loaded.
    if (followed.snapshot !== state.snapshot.cluster) state.setCluster(followed.snapshot);
  }
  function unload(): void {
    attempted = false;
    loading.unload();
    state.setCluster(NO_CLUSTER);
  }
  async function attempt(params: ConnectParams): Promise<void> {
    [attempted, left] = [true, false];
    const connected = await loading.cluster();
    follow(connected);
    await connected.connect(params);
  }
  function update(): void {
    settingsKnown();
    if (loading.isOutdated) unload();
    const { connect } = state.settings;
    if (connect === "never" && !wanted) loading.loaded?.disconnect();
    const byItself = trusted && !attempted && (wanted || (connect === "auto" && hasService(state)));
    if (byItself) attempt({}).catch((error: unknown) => host.log.error(`Connecting: ${String(error)}`));
    if (loading.loaded) follow(loading.loaded);
    tell();
  }
  return {
    cluster: async () => (trusted ? loading.cluster() : undefined),
    async clusterToAsk() {
      if (!trusted) return undefined;
      await settled;
      if (!attempted && !left && state.settings.connect === "auto") await attempt({});
      const asked = await loading.cluster();
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
      loading.loaded?.disconnect();
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
