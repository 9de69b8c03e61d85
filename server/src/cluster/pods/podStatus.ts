import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../../core/json.ts";

/** What the columns READY, STATUS and RESTARTS of `kubectl get pods` say. */
export interface PodColumns {
  readonly status: string;
  readonly readyContainers: string;
  readonly restarts: number;
}

/**
 * The columns for a Pod of the API. The API has no such field: the server works it out for its table from the phase,
 * the containers and the deletion timestamp, and people know a Pod by these words.
 */
export function podColumns(pod: JsonObject): PodColumns {
  const spec = objectOf(pod.spec);
  const status = objectOf(pod.status);
  const sidecars = sidecarNames(spec);
  const init = initProgress(status, sidecars, listOf(spec.initContainers).length);
  const main = mainProgress(status, init.reason ?? phaseReason(status));
  const past = init.reason === undefined || conditionIsTrue(status, "Initialized");
  return {
    status: deletionReason(pod, status) ?? (past ? main.reason : (init.reason ?? main.reason)),
    readyContainers: `${init.ready + (past ? main.ready : 0)}/${listOf(spec.containers).length + sidecars.size}`,
    restarts: past ? init.sidecarRestarts + main.restarts : init.restarts,
  };
}

/** Whether `status.conditions` has the condition with the status True. */
export function conditionIsTrue(status: JsonObject, type: string): boolean {
  return listOf(status.conditions)
    .map(objectOf)
    .some((condition) => condition.type === type && condition.status === "True");
}

/** The names of the init containers that keep running beside the others (`restartPolicy: Always`, KEP-753). */
export function sidecarNames(spec: JsonObject): ReadonlySet<string> {
  const sidecars = listOf(spec.initContainers)
    .map(objectOf)
    .filter((container) => container.restartPolicy === "Always");
  return new Set(sidecars.map((container) => textOf(container.name) ?? ""));
}

function phaseReason(status: JsonObject): string {
  const gated = listOf(status.conditions)
    .map(objectOf)
    .some((condition) => condition.type === "PodScheduled" && condition.reason === "SchedulingGated");
  if (gated) return "SchedulingGated";
  return textOf(status.reason) ?? textOf(status.phase) ?? "Unknown";
}

/** Nothing is Terminating any more once its containers have ended for good; a lost node leaves it open. */
function deletionReason(pod: JsonObject, status: JsonObject): string | undefined {
  if (objectOf(pod.metadata).deletionTimestamp == null) return undefined;
  if (status.reason === "NodeLost") return "Unknown";
  return status.phase === "Succeeded" || status.phase === "Failed" ? undefined : "Terminating";
}

interface InitProgress {
  /** Why the Pod is still initialising; undefined once every init container is done. */
  readonly reason: string | undefined;
  readonly ready: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
}

/** Init containers run one after the other: the first that is neither done nor a started sidecar says where the Pod is. */
function initProgress(status: JsonObject, sidecars: ReadonlySet<string>, total: number): InitProgress {
  let ready = 0;
  let restarts = 0;
  let sidecarRestarts = 0;
  for (const [index, container] of listOf(status.initContainerStatuses).map(objectOf).entries()) {
    const isSidecar = sidecars.has(textOf(container.name) ?? "");
    restarts += numberOf(container.restartCount);
    if (isSidecar) sidecarRestarts += numberOf(container.restartCount);
    const { terminated, waiting } = containerState(container);
    if (terminated && numberOf(terminated.exitCode) === 0) continue;
    if (isSidecar && container.started === true) {
      if (container.ready === true) ready += 1;
      continue;
    }
    const why = initReason(terminated, waiting) ?? `${index}/${total}`;
    return { reason: `Init:${why}`, ready, restarts, sidecarRestarts };
  }
  return { reason: undefined, ready, restarts, sidecarRestarts };
}

function initReason(terminated: JsonObject | undefined, waiting: JsonObject | undefined): string | undefined {
  if (terminated) return exitReason(terminated);
  const reason = textOf(waiting?.reason);
  return reason === "PodInitializing" ? undefined : reason;
}

/** The first container in the list has the last word, as long as it has anything to say. */
function mainProgress(status: JsonObject, before: string) {
  let reason = before;
  let failure: string | undefined;
  let ready = 0;
  let restarts = 0;
  for (const container of listOf(status.containerStatuses).map(objectOf).reverse()) {
    restarts += numberOf(container.restartCount);
    const { terminated, waiting, running } = containerState(container);
    const waitingReason = textOf(waiting?.reason);
    if (waitingReason !== undefined) reason = waitingReason;
    else if (terminated) {
      reason = exitReason(terminated);
      if (numberOf(terminated.exitCode) !== 0) failure = reason;
    } else if (container.ready === true && running) ready += 1;
  }
  if (reason === "Completed") reason = completedReason(status, ready > 0, failure);
  return { reason, ready, restarts };
}

/** One container's end is not the Pod's: others may still run, or have failed. */
function completedReason(status: JsonObject, othersRun: boolean, failure: string | undefined): string {
  if (othersRun && conditionIsTrue(status, "Ready")) return "Running";
  return failure ?? (othersRun ? "NotReady" : "Completed");
}

function exitReason(terminated: JsonObject): string {
  const reason = textOf(terminated.reason);
  if (reason !== undefined) return reason;
  const signal = numberOf(terminated.signal);
  return signal === 0 ? `ExitCode:${numberOf(terminated.exitCode)}` : `Signal:${signal}`;
}

function containerState(container: JsonObject) {
  const state = objectOf(container.state);
  const part = (name: string) => (state[name] == null ? undefined : objectOf(state[name]));
  return { terminated: part("terminated"), waiting: part("waiting"), running: part("running") };
}
