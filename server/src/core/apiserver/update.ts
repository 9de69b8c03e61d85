import { inferredPolicy, isExternallyAccessible, needsAddress, needsHealthCheck, usesNodePorts } from "./defaults.ts";
import { ABSENT, type Field, type Port, type ServiceFields, textOf, withValue } from "./fields.ts";

/**
 * The Service as an update's allocators look at the form of its addresses: what the API server handed out before is kept
 * where the manifest does not write it, and the singular and plural forms of the cluster IPs follow each other.
 */
export function asUpdated(service: ServiceFields, stored: ServiceFields): ServiceFields {
  const patched = withKeptHealthCheck(withKeptNodePorts(withKeptAddresses(service, stored), stored), stored);
  return withPolicy(withAddressesAlike(patched, stored), stored);
}

/**
 * The Service as an update's validation sees it: what no longer applies to the type and was not changed is wiped.
 * Source ranges are never wiped.
 */
export function asWiped(service: ServiceFields, stored: ServiceFields): ServiceFields {
  const leavesAddresses = needsAddress(stored) && !needsAddress(service);
  const leavesNodePorts = usesNodePorts(stored) && !usesNodePorts(service) && keepsNodePorts(service, stored);
  const leavesBalancer = stored.type.value === "LoadBalancer" && service.type.value !== "LoadBalancer";
  const leavesHealthCheck = needsHealthCheck(stored) && !needsHealthCheck(service);
  const leavesOutside = isExternallyAccessible(stored) && !isExternallyAccessible(service);
  const sameAddresses =
    sameText(service.clusterIP, stored.clusterIP) && sameList(service.clusterIPs, stored.clusterIPs);
  return {
    ...service,
    ...(leavesAddresses && sameAddresses && { clusterIP: ABSENT, clusterIPs: ABSENT }),
    ...(leavesAddresses && sameList(service.ipFamilies, stored.ipFamilies) && { ipFamilies: ABSENT }),
    ...(leavesAddresses && sameText(service.ipFamilyPolicy, stored.ipFamilyPolicy) && { ipFamilyPolicy: ABSENT }),
    ...(leavesNodePorts && {
      ports: withValue(
        service.ports,
        service.ports.value?.map((port) => ({ ...port, nodePort: ABSENT })),
      ),
    }),
    ...(leavesHealthCheck &&
      (service.healthCheckNodePort.value ?? 0) === (stored.healthCheckNodePort.value ?? 0) && {
        healthCheckNodePort: ABSENT,
      }),
    ...(leavesBalancer &&
      sameValue(service.allocateLoadBalancerNodePorts, stored.allocateLoadBalancerNodePorts) && {
        allocateLoadBalancerNodePorts: ABSENT,
      }),
    ...(leavesBalancer &&
      service.loadBalancerClass.value === stored.loadBalancerClass.value && { loadBalancerClass: ABSENT }),
    ...(leavesOutside &&
      sameText(service.externalTrafficPolicy, stored.externalTrafficPolicy) && { externalTrafficPolicy: ABSENT }),
  };
}

function withKeptAddresses(service: ServiceFields, stored: ServiceFields): ServiceFields {
  if (!needsAddress(service) || !needsAddress(stored)) return service;
  const { clusterIP, clusterIPs } = service;
  return {
    ...service,
    clusterIP:
      textOf(clusterIP) === "" && !clusterIP.unknown ? withValue(clusterIP, stored.clusterIP.value) : clusterIP,
    clusterIPs: isEmpty(clusterIPs) ? withValue(clusterIPs, stored.clusterIPs.value) : clusterIPs,
  };
}

/** Node ports are kept by the name of their port, where the number is not asked for by another one. */
function withKeptNodePorts(service: ServiceFields, stored: ServiceFields): ServiceFields {
  if (!keepsNodePortsOf(stored) || !keepsNodePortsOf(service)) return service;
  const before = numbersOf(stored);
  const used = new Set([...numbersOf(service)].filter((number) => before.has(number)));
  const byName = new Map((stored.ports.value ?? []).map(({ name, nodePort }) => [textOf(name), nodePort.value ?? 0]));
  const kept = (port: Port): Port => {
    const number = byName.get(textOf(port.name)) ?? 0;
    if (port.nodePort.unknown || (port.nodePort.value ?? 0) !== 0 || number === 0 || used.has(number)) return port;
    return { ...port, nodePort: withValue(port.nodePort, number) };
  };
  return { ...service, ports: withValue(service.ports, service.ports.value?.map(kept)) };
}

