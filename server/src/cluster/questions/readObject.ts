import type { JsonObject } from "../../core/json.ts";
import { type Endpoint, send } from "../http/http.ts";
import type { Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";
import { pathsOf } from "../writes/resources.ts";
import { WRITE_WORDS } from "../writes/words.ts";
import { POD, TEMPLATES } from "../writes/workloads.ts";

const SERVICE = { kind: "Service", group: "api/v1", plural: "services" } as const;

/** One object of the cluster as it is stored, or why it cannot be had. */
export type ReadObject =
  | { readonly kind: "read"; readonly object: JsonObject }
  | { readonly kind: "refused"; readonly why: string };

/** Asks for one Service, Pod, or workload with a Pod template; for other kinds it refuses without asking. */
export async function readObject(
  { endpoint, signal }: { readonly endpoint: Endpoint; readonly signal: AbortSignal },
  place: { readonly kind: string; readonly namespace: string; readonly name: string },
  say: Say,
): Promise<ReadObject> {
  const resource = [SERVICE, POD, ...TEMPLATES].find(({ kind }) => kind === place.kind);
  if (resource === undefined) return { kind: "refused", why: say(WRITE_WORDS.noTemplate({ kind: place.kind })) };
  const { path } = pathsOf(resource, place.namespace, place.name);
  const answer = await send(endpoint, { path, signal });
  return answer.kind === "ok" ? { kind: "read", object: answer.body } : { kind: "refused", why: reasonOf(answer, say) };
}
