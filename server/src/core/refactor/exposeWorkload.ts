import { isObject, type JsonObject, objectOf, textOf } from "../json.ts";
import { blockText, type Plain } from "../manifest/plain.ts";
import { type Override, override } from "../overrides/override.ts";
import type { Labels } from "../pods/pod.ts";
import { type Message, words } from "../words.ts";
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
  /** Applied to the Service when all else is done. */
  readonly override?: Override;
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

/** What came of it. */
export type Exposed =
  /** A manifest, and the name of the Service in it. */
  | { readonly kind: "exposed"; readonly text: string; readonly name: string }
  | { readonly kind: "refused"; readonly why: Message };

const WORDS = {
  noSelector: words({
    en: "Its Pods have no labels by which a Service could find them. Give the selector in the options.",
    ja: "Service が Pod を見つけるためのラベルがありません。オプションでセレクターを指定してください。",
  }),
  noPorts: words({
    en: "A Service needs a port, unless it is headless.",
    ja: "ヘッドレスでない Service にはポートが必要です。",
  }),
};

/**
 * The manifest of a Service that exposes a workload: YAML, two spaces of indentation, strings quoted where kubectl
 * would read something else. Several ports get names, as the API server demands; a headless Service has no address.
 * Refused without anything to select by, without a port where one is needed, and where the override cannot be applied.
 */
export function exposeWorkload(exposure: Exposure): Exposed {
  const { type, selector, ports, override: wished } = exposure;
  const isHeadless = type === "Headless" || exposure.options?.clusterIP === "None";
  if (type !== "ExternalName" && selector.size === 0) return { kind: "refused", why: WORDS.noSelector() };
  if (type !== "ExternalName" && !isHeadless && ports.length === 0) return { kind: "refused", why: WORDS.noPorts() };
  const service = serviceOf(exposure);
  const overridden = wished === undefined ? { kind: "patched" as const, value: service } : override(service, wished);
  if (overridden.kind === "refused") return overridden;
  const { value } = overridden;
  const name = textOf(objectOf(value.metadata).name) ?? "";
  return { kind: "exposed", text: `${blockText(plain(withoutDefaults(value)), "", "\n")}\n`, name };
}

/** Type and protocols are written out, so that an override finds them. */
function serviceOf({ name, namespace, type, selector, labels, ports, options = {} }: Exposure): JsonObject {
  const { externalIPs, clusterIP, loadBalancerIP, ...others } = options;
  const metadata = {
    name: serviceName(name),
    ...(namespace !== undefined && { namespace }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
  };
  const spec = {
    type: typeField(type),
    ...(type === "Headless" && { clusterIP: "None" }),
    ...(type !== "Headless" && clusterIP !== undefined && { clusterIP }),
    ...others,
    ...(type === "LoadBalancer" && loadBalancerIP !== undefined && { loadBalancerIP }),
    ...(externalIPs !== undefined && { externalIPs }),
    ...(type === "ExternalName" && { externalName: EXTERNAL_NAME_PLACEHOLDER }),
    ...(selector.size > 0 && { selector: Object.fromEntries(selector) }),
    ...(ports.length > 0 && { ports: namedPorts(ports).map(portOf) }),
  };
  return { apiVersion: "v1", kind: "Service", metadata, spec };
}

/** Nobody writes what is meant anyway. */
function withoutDefaults(service: JsonObject): JsonObject {
  const { spec, ...others } = service;
  if (!isObject(spec)) return service;
  const { type, ...fields } = spec;
  const isSaid = type !== "ClusterIP";
  const ports = Array.isArray(fields.ports) ? { ports: fields.ports.map(withoutTcp) } : {};
  return { ...others, spec: { ...(isSaid && { type }), ...fields, ...ports } };
}

function withoutTcp(port: unknown): unknown {
  if (!isObject(port) || port.protocol !== "TCP") return port;
  const { protocol, ...others } = port;
  return others;
}

/** JSON to be written; what is null or holds nothing is left out, since the API server means the same by it. */
function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, plain(item)] as const);
    return Object.fromEntries(entries.filter(([, item]) => !isNothing(item)));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function isNothing(value: Plain): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
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
 * free, else `port-1` and so on, as kubectl names them, with the protocol behind it where a number stands for several.
 */
function namedPorts(ports: readonly ExposedPort[]): readonly ExposedPort[] {
  const taken = new Set<string>();
  const numbers = [...new Set(ports.map(({ port }) => port))];
  return ports.map((port) => {
    const { name: own, ...rest } = port;
    const keeps = own !== undefined && isPortName(own) && !taken.has(own);
    if (!keeps && ports.length === 1) return rest;
    const isShared = ports.some((other) => other.port === port.port && other.protocol !== port.protocol);
    const suffix = isShared ? `-${port.protocol.toLowerCase()}` : "";
    const name = keeps ? own : freeName(numbers.indexOf(port.port) + 1, suffix, taken, ports);
    taken.add(name);
    return { ...rest, name };
  });
}

function freeName(number: number, suffix: string, taken: ReadonlySet<string>, ports: readonly ExposedPort[]): string {
  const nameOf = (candidate: number) => `port-${candidate}${suffix}`;
  let candidate = number;
  while (taken.has(nameOf(candidate)) || ports.some(({ name }) => name === nameOf(candidate))) candidate += 1;
  return nameOf(candidate);
}

function isPortName(name: string): boolean {
  return name.length <= LONGEST_PORT_NAME && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}

function portOf({ name, port, targetPort, protocol, nodePort }: ExposedPort): JsonObject {
  return {
    ...(name !== undefined && { name }),
    port,
    protocol,
    targetPort,
    ...(nodePort !== undefined && { nodePort }),
  };
}
