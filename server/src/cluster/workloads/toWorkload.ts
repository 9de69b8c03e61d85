import { isObject, type JsonObject, listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { ContainerPort, Labels } from "../../core/pods/pod.ts";
import type { Pool } from "../pods/intern.ts";
import { containerPorts } from "../pods/toPod.ts";

/** Something of the cluster that runs Pods and can be exposed. */
export interface ClusterWorkload extends ObjectKind {
  readonly name: string;
  readonly namespace: string;
  /** Undefined for a Pod, and for a DaemonSet, which runs one on each node. */
  readonly replicas: number | undefined;
  /** The labels of its Pods. */
  readonly labels: Labels;
  /** The labels of the object itself. */
  readonly ownLabels: Labels;
  /** The labels by which it finds its Pods; empty for a Pod, a Job and a CronJob, and where more than labels decides. */
  readonly selector: Labels;
  readonly ports: readonly ContainerPort[];
  readonly controller: Controller | undefined;
}

/** A kind of object, as an object itself names it. */
export interface ObjectKind {
  /** For example `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** The object that made another and keeps it as it is (`ownerReferences`, `controller: true`). */
export interface Controller extends ObjectKind {
  readonly name: string;
}

/** The facts of a workload; undefined for a Service without a selector, and for what has no template of containers. */
export function toWorkload({ apiVersion, kind }: ObjectKind, object: unknown, pool: Pool): ClusterWorkload | undefined {
  const workload = objectOf(object);
  const metadata = objectOf(workload.metadata);
  const spec = objectOf(workload.spec);
  const name = textOf(metadata.name);
  const template = templateOf(kind, workload);
  const isService = kind === "Service";
  if (name === undefined || (isService && selectorOf(kind, spec) === undefined)) return undefined;
  if (!isService && listOf(objectOf(template.spec).containers).length === 0) return undefined;
  return {
    apiVersion,
    kind,
    name,
    namespace: textOf(metadata.namespace) ?? "",
    replicas: typeof spec.replicas === "number" ? spec.replicas : undefined,
    labels: pool.labels(isService ? selectorOf(kind, spec) : objectOf(template.metadata).labels),
    ownLabels: pool.labels(metadata.labels),
    selector: pool.labels(selectorOf(kind, spec)),
    ports: isService ? servicePorts(spec, pool) : containerPorts(objectOf(template.spec), pool),
    controller: controllerOf(workload),
  };
}

/** Who controls an object; undefined for one that stands for itself. */
export function controllerOf(object: JsonObject): Controller | undefined {
  const owner = listOf(objectOf(object.metadata).ownerReferences)
    .map(objectOf)
    .find(({ controller }) => controller === true);
  const [apiVersion, kind, name] = [textOf(owner?.apiVersion), textOf(owner?.kind), textOf(owner?.name)];
  return apiVersion === undefined || kind === undefined || name === undefined ? undefined : { apiVersion, kind, name };
}

function templateOf(kind: string, workload: JsonObject): JsonObject {
  const spec = objectOf(workload.spec);
  switch (kind) {
    case "Pod":
      return workload;
    case "CronJob":
      return objectOf(objectOf(objectOf(spec.jobTemplate).spec).template);
    default:
      return objectOf(spec.template);
  }
}

/** A selector that says more than labels cannot be a Service's, and a Job's is made of what its controller adds. */
function selectorOf(kind: string, { selector }: JsonObject): unknown {
  switch (kind) {
    case "Job":
    case "CronJob":
      return undefined;
    case "Service":
    case "ReplicationController":
      return isObject(selector) && Object.keys(selector).length > 0 ? selector : undefined;
    default: {
      const { matchLabels, matchExpressions } = objectOf(selector);
      return listOf(matchExpressions).length > 0 ? undefined : matchLabels;
    }
  }
}

/** A Service's own ports, as if its Pods declared them: a second Service for the same Pods has the same. */
function servicePorts({ ports }: JsonObject, pool: Pool): readonly ContainerPort[] {
  return listOf(ports).map((port) => {
    const { name, port: number, protocol } = objectOf(port);
    const known = textOf(name);
    return {
      name: known === undefined ? undefined : pool.text(known),
      port: numberOf(number),
      protocol: pool.text(textOf(protocol) ?? "TCP"),
      container: "container",
    };
  });
}
