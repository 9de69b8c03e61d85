import { ABSENT, type Field, type Port, type ServiceFields, textOf, withValue } from "./fields.ts";

/** The Service after the API server has filled in what is not written (`SetDefaults_Service`). */
export function withDefaults(service: ServiceFields): ServiceFields {
  const type = withDefault(service.type, "ClusterIP");
  const sessionAffinity = withDefault(service.sessionAffinity, "None");
  const typed = { ...service, type, sessionAffinity };
  return {
    ...typed,
    timeoutSeconds: timeoutSeconds(typed),
    ports: withValue(service.ports, service.ports.value?.map(portWithDefaults)),
    externalTrafficPolicy: isExternallyAccessible(typed)
      ? withDefault(service.externalTrafficPolicy, "Cluster")
      : service.externalTrafficPolicy,
    allocateLoadBalancerNodePorts:
      type.value === "LoadBalancer" && service.allocateLoadBalancerNodePorts.value === undefined
        ? withValue(service.allocateLoadBalancerNodePorts, true)
        : service.allocateLoadBalancerNodePorts,
  };
}

/** On creation a single `clusterIP` stands for the list; never the other way round. */
export function withClusterIPs(service: ServiceFields): ServiceFields {
  const { clusterIP, clusterIPs } = service;
  if (textOf(clusterIP) === "" || (clusterIPs.value?.length ?? 0) > 0 || clusterIPs.unknown) return service;
  return {
    ...service,
    clusterIPs: { ...clusterIPs, value: [clusterIP], entry: clusterIP.entry, node: clusterIP.node },
  };
}

/** Whether traffic from outside reaches the Service by itself: by its type, or by external IPs. */
export function isExternallyAccessible({ type, externalIPs }: ServiceFields): boolean {
  const externallyAddressed = type.value === "ClusterIP" && (externalIPs.value?.length ?? 0) > 0;
  return type.value === "NodePort" || type.value === "LoadBalancer" || externallyAddressed;
}

/** Whether the first cluster IP is `None`, which makes a Service headless. */
export function isHeadless({ clusterIPs }: ServiceFields): boolean {
  return clusterIPs.value?.length === 1 && clusterIPs.value[0]?.value === "None";
}

/** Whether a load balancer asks a health check port on the nodes. */
export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceFields): boolean {
  return type.value === "LoadBalancer" && externalTrafficPolicy.value === "Local";
}

/** Whether the type has node ports: NodePort and LoadBalancer. */
export function usesNodePorts({ type }: ServiceFields): boolean {
  return type.value === "NodePort" || type.value === "LoadBalancer";
}

/** Whether the type has an address, or the word `None` in its place. */
export function needsAddress({ type }: ServiceFields): boolean {
  return type.value !== "ExternalName";
}

/** A headless Service without a selector may name any families: nothing is handed out, and its endpoints are the user's. */
export function isFree({ clusterIP, selector }: ServiceFields): boolean {
  return clusterIP.value === "None" && (selector.value?.length ?? 0) === 0;
}

/** The IP family policy that the server takes where none is written or stored. */
export function inferredPolicy(service: ServiceFields): string {
  return isFree(service) ? "RequireDualStack" : "SingleStack";
}

function withDefault(field: Field<string>, value: string): Field<string> {
  return field.unknown || textOf(field) !== "" ? field : withValue(field, value);
}

function timeoutSeconds({ sessionAffinity, timeoutSeconds: written }: ServiceFields): Field<number> {
  if (sessionAffinity.value === "None") return ABSENT;
  const fillIn = sessionAffinity.value === "ClientIP" && written.value === undefined && !written.unknown;
  return fillIn ? withValue(written, 10_800) : written;
}

function portWithDefaults(port: Port): Port {
  const { targetPort } = port;
  const takesPort =
    !targetPort.unknown && (targetPort.value === undefined || targetPort.value === 0 || targetPort.value === "");
  return {
    ...port,
    protocol: withDefault(port.protocol, "TCP"),
    targetPort: takesPort
      ? { ...targetPort, value: port.port.value ?? (port.port.unknown ? undefined : 0), unknown: port.port.unknown }
      : targetPort,
  };
}