function keepsNodePortsOf({ type, allocateLoadBalancerNodePorts }: ServiceFields): boolean {
  if (type.value === "NodePort") return true;
  return type.value === "LoadBalancer" && allocateLoadBalancerNodePorts.value !== false;
}

function withKeptHealthCheck(service: ServiceFields, stored: ServiceFields): ServiceFields {
  const { healthCheckNodePort } = service;
  if (!needsHealthCheck(service) || !needsHealthCheck(stored) || (healthCheckNodePort.value ?? 0) !== 0) return service;
  return { ...service, healthCheckNodePort: withValue(healthCheckNodePort, stored.healthCheckNodePort.value) };
}

/** Who changes only the singular form means both; who clears it clears both. */
function withAddressesAlike(service: ServiceFields, stored: ServiceFields): ServiceFields {
  const { clusterIP, clusterIPs } = service;
  const single = textOf(clusterIP);
  const before = textOf(stored.clusterIP);
  if (isEmpty(clusterIPs) && !isEmpty(stored.clusterIPs) && single === before) {
    return { ...service, clusterIPs: withValue(clusterIPs, stored.clusterIPs.value) };
  }
  if (single === before || !sameList(clusterIPs, stored.clusterIPs)) return service;
  if (before !== "" && single === "") return { ...service, clusterIPs: { ...clusterIPs, value: undefined } };
  return {
    ...service,
    clusterIPs: {
      ...clusterIPs,
      value: [clusterIP],
      ...(clusterIPs.entry ? {} : { entry: clusterIP.entry, node: clusterIP.node }),
    },
  };
}

/** A policy that is not written is the stored one, else what the server infers. */
function withPolicy(service: ServiceFields, stored: ServiceFields): ServiceFields {
  const { ipFamilyPolicy } = service;
  if (!needsAddress(service) || ipFamilyPolicy.value !== undefined || ipFamilyPolicy.unknown) return service;
  return {
    ...service,
    ipFamilyPolicy: withValue(ipFamilyPolicy, stored.ipFamilyPolicy.value ?? inferredPolicy(service)),
  };
}

/**
 * The Service of {@link asUpdated} as the allocators go on with it, once the form is right: who asks for SingleStack and
 * keeps a list of two as it is means the first of it.
 */
export function withOneFamily(service: ServiceFields, stored: ServiceFields): ServiceFields {
  if (!needsAddress(service) || service.ipFamilyPolicy.value !== "SingleStack") return service;
  const first = <T>(field: Field<readonly T[]>): Field<readonly T[]> => withValue(field, field.value?.slice(0, 1));
  return {
    ...service,
    clusterIPs: sameList(service.clusterIPs, stored.clusterIPs) ? first(service.clusterIPs) : service.clusterIPs,
    ipFamilies: sameList(service.ipFamilies, stored.ipFamilies) ? first(service.ipFamilies) : service.ipFamilies,
  };
}

function keepsNodePorts(service: ServiceFields, stored: ServiceFields): boolean {
  const before = numbersOf(stored);
  return [...numbersOf(service)].every((number) => before.has(number));
}

function numbersOf({ ports }: ServiceFields): ReadonlySet<number> {
  return new Set((ports.value ?? []).flatMap(({ nodePort }) => nodePort.value || []));
}

function isEmpty(field: Field<readonly unknown[]>): boolean {
  return !field.unknown && (field.value?.length ?? 0) === 0;
}

function sameText(left: Field<string>, right: Field<string>): boolean {
  return textOf(left) === textOf(right);
}

function sameValue(left: Field<boolean>, right: Field<boolean>): boolean {
  return left.value !== undefined && left.value === right.value;
}

/** Whether two lists hold the same texts. */
export function sameList(left: Field<readonly Field<string>[]>, right: Field<readonly Field<string>[]>): boolean {
  const [a, b] = [left.value ?? [], right.value ?? []];
  return a.length === b.length && a.every((item, index) => textOf(item) === textOf(b[index] ?? item));
}
