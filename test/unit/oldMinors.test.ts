import { describe, expect, test } from "vitest";
import type { ClusterFacts, Minor } from "../../server/src/core/snapshot.ts";
import type { Json } from "../differential/apiServer.ts";
import { judgeText } from "../differential/ourVerdict.ts";
import { ourLine, type VerdictLine } from "../differential/recorded.ts";

const FACTS: ClusterFacts = { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false };
const PORTS: Json = [{ port: 80 }];

/** What the oldest minors say otherwise than those after them, or than those from 1.34 on. */
const KNOWN: readonly {
  readonly what: string;
  readonly metadata?: Json;
  readonly spec: Json;
  readonly old: VerdictLine;
  readonly since33: VerdictLine;
}[] = [
  {
    what: "the kubelet's port on a load balancer",
    spec: { type: "LoadBalancer", ports: [{ port: 10_250 }] },
    old: ["invalid", "spec.ports[0] Invalid"],
    since33: ["accepted"],
  },
  {
    what: "no name, where an address is to be booked",
    metadata: {},
    spec: { ports: PORTS },
    old: ["invalid", "metadata.name Required"],
    since33: ["invalid", " InternalError"],
  },
  {
    what: "a name that starts with a digit",
    metadata: { name: "1web" },
    spec: { ports: PORTS },
    old: ["invalid", "metadata.name Invalid"],
    since33: ["invalid", "metadata.name Invalid"],
  },
  {
    what: "an address out of the cluster's range",
    spec: { ports: PORTS, clusterIP: "10.112.0.1" },
    old: ["invalid", "spec.clusterIPs Invalid"],
    since33: ["invalid", "spec.clusterIPs Invalid"],
  },
  {
    what: "PreferSameZone",
    spec: { ports: PORTS, trafficDistribution: "PreferSameZone" },
    old: ["invalid", "spec.trafficDistribution NotSupported"],
    since33: ["invalid", "spec.trafficDistribution NotSupported"],
  },
  {
    what: "PreferClose, which nothing warns of yet",
    spec: { ports: PORTS, trafficDistribution: "PreferClose" },
    old: ["accepted"],
    since33: ["accepted"],
  },
  {
    what: "a load balancer's IP that is none",
    spec: { type: "LoadBalancer", ports: PORTS, loadBalancerIP: "by-hand" },
    old: ["accepted", "spec.loadBalancerIP"],
    since33: ["accepted"],
  },
  {
    what: "leading zeros",
    spec: { ports: PORTS, externalIPs: ["192.0.2.010"] },
    old: ["accepted", "spec.externalIPs[0]"],
    since33: ["accepted", "spec.externalIPs[0]"],
  },
  {
    what: "an IPv4 address written as IPv6",
    spec: { ports: PORTS, externalIPs: ["::ffff:192.0.2.10"] },
    old: ["accepted"],
    since33: ["accepted", "spec.externalIPs[0]"],
  },
  {
    what: "a network with bits beyond its prefix",
    spec: { type: "LoadBalancer", ports: PORTS, loadBalancerSourceRanges: ["10.1.2.3/8"] },
    old: ["accepted"],
    since33: ["accepted", "spec.loadBalancerSourceRanges[0]"],
  },
  {
    what: "blanks around a network",
    spec: { type: "LoadBalancer", ports: PORTS, loadBalancerSourceRanges: [" 10.0.0.0/8 "] },
    old: ["accepted", "spec.loadBalancerSourceRanges[0]"],
    since33: ["accepted"],
  },
  {
    what: "session affinity of a headless Service",
    spec: { ports: PORTS, clusterIP: "None", sessionAffinity: "ClientIP" },
    old: ["accepted"],
    since33: ["accepted"],
  },
];

describe.each([31, 32, 33] as const)("Kubernetes 1.%i", (minor) => {
  test.each(KNOWN)("$what", ({ metadata = { name: "web" }, spec, old, since33 }) => {
    expect(said(metadata, spec, minor)).toEqual(minor < 33 ? old : since33);
  });
});

function said(metadata: Json, spec: Json, minor: Minor): VerdictLine {
  const service = { apiVersion: "v1", kind: "Service", metadata, spec };
  return ourLine(judgeText(JSON.stringify(service), { minor, facts: FACTS }));
}
