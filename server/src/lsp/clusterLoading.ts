import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterHost } from "../cluster/host.ts";
import type { Log } from "./guard.ts";
import type { State } from "./state.ts";

/** The one cluster of a server. Its code is loaded, and the cluster made, when somebody first asks for it. */
export interface ClusterLoading {
  cluster(): Promise<Cluster>;
  /** The cluster where it has been made already. */
  readonly loaded: Cluster | undefined;
  /** It was made with other settings than those of now. */
  readonly isOutdated: boolean;
  /** Ends the cluster; whoever asks from now on gets another one. */
  unload(): void;
}

/** What the cluster asks of its surroundings, and whom it tells that it has changed. */
interface LoadingHost {
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly consent: ClusterHost["consent"];
  changed(cluster: Cluster): void;
}

/** Nothing is loaded yet. */
export function createClusterLoading(state: State, host: LoadingHost): ClusterLoading {
  let loading: Promise<Cluster> | undefined;
  let loaded: Cluster | undefined;
  let madeWith = "";
  async function load(): Promise<Cluster> {
    const { createCluster } = await import("../cluster/cluster.ts");
    madeWith = settingsForCluster(state);
    const { kubeconfig, maxPods, maxMetadataPods } = state.settings;
    const created = createCluster({
      consent: host.consent,
      log: (line) => host.log.info(line),
      environment: host.environment,
      locale: state.locale,
      limits: { maxPods, maxMetadataPods },
      ...(kubeconfig !== undefined && { kubeconfig }),
    });
    created.onDidChange(() => host.changed(created));
    loaded = created;
    return created;
  }
  return {
    cluster() {
      loading ??= load();
      return loading;
    },
    get loaded() {
      return loaded;
    },
    get isOutdated() {
      return loaded !== undefined && madeWith !== settingsForCluster(state);
    },
    unload() {
      loaded?.dispose();
      [loaded, loading] = [undefined, undefined];
    },
  };
}

/** What a cluster is made with: other settings need another one. */
function settingsForCluster({ settings: { kubeconfig, maxPods, maxMetadataPods } }: State): string {
  return JSON.stringify([kubeconfig, maxPods, maxMetadataPods]);
}
