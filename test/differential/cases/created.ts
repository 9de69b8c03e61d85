import { type Json, recordOf } from "../apiServer.ts";
import type { RecordedCase } from "../recorded.ts";
import { createdOf, HINTS, HOST, MODE, OWNER, RANGES } from "./parts.ts";

/** New Services in a cluster of one family: what every field may be, and what came and went with the minors. */
export function created(): readonly RecordedCase[] {
  const specs: readonly Json[] = [
    ...["PreferClose", "PreferSameZone", "PreferSameNode", "preferClose", "Auto", ""].map((trafficDistribution) => ({
      trafficDistribution,
    })),
    ...["PreferClose", "PreferSameZone"].map((trafficDistribution) => ({ clusterIP: "None", trafficDistribution })),
    ...ADDRESSES.flatMap((address) => [
      { externalIPs: [address] },
      { clusterIP: "None", externalIPs: [address] },
      { type: "LoadBalancer", loadBalancerIP: address },
    ]),
    { externalIPs: ["192.0.2.10", "192.0.2.011", "2001:DB8::1"] },
    { clusterIP: "None", loadBalancerIP: "192.0.2.10" },
    { clusterIP: "None", loadBalancerIP: "192.0.2.010", externalIPs: ["192.0.2.10"], sessionAffinity: "ClientIP" },
    { clusterIP: "None", sessionAffinity: "None" },
    { clusterIP: "None", sessionAffinity: "ClientIP" },
    { clusterIP: "None", internalTrafficPolicy: "Local" },
    { type: "ExternalName", externalName: HOST, externalIPs: ["192.0.2.10"], ports: null },
    { type: "ExternalName", externalName: HOST, loadBalancerIP: "192.0.2.010", ports: null },
    { type: "ExternalName", externalName: HOST, sessionAffinity: "ClientIP", ports: null },
    { externalName: HOST },
    { clusterIP: "None", externalName: HOST },
    { clusterIP: "None", ports: null },
    { clusterIP: "None", ports: null, selector: null },
    { ports: null },
    ...[
      "10.96.0.77",
      "010.96.0.077",
      "::ffff:10.96.0.77",
      "10.112.0.1",
      "10.96.0.0",
      "10.96.0.1",
      "10.111.255.255",
    ].map((clusterIP) => ({ clusterIP })),
    ...["fd00:10:96::77", "FD00:10:96::77", "none", "NONE", "", "10.96.0.77/32"].map((clusterIP) => ({ clusterIP })),
    ...NETWORKS.map((network) => ({ type: "LoadBalancer", loadBalancerSourceRanges: [network] })),
    { type: "LoadBalancer", loadBalancerSourceRanges: ["10.1.2.3/8", "x", "2001:DB8::/32"] },
    { loadBalancerSourceRanges: ["10.0.0.0/8"] },
    { loadBalancerSourceRanges: [] },
    ...[10_250, 10_255, 10_256].map((port) => ({ type: "LoadBalancer", ports: [{ port }] })),
    ...["NodePort", "ClusterIP"].map((type) => ({ type, ports: [{ port: 10_250 }] })),
    { type: "LoadBalancer", ports: [{ port: 443, targetPort: 10_250 }] },
    {
      type: "LoadBalancer",
      ports: [
        { name: "tcp", port: 53, protocol: "TCP" },
        { name: "udp", port: 53, protocol: "UDP" },
      ],
    },
    { externalIPs: ["192.0.2.10"], externalTrafficPolicy: "Local" },
    { externalTrafficPolicy: "Local" },
    { externalIPs: [], externalTrafficPolicy: "Cluster" },
    { topologyKeys: ["*"] },
    { ipFamily: "IPv4" },
    { topologyKeys: ["*"], ipFamily: "IPv4", ports: [{ port: 80, hostPort: 80 }] },
    { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_400 } } },
    { sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } },
    { type: "LoadBalancer", allocateLoadBalancerNodePorts: false, ports: [{ port: 80, nodePort: 30_080 }] },
    { type: "LoadBalancer", allocateLoadBalancerNodePorts: false, ports: [{ port: 80, nodePort: 80 }] },
    { type: "NodePort", allocateLoadBalancerNodePorts: false },
    { type: "NodePort", loadBalancerClass: "example.com/a" },
    { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 30_100 },
    { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 100 },
    { type: "LoadBalancer", healthCheckNodePort: 30_100 },
    ...[70_000, 65_536, -1, 29_999, 32_768].map((healthCheckNodePort) => ({
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
      healthCheckNodePort,
    })),
    { type: "ExternalName", externalName: HOST, clusterIP: "10.96.0.77", ipFamilies: ["IPv4"] },
    { type: "ExternalName", externalName: HOST, ipFamilyPolicy: "SingleStack" },
    { type: "ExternalName", externalName: "192.0.2.10" },
    { type: "Headless" },
    { type: "" },
    { ipFamilyPolicy: "PreferDualStack" },
    { ipFamilyPolicy: "RequireDualStack" },
    { ipFamilies: ["IPv6"] },
    { clusterIP: "None", selector: null, ipFamilies: ["IPv6", "IPv4"] },
    { clusterIP: "None", ipFamilies: ["IPv6"] },
    ...[{ app: "x".repeat(63) }, { app: "x".repeat(64) }, { [`a${"/b".repeat(2)}`]: "c" }, { app: "a b" }].map(
      (selector) => ({ selector }),
    ),
    ...["http", "x".repeat(15), "x".repeat(16), "80", "80a", "a--b"].map((targetPort) => ({
      ports: [{ port: 80, targetPort }],
    })),
    { ports: [{ port: 80 }, { port: 81 }] },
    {
      ports: [
        { name: "a", port: 80 },
        { name: "a", port: 80 },
      ],
    },
  ];
  return [
    ...specs.map((spec) => createdOf({ name: "web" }, spec)),
    ...METADATA.map((metadata) => createdOf(metadata)),
    ...PADDINGS.map((padding) => ({ ...createdOf({ name: "web" }), padding })),
  ];
}

