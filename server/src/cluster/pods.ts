import type { Pod } from "../core/pods/pod.ts";
import type { NamespacePods } from "../core/snapshot.ts";
import { POD_FORM } from "./form.ts";
import { type Endpoint, send } from "./http.ts";
import { createPool, type Pool } from "./intern.ts";
import { listAll } from "./list.ts";
import { type Existence, REFLECTOR_LIMITS } from "./reflection.ts";
import { reflect } from "./reflector.ts";
import { refusal } from "./refusal.ts";
import type { SessionOptions } from "./session.ts";
import { samePod, toPod } from "./toPod.ts";
import { CONNECTION_WORDS, type Say } from "./words.ts";

/** The Pods of a namespace, followed. */
export interface ReflectedPods {
  readonly current: NamespacePods;
  dispose(): void;
}

/** Starts to follow the Pods of a namespace; `changed` is called whenever `current` is another. */
export function reflectPods(namespace: string, options: SessionOptions): ReflectedPods {
  let pool = createPool();
  let current: NamespacePods | undefined;
  const reflector = reflect<Pod>({
    endpoint: options.endpoint,
    path: podsPath(namespace),
    form: POD_FORM,
    begin: () => {
      pool = createPool();
    },
    project: (object) => projectPod(object, pool),
    same: samePod,
    exists: (signal) => namespaceExists(options.endpoint, namespace, signal),
    missing: CONNECTION_WORDS.noNamespace({ namespace }),
    changed: () => {
      current = undefined;
      options.changed();
    },
    say: options.say,
    log: options.log,
    ...(options.limits && { limits: options.limits }),
  });
  return {
    get current() {
      const { knowledge, values, polls } = reflector.reflection;
      current ??= { knowledge, pods: [...values.values()], ...(polls && { polled: true }) };
      return current;
    },
    dispose: reflector.dispose,
  };
}

/** One list of a namespace's Pods, without a watch. */
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

function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}

function projectPod(object: unknown, pool: Pool): readonly [string, Pod] | undefined {
  const pod = toPod(object, pool);
  return pod && [pod.name, pod];
}

async function namespaceExists(endpoint: Endpoint, namespace: string, signal: AbortSignal): Promise<Existence> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const answer = await send(endpoint, { path, answerMs: REFLECTOR_LIMITS.quickAnswerMs, signal });
  if (answer.kind === "ok") return { kind: "exists" };
  if (answer.kind === "status" && answer.status === 404) return { kind: "missing" };
  return answer.kind === "status" && answer.status === 403 ? { kind: "unknowable" } : answer;
}
