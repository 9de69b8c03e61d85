import type { Cluster } from "../../cluster/cluster.ts";
import { NOT_CONNECTED } from "../../core/live/notConnected.ts";
import type { Labels } from "../../core/pods/pod.ts";
import { type SelectingService, selectingServiceOf } from "../../core/refactor/labelEffects.ts";
import type { Knowledge } from "../../core/snapshot.ts";
import { type Locale, render } from "../../core/words.ts";
import { pairsOf } from "../../core/workspace/matching.ts";
import type { CommandHost } from "./host.ts";

/** The Services that a change of labels could concern. */
export interface KnownServices {
  readonly services: readonly SelectingService[];
  /** Why those of the cluster are not among them; undefined where they are. */
  readonly unknown: string | undefined;
}

/** The Services of a namespace: those of the cluster, asked for just now, and what is typed otherwise in the workspace. */
export async function servicesIn(host: CommandHost, cluster: Cluster, namespace: string): Promise<KnownServices> {
  const { knowledge, services } = await cluster.listServices(namespace);
  const live = [...services].map(([name, stored]) => selectingServiceOf(name, stored));
  const typed = writtenServices(host, namespace).filter(
    (written) => !live.some((stored) => stored.name === written.name && isAlike(stored.selector, written.selector)),
  );
  return { services: [...live, ...typed], unknown: whyUnknown(knowledge, host.locale) };
}

/** The Services of the workspace that are, or may be, of this namespace; of every one where it is undefined. */
export function writtenServices(host: CommandHost, namespace: string | undefined): readonly SelectingService[] {
  const { cluster } = host.snapshot();
  return host.navigation().services.flatMap(({ object: { service } }) => {
    const { name } = service;
    const isThere = namespace === undefined || (service.namespace?.value ?? cluster.namespace) === namespace;
    if (name === undefined || service.namespaceUnknown || !isThere) return [];
    const selector = new Map(pairsOf(service).map(({ key, value }) => [key, value]));
    return [{ name: name.value, origin: "workspace" as const, selector }];
  });
}

function isAlike(one: Labels, other: Labels): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

function whyUnknown(knowledge: Knowledge, locale: Locale): string | undefined {
  switch (knowledge.kind) {
    case "synced":
      return undefined;
    case "denied":
      return knowledge.what;
    case "failed":
    case "stale":
      return knowledge.why;
    case "off":
    case "connecting":
      return render(NOT_CONNECTED(), locale);
  }
}