/** With both families: addresses and families in every combination that a rule looks at. */
export function createdDual(): readonly RecordedCase[] {
  const [v4, v6] = ["10.96.0.77", "fd00:10:96::77"];
  const specs: readonly Json[] = [
    ...["SingleStack", "PreferDualStack", "RequireDualStack", "DualStack"].flatMap((ipFamilyPolicy) => [
      { ipFamilyPolicy },
      { ipFamilyPolicy, ipFamilies: ["IPv6"] },
      { ipFamilyPolicy, ipFamilies: ["IPv6", "IPv4"] },
      { ipFamilyPolicy, clusterIP: v6 },
      { ipFamilyPolicy, clusterIP: v4, clusterIPs: [v4, v6] },
      { ipFamilyPolicy, clusterIP: "None" },
      { ipFamilyPolicy, clusterIP: "None", selector: null },
    ]),
    { clusterIP: v4, clusterIPs: [v4, v6] },
    { clusterIP: v6, ipFamilies: ["IPv4"] },
    { clusterIP: v6, clusterIPs: [v6], ipFamilies: ["IPv6"] },
    { clusterIP: "FD00:10:96::77" },
    { clusterIP: "fd00:10:96:0::77" },
    { clusterIP: "fd00:10:97::77" },
    { ipFamilyPolicy: "PreferDualStack", clusterIP: v4, clusterIPs: [v4, "10.96.0.78"] },
    { ipFamilyPolicy: "PreferDualStack", clusterIP: v4, clusterIPs: [v4, v6, v6] },
    { ipFamilyPolicy: "PreferDualStack", clusterIP: "010.96.0.077", clusterIPs: ["010.96.0.077", "FD00:10:96::77"] },
    { clusterIP: v6, clusterIPs: [v4] },
    { clusterIPs: [v4] },
    { ipFamilies: ["IPv4", "IPv4"] },
    { ipFamilies: ["IPv4", "IPv6"] },
    { clusterIP: "None", ipFamilies: ["IPv6", "IPv4"] },
    { clusterIP: "None", selector: null, ipFamilies: ["IPv6"] },
    { type: "LoadBalancer", ipFamilyPolicy: "PreferDualStack", loadBalancerSourceRanges: ["2001:db8::/32"] },
    { type: "ExternalName", externalName: HOST, ipFamilyPolicy: "PreferDualStack" },
  ];
  return specs.map((spec) => ({ ...createdOf({ name: "web" }, spec), dual: true }));
}

