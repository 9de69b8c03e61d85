import type { EndpointAddress } from "../core/endpoints/joinSlices.ts";
import { differs } from "../core/endpoints/traffic.ts";
import { trafficSentence } from "../core/endpoints/trafficWords.ts";
import { isService, type Manifest } from "../core/manifest/manifest.ts";
import { serviceOf } from "../core/manifest/readService.ts";
import type { Service, ServicePort } from "../core/manifest/service.ts";
import type { Pod } from "../core/pods/pod.ts";
import type { NearMiss, Resolution } from "../core/pods/resolution.ts";
import { landingNumber, resolve } from "../core/pods/resolve.ts";
import { summarize } from "../core/pods/summary.ts";
import { EMPTY_WORKSPACE, type Minor, NEWEST_MINOR, NO_CLUSTER, type Snapshot } from "../core/snapshot.ts";
import { type Locale, render } from "../core/words.ts";
import type { PodsCommand } from "./arguments.ts";
import { askCluster, minorOfVersion } from "./cluster.ts";
import { type InputFile, readInput, workspaceOf } from "./files.ts";

/** Answers what to print: what each Service of the files matches. */
export async function runPods(command: PodsCommand, locale: Locale): Promise<string> {
  const { kubeconfig, namespace } = command;
  const files = await readInput(command.paths);
  const cluster = command.cluster
    ? await askCluster({ ...command.cluster, kubeconfig, namespace, inUse: false, endpointSlices: true }, files)
    : NO_CLUSTER;
  const minor = minorOfVersion(cluster.serverVersion) ?? NEWEST_MINOR;
  const facts = { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined };
  const workspace = command.cluster ? EMPTY_WORKSPACE : await workspaceOf(files, namespace);
  const snapshot: Snapshot = { settings: { locale, minor, facts, rules: {} }, cluster, workspace };
  const found = files.flatMap((file) => matchesOf(file, snapshot));
  if (command.format === "json") return `${JSON.stringify({ services: found.map((one) => toJson(one, minor)) })}\n`;
  return found.map((one) => toText(one, locale)).join("");
}

interface Matches {
  readonly file: string;
  readonly service: Service;
  readonly namespace: string | null;
  readonly resolution: Resolution;
}

function matchesOf({ file, uri, manifest }: InputFile, snapshot: Snapshot): readonly Matches[] {
  return servicesOf(manifest).map((service) => {
    const unwritten = snapshot.cluster === NO_CLUSTER ? snapshot.workspace.namespace : snapshot.cluster.namespace;
    return {
      file,
      service,
      namespace: service.namespace?.value ?? unwritten ?? null,
      resolution: resolve(service, snapshot, uri),
    };
  });
}

function servicesOf({ documents }: Manifest): readonly Service[] {
  return documents.flatMap(({ content }) => content.objects.filter(isService).map(serviceOf));
}

/** The public JSON form of one Service. */
function toJson({ file, service, namespace, resolution }: Matches, minor: Minor): unknown {
  return {
    file,
    name: service.name?.value ?? null,
    namespace,
    source: resolution.source.kind,
    pods: resolution.pods.map((pod) => podJson(pod, service.ports, minor)),
    nearMisses: resolution.nearMisses.flatMap(nearMissJson),
    endpoints: endpointsJson(service, resolution),
  };
}

/** Where the Service in the cluster sends to; null where there is none, and where the cluster does not say. */
function endpointsJson(service: Service, { traffic, receivingPods }: Resolution): unknown {
  if (traffic?.kind !== "slices") return null;
  const addresses = traffic.addresses.map(
    ({ address, addressType, ready, serving, terminating, pod, node, ports }) => ({
      address,
      addressType,
      ready,
      serving,
      terminating,
      pod: pod ?? null,
      node: node ?? null,
      ports: ports.map(({ name, port, protocol }) => ({ name, port: port ?? null, protocol })),
    }),
  );
  return { differs: service.selector.kind !== "none" && differs(traffic.receivers, receivingPods), addresses };
}

function podJson(pod: Pod, ports: readonly ServicePort[], minor: Minor): unknown {
  return {
    name: pod.name,
    namespace: pod.namespace ?? null,
    ready: pod.ready,
    status: pod.status,
    ip: pod.ips[0] ?? null,
    owner: pod.owner ?? null,
    ports: ports.map((port) => ({
      name: port.name?.value ?? null,
      port: port.port?.value ?? null,
      protocol: port.protocol,
      targetPort: port.targetPort?.value || (port.port?.value ?? null),
      number: landingNumber(port, pod, minor) ?? null,
    })),
  };
}

function nearMissJson({ pods, missing, actual }: NearMiss): readonly unknown[] {
  const wanted = Object.fromEntries(missing.map(({ key, value }) => [key, value]));
  return pods.map(({ name, namespace }) => ({
    name,
    namespace: namespace ?? null,
    missing: wanted,
    actual: Object.fromEntries(actual),
  }));
}

function toText({ file, service, namespace, resolution }: Matches, locale: Locale): string {
  const name = [namespace, service.name?.value ?? "?"].filter((part) => part !== null).join("/");
  const head = `${file}: Service ${name}: ${render(summarize(service, resolution), locale)}`;
  const lines = [...resolution.pods.map(podLine), ...trafficLines(service, namespace, resolution, locale)];
  return [head, ...lines.map((line) => `  ${line}`), ""].join("\n");
}

/** Where the Service in the cluster sends to, where that is something else than the Pods above. */
function trafficLines(
  service: Service,
  namespace: string | null,
  resolution: Resolution,
  locale: Locale,
): readonly string[] {
  const { traffic, receivingPods } = resolution;
  const timeText = (momentMs: number) => new Date(momentMs).toISOString();
  const sentence = trafficSentence(service, resolution, { namespace: namespace ?? "", timeText });
  const hasOwnEndpoints = service.selector.kind === "none";
  const isSame = traffic?.kind === "slices" && !hasOwnEndpoints && !differs(traffic.receivers, receivingPods);
  if (sentence === undefined || isSame) return [];
  const addresses = traffic?.kind === "slices" && hasOwnEndpoints ? traffic.addresses : [];
  return [render(sentence, locale), ...addresses.map(addressLine)];
}

function addressLine({ address, ports, pod, ready }: EndpointAddress): string {
  const numbers = ports.map(({ port, protocol }) => `${port ?? "*"}/${protocol}`).join(",");
  return [address, numbers, ready ? "ready" : "-", pod ?? ""].join("  ").trimEnd();
}

function podLine({ name, owner, status, readyContainers, ips, origin }: Pod): string {
  if (origin.kind === "workspace") return `${owner?.kind ?? "Pod"} ${name}`;
  return [name, readyContainers, status, ips[0] ?? "-"].join("  ");
}
