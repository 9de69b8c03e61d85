import { blockText, type Plain } from "../manifest/plain.ts";
import type { Labels } from "../pods/pod.ts";
import { type ServiceType, typeField } from "./serviceType.ts";
import { EXTERNAL_NAME_PLACEHOLDER } from "./switchType.ts";

/** A Service to be, with the choices that a user makes. */
export interface Exposure {
  readonly name: string;
  /** Undefined leaves it to the namespace of the moment. */
  readonly namespace: string | undefined;
  readonly type: ServiceType;
  /** What the Service selects: the workload's own selector, or a Pod's labels. */
  readonly selector: Labels;
  /** The labels of the Service itself. */
  readonly labels: Labels;
  readonly ports: readonly ExposedPort[];
  readonly options?: ExposureOptions;
}

/** What most Services do without; each is the field of that name in `spec`. */
export interface ExposureOptions {
  readonly sessionAffinity?: "ClientIP" | "None";
  /** Left out for other types than LoadBalancer, which the API server refuses it for. */
  readonly loadBalancerIP?: string;
  readonly externalIPs?: readonly string[];
  /** An address of one's own; a headless Service has none whatever stands here. */
  readonly clusterIP?: string;
  readonly ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
}

/** A port of a Service to be. */
export interface ExposedPort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: string | number;
  readonly protocol: string;
  readonly nodePort?: number;
}

const LONGEST_NAME = 63;
const LONGEST_PORT_NAME = 63;

/**
 * The manifest of a Service that exposes a workload: YAML, two spaces of indentation, strings quoted where kubectl
 * would read something else. Several ports get names, as the API server demands; a headless Service has no address.
 */
export function exposeWorkload(exposure: Exposure): string {
  const { namespace, type, selector, labels, options = {} } = exposure;
  const { externalIPs, clusterIP, loadBalancerIP, ...others } = options;
  const name = serviceName(exposure.name);
  const metadata = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
  };
  const ports = namedPorts(exposure.ports).map(portOf);
  const spec = {
    ...(type !== "ClusterIP" && type !== "Headless" && { type: typeField(type) }),
    ...(type === "Headless" && { clusterIP: "None" }),
    ...(type !== "Headless" && clusterIP !== undefined && { clusterIP }),
    ...others,
    ...(type === "LoadBalancer" && loadBalancerIP !== undefined && { loadBalancerIP }),
    ...(externalIPs !== undefined && { externalIPs }),
    ...(type === "ExternalName" && { externalName: EXTERNAL_NAME_PLACEHOLDER }),
    ...(selector.size > 0 && { selector: Object.fromEntries(selector) }),
    ...(ports.length > 0 && { ports }),
  };
  return `${blockText({ apiVersion: "v1", kind: "Service", metadata, spec }, "", "\n")}\n`;
}

/**
 * A name that the API server accepts for a Service in every minor, made of any other: lower case, letters first,
 * at most 63 characters. `service` where nothing is left of it.
 */
export function serviceName(name: string): string {
  const clean = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, "");
  return clean || "service";
}

/**
 * The ports with the names that they need: none for a single one unless it has one; else its own where that is valid and
 * free, else `port-1` and so on, as kubectl names them.
 */
function namedPorts(ports: readonly ExposedPort[]): readonly ExposedPort[] {
  const taken = new Set<string>();
  return ports.map((port, index) => {
    const { name: own, ...rest } = port;
    const keeps = own !== undefined && isPortName(own) && !taken.has(own);
    if (!keeps && ports.length === 1) return rest;
    const name = keeps ? own : freeName(index + 1, taken, ports);
    taken.add(name);
    return { ...rest, name };
  });
}

function freeName(number: number, taken: ReadonlySet<string>, ports: readonly ExposedPort[]): string {
  let candidate = number;
  while (taken.has(`port-${candidate}`) || ports.some(({ name }) => name === `port-${candidate}`)) candidate += 1;
  return `port-${candidate}`;
}

function isPortName(name: string): boolean {
  return name.length <= LONGEST_PORT_NAME && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}

function portOf({ name, port, targetPort, protocol, nodePort }: ExposedPort): Plain {
  return {
    ...(name !== undefined && { name }),
    port,
    ...(protocol !== "TCP" && { protocol }),
    targetPort,
    ...(nodePort !== undefined && { nodePort }),
  };
}
