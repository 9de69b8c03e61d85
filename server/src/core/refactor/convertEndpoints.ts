import { parseAddress } from "../apiserver/ip.ts";
import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../json.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import type { Plain } from "../manifest/plain.ts";
import { plainOf } from "../yaml/node.ts";
import { endpointSlices, type SliceEndpoint, type SliceGroup } from "./endpointSlices.ts";

/** Whether an object is an Endpoints object of `v1`, which EndpointSlices have replaced (deprecated since Kubernetes 1.33). */
export function isEndpoints({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion === "v1" && kind === "Endpoints";
}

/**
 * The EndpointSlices that say what an Endpoints object says, as JSON: one for each subset and family of addresses.
 * Undefined where a name or an address is not known, or none is there: half of them would take traffic away.
 */
export function convertEndpoints(object: KubernetesObject): readonly Plain[] | undefined {
  const { metadata, subsets } = objectOf(plainOf(object.node));
  const { labels } = objectOf(metadata);
  if (object.name === undefined) return undefined;
  const groups = listOf(subsets).map(objectOf).map(groupOf);
  const known = groups.flatMap((group) => group ?? []);
  if (known.length < groups.length || known.every(({ endpoints }) => endpoints.length === 0)) return undefined;
  return endpointSlices({ service: object.name, namespace: object.namespace, labels: textsOf(labels), groups: known });
}

function groupOf({ addresses, notReadyAddresses, ports }: JsonObject): SliceGroup | undefined {
  const endpoints = [
    ...listOf(addresses).map((address) => endpointOf(objectOf(address), true)),
    ...listOf(notReadyAddresses).map((address) => endpointOf(objectOf(address), false)),
  ];
  const known = endpoints.flatMap((endpoint) => endpoint ?? []);
  return known.length < endpoints.length
    ? undefined
    : { endpoints: known, ports: listOf(ports).map(objectOf).map(portOf) };
}

function endpointOf({ ip, hostname, nodeName, targetRef }: JsonObject, ready: boolean): SliceEndpoint | undefined {
  const address = parseAddress(textOf(ip) ?? "");
  if (address === undefined) return undefined;
  const rest = {
    conditions: { ready },
    ...(textOf(hostname) !== undefined && { hostname: String(hostname) }),
    ...(textOf(nodeName) !== undefined && { nodeName: String(nodeName) }),
    ...(targetRef !== undefined && { targetRef: textsOf(targetRef) }),
  };
  return { address, rest };
}

function portOf({ name, port, protocol, appProtocol }: JsonObject): Readonly<Record<string, Plain>> {
  return {
    ...(textOf(name) !== undefined && { name: String(name) }),
    port: numberOf(port),
    protocol: textOf(protocol) ?? "TCP",
    ...(textOf(appProtocol) !== undefined && { appProtocol: String(appProtocol) }),
  };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(objectOf(value)).flatMap(([key, text]) =>
    typeof text === "string" ? [[key, text] as const] : [],
  );
  return Object.fromEntries(texts);
}
