import { type Json, recordOf } from "../apiServer.ts";
import type { RecordedCase } from "../recorded.ts";
import { HINTS, HOST, MODE, OWNER, PORT, PORTS, RANGES, TWO_PORTS, updateOf } from "./parts.ts";
import { DUAL_KIND, KINDS } from "./switches.ts";

/** Updates that keep the type, or change more than it, in a cluster of one family. */
export function updated(): readonly RecordedCase[] {
  const of = (kind: keyof typeof KINDS, change: Json): RecordedCase =>
    updateOf(KINDS[kind] ?? null, { ...recordOf(KINDS[kind]), ...recordOf(change) }, false);
  const balancer = recordOf(KINDS.loadBalancer);
  return [
    of("clusterIP", { clusterIP: "10.96.0.78" }),
    of("clusterIP", { clusterIP: "10.112.0.1" }),
    of("clusterIP", { clusterIPs: ["10.96.0.78"] }),
    of("clusterIP", { clusterIP: "010.96.0.070" }),
    of("clusterIP", { clusterIP: "", clusterIPs: [] }),
    of("clusterIP", { ports: [{ ...recordOf(PORT), nodePort: 30_090 }] }),
    of("clusterIP", { externalTrafficPolicy: "Local" }),
    of("clusterIP", { ipFamilies: ["IPv6"] }),
    of("clusterIP", { ipFamilyPolicy: "PreferDualStack" }),
    of("clusterIP", { ipFamilyPolicy: "RequireDualStack" }),
    of("clusterIP", { allocateLoadBalancerNodePorts: true }),
    of("clusterIP", { loadBalancerClass: "example.com/a" }),
    of("clusterIP", { healthCheckNodePort: 30_190 }),
    of("clusterIP", { type: "NodePort", ports: [{ ...recordOf(PORT), nodePort: 80 }] }),
    of("clusterIP", { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 80 }),
    of("clusterIP", { type: "ExternalName", externalName: HOST, clusterIP: "10.96.0.79", clusterIPs: ["10.96.0.79"] }),
    of("clusterIP", { type: "ExternalName", externalName: "", ports: null }),
    of("clusterIP", { externalIPs: ["192.0.2.010"] }),
    of("clusterIP", { externalName: HOST }),
    of("clusterIP", { trafficDistribution: "PreferSameZone" }),
    of("clusterIP", { trafficDistribution: "PreferClose" }),
    of("clusterIP", { sessionAffinity: "ClientIP" }),
    of("clusterIP", { selector: { app: "a b" } }),
    of("headless", { clusterIP: "10.96.0.78" }),
    of("headless", { clusterIP: null }),
    of("headless", { type: "NodePort", clusterIP: null }),
    of("headless", { externalIPs: ["192.0.2.10"], loadBalancerIP: "192.0.2.10", sessionAffinity: "ClientIP" }),
    of("headless", { ipFamilies: ["IPv6"] }),
    of("nodePort", { ports: [{ ...recordOf(PORT), nodePort: 30_091 }] }),
    of("nodePort", { ports: [{ ...recordOf(PORT), nodePort: 91 }] }),
    of("nodePort", { type: "ClusterIP", ports: [{ ...recordOf(PORT), nodePort: 30_091 }] }),
    of("nodePort", { type: "ClusterIP", externalTrafficPolicy: "Cluster" }),
    of("nodePort", { ports: TWO_PORTS }),
    of("nodePort", {
      ports: [
        { name: "p0", port: 80, nodePort: 30_091 },
        { name: "p1", port: 81, nodePort: 30_091 },
      ],
    }),
    of("nodePort", {
      ports: [
        { name: "p0", port: 53 },
        { name: "p1", port: 53, protocol: "UDP", nodePort: 30_071 },
      ],
    }),
    of("nodePort", { externalTrafficPolicy: "local" }),
    ...["example.com/b", null, "a b"].map((loadBalancerClass) => of("loadBalancer", { loadBalancerClass })),
    ...[30_190, 80, 0, 70_000].map((healthCheckNodePort) => of("loadBalancer", { healthCheckNodePort })),
    of("loadBalancer", { externalTrafficPolicy: "Cluster" }),
    of("loadBalancer", { externalTrafficPolicy: "Cluster", healthCheckNodePort: 0 }),
    of("loadBalancer", { allocateLoadBalancerNodePorts: false }),
    of("loadBalancer", { loadBalancerSourceRanges: ["10.1.2.3/8"] }),
    of("loadBalancer", { ports: [{ port: 10_250 }] }),
    of("loadBalancer", { type: "ClusterIP", loadBalancerSourceRanges: null, allocateLoadBalancerNodePorts: false }),
    of("loadBalancer", { type: "NodePort", loadBalancerSourceRanges: null, loadBalancerClass: "example.com/b" }),
    updateOf({ ...balancer, loadBalancerClass: null }, balancer, false),
    updateOf({ ...balancer, loadBalancerSourceRanges: null }, { ...withoutRanges(balancer), type: "ClusterIP" }, false),
    of("externalName", { type: "ClusterIP", externalName: null }),
    of("externalName", { type: "ClusterIP", clusterIP: "10.96.0.78" }),
    of("externalName", { type: "ClusterIP", clusterIP: "None" }),
    of("externalName", { type: "NodePort", ports: [{ ...recordOf(PORT), nodePort: 80 }] }),
    of("externalName", { externalName: "https://db.example.com" }),
    of("externalName", { externalIPs: ["192.0.2.10"] }),
    of("externalName", { clusterIP: "10.96.0.78" }),
    ...UPDATED_METADATA.map((metadata) => updateOf(KINDS.clusterIP ?? null, KINDS.clusterIP ?? null, false, metadata)),
    { ...updateOf(KINDS.clusterIP ?? null, KINDS.clusterIP ?? null, false), padding: 262_145 },
    ...IDENTITIES.map(([before, after]) => identified(before, after)),
    ...["x", "10.0.0.0/08", "10.0.0.0/8"].flatMap((ranges) => annotated(ranges)),
    ...OLD_VALUES.map(([before, after]) => updateOf(before, after, false)),
  ];
}

