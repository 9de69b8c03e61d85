import type { ServicePort } from "../../core/manifest/service.ts";
import type { Pod } from "../../core/pods/pod.ts";
import type { Resolution } from "../../core/pods/resolution.ts";
import { serviceTypeOf } from "../../core/refactor/serviceType.ts";
import { type FeatureContext, offsetOf, type WrittenService } from "../../features/context.ts";
import { wholeStory } from "../../features/glance.ts";
import type { TextLines } from "../../features/positions.ts";
import type { MatchedPort, ServiceMatches } from "../messages/reading.ts";
import type { Location, MatchedPod } from "../messages/shared.ts";

/** Nobody reads a longer list; the summary has the number. */
const MAX_PODS = 1_000;

/** The Services of a document in the order of the text, each with what its selector matches. */
export function matchesOf(context: FeatureContext): readonly ServiceMatches[] {
  return context.services.map((written) => matches(context, written));
}

function matches(context: FeatureContext, written: WrittenService): ServiceMatches {
  const { service, object } = written;
  const resolution = context.resolutionOf(written);
  return {
    name: service.name?.value ?? "",
    namespace: namespaceShown(resolution, service.namespace?.value),
    offset: offsetOf(written),
    type: serviceTypeOf(object) ?? service.type?.value ?? "",
    source: resolution.source.kind,
    summary: wholeStory(context, written).join(" · "),
    pods: resolution.pods.slice(0, MAX_PODS).map((pod) => matchedPod(pod, context.linesOf)),
    ports: service.ports.flatMap(matchedPort),
  };
}

function matchedPort({
  index,
  name,
  port,
  targetPort,
  targetPortUnknown,
  protocol,
}: ServicePort): readonly MatchedPort[] {
  if (port === undefined || targetPortUnknown) return [];
  const target = targetPort?.value || port.value;
  return [{ index, port: port.value, targetPort: target, protocol, ...(name && { name: name.value }) }];
}

/** Where the Pods were looked for; in the workspace what is written, since kubectl decides on the rest. */
function namespaceShown({ source }: Resolution, written: string | undefined): string {
  return source.kind === "cluster" ? source.namespace : (written ?? "");
}

/** A Pod as a list shows it. */
export function matchedPod(pod: Pod, linesOf: (uri: string) => TextLines | undefined): MatchedPod {
  const { namespace, ips, node, owner } = pod;
  const [ip] = ips;
  const location = locationOf(pod, linesOf);
  return {
    name: pod.name,
    status: pod.status,
    ready: pod.ready,
    readyContainers: pod.readyContainers,
    ports: pod.ports.flatMap(({ name, port, protocol }) =>
      protocol === "TCP" ? [{ port, ...(name !== undefined && { name }) }] : [],
    ),
    ...(namespace !== undefined && { namespace }),
    ...(ip !== undefined && { ip }),
    ...(node !== undefined && { node }),
    ...(owner && { owner }),
    ...(location && { location }),
  };
}

/** Where a workload of the workspace is written; undefined for Pods of the cluster, and for a file that is gone. */
export function locationOf({ origin }: Pod, linesOf: (uri: string) => TextLines | undefined): Location | undefined {
  const lines = origin.kind === "workspace" ? linesOf(origin.uri) : undefined;
  return origin.kind === "workspace" && lines ? { uri: origin.uri, ...lines.positionAt(origin.span[0]) } : undefined;
}
