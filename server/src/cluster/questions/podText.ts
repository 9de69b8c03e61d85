import { stringify } from "yaml";
import { objectOf } from "../../core/json.ts";
import { type Endpoint, send } from "../http/http.ts";
import type { Say } from "../words.ts";

/** A Pod of the cluster as YAML, or why there is none. */
export type PodTextResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly why: string };

/** Asks for one Pod and answers its YAML (1.1, as kubectl reads it) without `managedFields`, which only say who wrote what. */
export async function podText(
  endpoint: Endpoint,
  namespace: string,
  name: string,
  signal: AbortSignal,
  say: Say,
): Promise<PodTextResult> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
  const answer = await send(endpoint, { path, signal });
  if (answer.kind === "broken") return { kind: "refused", why: say(answer.why) };
  if (answer.kind === "status") return { kind: "refused", why: answer.message };
  const { managedFields, ...metadata } = objectOf(answer.body.metadata);
  // Some answers begin with the kind; people begin with the version.
  const { apiVersion, kind, ...rest } = answer.body;
  const text = stringify({ apiVersion, kind, ...rest, metadata }, { lineWidth: 0, version: "1.1" });
  return { kind: "text", text };
}