/** Updates of families and addresses where there are both. */
export function updatedDual(): readonly RecordedCase[] {
  const [v4, v6] = ["10.96.0.73", "fd00:10:96::73"];
  const single: Json = { clusterIP: v4, ipFamilyPolicy: "SingleStack", ipFamilies: ["IPv4"], ports: PORTS };
  const headless: Json = { clusterIP: "None", ipFamilyPolicy: "RequireDualStack", selector: { a: "b" }, ports: PORTS };
  const of = (stored: Json, change: Json): RecordedCase =>
    updateOf(stored, { ...recordOf(stored), ...recordOf(change) }, true);
  return [
    ...["SingleStack", "PreferDualStack", "RequireDualStack"].flatMap((ipFamilyPolicy) => [
      of(single, { ipFamilyPolicy, ipFamilies: null }),
      of(DUAL_KIND, { ipFamilyPolicy }),
      of(DUAL_KIND, { ipFamilyPolicy, clusterIPs: [v4] }),
      of(DUAL_KIND, { ipFamilyPolicy, ipFamilies: ["IPv4"] }),
      of(DUAL_KIND, { ipFamilyPolicy, ipFamilies: ["IPv4"], clusterIPs: [v4] }),
      of(headless, { ipFamilyPolicy }),
      of(headless, { ipFamilyPolicy, ipFamilies: ["IPv6"] }),
    ]),
    of(single, { ipFamilyPolicy: "RequireDualStack", ipFamilies: ["IPv4", "IPv6"] }),
    of(single, { ipFamilyPolicy: "RequireDualStack", ipFamilies: ["IPv6", "IPv4"] }),
    of(single, { ipFamilyPolicy: "PreferDualStack", clusterIPs: [v4, v6] }),
    of(single, { ipFamilies: ["IPv6"] }),
    of(single, { ipFamilies: ["IPv6"], clusterIP: v6 }),
    of(DUAL_KIND, { clusterIP: v6 }),
    of(DUAL_KIND, { clusterIP: v6, clusterIPs: [v6, v4], ipFamilies: ["IPv6", "IPv4"] }),
    of(DUAL_KIND, { clusterIPs: [v4, "fd00:10:96::79"] }),
    of(DUAL_KIND, { ipFamilies: ["IPv6", "IPv4"] }),
    of(DUAL_KIND, { type: "ExternalName", externalName: HOST, ipFamilyPolicy: "SingleStack" }),
    of(headless, { clusterIP: v4 }),
    of(headless, { ipFamilies: ["IPv6", "IPv4"] }),
  ];
}

