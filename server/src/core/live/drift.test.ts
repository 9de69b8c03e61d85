import { expect, test } from "vitest";
import { isService } from "../manifest/manifest.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { driftOf } from "./drift.ts";

const PORTS = [{ name: "http", port: 80, protocol: "TCP", targetPort: "http", nodePort: 31_000 }];
const STORED_SPEC = {
  type: "NodePort",
  clusterIP: "10.96.0.9",
  clusterIPs: ["10.96.0.9", "fd00::9"],
  ipFamilies: ["IPv4", "IPv6"],
  ipFamilyPolicy: "PreferDualStack",
  selector: { app: "till", tier: "front" },
  sessionAffinity: "None",
  internalTrafficPolicy: "Cluster",
  externalTrafficPolicy: "Cluster",
  allocateLoadBalancerNodePorts: true,
  ports: PORTS,
};

/** The differences between `spec` in YAML flow form and the stored Service, as `path: written <- stored`. */
function drift(spec: string, stored: object = {}, applied?: object, metadata = "{name: till}"): readonly string[] {
  const text = `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec: ${spec}\n`;
  const object = readManifest(text)
    .documents.flatMap(({ content }) => content.objects)
    .find(isService);
  if (object === undefined) throw new Error("the text holds no Service");
  const annotations = applied && { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(applied) };
  const storedMetadata = { name: "till", uid: "u", resourceVersion: "7", labels: { app: "till" }, annotations };
  return driftOf(object, { metadata: storedMetadata, spec: { ...STORED_SPEC, ...stored }, status: {} }).map(
    ({ path, written, stored: known }) => `${path}: ${written ?? "-"} <- ${known ?? "-"}`,
  );
}

const SAME = "type: NodePort, selector: {app: till, tier: front}, ports: [{name: http, port: 80, targetPort: http}]";

test.each<readonly [string, string, readonly string[]]>([
  ["what is filled in and handed out", `{${SAME}}`, []],
  ["defaults that are written", `{${SAME}, sessionAffinity: None, internalTrafficPolicy: Cluster}`, []],
  ["empty values", `{${SAME}, clusterIP: "", externalIPs: [], sessionAffinity: "", healthCheckNodePort: 0}`, []],
  ["null, and false where nothing is", `{${SAME}, clusterIP: null, publishNotReadyAddresses: false}`, []],
  ["the first address and family of two", `{${SAME}, clusterIPs: [10.96.0.9], ipFamilies: [IPv4]}`, []],
  ["a template's value", `{${SAME}, sessionAffinity: "{{ .Values.affinity }}"}`, []],
  ["another selector", `{${SAME.replace("front", "back")}}`, ["spec.selector.tier: back <- front"]],
  ["another type", `{${SAME.replace("NodePort", "ClusterIP")}}`, ["spec.type: ClusterIP <- NodePort"]],
  ["another port of the same name", `{${SAME.replace("port: 80", "port: 81")}}`, ["spec.ports[http].port: 81 <- 80"]],
  [
    "another targetPort",
    `{${SAME.replace("targetPort: http", "targetPort: 8080")}}`,
    ["spec.ports[http].targetPort: 8080 <- http"],
  ],
  [
    "a node port",
    `{${SAME.replace("targetPort", "nodePort: 32000, targetPort")}}`,
    ["spec.ports[http].nodePort: 32000 <- 31000"],
  ],
  [
    "one port more",
    `{${SAME.replace("}]", "}, {name: dns, port: 53, protocol: UDP}]")}}`,
    ["spec.ports[dns]: 53/UDP <- -"],
  ],
  [
    "fields that are new",
    `{${SAME}, publishNotReadyAddresses: true, externalIPs: [192.0.2.1]}`,
    ["spec.publishNotReadyAddresses: true <- -", 'spec.externalIPs: ["192.0.2.1"] <- -'],
  ],
  [
    "no, where the default is yes",
    `{${SAME}, allocateLoadBalancerNodePorts: false}`,
    ["spec.allocateLoadBalancerNodePorts: false <- true"],
  ],
  ["null, which takes away", `{${SAME.replace("front", "null")}}`, ["spec.selector.tier: - <- front"]],
  ["a selector that says less, as apply leaves it", `{${SAME.replace(", tier: front", "")}}`, []],
])("%s", (_, spec, expected) => {
  expect(drift(spec)).toEqual(expected);
});

test.each<readonly [string, string, object, readonly string[]]>([
  [
    "a selector's pair",
    SAME.replace(", tier: front", ""),
    { selector: { app: "till", tier: "front" } },
    ["spec.selector.tier: - <- front"],
  ],
  ["the type", SAME.replace("type: NodePort, ", ""), { type: "NodePort" }, ["spec.type: - <- NodePort"]],
  ["a default", SAME, { sessionAffinity: "None", internalTrafficPolicy: "Cluster" }, []],
  ["what is kept", SAME, { clusterIP: "10.96.0.9", ports: PORTS }, []],
  [
    "a port",
    SAME.replace(/ports.*/, "ports: [{port: 81}, {port: 82}]"),
    { ports: PORTS },
    ["spec.ports[81]: 81/TCP <- -", "spec.ports[82]: 82/TCP <- -", "spec.ports[http]: - <- 80/TCP"],
  ],
])("apply takes away what it brought: %s", (_, spec, applied, expected) => {
  expect(drift(`{${spec}}`, {}, { spec: applied })).toEqual(expected);
});

test("a port that apply did not bring is left alone", () => {
  const more = [...PORTS, { name: "metrics", port: 9090, protocol: "TCP", targetPort: 9090 }];
  expect(drift(`{${SAME}}`, { ports: more })).toEqual([]);
});

test("labels and annotations that are written count, others do not", () => {
  const metadata = "{name: till, uid: other, resourceVersion: '1', labels: {app: cart}, annotations: {note: a}}";
  expect(drift(`{${SAME}}`, {}, undefined, metadata)).toEqual([
    "metadata.labels.app: cart <- till",
    "metadata.annotations.note: a <- -",
  ]);
});

test("a difference has the span of what is written", () => {
  const text = "apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {type: LoadBalancer}\n";
  const [object] = readManifest(text).documents.flatMap(({ content }) => content.objects);
  const [difference] = object ? driftOf(object, { spec: STORED_SPEC }) : [];
  expect(text.slice(...(difference?.span ?? [0, 0]))).toBe("LoadBalancer");
});
