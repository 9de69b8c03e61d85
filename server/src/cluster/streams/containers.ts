import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { Answer } from "../http/answer.ts";
import { type Endpoint, send } from "../http/http.ts";
import type { Say } from "../words.ts";
import { reasonOf } from "../writes/refusal.ts";

/** The containers of a Pod that have a log, or why they are not known. */
export type Containers =
  | { readonly kind: "containers"; readonly names: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

interface Asking {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
}

/** Asks for a Pod and names its containers, those of `spec.containers` first, then `spec.initContainers`. */
export async function listContainers(asking: Asking, namespace: string, pod: string, say: Say): Promise<Containers> {
  const answer = await askPod(asking, namespace, pod);
  if (answer.kind !== "ok") return { kind: "refused", why: reasonOf(answer, say) };
  const { containers, initContainers } = objectOf(answer.body.spec);
  const names = [...listOf(containers), ...listOf(initContainers)].flatMap((one) => textOf(objectOf(one).name) ?? []);
  return { kind: "containers", names };
}

/** Whether more can come of a container's log. */
export type ContainerLife =
  | { readonly kind: "running"; readonly restarts: number }
  /** It has ended and is started again later, or it has not begun. */
  | { readonly kind: "waiting" }
  /** It does not run again, or its Pod is gone. */
  | { readonly kind: "over" }
  /** The server does not say at present. */
  | { readonly kind: "unknown" };

/** Asks for a Pod and says how one of its containers is; the first one where none is named. */
export async function lifeOfContainer(
  asking: Asking,
  { namespace, pod, container }: { readonly namespace: string; readonly pod: string; readonly container?: string },
): Promise<ContainerLife> {
  const answer = await askPod(asking, namespace, pod);
  if (answer.kind === "ok") return lifeIn(answer.body, container);
  const isTold = answer.kind === "status" && answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  return { kind: isTold ? "over" : "unknown" };
}

/** The same, of a stored Pod, plain JSON. */
export function lifeIn(pod: JsonObject, container: string | undefined): ContainerLife {
  const [spec, status] = [objectOf(pod.spec), objectOf(pod.status)];
  const known = [...listOf(status.containerStatuses), ...listOf(status.initContainerStatuses)].map(objectOf);
  const found = container === undefined ? known[0] : known.find(({ name }) => name === container);
  const { running, terminated } = objectOf(found?.state);
  if (running !== undefined) return { kind: "running", restarts: numberOf(found?.restartCount) };
  const isLeaving = objectOf(pod.metadata).deletionTimestamp !== undefined;
  const isEnded = status.phase === "Succeeded" || status.phase === "Failed";
  const isDone = terminated !== undefined && !startsAgain(spec, textOf(found?.name), objectOf(terminated));
  return { kind: isLeaving || isEnded || isDone ? "over" : "waiting" };
}

/** `restartPolicy` of the container, where it has one, else of the Pod, whose default is Always; an init container is done once it has succeeded. */
function startsAgain(spec: JsonObject, container: string | undefined, { exitCode }: JsonObject): boolean {
  const isNamed = (one: unknown) => objectOf(one).name === container;
  const init = listOf(spec.initContainers).find(isNamed);
  const own = textOf(objectOf(init ?? listOf(spec.containers).find(isNamed)).restartPolicy);
  const policy = own ?? textOf(spec.restartPolicy) ?? "Always";
  if (policy === "Never") return false;
  const needsFailure = policy === "OnFailure" || (init !== undefined && own === undefined);
  return !needsFailure || numberOf(exitCode) !== 0;
}

function askPod({ endpoint, signal }: Asking, namespace: string, pod: string): Promise<Answer> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`;
  return send(endpoint, { path, signal });
}
