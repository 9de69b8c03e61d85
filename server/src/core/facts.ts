import type { ClusterFacts, ClusterSnapshot } from "./snapshot.ts";

/** What is known for the allocators: the settings say it or, where they say nothing, the cluster. */
export function factsOf(settings: ClusterFacts, { serviceCIDRs }: ClusterSnapshot): ClusterFacts {
  const isSet = settings.serviceCIDRs !== undefined && settings.serviceCIDRs.length > 0;
  if (isSet || serviceCIDRs === undefined) return settings;
  const hasIPv6 = serviceCIDRs.some(isIPv6);
  const hasIPv4 = serviceCIDRs.some((range) => !isIPv6(range));
  return { ...settings, serviceCIDRs, dualStack: settings.dualStack ?? (hasIPv4 && hasIPv6) };
}

function isIPv6(range: string): boolean {
  return range.includes(":");
}
