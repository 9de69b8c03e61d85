import type { Pod } from "../../core/pods/pod.ts";
import type { NamespacePods } from "../../core/snapshot.ts";
import { type Endpoint, send } from "../http/http.ts";
import { refusal } from "../http/refusal.ts";
import { POD_FORM } from "../reflect/form.ts";
import { listAll } from "../reflect/list.ts";
import { type Existence, REFLECTOR_LIMITS } from "../reflect/reflection.ts";
import { CONNECTION_WORDS, type Say } from "../words.ts";
import { createPool } from "./intern.ts";
import { toPod } from "./toPod.ts";

/** One list of a namespace's Pods, without a watch. Where it is refused, none, with the reason as knowledge. */
export async function listNamespacePods(
  endpoint: Endpoint,
  namespace: string,
  signal: AbortSignal,
  say: Say,
): Promise<NamespacePods> {
  const pool = createPool();
  const pods: Pod[] = [];
  const listed = await listAll(
    endpoint,
    podsPath(namespace),
    signal,
    (object) => {
      const pod = toPod(object, pool);
      if (pod) pods.push(pod);
    },
    { form: POD_FORM },
  );
  if (listed.kind !== "listed") return { knowledge: refusal(listed, say), pods: [] };
  const existence = pods.length === 0 ? await namespaceExists(endpoint, namespace, signal) : undefined;
  switch (existence?.kind) {
    case undefined:
    case "exists":
    case "unknowable":
      return { knowledge: { kind: "synced" }, pods };
    case "missing":
      return { knowledge: { kind: "failed", why: say(CONNECTION_WORDS.noNamespace({ namespace })) }, pods };
    case "status":
    case "broken":
      return { knowledge: refusal(existence, say), pods };
  }
}

/** The path of the collection of the Pods of a namespace (`/api/v1/namespaces/{namespace}/pods`). */
export function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}

/** Asked when a list is empty: the list of a namespace that does not exist is empty too. */
export async function namespaceExists(endpoint: Endpoint, namespace: string, signal: AbortSignal): Promise<Existence> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const answer = await send(endpoint, { path, answerMs: REFLECTOR_LIMITS.quickAnswerMs, signal });
  if (answer.kind === "ok") return { kind: "exists" };
  if (answer.kind === "status" && answer.status === 404) return { kind: "missing" };
  return answer.kind === "status" && answer.status === 403 ? { kind: "unknowable" } : answer;
}
