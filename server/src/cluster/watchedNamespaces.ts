import type { Knowledge, NamespaceEndpointSlices, NamespacePods, NamespaceServices } from "../core/snapshot.ts";
import { type FollowedPods, followPods } from "./pods/followPods.ts";
import { type ReflectedEndpointSlices, reflectEndpointSlices } from "./services/endpointSlices.ts";
import { type ReflectedServices, reflectServices } from "./services/services.ts";
import type { LabelSelectors, SessionLimits, SessionOptions } from "./sessionOptions.ts";
import { CONNECTION_WORDS } from "./words.ts";

/** The namespaces that are followed: those that are needed, and for a while those that were. */
export interface WatchedNamespaces {
  readonly size: number;
  readonly pods: ReadonlyMap<string, NamespacePods>;
  readonly services: ReadonlyMap<string, NamespaceServices>;
  readonly endpointSlices: ReadonlyMap<string, NamespaceEndpointSlices>;
  /** A connection of which this is known is as stale as its namespaces, if none of them is followed any more. */
  health(known: Knowledge): Knowledge;
  /** Follows these and lets the others go after a while; of too many those that linger go first. */
  need(namespaces: readonly string[], labelSelectors: LabelSelectors): void;
  /** What is selected from now on in the namespaces that are followed. */
  select(labelSelectors: LabelSelectors): void;
  dispose(): void;
}

type Options = SessionOptions & { readonly limits: SessionLimits };

/** Nothing is followed yet; `changed` is called whenever something of a namespace is different. */
export function createWatchedNamespaces(options: Options): WatchedNamespaces {
  const watched = new Map<string, Watched>();
  const each = <T>(read: (one: Watched) => T) => new Map([...watched].map(([name, one]) => [name, read(one)] as const));
  return {
    get size() {
      return watched.size;
    },
    get pods() {
      return each(({ pods }) => pods.current);
    },
    get services() {
      return each(({ services }) => services.current);
    },
    get endpointSlices() {
      return each(({ endpointSlices }) => endpointSlices.current);
    },
    health(known) {
      if (known.kind !== "synced") return known;
      const all = [...watched.values()].map(({ pods }) => pods.health);
      if (all.some((knowledge) => knowledge.kind === "synced")) return known;
      return all.find((knowledge) => knowledge.kind === "stale") ?? lossOf(options) ?? known;
    },
    need(namespaces, labelSelectors) {
      const wanted = [...new Set(namespaces)].slice(0, options.limits.maxNamespaces);
      linger(watched, wanted, options);
      for (const name of wanted) {
        if (watched.has(name)) continue;
        makeRoom(watched, options);
        watched.set(name, {
          pods: followPods(name, labelSelectors.get(name) ?? [], options),
          services: reflectServices(name, options),
          endpointSlices: reflectEndpointSlices(name, options),
          lingering: undefined,
        });
      }
    },
    select(labelSelectors) {
      for (const [name, { pods }] of watched) pods.select(labelSelectors.get(name) ?? []);
    },
    dispose() {
      for (const one of watched.values()) stop(one);
      watched.clear();
    },
  };
}

/** The server is not heard any more, whatever is followed; undefined while it is. */
function lossOf({ endpoint, say }: Options): Knowledge | undefined {
  const { lostSince: since } = endpoint.pulse;
  if (since === undefined) return undefined;
  return { kind: "stale", since, why: say(CONNECTION_WORDS.lost({ server: endpoint.base.host })) };
}

interface Watched {
  readonly pods: FollowedPods;
  readonly services: ReflectedServices;
  readonly endpointSlices: ReflectedEndpointSlices;
  lingering: NodeJS.Timeout | undefined;
}

function stop({ pods, services, endpointSlices, lingering }: Watched): void {
  clearTimeout(lingering);
  pods.dispose();
  services.dispose();
  endpointSlices.dispose();
}

/** People come back to a namespace: one that is not wanted any more is let go after a while only. */
function linger(watched: Map<string, Watched>, wanted: readonly string[], options: Options): void {
  for (const [name, one] of watched) {
    if (wanted.includes(name)) {
      clearTimeout(one.lingering);
      one.lingering = undefined;
    } else {
      one.lingering ??= setTimeout(() => end(watched, name, options), options.limits.lingerMs);
    }
  }
}

function end(watched: Map<string, Watched>, name: string, options: Options): void {
  const one = watched.get(name);
  if (one) stop(one);
  watched.delete(name);
  options.changed();
}

/** Those that linger go first when there are too many. */
function makeRoom(watched: Map<string, Watched>, options: Options): void {
  for (const [name, { lingering }] of watched) {
    if (watched.size < options.limits.maxNamespaces) return;
    if (lingering) end(watched, name, options);
  }
}
