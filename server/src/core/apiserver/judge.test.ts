import fc from "fast-check";
import { expect, test } from "vitest";
import { services } from "../../../../test/differential/generate.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { ClusterFacts, Minor } from "../snapshot.ts";
import { render } from "../words.ts";
import { type JudgeOptions, judgeService } from "./judge.ts";

const UNKNOWN: ClusterFacts = { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined };
const KNOWN: ClusterFacts = { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false };

function judge(text: string, options: Partial<JudgeOptions> = {}): readonly Diagnostic[] {
  const [object] = readManifest(text).documents[0]?.content.objects ?? [];
  if (object === undefined) throw new Error(`not an object: ${text}`);
  return judgeService(object, { minor: 37, facts: UNKNOWN, text, ...options });
}

function service(spec: string, metadata = "name: till"): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {${metadata}}\nspec: {${spec}}\n`;
}

function said(text: string, options: Partial<JudgeOptions> = {}): readonly string[] {
  return judge(text, options).map(({ code, stage, field = "", kind = "" }) =>
    `${stage} ${code} ${field} ${kind}`.trim(),
  );
}

test.each([
  ["ports: [{port: }]", "port is missing. It is the number that clients connect to, from 1 to 65535."],
  ["ports: [{port: 0}]", "port 0 is out of range: 1 to 65535 are allowed."],
  ["ports: [{port: 80}, name]", "ports[1] is of type object; here it is string."],
  ["selector: app", "selector is of type object; here it is string."],
])("%s: what is half written is named as it stands", (spec, message) => {
  expect(judge(service(spec)).map((found) => render(found.message, "en"))).toContain(message);
});

test("what is not known of the cluster adds no finding", () => {
  const property = fc.property(services, ({ text }) => {
    const known = new Set(
      judge(text, { facts: KNOWN })
        .filter(({ severity }) => severity === "error")
        .map(({ stage }) => stage),
    );
    const unknown = judge(text).filter(({ severity }) => severity === "error");
    // More may be said of later stages once an earlier one is silent, but never of a Service that is accepted.
    if (known.size === 0) expect(unknown, text).toEqual([]);
  });
  fc.assert(property, { numRuns: 300 });
});

test.each<[text: string, expected: readonly string[]]>([
  ["ports: [{port: 80}]", []],
  ["clusterIP: 192.168.0.9, ports: [{port: 80}]", []],
  ["type: NodePort, ports: [{port: 80, nodePort: 8080}]", []],
  [
    "type: NodePort, ports: [{port: 80, nodePort: 80000}]",
    ["allocate node-port-out-of-range spec.ports[0].nodePort Invalid"],
  ],
  ["ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6, IPv4], ports: [{port: 80}]", []],
])("on any cluster: %s", (spec, expected) => {
  expect(said(service(spec))).toEqual(expected);
});

test.each<[spec: string, expected: readonly string[]]>([
  // A misspelt or misplaced field is told once, not also as missing.
  ["Ports: [{port: 80}]", ["strict unknown-field spec.Ports"]],
  ["type: ExternalName, externalname: a.example.com", ["strict unknown-field spec.externalname"]],
  ["port: 80", ["strict unknown-field spec.port"]],
  ['ports: [{port: "80"}]', ["decode value-in-quotes spec.ports.port"]],
  ["ports: {port: 80}", ["decode list-expected spec.ports"]],
  ["selector: {matchLabels: {app: till}}, ports: [{port: 80}]", ["decode selector-match-labels spec.selector"]],
  // All stages at once.
  [
    "selector: {version: 1.10}, foo: 1, clusterIP: x, ports: [{port: 0, targetPort: 80}]",
    [
      "decode value-needs-quotes spec.selector",
      "strict unknown-field spec.foo",
      "allocate cluster-ip-invalid spec.clusterIPs[0] Invalid",
      "validate port-out-of-range spec.ports[0].port Invalid",
    ],
  ],
])("all at once, and nothing twice: %s", (spec, expected) => {
  expect(said(service(spec))).toEqual(expected);
});

test.each([
  "type: '{{ .Values.type }}', ports: [{port: 80, nodePort: 30080}]",
  "ports: [{port: {{ .Values.port }}}]",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the manifest
  "clusterIP: ${IP}, ports: [{port: 80}]",
])("a template's values are unknown, not wrong: %s", (spec) => {
  expect(said(service(spec))).toEqual([]);
});

test.each<[minor: Minor, spec: string, metadata: string, expected: readonly string[]]>([
  [35, "ports: [{port: 80}]", "name: 1till", ["validate name-invalid metadata.name Invalid"]],
  [36, "ports: [{port: 80}]", "name: 1till", []],
  [
    31,
    "trafficDistribution: PreferSameZone, ports: [{port: 80}]",
    "name: till",
    ["validate traffic-distribution-unknown spec.trafficDistribution NotSupported"],
  ],
  [34, "trafficDistribution: PreferSameZone, ports: [{port: 80}]", "name: till", []],
  [
    32,
    "type: LoadBalancer, ports: [{port: 10250}]",
    "name: till",
    ["validate kubelet-port-exposed spec.ports[0] Invalid"],
  ],
  [32, "ports: [{port: 80}]", "labels: {}", ["validate name-required metadata.name Required"]],
  [33, "ports: [{port: 80}]", "labels: {}", ["allocate name-needed-for-address  InternalError"]],
  [37, "ports: [{port: 80}]", "labels: {}", ["allocate name-needed-for-address spec.clusterIPs Invalid"]],
  [35, 'externalIPs: ["192.0.2.010"], ports: [{port: 80}]', "name: till", ["warning address-form spec.externalIPs[0]"]],
])("1.%i: %s, %s", (minor, spec, metadata, expected) => {
  expect(said(service(spec, metadata), { minor })).toEqual(expected);
});

test("numbers and addresses of other Services are named with their owner", () => {
  const inUse = { nodePorts: new Map([[30_080, "shop/web"]]), clusterIPs: new Map([["10.96.0.9", "shop/web"]]) };
  const text = service("type: NodePort, clusterIP: 10.96.0.9, ports: [{port: 80, nodePort: 30080}]");
  const found = judge(text, { facts: { ...KNOWN, inUse } });
  expect(found.map(({ code, message }) => [code, message.values.owner])).toEqual([
    ["cluster-ip-in-use", "shop/web"],
    ["node-port-in-use", "shop/web"],
  ]);
});

const TWO_FAMILIES = {
  metadata: { name: "till" },
  spec: {
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
    clusterIP: "10.96.0.77",
    clusterIPs: ["10.96.0.77", "fd00:10:96::77"],
    ipFamilies: ["IPv4", "IPv6"],
    ipFamilyPolicy: "RequireDualStack",
  },
};

test("the second address is given back only after the form of both has been looked at", () => {
  const facts: ClusterFacts = { ...KNOWN, dualStack: true, serviceCIDRs: ["10.96.0.0/12", "fd00:10:96::/112"] };
  const written = 'clusterIP: 10.96.0.77, clusterIPs: [10.96.0.77, "fd00:10:96::77"], ports: [{port: 80}]';
  const asked = (families: string): readonly string[] =>
    said(service(`ipFamilyPolicy: SingleStack, ipFamilies: ${families}, ${written}`), { facts, stored: TWO_FAMILIES });
  expect(asked("[IPv4, IPv6]")).toEqual([]);
  expect(asked("[IPv6, IPv4]").filter((finding) => finding.startsWith("allocate"))).toEqual([
    "allocate cluster-ip-of-other-family spec.clusterIPs[0] Invalid",
    "allocate cluster-ip-of-other-family spec.clusterIPs[1] Invalid",
  ]);
});
