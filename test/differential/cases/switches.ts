import { type Json, recordOf } from "../apiServer.ts";
import type { RecordedCase } from "../recorded.ts";
import { HOST, PORT, PORTS, updateOf } from "./parts.ts";

/** Every kind to every kind, once with the stored Service edited and once with a manifest of its own. */
export function switches(): readonly RecordedCase[] {
  const stored: readonly (readonly [Json, boolean])[] = [
    ...Object.values(KINDS).map((spec) => [spec, false] as const),
    ...Object.values(KINDS).map((spec) => [spec, true] as const),
    [DUAL_KIND, true],
  ];
  return stored.flatMap(([spec, dual]) => [
    ...Object.values(CHANGES_TO).map((change) => updateOf(spec, { ...recordOf(spec), ...recordOf(change) }, dual)),
    ...Object.values(KINDS).map((next) => updateOf(spec, withoutHandedOut(next), dual)),
  ]);
}

/** What is stored, by kind of Service: the rows and columns of the table of switches. */
export const KINDS: Readonly<Record<string, Json>> = {
  clusterIP: { clusterIP: "10.96.0.70", selector: { app: "web" }, ports: PORTS },
  headless: { clusterIP: "None", selector: { app: "web" }, ports: PORTS },
  nodePort: {
    type: "NodePort",
    clusterIP: "10.96.0.71",
    externalTrafficPolicy: "Local",
    ports: [{ ...recordOf(PORT), nodePort: 30_071 }],
  },
  loadBalancer: {
    type: "LoadBalancer",
    clusterIP: "10.96.0.72",
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30_172,
    loadBalancerClass: "example.com/a",
    loadBalancerSourceRanges: ["10.0.0.0/8"],
    ports: [{ ...recordOf(PORT), nodePort: 30_072 }],
  },
  externalName: { type: "ExternalName", externalName: HOST, ports: PORTS },
};

export const DUAL_KIND: Json = {
  ipFamilyPolicy: "RequireDualStack",
  clusterIP: "10.96.0.73",
  clusterIPs: ["10.96.0.73", "fd00:10:96::73"],
  ipFamilies: ["IPv4", "IPv6"],
  ports: PORTS,
};

/** What somebody changes to come to each kind, on top of what is there. */
const CHANGES_TO: Readonly<Record<string, Json>> = {
  clusterIP: { type: "ClusterIP" },
  clusterIPAfresh: { type: "ClusterIP", clusterIP: "", clusterIPs: [] },
  headless: { type: "ClusterIP", clusterIP: "None" },
  headlessInBoth: { type: "ClusterIP", clusterIP: "None", clusterIPs: ["None"] },
  nodePort: { type: "NodePort" },
  loadBalancer: { type: "LoadBalancer" },
  externalName: { type: "ExternalName", externalName: HOST },
  withoutRanges: { type: "ClusterIP", loadBalancerSourceRanges: null },
  withoutRangesForNodePort: { type: "NodePort", loadBalancerSourceRanges: null },
};

/** As a manifest is written: without what the API server hands out. */
function withoutHandedOut(spec: Json): Json {
  const { clusterIP, healthCheckNodePort: _, ports, ...rest } = recordOf(spec);
  return { ...rest, ...(clusterIP === "None" && { clusterIP }), ports: PORTS };
}
