import { objectOf } from "../../core/json.ts";
import { type Adopter, type AdoptingKind, adopterOf } from "../../core/refactor/adoptions.ts";
import { words } from "../../core/words.ts";
import type { Endpoint } from "../http/http.ts";
import { listAll } from "../reflect/list.ts";
import type { Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";

/** Who may take over Pods that nobody controls. */
export interface Adopters {
  readonly adopters: readonly Adopter[];
  /** The kinds that could not be listed, and why. */
  readonly unknown: readonly { readonly kind: string; readonly why: string }[];
}

const PLACES: readonly { readonly kind: AdoptingKind; readonly group: string; readonly plural: string }[] = [
  { kind: "ReplicaSet", group: "apis/apps/v1", plural: "replicasets" },
  { kind: "ReplicationController", group: "api/v1", plural: "replicationcontrollers" },
  { kind: "StatefulSet", group: "apis/apps/v1", plural: "statefulsets" },
  { kind: "DaemonSet", group: "apis/apps/v1", plural: "daemonsets" },
  { kind: "Job", group: "apis/batch/v1", plural: "jobs" },
];

/** Two thousand of a kind. */
const MAX_PAGES = 4;

const NOT_ALL = words({ en: "there are more than were looked at.", ja: "調べた数より多くあります。" });

/** Lists the controllers of a namespace, kind by kind. */
export async function listAdopters(
  { endpoint, signal }: { readonly endpoint: Endpoint; readonly signal: AbortSignal },
  namespace: string,
  say: Say,
): Promise<Adopters> {
  const lists = PLACES.map(async ({ kind, group, plural }) => {
    const adopters: Adopter[] = [];
    const path = `/${group}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
    const add = (object: unknown) => {
      const adopter = adopterOf(kind, objectOf(object));
      if (adopter !== undefined) adopters.push(adopter);
    };
    const listed = await listAll(endpoint, path, signal, add, { maxPages: MAX_PAGES });
    if (listed.kind !== "listed") return { adopters, unknown: [{ kind, why: reasonOf(listed, say) }] };
    return { adopters, unknown: listed.more ? [{ kind, why: say(NOT_ALL()) }] : [] };
  });
  const found = await Promise.all(lists);
  return {
    adopters: found.flatMap(({ adopters }) => adopters),
    unknown: found.flatMap(({ unknown }) => unknown),
  };
}
