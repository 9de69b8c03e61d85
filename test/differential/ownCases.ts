import { RULES } from "../../server/src/core/apiserver/rules.ts";
import { plainOf } from "../../server/src/core/node.ts";
import { readManifest } from "../../server/src/core/readManifest.ts";
import { type Json, recordOf } from "./apiServer.ts";
import type { RecordedCase } from "./recorded.ts";

/** Whatever is longer is not kept in a file. */
const LENGTH = 20_000;
/** What somebody writes of a stored object's metadata; the rest is the server's, and no example can have it stored. */
const OWN_METADATA: ReadonlySet<string> = new Set(["name", "annotations"]);

/**
 * Services written by hand: every rule in its wrong and its right form, what came and went with the minors, every
 * switch of the type, and what an update may and may not do.
 */
export function ownCases(): readonly RecordedCase[] {
  const cases = [...examples(), ...created(), ...createdDual(), ...switches(), ...updated(), ...updatedDual()];
  return cases.filter(({ object }) => JSON.stringify(object).length <= LENGTH);
}

function examples(): readonly RecordedCase[] {
  const rules = RULES.filter(({ stage, example: { stored } }) => {
    const { metadata } = recordOf(plain(stored ?? null));
    return stage !== "lint" && Object.keys(recordOf(metadata)).every((name) => OWN_METADATA.has(name));
  });
  return rules.flatMap(({ example: { wrong, right, stored, facts } }) =>
    [wrong, right].map((text) => ({
      object: objectOf(text),
      ...(stored !== undefined && { stored: { apiVersion: "v1", kind: "Service", ...recordOf(plain(stored)) } }),
      ...(facts?.dualStack === true && { dual: true as const }),
    })),
  );
}

const PORT: Json = { name: "p0", port: 80, protocol: "TCP", targetPort: 8080 };
const PORTS: Json = [PORT];
const TWO_PORTS: Json = [PORT, { name: "p1", port: 81, protocol: "TCP", targetPort: 81 }];
const HOST = "db.example.com";
const HINTS = "service.kubernetes.io/topology-aware-hints";
const MODE = "service.kubernetes.io/topology-mode";
const RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
/** Addresses in every form that one minor or another takes, warns of or refuses. */
const ADDRESSES = [
  "192.0.2.10",
  "192.0.2.010",
  "::ffff:192.0.2.10",
  "2001:db8::1",
  "2001:DB8::1",
  "2001:db8:0:0::1",
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
  " 10.0.0.0/8 ",
  "10.0.0.0",
  "10.0.0.0/33",
  "",
];

function created(): readonly RecordedCase[] {
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
  return [...specs.map((spec) => createdOf({ name: "web" }, spec)), ...METADATA.map((metadata) => createdOf(metadata))];
}

const OWNER: Json = { apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "u1" };
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

/** With both families: addresses and families in every combination that a rule looks at. */
function createdDual(): readonly RecordedCase[] {
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

/** What is stored, by kind of Service: the rows and columns of the table of switches. */
const KINDS: Readonly<Record<string, Json>> = {
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
const DUAL_KIND: Json = {
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

/** Every kind to every kind, once with the stored Service edited and once with a manifest of its own. */
function switches(): readonly RecordedCase[] {
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

/** As a manifest is written: without what the API server hands out. */
function withoutHandedOut(spec: Json): Json {
  const { clusterIP, healthCheckNodePort: _, ports, ...rest } = recordOf(spec);
  return { ...rest, ...(clusterIP === "None" && { clusterIP }), ports: PORTS };
}

function updated(): readonly RecordedCase[] {
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
    ...[30_190, 80, 0].map((healthCheckNodePort) => of("loadBalancer", { healthCheckNodePort })),
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
    ...OLD_VALUES.map(([before, after]) => updateOf(before, after, false)),
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

function updatedDual(): readonly RecordedCase[] {
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

function withoutRanges(spec: Json): Readonly<Record<string, Json>> {
  const { loadBalancerSourceRanges: _, ...rest } = recordOf(spec);
  return rest;
}

/** A small Service that is all right, with these fields in its spec; null takes one away. */
function createdOf(metadata: Json, spec: Json = {}): RecordedCase {
  const whole = { selector: { app: "web" }, ports: [{ port: 80 }], ...recordOf(spec) };
  return { object: serviceOf(metadata, withoutNulls(whole)) };
}

function updateOf(stored: Json, spec: Json, dual: boolean, metadata: Json = { name: "web" }): RecordedCase {
  return {
    object: serviceOf(metadata, withoutNulls(spec)),
    stored: serviceOf({ name: "web" }, withoutNulls(stored)),
    ...(dual && { dual: true as const }),
  };
}

function serviceOf(metadata: Json, spec: Json): Json {
  return { apiVersion: "v1", kind: "Service", metadata, spec };
}

function withoutNulls(spec: Json): Json {
  return Object.fromEntries(Object.entries(recordOf(spec)).filter(([, value]) => value !== null));
}

function objectOf(text: string): Json {
  const root = readManifest(text).documents[0]?.content.root;
  return root === undefined ? null : plain(plainOf(root));
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
