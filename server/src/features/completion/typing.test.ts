import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accepted, itemsAt, labelsAt, NOTHING_KNOWN, SERVICE_TO_SPEC } from "../../../../test/support/completing.ts";
import { clusterSnapshot, livePod } from "../../../../test/support/snapshot.ts";
import { check } from "../../core/check.ts";
import { readManifest } from "../../core/manifest/readManifest.ts";
import { readOutline } from "../../core/outline/outline.ts";

const LIVE = clusterSnapshot([livePod("till-1", "app=till,tier=front,version=1.10,on=yes")]);

describe("what is accepted is written as the document is", () => {
  const spec = (text: string): string => SERVICE_TO_SPEC + text;
  test.each([
    ["a field", spec("  $0\n"), "type", spec("  type: \n")],
    ["over what is typed", spec("  sel$0\n"), "selector", spec("  selector:\n    \n")],
    ["over a key with a value", spec("  typ$0o: NodePort\n"), "type", spec("  type: NodePort\n")],
    ["behind a colon", spec("  type:$0\n"), "NodePort", spec("  type: NodePort\n")],
    ["over a value", spec("  type: Cl$0usterIP # here\n"), "NodePort", ""],
    ["over a value in quotes", spec("  type: 'Node$0\n"), "NodePort", spec("  type: 'NodePort'\n")],
    ["a map below its key", spec("  selector: $0\n"), "app: till", spec("  selector:\n    app: till\n")],
    ["a list below its key", spec("  ports: $0\n"), "port", spec("  ports:\n    - port: \n")],
    [
      "a list in the steps of the file",
      "kind: Service\nspec:\n    ports:$0\n",
      "name",
      "kind: Service\nspec:\n    ports:\n        - name: \n",
    ],
    [
      "a list in the column of its key",
      "kind: Service\nspec:\n  ipFamilies:\n  - IPv4\n  ports: $0\n",
      "port",
      "kind: Service\nspec:\n  ipFamilies:\n  - IPv4\n  ports:\n  - port: \n",
    ],
    [
      "an item on a line of its own",
      spec("  ports:\n    - port: 80\n    $0\n"),
      "name",
      spec("  ports:\n    - port: 80\n    - name: \n"),
    ],
    ["an item behind a bare dash", spec("  ports:\n    -$0\n"), "port", spec("  ports:\n    - port: \n")],
    [
      "below an item",
      spec("  ports:\n    - port: 80\n      $0\n"),
      "targetPort",
      spec("  ports:\n    - port: 80\n      targetPort: \n"),
    ],
    [
      "a map behind a dash",
      "kind: List\nitems:\n  - kind: Service\n    $0\n",
      "spec",
      "kind: List\nitems:\n  - kind: Service\n    spec:\n      \n",
    ],
    [
      "an item of values",
      spec("  ipFamilies:\n    - IPv6\n    - $0\n"),
      "IPv4",
      spec("  ipFamilies:\n    - IPv6\n    - IPv4\n"),
    ],
    [
      "a value that YAML would misread",
      spec("  selector:\n    version: $0\n"),
      "1.10",
      spec('  selector:\n    version: "1.10"\n'),
    ],
    [
      "a key and a value that YAML would misread",
      spec("  selector:\n    $0\n"),
      "on: yes",
      spec('  selector:\n    "on": "yes"\n'),
    ],
    ["in flow style", "kind: Service\nspec: {ty$0}\n", "type", "kind: Service\nspec: {type: }\n"],
    ["a map in flow style", "kind: Service\nspec: {selector: $0}\n", "type", ""],
    [
      "a list in flow style",
      "kind: Service\nspec: {ports: $0}\n",
      "port",
      "kind: Service\nspec: {ports: [{port: }]}\n",
    ],
    [
      "a value in flow style",
      "kind: Service\nspec: {type:$0}\n",
      "NodePort",
      "kind: Service\nspec: {type: NodePort}\n",
    ],
    [
      "with CRLF",
      spec("  selector: $0\n").replaceAll("\n", "\r\n"),
      "app: till",
      spec("  selector:\n    app: till\n").replaceAll("\n", "\r\n"),
    ],
  ])("%s", (_, marked, label, expected) => {
    if (expected === "") expect(labelsAt(marked, LIVE)).not.toContain(label);
    else expect(accepted(marked, label, LIVE)).toBe(expected);
  });

  test.each([
    ["a field", '{"kind": "Service", "spec": {$0}}', "type", '{"kind": "Service", "spec": {"type": ""}}'],
    [
      "a field with its quotes",
      '{"kind": "Service", "spec": {"ty$0"}}',
      "type",
      '{"kind": "Service", "spec": {"type": ""}}',
    ],
    [
      "a number's field",
      '{"kind": "Service", "spec": {"ports": [{$0}]}}',
      "port",
      '{"kind": "Service", "spec": {"ports": [{"port": }]}}',
    ],
    [
      "a value",
      '{"kind": "Service", "spec": {"type": $0}}',
      "NodePort",
      '{"kind": "Service", "spec": {"type": "NodePort"}}',
    ],
    [
      "a value in quotes",
      '{"kind": "Service", "spec": {"type": "N$0"}}',
      "NodePort",
      '{"kind": "Service", "spec": {"type": "NodePort"}}',
    ],
    [
      "a number over quotes",
      '{"kind": "Service", "spec": {"selector": {"app": "till"}, "ports": [{"targetPort": "80$0"}]}}',
      "8080",
      '{"kind": "Service", "spec": {"selector": {"app": "till"}, "ports": [{"targetPort": 8080}]}}',
    ],
    ["a comma before", '{"kind": "Service"\n$0}', "spec", '{"kind": "Service",\n"spec": {}}'],
    [
      "a comma behind",
      '{"kind": "Service",\n$0\n"metadata": {}}',
      "spec",
      '{"kind": "Service",\n"spec": {},\n"metadata": {}}',
    ],
    [
      "commas on both sides",
      '{"kind": "Service"\n"sp$0"\n"metadata": {}}',
      "spec",
      '{"kind": "Service",\n"spec": {},\n"metadata": {}}',
    ],
    [
      "a pair",
      '{"kind": "Service", "metadata": {"namespace": "shop"}, "spec": {"selector": {$0}}}',
      "version: 1.10",
      '{"kind": "Service", "metadata": {"namespace": "shop"}, "spec": {"selector": {"version": "1.10"}}}',
    ],
    [
      "an item in brackets",
      '{"kind": "Service", "spec": {"ports": [$0]}}',
      "name",
      '{"kind": "Service", "spec": {"ports": [{"name": ""}]}}',
    ],
  ])("in JSON: %s", (_, marked, label, expected) => expect(accepted(marked, label, LIVE)).toBe(expected));
});

