import type { KubernetesObject } from "./manifest/manifest.ts";
import type { ClusterFacts, ClusterSnapshot, InUse } from "./snapshot.ts";
import { valueAt } from "./yaml/node.ts";

/** What is known for the allocators of a Service: the settings say it or, where they say nothing, the cluster. */
export function factsOf(settings: ClusterFacts, cluster: ClusterSnapshot, service: KubernetesObject): ClusterFacts {
  const { serviceCIDRs } = cluster;
  const inUse = inUseByOthers(service, cluster);
  const facts = inUse === undefined ? settings : { ...settings, inUse };
  const isSet = settings.serviceCIDRs !== undefined && settings.serviceCIDRs.length > 0;
  if (isSet || serviceCIDRs === undefined) return facts;
  const hasIPv6 = serviceCIDRs.some(isIPv6);
  const hasIPv4 = serviceCIDRs.some((range) => !isIPv6(range));
  return { ...facts, serviceCIDRs, dualStack: settings.dualStack ?? (hasIPv4 && hasIPv6) };
}

/** Nothing where a template fills in the name or namespace: the holder may be the Service itself. */
function inUseByOthers({ name, namespace, node }: KubernetesObject, cluster: ClusterSnapshot): InUse | undefined {
  const { inUse } = cluster;
  if (inUse === undefined || name === undefined) return undefined;
  if (valueAt(node, "metadata", "namespace")?.kind === "unknown") return undefined;
  // A namespace that is not written is whatever kubectl will say, so a holder of the same name can be the Service itself.
  const isOwn = (holder: string) =>
    namespace === undefined ? holder.endsWith(`/${name}`) : holder === `${namespace}/${name}`;
  const other = (holder: string | undefined) => (holder === undefined || isOwn(holder) ? undefined : holder);
  return {
    nodePorts: { get: (nodePort) => other(inUse.nodePorts.get(nodePort)) },
    clusterIPs: { get: (address) => other(inUse.clusterIPs.get(address)) },
  };
}

function isIPv6(range: string): boolean {
  return range.includes(":");
}