/** What is written of the metadata of a stored Service that has none but its name. */
const UPDATED_METADATA: readonly Json[] = [
  ...["web-", "Web-", "1web-", "a/b-", "x".repeat(80)].map((generateName) => ({ name: "web", generateName })),
  { name: "web", labels: { app: "a b" } },
  { name: "web", annotations: { [HINTS]: "Auto", [MODE]: "Disabled" } },
  { name: "web", annotations: { [RANGES]: "10.0.0.0/8" } },
  { name: "web", finalizers: ["a"] },
  { name: "web", generation: -1 },
  { name: "web", creationTimestamp: "2020-01-01T00:00:00Z" },
  { name: "web", ownerReferences: [{ ...recordOf(OWNER), uid: "" }] },
  { name: "web", ownerReferences: [{ ...recordOf(OWNER), apiVersion: "apps/" }] },
  { name: "web", ownerReferences: [OWNER, OWNER] },
];

const [UID, VERSION, DELETED] = ["99999999-2222-3333-4444-555555555555", "42", "2026-11-23T10:00:00Z"];
const KEPT = { finalizers: ["example.com/a"], deletionTimestamp: DELETED };

/** What is stored of the metadata that the server makes, and what the update says of it. */
const IDENTITIES: readonly (readonly [stored: Json, updated: Json])[] = [
  [{ uid: UID }, { uid: UID }],
  [{ uid: UID }, { uid: "11111111-2222-3333-4444-555555555555" }],
  [{ uid: UID }, { uid: "" }],
  [{ resourceVersion: VERSION }, { resourceVersion: VERSION }],
  [{ resourceVersion: VERSION }, { resourceVersion: "1" }],
  [{ resourceVersion: VERSION }, { resourceVersion: "" }],
  [{}, { deletionTimestamp: DELETED }],
  [{}, { deletionGracePeriodSeconds: 5 }],
  [{}, { deletionTimestamp: null }],
  [KEPT, { finalizers: ["example.com/a"] }],
  [KEPT, { finalizers: [] }],
  [KEPT, { finalizers: ["example.com/a", "example.com/b"] }],
  [KEPT, { finalizers: ["example.com/b"] }],
  [KEPT, { finalizers: ["example.com/a"], deletionTimestamp: DELETED }],
  [KEPT, { finalizers: ["example.com/a"], deletionTimestamp: "2020-01-01T00:00:00Z" }],
  [KEPT, { finalizers: ["example.com/a"], labels: { app: "a b" } }],
];

function identified(stored: Json, updated: Json): RecordedCase {
  const spec = KINDS.clusterIP ?? null;
  const update = updateOf(spec, spec, false, { name: "web", ...recordOf(updated) });
  return {
    ...update,
    stored: { ...recordOf(update.stored ?? null), metadata: { name: "web", ...recordOf(stored) } },
  };
}

/** Forms that the minors up to 1.35 store with a warning: from 1.36 on they cannot be stored any more. */
const OLD_VALUES: readonly (readonly [Json, Json])[] = [
  [
    { externalIPs: ["192.0.2.010"], ports: PORTS },
    { externalIPs: ["192.0.2.010", "192.0.2.011"], ports: PORTS },
  ],
  [
    { type: "LoadBalancer", loadBalancerSourceRanges: ["10.1.2.3/8"], ports: PORTS },
    { type: "LoadBalancer", loadBalancerSourceRanges: ["10.1.2.3/8", "10.1.2.3/9"], ports: PORTS },
  ],
  [
    { clusterIP: "010.96.0.074", ports: PORTS },
    { clusterIP: "010.96.0.074", ports: TWO_PORTS },
  ],
  [
    { clusterIP: "010.96.0.074", ports: PORTS },
    { clusterIP: "10.96.0.74", ports: PORTS },
  ],
];

function withoutRanges(spec: Json): Readonly<Record<string, Json>> {
  const { loadBalancerSourceRanges: _, ...rest } = recordOf(spec);
  return rest;
}

/** An annotation that nothing looked at while the field was there counts once the field is gone. */
function annotated(ranges: string): readonly RecordedCase[] {
  const metadata = { name: "web", annotations: { [RANGES]: ranges } };
  const spec = { type: "LoadBalancer", ports: PORTS };
  const stored = {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { ...spec, loadBalancerSourceRanges: ["10.0.0.0/8"] },
  };
  return [
    { ...updateOf(null, spec, false, metadata), stored },
    { ...updateOf(null, { ports: PORTS }, false, metadata), stored },
  ];
}
