import { isService } from "../../server/src/core/manifest/manifest.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { serviceOf } from "../../server/src/core/manifest/readService.ts";
import type { Service } from "../../server/src/core/manifest/service.ts";
import type { Pod } from "../../server/src/core/pods/pod.ts";
import { podsOfManifest } from "../../server/src/core/pods/workload.ts";
import {
  type ClusterFacts,
  EMPTY_WORKSPACE,
  type Knowledge,
  NEWEST_MINOR,
  NO_CLUSTER,
  type Settings,
  type Snapshot,
} from "../../server/src/core/snapshot.ts";
import { createAssemble } from "../../server/src/core/workspace/assemble.ts";
import { patchTextOf } from "../../server/src/core/workspace/kustomizations.ts";
import { writtenIn } from "../../server/src/core/workspace/written.ts";
import { kustomizationFile } from "../../server/src/files/kustomizationFile.ts";

const NO_FACTS: ClusterFacts = { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined };

/** Settings of someone who has set nothing. */
export const SETTINGS: Settings = { locale: "en", minor: NEWEST_MINOR, facts: NO_FACTS, rules: {} };

/** A snapshot without a cluster, in which the workspace is the given files by URI. */
export function workspaceSnapshot(files: Readonly<Record<string, string>>): Snapshot {
  const found = Object.entries(files).map(([uri, text]) => {
    const manifest = readManifest(text);
    const documents = writtenIn(manifest);
    const kustomization = kustomizationFile(uri, text);
    return { uri, ...podsOfManifest(manifest, uri), documents, kustomization, patchText: patchTextOf(text) };
  });
  return { settings: SETTINGS, cluster: NO_CLUSTER, workspace: createAssemble()(found, true) };
}

/** A snapshot of a connected cluster whose namespaces hold the given Pods, as {@link livePod} makes them. */
export function clusterSnapshot(
  pods: readonly Pod[],
  knowledge: Knowledge = { kind: "synced" },
  namespace = "shop",
): Snapshot {
  const names = new Set([namespace, ...pods.flatMap((pod) => pod.namespace ?? [])]);
  const namespaces = new Map(
    Array.from(names, (name) => [name, { knowledge, pods: pods.filter((pod) => pod.namespace === name) }] as const),
  );
  const cluster = { context: "test", namespace, knowledge, serverVersion: "1.37.2", namespaces };
  return { settings: SETTINGS, cluster, workspace: EMPTY_WORKSPACE };
}

/** A running, ready Pod of the cluster with labels written as `app=till,tier=front`. */
export function livePod(name: string, labels: string, more: Partial<Pod> = {}): Pod {
  return {
    namespace: "shop",
    name,
    labels: new Map(
      labels
        .split(",")
        .filter(Boolean)
        .map((pair) => pair.split("=") as [string, string]),
    ),
    ports: [{ name: "http", port: 8080, protocol: "TCP", container: "container" }],
    phase: "Running",
    status: "Running",
    ready: true,
    readyContainers: "1/1",
    restarts: 0,
    terminating: false,
    ips: ["10.0.0.1"],
    node: "node-0",
    createdAtSeconds: 0,
    owner: undefined,
    origin: { kind: "cluster" },
    ...more,
  };
}

/** The first Service of a manifest text. */
export function firstService(text: string): Service {
  const objects = readManifest(text).documents.flatMap(({ content }) => content.objects);
  const object = objects.find(isService);
  if (object === undefined) throw new Error("the text holds no Service");
  return serviceOf(object);
}
