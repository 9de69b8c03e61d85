import type { Found } from "../../cluster/questions/find.ts";
import type { FindParams, FindResult, FoundService } from "../messages/reading.ts";
import { type CommandHost, trustedCluster } from "./host.ts";
import { matchedPod } from "./matches.ts";

/**
 * The Services and Pods of the connected cluster that a label selector finds.
 * @throws a `ResponseError` in a workspace that is not trusted.
 */
export async function find(host: CommandHost, { namespace, labelSelector }: FindParams): Promise<FindResult> {
  const cluster = await trustedCluster(host, host.clusterToAsk);
  const asked = namespace ?? cluster.snapshot.namespace;
  const { services, pods, unknown } = await cluster.find(asked, labelSelector);
  return {
    context: cluster.snapshot.context ?? "",
    namespace: asked,
    services: services.map(foundService),
    pods: pods.map((pod) => matchedPod(pod, host.linesOf)),
    unknown,
  };
}

function foundService({ name, type, clusterIP, ports, labels }: Found["services"][number]): FoundService {
  return {
    name,
    type,
    labels: Object.fromEntries(labels),
    ports: ports.map(
      ({ port, nodePort, protocol }) => `${port}${nodePort === undefined ? "" : `:${nodePort}`}/${protocol}`,
    ),
    ...(clusterIP !== undefined && { clusterIP }),
  };
}
