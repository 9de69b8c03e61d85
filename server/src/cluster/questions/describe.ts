import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { ServiceEvent } from "../../core/live/serviceEvent.ts";
import type { Pod } from "../../core/pods/pod.ts";
import type { ClusterSnapshot, Knowledge, SelectedPods } from "../../core/snapshot.ts";
import { type Endpoint, send } from "../http/http.ts";
import { refusal } from "../http/refusal.ts";
import { createPool } from "../pods/intern.ts";
import { toPod } from "../pods/toPod.ts";
import { POD_FORM } from "../reflect/form.ts";
import { listAll } from "../reflect/list.ts";
import { toEndpointSlice } from "../services/endpointSlices.ts";
import { projectService } from "../services/services.ts";
import { oneLine, type Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";

/** A Service of the cluster with all that belongs to it, asked for just now; or why there is none. */
export type DescribedService =
  | {
      readonly kind: "described";
      /** As it is stored. */
      readonly service: JsonObject;
      /** The cluster as far as this Service is concerned. */
      readonly snapshot: ClusterSnapshot;
      /** The last one first. */
      readonly events: readonly ServiceEvent[];
      /** What could not be asked for, and why. */
      readonly unknown: readonly string[];
    }
  | { readonly kind: "refused"; readonly why: string };

/** The events of a Service are few; of those beyond the first page nothing is said. */
const ONE_PAGE = 1;

/** Asks for a Service, the Pods that its selector finds, its EndpointSlices and its events, side by side. */
export async function describeService(
  { endpoint, signal }: { readonly endpoint: Endpoint; readonly signal: AbortSignal },
  namespace: string,
  name: string,
  { cluster, say }: { readonly cluster: ClusterSnapshot; readonly say: Say },
): Promise<DescribedService> {
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const read = await send(endpoint, { path: `${base}/services/${encodeURIComponent(name)}`, signal });
  if (read.kind !== "ok") return { kind: "refused", why: reasonOf(read, say) };
  const pool = createPool();
  const ask = async <T>(path: string, query: object, toItem: (object: unknown) => T | undefined) => {
    const items: T[] = [];
    const add = (object: unknown) => {
      const item = toItem(object);
      if (item !== undefined) items.push(item);
    };
    const listed = await listAll(endpoint, path, signal, add, { maxPages: 4, ...query });
    const knowledge: Knowledge = listed.kind === "listed" ? { kind: "synced" } : refusal(listed, say);
    return { items, knowledge, why: listed.kind === "listed" ? [] : [reasonOf(listed, say)] };
  };
  const labelSelector = selectorOf(read.body);
  const slicesPath = `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/endpointslices`;
  const ofService = `kubernetes.io/service-name=${name}`;
  const about = `involvedObject.kind=Service,involvedObject.name=${name}`;
  const [pods, slices, events] = await Promise.all([
    labelSelector === undefined
      ? undefined
      : ask(`${base}/pods`, { labelSelector, form: POD_FORM }, (object) => toPod(object, pool)),
    ask(slicesPath, { labelSelector: ofService }, (object) => toEndpointSlice(object, pool)),
    ask(`${base}/events`, { fieldSelector: about, maxPages: ONE_PAGE }, toEvent),
  ]);
  return {
    kind: "described",
    service: read.body,
    snapshot: {
      ...cluster,
      namespaces: new Map([[namespace, selectedPods(labelSelector, pods)]]),
      services: new Map([
        [namespace, { knowledge: SYNCED, services: new Map([projectService(read.body) ?? [name, read.body]]) }],
      ]),
      endpointSlices: new Map([[namespace, { knowledge: slices.knowledge, slices: new Map([[name, slices.items]]) }]]),
    },
    events: events.items.toSorted((one, other) => (other.time ?? 0) - (one.time ?? 0)),
    unknown: [...(pods?.why ?? []), ...slices.why, ...events.why],
  };
}

const SYNCED = { kind: "synced" } as const;

function selectedPods(
  labelSelector: string | undefined,
  pods: { readonly items: readonly Pod[]; readonly knowledge: Knowledge } | undefined,
): ClusterSnapshot["namespaces"] extends ReadonlyMap<string, infer Pods> ? Pods : never {
  const selected: SelectedPods = { knowledge: pods?.knowledge ?? SYNCED, pods: pods?.items ?? [] };
  const selections = new Map(labelSelector === undefined ? [] : [[labelSelector, selected] as const]);
  return { knowledge: { kind: "off" }, pods: [], mode: "selectors", selections };
}

/** As `labelSelectorOf` in core writes it; undefined without a selector. */
function selectorOf(service: JsonObject): string | undefined {
  const pairs = Object.entries(objectOf(objectOf(service.spec).selector)).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? undefined : pairs.toSorted().join(",");
}

function toEvent(object: unknown): ServiceEvent {
  const { type, reason, message, count, lastTimestamp, eventTime, source, reportingComponent } = objectOf(object);
  const time = Date.parse(textOf(lastTimestamp) ?? textOf(eventTime) ?? "");
  return {
    type: oneLine(textOf(type) ?? ""),
    reason: oneLine(textOf(reason) ?? ""),
    message: oneLine(textOf(message) ?? ""),
    count: numberOf(count) || 1,
    time: Number.isNaN(time) ? undefined : time,
    from: oneLine(textOf(objectOf(source).component) ?? textOf(reportingComponent) ?? ""),
  };
}

/** One address of each of the first few nodes, the outer one where it has one; undefined where they may not be listed. */
export async function nodeAddresses({
  endpoint,
  signal,
}: {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
}): Promise<readonly string[] | undefined> {
  const answer = await send(endpoint, { path: "/api/v1/nodes", query: { limit: "3" }, signal });
  if (answer.kind !== "ok") return undefined;
  const addresses = listOf(answer.body.items).flatMap((node) => addressOf(objectOf(objectOf(node).status)) ?? []);
  return addresses.length === 0 ? undefined : [...new Set(addresses)];
}

function addressOf({ addresses }: JsonObject): string | undefined {
  const known = listOf(addresses).map(objectOf);
  const of = (wanted: string) => textOf(known.find(({ type }) => type === wanted)?.address);
  return of("ExternalIP") ?? of("InternalIP");
}
