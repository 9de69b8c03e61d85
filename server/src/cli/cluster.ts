import type { Manifest } from "../core/manifest/manifest.ts";
import { isService } from "../core/manifest/manifest.ts";
import type { ClusterSnapshot, Knowledge, Minor } from "../core/snapshot.ts";
import { referencesOf } from "../core/workspace/serviceReferences.ts";
import { UsageError } from "./arguments.ts";
import type { InputFile } from "./files.ts";

interface AskedCluster {
  readonly context: string;
  readonly kubeconfig: string | undefined;
  readonly namespace: string | undefined;
  /** Whether what all Services of the cluster hold is asked for as well. */
  readonly inUse: boolean;
  /** Whether the EndpointSlices of the namespaces are asked for as well. */
  readonly endpointSlices: boolean;
}

/**
 * What a cluster knows of the namespaces that the files' Services name: one list of Pods and one of Services each, of
 * those in which others look for Services the latter only. Whoever
 * names a context on the command line agrees to the program that its credentials may need, as with kubectl.
 * Throws {@link UsageError} when the cluster answers for none of them: that is not "no Pods".
 */
export async function askCluster(asked: AskedCluster, files: readonly InputFile[]): Promise<ClusterSnapshot> {
  const { createCluster } = await import("../cluster/cluster.ts");
  const cluster = createCluster({
    consent: async () => true,
    log: () => undefined,
    environment: process.env,
    workingFolder: process.cwd(),
    ...(asked.kubeconfig !== undefined && { kubeconfig: asked.kubeconfig }),
  });
  try {
    await cluster.connect({
      context: asked.context,
      ...(asked.namespace !== undefined && { namespace: asked.namespace }),
    });
    const chosen = asked.namespace ?? cluster.snapshot.namespace;
    const names = new Set(files.flatMap(({ manifest }) => namespacesOf(manifest, chosen)));
    const meant = new Set([...names, ...files.flatMap(({ manifest }) => namespacesMeant(manifest, chosen))]);
    if (meant.size === 0) return { ...cluster.snapshot, namespace: chosen };
    const [pods, services, slices, inUse] = await Promise.all([
      Promise.all([...names].map(async (name) => [name, await cluster.listPods(name)] as const)),
      Promise.all([...meant].map(async (name) => [name, await cluster.listServices(name)] as const)),
      asked.endpointSlices
        ? Promise.all([...names].map(async (name) => [name, await cluster.listEndpointSlices(name)] as const))
        : [],
      asked.inUse ? cluster.listInUse() : undefined,
    ]);
    const answers = (pods.length > 0 ? pods : services).map(([, { knowledge }]) => knowledge);
    if (!answers.some(isAnswer)) for (const knowledge of answers) refuseIgnorance(asked.context, knowledge);
    const known = {
      namespaces: new Map(pods),
      services: new Map(services),
      endpointSlices: new Map(slices),
      ...(inUse && { inUse }),
    };
    return { ...cluster.snapshot, namespace: chosen, ...known };
  } finally {
    cluster.dispose();
  }
}

/** The minor of a server's version within what the product knows, else undefined. */
export function minorOfVersion(version: string | undefined): Minor | undefined {
  const minor = Number(/^v?1\.(\d+)/.exec(version ?? "")?.[1]);
  if (Number.isNaN(minor)) return undefined;
  return Math.min(37, Math.max(31, minor)) as Minor;
}

function namespacesOf({ documents }: Manifest, unwritten: string): readonly string[] {
  return documents.flatMap(({ content }) =>
    content.objects.filter(isService).map(({ namespace }) => namespace ?? unwritten),
  );
}

/** Where objects look for the Services that they mean by name. */
function namespacesMeant({ documents }: Manifest, unwritten: string): readonly string[] {
  const references = documents.flatMap(({ content }) => content.objects.flatMap(referencesOf));
  return references.map(({ namespace }) => namespace ?? unwritten);
}

/** A namespace that the cluster does not have stays unknown among others that it has. */
function isAnswer({ kind }: Knowledge): boolean {
  return kind === "synced" || kind === "denied";
}

/** Being denied is an answer, and shown as such; a cluster that does not answer must not read as one without Pods. */
function refuseIgnorance(context: string, knowledge: Knowledge): void {
  switch (knowledge.kind) {
    case "synced":
    case "denied":
      return;
    case "failed":
    case "stale":
      throw new UsageError(`The cluster of context ${context} cannot be read: ${knowledge.why}`);
    case "off":
    case "connecting":
      throw new UsageError(`The cluster of context ${context} cannot be read: no kubeconfig names this context.`);
  }
}
