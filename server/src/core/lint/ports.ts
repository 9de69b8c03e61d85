import type { Fix } from "../diagnostic.ts";
import { setScalar } from "../manifest/edit.ts";
import type { ServicePort } from "../manifest/service.ts";
import type { Pod } from "../pods/pod.ts";
import type { Span } from "../span.ts";
import { type Message, words } from "../words.ts";
import { type Node, valueAt } from "../yaml/node.ts";
import type { LintContext } from "./rule.ts";

/** Whether the matched Pods and all their ports are known: what was synced once may have changed since. */
export function knowsPorts({ resolution: { source, matched } }: LintContext): boolean {
  const isFresh = source.kind === "workspace" || (source.kind === "cluster" && source.knowledge.kind === "synced");
  return isFresh && matched.every(({ portsUnknown }) => portsUnknown !== true);
}

/**
 * The name that a port's targetPort is; undefined where it is a number, missing or unknown, and for a text that no port
 * can be named: the API server refuses that, or somebody replaces it before (`$(NAME)`).
 */
export function targetName({ targetPort }: ServicePort): string | undefined {
  return typeof targetPort?.value === "string" && PORT_NAME.test(targetPort.value) ? targetPort.value : undefined;
}

const PORT_NAME = /^[a-z0-9-]+$/;

/** Where a port's target is written: the targetPort, else the port that stands for it. */
export function targetSpan({ targetPort, port, span }: ServicePort): Span {
  return targetPort?.span ?? port?.span ?? span;
}

/** The node of one field of a port as it is written; undefined where it is not. */
export function portField({ object }: LintContext, { index }: ServicePort, field: string): Node | undefined {
  const ports = valueAt(object.node, "spec", "ports");
  return ports?.kind === "sequence" ? valueAt(ports.items[index], field) : undefined;
}

const USE = words({ en: "Use {value}", ja: "{value} を使う" });

/** Writes another targetPort in the place of the written one. Only the user knows which side is wrong. */
export function useTarget(context: LintContext, port: ServicePort, value: string | number): readonly Fix[] {
  const node = portField(context, port, "targetPort");
  if (node?.kind !== "scalar") return [];
  return [{ title: USE({ value }), edits: [setScalar(context.text, node, value)], certain: false }];
}

const ON_PODS = words({ en: "{count} {count|Pod|Pods}", ja: "Pod {count} 個" });
const ON_WORKLOAD = words({ en: "{kind} {name}", ja: "{kind} {name}" });
const ON_WORKLOADS = words({ en: "{count} workloads", ja: "ワークロード {count} 個" });

/** Pods as a sentence names them: those of the cluster by their number, a workload of the workspace by its name. */
export function podsNamed(pods: readonly Pod[]): Message {
  const [pod, another] = pods;
  if (pod?.origin.kind !== "workspace") return ON_PODS({ count: pods.length });
  if (another !== undefined) return ON_WORKLOADS({ count: pods.length });
  return ON_WORKLOAD({ kind: pod.owner?.kind ?? "Pod", name: pod.owner?.name ?? pod.name });
}
