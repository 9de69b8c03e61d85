import { listOf, objectOf, textOf } from "../../core/json.ts";
import { type Endpoint, send } from "../http.ts";
import type { Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";

/** The containers of a Pod that have a log, or why they are not known. */
export type Containers =
  | { readonly kind: "containers"; readonly names: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

/** Asks for a Pod and names its containers, those of `spec.containers` first, then `spec.initContainers`. */
export async function listContainers(
  { endpoint, signal }: { readonly endpoint: Endpoint; readonly signal: AbortSignal },
  namespace: string,
  pod: string,
  say: Say,
): Promise<Containers> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`;
  const answer = await send(endpoint, { path, signal });
  if (answer.kind !== "ok") return { kind: "refused", why: reasonOf(answer, say) };
  const { containers, initContainers } = objectOf(answer.body.spec);
  const names = [...listOf(containers), ...listOf(initContainers)].flatMap((one) => textOf(objectOf(one).name) ?? []);
  return { kind: "containers", names };
}
