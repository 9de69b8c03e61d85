import { formatAddress, parseAddress } from "../../core/apiserver/ip.ts";
import { listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { InUse } from "../../core/snapshot.ts";
import type { Endpoint } from "../http/http.ts";
import { listAll } from "../reflect/list.ts";
import { reflect } from "../reflect/reflector.ts";
import type { SessionOptions } from "../sessionOptions.ts";
import { CONNECTION_WORDS } from "../words.ts";

/** What the Services of all namespaces hold, followed while it is needed. */
export interface FollowedInUse {
  /** Undefined unless a complete list is followed. */
  readonly current: InUse | undefined;
  need(isNeeded: boolean): void;
  dispose(): void;
}

/** What one Service holds. */
export interface Claim {
  readonly nodePorts: readonly number[];
  readonly clusterIPs: readonly string[];
}

const PATH = "/api/v1/services";
/** Of Services beyond so many nothing is known. */
const MAX_SERVICES = 20_000;
/** Where watching is not allowed: a list of the whole cluster is too much to ask for every few seconds. */
const POLL_MS = 60_000;

/** Follows nothing until it is needed, and goes on for `lingerMs` when it is not needed any more. */
export function followInUse(options: SessionOptions, lingerMs: number): FollowedInUse {
  let reflected: ReturnType<typeof reflectInUse> | undefined;
  let lingering: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(lingering);
    reflected?.dispose();
    [reflected, lingering] = [undefined, undefined];
  };
  return {
    get current() {
      return reflected?.current;
    },
    need: (isNeeded) => {
      if (isNeeded) {
        clearTimeout(lingering);
        lingering = undefined;
        reflected ??= reflectInUse(options);
      } else if (reflected) {
        lingering ??= setTimeout(stop, lingerMs);
      }
    },
    dispose: stop,
  };
}

/** One list of what the cluster's Services hold, without a watch; undefined where they may not be listed. */
export async function listInUse(endpoint: Endpoint, signal: AbortSignal): Promise<InUse | undefined> {
  const claims = new Map<string, Claim>();
  const listed = await listAll(endpoint, PATH, signal, (object) => {
    const projected = projectClaim(object);
    if (projected && claims.size < MAX_SERVICES) claims.set(...projected);
  });
  return listed.kind === "listed" ? inUseOf(claims) : undefined;
}

/** What a stored Service holds, by its `namespace/name`; undefined for what is no Service. */
export function projectClaim(object: unknown): readonly [holder: string, claim: Claim] | undefined {
  const { metadata, spec } = objectOf(object);
  const [namespace, name] = [textOf(objectOf(metadata).namespace), textOf(objectOf(metadata).name)];
  if (namespace === undefined || name === undefined) return undefined;
  const { ports, healthCheckNodePort, clusterIPs } = objectOf(spec);
  const numbers = [healthCheckNodePort, ...listOf(ports).map((port) => objectOf(port).nodePort)].map(numberOf);
  const addresses = listOf(clusterIPs).flatMap((text) => parseAddress(textOf(text) ?? "") ?? []);
  const nodePorts = numbers.filter((number) => number !== 0);
  return [`${namespace}/${name}`, { nodePorts, clusterIPs: addresses.map(formatAddress) }];
}

function reflectInUse(options: SessionOptions) {
  let current: InUse | undefined;
  const holders = new Set<string>();
  const reflector = reflect<Claim>({
    ...options,
    path: PATH,
    begin: () => holders.clear(),
    project: (object) => {
      const projected = projectClaim(object);
      if (projected === undefined || (holders.size >= MAX_SERVICES && !holders.has(projected[0]))) return undefined;
      holders.add(projected[0]);
      return projected;
    },
    same: (one, other) => JSON.stringify(one) === JSON.stringify(other),
    exists: async () => ({ kind: "exists" }),
    missing: CONNECTION_WORDS.internal(),
    changed: () => {
      current = undefined;
      options.changed();
    },
    limits: { pollMs: POLL_MS, ...options.limits },
  });
  return {
    get current(): InUse | undefined {
      const { knowledge, values } = reflector.reflection;
      if (knowledge.kind !== "synced") return undefined;
      current ??= inUseOf(values);
      return current;
    },
    dispose: reflector.dispose,
  };
}

function inUseOf(claims: ReadonlyMap<string, Claim>): InUse {
  const [nodePorts, clusterIPs] = [new Map<number, string>(), new Map<string, string>()];
  for (const [holder, claim] of claims) {
    for (const nodePort of claim.nodePorts) nodePorts.set(nodePort, holder);
    for (const address of claim.clusterIPs) clusterIPs.set(address, holder);
  }
  return { nodePorts, clusterIPs };
}