/** Addresses in every form that one minor or another takes, warns of or refuses. */
const ADDRESSES = [
  "192.0.2.10",
  "192.0.2.010",
  "::ffff:192.0.2.10",
  "2001:db8::1",
  "2001:DB8::1",
  "2001:db8:0:0::1",
  "2001:db8::00001",
  "::FFFF:192.0.2.10",
  "::192.0.2.10",
  "fe80::1%eth0",
  "0.0.0.0",
  "::",
  "127.0.0.1",
  "169.254.1.1",
  "fe80::1",
  "224.0.0.5",
  "224.0.1.5",
  "192.0.2.1/32",
  "by-hand",
  "",
];

const NETWORKS = [
  "10.0.0.0/8",
  "10.1.2.3/8",
  "010.0.0.0/8",
  "10.0.0.0/08",
  "::ffff:10.0.0.0/104",
  "2001:db8::/32",
  "2001:DB8::/32",
  "2001:db8::1/32",
  "2001:DB8::1/32",
  "::FFFF:10.0.0.0/104",
  "::ffff:10.1.2.3/104",
  " 2001:db8::/32",
  " 10.0.0.0/8 ",
  "10.0.0.0",
  "10.0.0.0/33",
  "",
];

/** As much as annotations may have beside the key, and one character more. */
const PADDINGS = [262_144, 262_145].map((bytes) => bytes - "padding".length);

const METADATA: readonly Json[] = [
  ...["1web", "123", "9-a", "0", "Web", "web.x", "web_1", "-web", "x".repeat(63), "x".repeat(64), "1Web"].map(
    (name) => ({
      name,
    }),
  ),
  ...["web-", "1web-", "Web-", "web.-", "1-"].map((generateName) => ({ generateName })),
  { name: "web", generateName: "Web-" },
  { name: "1web", generateName: "1web-" },
  {},
  { name: "" },
  { name: "a/b" },
  { name: ".." },
  { name: "web", labels: { "a/b/c": "x" } },
  { name: "web", labels: { app: "x".repeat(64), "x y": "a b" } },
  { name: "web", labels: { [`${"d".repeat(254)}/a`]: "x" } },
  { name: "web", annotations: { "A/b": "x", "/a": "x" } },
  { name: "web", annotations: { [HINTS]: "Auto" } },
  { name: "web", annotations: { [HINTS]: "Auto", [MODE]: "Auto" } },
  { name: "web", annotations: { [HINTS]: "Auto", [MODE]: "Disabled" } },
  { name: "web", annotations: { [MODE]: "auto" } },
  { name: "web", annotations: { [RANGES]: "10.0.0.0/8" } },
  { name: "web", annotations: { [RANGES]: " " } },
  { name: "web", deletionTimestamp: "2020-01-01T00:00:00Z", deletionGracePeriodSeconds: 5 },
  { name: "web", deletionGracePeriodSeconds: -5 },
  { name: "web", uid: "u1" },
  { name: "web", finalizers: ["example.com/a", "orphan"] },
  { name: "web", finalizers: ["orphan", "foregroundDeletion"] },
  { name: "web", finalizers: ["a", "a b/c"] },
  { name: "web", generation: -1 },
  { name: "web", generation: 7 },
  { name: "web", creationTimestamp: null },
  ...["apps/", "a/b/c", "/", "v1", ""].map((apiVersion) => ({
    name: "web",
    ownerReferences: [{ ...recordOf(OWNER), apiVersion }],
  })),
  ...["kind", "name", "uid"].map((field) => ({ name: "web", ownerReferences: [{ ...recordOf(OWNER), [field]: "" }] })),
  { name: "web", ownerReferences: [{}] },
  { name: "web", ownerReferences: [OWNER, OWNER] },
  { name: "web", ownerReferences: [OWNER, { ...recordOf(OWNER), apiVersion: "v1", kind: "Event" }] },
  {
    name: "web",
    ownerReferences: ["u1", "u2"].map((uid) => ({ ...recordOf(OWNER), uid, controller: true })),
  },
];
