import type { ClusterSnapshot, Knowledge } from "../snapshot.ts";
import type { EndpointPort, EndpointSlice } from "./endpoint.ts";
import { storedEndpointService } from "./endpointService.ts";
import { addressesOf, type EndpointAddress, joinSlices } from "./joinSlices.ts";

/** Where traffic for a Service that exists in the cluster really goes, by its EndpointSlices. */
export type Traffic =
  | {
      readonly kind: "slices";
      /** How fresh the slices are. */
      readonly knowledge: Extract<Knowledge, { kind: "synced" | "stale" }>;
      /** None where the cluster has no slice for the Service; only a synced copy says so. */
      readonly slices: readonly EndpointSlice[];
      /** All addresses, each once, with its ports. */
      readonly addresses: readonly EndpointAddress[];
      /** Those that new connections are sent to. */
      readonly receivers: Receivers;
    }
  /** The slices are not known; `why` is `off` where the namespace is not followed. */
  | { readonly kind: "unknown"; readonly why: Knowledge };

/** Who gets traffic: a Pod counts once, whatever its addresses, and an address that no Pod has counts as itself. */
export interface Receivers {
  readonly pods: ReadonlySet<string>;
  readonly addressesWithoutPod: ReadonlySet<string>;
}

/** The number of {@link Receivers}. */
export function countOf({ pods, addressesWithoutPod }: Receivers): number {
  return pods.size + addressesWithoutPod.size;
}

/**
 * The traffic of the Service of this name. Undefined where the cluster is known not to have it, and where nobody asked
 * the cluster.
 */
export function trafficOf(name: string, namespace: string, cluster: ClusterSnapshot): Traffic | undefined {
  const services = cluster.services?.get(namespace);
  const here = cluster.endpointSlices?.get(namespace);
  if (here === undefined) return undefined;
  const slices = here.slices.get(name) ?? [];
  const isMissing = services?.knowledge.kind === "synced" && !services.services.has(name);
  if (isMissing || (services?.knowledge.kind !== "synced" && slices.length === 0)) return undefined;
  if (here.knowledge.kind !== "synced" && here.knowledge.kind !== "stale")
    return { kind: "unknown", why: here.knowledge };
  if (here.knowledge.kind === "stale" && slices.length === 0) return { kind: "unknown", why: here.knowledge };
  const addresses = addressesOf(joinSlices(slices));
  const stored = services?.services.get(name);
  const needsPort = stored !== undefined && !storedEndpointService(stored).isHeadless;
  const receivers = receiversOf(addresses.filter(({ ports }) => !needsPort || ports.some(hasNumber)));
  return { kind: "slices", knowledge: here.knowledge, slices, addresses, receivers };
}

/** Behind a cluster IP an address without a port is never sent to: kube-proxy leaves it out. */
function hasNumber({ port }: EndpointPort): boolean {
  return port !== undefined;
}

function receiversOf(addresses: readonly EndpointAddress[]): Receivers {
  const pods = new Set<string>();
  const addressesWithoutPod = new Set<string>();
  for (const { ready, pod, address } of addresses) {
    if (!ready) continue;
    if (pod === undefined) addressesWithoutPod.add(address);
    else pods.add(pod);
  }
  return { pods, addressesWithoutPod };
}

/**
 * Whether the Service in the cluster sends elsewhere than the typed one would: other Pods, or addresses that no Pod
 * has. A moment after a Pod has changed this is so until the EndpointSlice controller has followed.
 */
export function differs({ pods, addressesWithoutPod }: Receivers, typed: ReadonlySet<string>): boolean {
  return addressesWithoutPod.size > 0 || pods.size !== typed.size || [...pods].some((name) => !typed.has(name));
}
