import type { ServiceType } from "../../server/src/core/refactor/serviceType.ts";

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** A part of the Services below: which field stands there, and what a comment beside it says. */
const COMMON: Readonly<Record<string, Value>> = {
  selector: { app: "till", tier: "front" },
  publishNotReadyAddresses: true,
};

const ADDRESS: Readonly<Record<string, Value>> = {
  ...COMMON,
  ipFamilyPolicy: "SingleStack",
  ipFamilies: ["IPv4"],
  internalTrafficPolicy: "Cluster",
  trafficDistribution: "PreferClose",
};

const AFFINITY: Readonly<Record<string, Value>> = {
  sessionAffinity: "ClientIP",
  sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
  externalIPs: ["192.0.2.10"],
};

export const SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** The spec of a Service of each type with every field set that the API server accepts there. */
const FULL_SPECS: Readonly<Record<ServiceType, Readonly<Record<string, Value>>>> = {
  ClusterIP: {
    type: "ClusterIP",
    clusterIP: "10.96.0.77",
    clusterIPs: ["10.96.0.77"],
    ...ADDRESS,
    ...AFFINITY,
    externalTrafficPolicy: "Local",
    ports: ports({}),
  },
  Headless: { clusterIP: "None", clusterIPs: ["None"], ...ADDRESS, ports: ports({}) },
  NodePort: {
    clusterIP: "10.96.0.77",
    clusterIPs: ["10.96.0.77"],
    ...ADDRESS,
    ...AFFINITY,
    externalTrafficPolicy: "Local",
    ports: ports({ web: 30080, metrics: 30090 }),
    type: "NodePort",
  },
  LoadBalancer: {
    type: "LoadBalancer",
    clusterIP: "10.96.0.77",
    clusterIPs: ["10.96.0.77"],
    ...ADDRESS,
    ...AFFINITY,
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30100,
    allocateLoadBalancerNodePorts: true,
    loadBalancerClass: "example.com/balancer",
    loadBalancerIP: "192.0.2.20",
    loadBalancerSourceRanges: ["198.51.100.0/24"],
    ports: ports({ web: 30080, metrics: 30090 }),
  },
  ExternalName: {
    type: "ExternalName",
    externalName: "db.example.com",
    ...COMMON,
    sessionAffinity: "ClientIP",
    externalIPs: ["192.0.2.10"],
    internalTrafficPolicy: "Cluster",
    // Under this type nobody checks a node port.
    ports: ports({ web: 80 }),
  },
};

/** The text of such a Service, as YAML in blocks with comments, YAML in braces, or JSON. */
export function fullServiceText(type: ServiceType, name: string, style: "block" | "flow" | "json"): string {
  const annotations = type === "LoadBalancer" ? { annotations: { [SOURCE_RANGES_ANNOTATION]: "198.51.100.0/24" } } : {};
  const object = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, ...annotations },
    spec: FULL_SPECS[type],
  };
  switch (style) {
    case "json":
      return `${JSON.stringify(object, undefined, 2)}\n`;
    case "flow":
      return `apiVersion: v1\nkind: Service\nmetadata: ${JSON.stringify(object.metadata)}\nspec: ${flow(object.spec)}\n`;
    case "block":
      return `# before\n${block(object, "")}# after\n`;
  }
}

function ports(nodePorts: Readonly<Record<string, number>>): Value {
  return ["web", "metrics"].map((name, index) => ({
    name,
    port: 80 + index,
    ...(nodePorts[name] === undefined ? {} : { nodePort: nodePorts[name] }),
    targetPort: name,
    protocol: "TCP",
    appProtocol: "http",
  }));
}

/** A comment stands above every entry of a map. */
function block(value: { readonly [key: string]: Value }, indent: string): string {
  return Object.entries(value)
    .map(([key, item]) => `${indent}# about ${key}\n${indent}${key}:${blockValue(item, indent)}`)
    .join("");
}

function blockValue(value: Value, indent: string): string {
  if (typeof value !== "object") return ` ${JSON.stringify(value)} # beside\n`;
  if (!isList(value)) return `\n${block(value, `${indent}  `)}`;
  return `\n${value.map((item) => `${indent}  - ${listItem(item, `${indent}    `)}`).join("")}`;
}

function listItem(value: Value, indent: string): string {
  if (typeof value !== "object" || isList(value)) return `${JSON.stringify(value)}\n`;
  const text = block(value, indent);
  return text.slice(text.indexOf("\n") + 1).trimStart();
}

function flow(value: Value): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(flow).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${flow(item)}`)
    .join(", ")}}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
