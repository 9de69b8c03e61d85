import { targetNumber } from "../../core/endpoints/podEndpoint.ts";
import type { Pod } from "../../core/pods/pod.ts";
import type { Minor } from "../../core/snapshot.ts";
import type { Endpoint } from "../http/http.ts";
import { createPool } from "../pods/intern.ts";
import { toPod } from "../pods/toPod.ts";
import { POD_FORM } from "../reflect/form.ts";
import { listAll } from "../reflect/list.ts";
import type { PodPort } from "./tunnel.ts";

/** Where a port-forward leads: to one Pod, or to whichever Pod of a selector is there. */
export type ForwardTarget =
  | ({ readonly kind: "pod" } & PodPort)
  | {
      readonly kind: "selector";
      readonly namespace: string;
      /** As the API takes it (`labelSelector`). */
      readonly labelSelector: string;
      /** `spec.ports[].targetPort`, a number or the name of a container port. */
      readonly targetPort: string | number;
      readonly minor: Minor;
    };

/**
 * The Pods that a target means now, the best first: ready ones before others, and none that is ending. Empty where there
 * is none; undefined where the server does not say.
 */
export async function podsOf(
  target: ForwardTarget,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<readonly PodPort[] | undefined> {
  if (target.kind === "pod") return [target];
  const { namespace, labelSelector } = target;
  const pods: Pod[] = [];
  const pool = createPool();
  const add = (object: unknown) => {
    const pod = toPod(object, pool);
    if (pod?.phase === "Running" && !pod.terminating) pods.push(pod);
  };
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const listed = await listAll(endpoint, path, signal, add, { labelSelector, maxPages: 1, form: POD_FORM });
  if (listed.kind !== "listed") return undefined;
  const { targetPort, minor } = target;
  return pods
    .toSorted((one, other) => Number(other.ready) - Number(one.ready))
    .flatMap((pod) => {
      // Only TCP goes through the API server.
      const port = targetNumber({ targetPort, protocol: "TCP" }, pod, minor);
      return port === undefined ? [] : [{ namespace, pod: pod.name, port }];
    });
}
