import { listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { Labels, Pod } from "../../core/pods/pod.ts";
import type { Endpoint } from "../http/http.ts";
import { createPool, type Pool } from "../pods/intern.ts";
import { toPod } from "../pods/toPod.ts";
import { POD_FORM } from "../reflect/form.ts";
import { listAll } from "../reflect/list.ts";
import type { Say } from "../words.ts";

/** What a label selector finds in a namespace. */
export interface Found {
  readonly services: readonly LiveService[];
  readonly pods: readonly Pod[];
  /** Why one of the two could not be listed; empty when both were. */
  readonly unknown: readonly string[];
}

/** A Service of the cluster, as a list shows it. */
export interface LiveService {
  readonly name: string;
  readonly type: string;
  /** Undefined for one without an address. */
  readonly clusterIP: string | undefined;
  readonly ports: readonly {
    readonly port: number;
    /** Undefined where none is allocated. */
    readonly nodePort: number | undefined;
    readonly protocol: string;
  }[];
  readonly labels: Labels;
}

/** Nobody reads a longer list: two pages are a thousand objects of each kind. */
const MAX_PAGES = 2;

/** Asks the server with the selector (`labelSelector`), which reads it as kubectl does. */
export async function findByLabel(
  { endpoint, signal }: { readonly endpoint: Endpoint; readonly signal: AbortSignal },
  namespace: string,
  labelSelector: string,
  say: Say,
): Promise<Found> {
  const pool = createPool();
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const query = { labelSelector, maxPages: MAX_PAGES };
  const services: LiveService[] = [];
  const pods: Pod[] = [];
  const lists = await Promise.all([
    listAll(endpoint, `${base}/services`, signal, (object) => services.push(toService(object, pool)), query),
    listAll(endpoint, `${base}/pods`, signal, (object) => pods.push(...podIn(object, pool)), {
      ...query,
      form: POD_FORM,
    }),
  ]);
  const refusals = lists.flatMap((list) => {
    if (list.kind === "listed") return [];
    return [list.kind === "broken" ? say(list.why) : list.message];
  });
  return { services, pods, unknown: [...new Set(refusals)] };
}

function podIn(object: unknown, pool: Pool): readonly Pod[] {
  const pod = toPod(object, pool);
  return pod ? [pod] : [];
}

function toService(object: unknown, pool: Pool): LiveService {
  const { metadata, spec } = objectOf(object);
  const { name, labels } = objectOf(metadata);
  const { type, clusterIP, ports } = objectOf(spec);
  return {
    name: textOf(name) ?? "",
    type: textOf(type) ?? "ClusterIP",
    clusterIP: textOf(clusterIP),
    ports: listOf(ports).map((port) => {
      const { port: number, nodePort, protocol } = objectOf(port);
      return { port: numberOf(number), nodePort: numberOf(nodePort) || undefined, protocol: textOf(protocol) ?? "TCP" };
    }),
    labels: pool.labels(labels),
  };
}
