import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { type Cluster, createCluster } from "../../server/src/cluster/cluster.ts";
import type { ClusterHost } from "../../server/src/cluster/host.ts";
import type { Pod } from "../../server/src/core/pods/pod.ts";
import type { ClusterSnapshot, NamespacePods } from "../../server/src/core/snapshot.ts";

/** A cluster whose every snapshot is kept. */
export interface Observed {
  readonly cluster: Cluster;
  readonly snapshots: readonly ClusterSnapshot[];
  readonly log: readonly string[];
  /** The first snapshot, from the present one on, that holds; throws after a while, with the last one. */
  until(what: string, holds: (snapshot: ClusterSnapshot) => boolean): Promise<ClusterSnapshot>;
  /** The same for one namespace. */
  untilPods(namespace: string, what: string, holds: (known: NamespacePods) => boolean): Promise<NamespacePods>;
}

const WITHIN_MS = 30_000;

/** A cluster over a kubeconfig, not connected yet. Nothing of the machine's own kubeconfig is seen. */
export function observe(kubeconfig: string | undefined, host: Partial<ClusterHost> = {}): Observed {
  const log: string[] = [];
  const snapshots: ClusterSnapshot[] = [];
  const cluster = createCluster({
    consent: async () => false,
    log: (line) => log.push(line),
    ...(kubeconfig !== undefined && { kubeconfig }),
    environment: {},
    ...host,
  });
  cluster.onDidChange(() => snapshots.push(cluster.snapshot));
  const until: Observed["until"] = (what, holds) =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (!holds(cluster.snapshot)) return false;
        clearTimeout(timer);
        listening.dispose();
        resolve(cluster.snapshot);
        return true;
      };
      const listening = cluster.onDidChange(check);
      const timer = setTimeout(() => {
        listening.dispose();
        reject(new Error(`Waited in vain for ${what}; the last snapshot: ${show(cluster.snapshot)}`));
      }, WITHIN_MS);
      check();
    });
  return {
    cluster,
    snapshots,
    log,
    until,
    untilPods: async (namespace, what, holds) => {
      const knownIn = (snapshot: ClusterSnapshot) => snapshot.namespaces.get(namespace);
      const snapshot = await until(what, (now) => {
        const known = knownIn(now);
        return known !== undefined && holds(known);
      });
      return knownIn(snapshot) ?? { knowledge: { kind: "off" }, pods: [] };
    },
  };
}

function show(snapshot: ClusterSnapshot): string {
  const namespaces = [...snapshot.namespaces].map(([name, { knowledge, pods }]) => {
    return `${name} ${JSON.stringify(knowledge)} ${pods.map(({ name, status }) => `${name}=${status}`).join(" ")}`;
  });
  return `${snapshot.context} ${JSON.stringify(snapshot.knowledge)} ${namespaces.join("; ")}`;
}

/** Whether this is knowledge of a complete list. */
export function isSynced({ knowledge }: { readonly knowledge: NamespacePods["knowledge"] }): boolean {
  return knowledge.kind === "synced";
}

/** The names of Pods, sorted. */
export function namesOf(pods: readonly Pod[]): readonly string[] {
  return pods.map(({ name }) => name).sort();
}

/** What a kubeconfig of one context is made of. */
export interface KubeconfigParts {
  readonly context?: string;
  readonly namespace?: string;
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly user: Readonly<Record<string, unknown>>;
}

/** Writes a kubeconfig with these contexts; the first is the current one. */
export async function writeKubeconfig(file: string, ...contexts: readonly KubeconfigParts[]): Promise<void> {
  const named = contexts.map((parts) => ({ name: parts.context ?? "test", ...parts }));
  const content = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": named[0]?.name ?? "",
    contexts: named.map(({ name, namespace }) => ({ name, context: { cluster: name, user: name, namespace } })),
    clusters: named.map(({ name, cluster }) => ({ name, cluster })),
    users: named.map(({ name, user }) => ({ name, user })),
  };
  await writeFile(file, stringify(content));
}