describe("whole Services", () => {
  const labels = labelsAt("$0");

  test("all sorts", () => {
    expect(labels.map((label) => label.replace("Service ", ""))).toEqual([
      "ClusterIP",
      "NodePort",
      "LoadBalancer",
      "ExternalName",
      "headless",
      "without selector",
      "dual-stack",
      "multi-port",
    ]);
  });

  test.each(labels)("%s is right as it stands", (label) => {
    const manifest = readManifest(accepted("$0", label));
    expect(manifest.documents.every(({ content }) => content.objects.length === 1)).toBe(true);
    const found = check({ uri: "file:///work/service.yaml", manifest }, NOTHING_KNOWN);
    expect(found.filter(({ severity }) => severity === "error" || severity === "warning")).toEqual([]);
  });

  test("in the steps of a file that has some", () => {
    const text = accepted(`metadata:\n    x: 1\n---\n${SERVICE_TO_SPEC}---\n$0`, "Service NodePort");
    expect(readManifest(text).documents).toHaveLength(3);
  });
});

const FULL = `apiVersion: v1
kind: Service
metadata:
  name: till
  namespace: shop
  labels:
    app: till
  annotations:
    note: one
spec:
  type: LoadBalancer
  selector:
    app: till
    tier: front
  ports:
    - name: http
      port: 80
      targetPort: http
      nodePort: 30080
      protocol: TCP
      appProtocol: http
    - name: metrics
      port: 9090
  externalTrafficPolicy: Local
  healthCheckNodePort: 30081
  sessionAffinity: ClientIP
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: 10800
  ipFamilies:
  - IPv4
  ipFamilyPolicy: SingleStack
  loadBalancerClass: example.com/lb
  loadBalancerSourceRanges: ["203.0.113.0/24"]
`;

const JSON_SERVICE = JSON.stringify(
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "till", labels: { app: "till" } },
    spec: { type: "NodePort", selector: { app: "till" }, ports: [{ port: 80, nodePort: 30080, targetPort: "http" }] },
  },
  null,
  2,
);

/** Labels, annotations and selectors are named by people. */
const FREE = /(?:labels|annotations|selector)$/;

test.each([
  ["YAML", FULL],
  ["YAML with CRLF", FULL.slice(0, FULL.indexOf("    - name: metrics")).replaceAll("\n", "\r\n")],
  ["JSON", JSON_SERVICE],
])(
  "while a Service is typed in %s, each field is offered where it is typed",
  (_, text) => {
    const missed: string[] = [];
    for (let length = 0; length <= text.length; length++) {
      const labels = labelsAt(`${text.slice(0, length)}$0`, LIVE);
      // One letter of a key is typed, and its rest comes next.
      const key = /(?:^|[\s{,])"?([A-Za-z])$/.exec(text.slice(0, length)) && /^([A-Za-z]*)"?:/.exec(text.slice(length));
      if (key === null || key === undefined) continue;
      const { place } = readOutline(text, length);
      if (place?.kind !== "key" || FREE.test(place.path.join("."))) continue;
      const field = `${text[length - 1]}${key[1]}`;
      if (!labels.includes(field)) missed.push([...place.path, field].join("."));
    }
    expect(missed).toEqual([]);
  },
  30_000,
);

test("no beginning and no mutation of a Service is too much, and what is replaced stands on the cursor's line", () => {
  const source = fc.constantFrom(FULL, JSON_SERVICE, FULL.replaceAll("\n", "\r\n"));
  fc.assert(
    fc.property(source, fc.nat(), fc.nat(12), fc.string({ maxLength: 4 }), fc.nat(), (text, place, cut, typed, at) => {
      const start = place % text.length;
      const mutated = text.slice(0, start) + typed.replaceAll("$", "") + text.slice(start + cut);
      const offset = at % (mutated.length + 1);
      for (const { textEdit } of itemsAt(`${mutated.slice(0, offset)}$0${mutated.slice(offset)}`, LIVE)) {
        if (textEdit !== undefined && "range" in textEdit) {
          expect(textEdit.range.start.line).toBe(textEdit.range.end.line);
        }
      }
    }),
    { numRuns: 200 },
  );
}, 30_000);
