import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { fullServiceText } from "../../../../test/support/fullServices.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { shiftSpan } from "../span.ts";
import { SERVICE_TYPES, type ServiceType, serviceTypeOf } from "./serviceType.ts";
import { switchType } from "./switchType.ts";

function switched(text: string, to: ServiceType, externalName?: string): string | undefined {
  const document = readManifest(text).documents[0];
  const object = document?.content.objects[0];
  if (document === undefined || object === undefined) throw new Error(`no object in ${text}`);
  const { start, content } = document;
  const edits = switchType(content.text, object, to, externalName);
  const inFile = edits?.map((edit) => ({ ...edit, span: shiftSpan(edit.span, start) }));
  return inFile && applyEdits(text, inFile);
}

function service(spec: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: till\n${spec}`;
}

const CASES: readonly (readonly [name: string, to: ServiceType, before: string, after: string])[] = [
  [
    "the type is written at the end where there is none",
    "NodePort",
    "spec:\n  selector: # who\n    app: till\n  ports:\n    - port: 80 # plain\n",
    "spec:\n  selector: # who\n    app: till\n  ports:\n    - port: 80 # plain\n  type: NodePort\n",
  ],
  [
    "the type keeps its place, its quotes and its comment",
    "LoadBalancer",
    "spec:\n  type: 'NodePort' # for now\n  ports: [{port: 80, nodePort: 30080}]\n",
    "spec:\n  type: 'LoadBalancer' # for now\n  ports: [{port: 80, nodePort: 30080}]\n",
  ],
  [
    "node ports go, also where they are the first of an item",
    "ClusterIP",
    "spec:\n  type: NodePort\n  ports:\n    - nodePort: 30080\n      # web\n      port: 80\n    - port: 81\n      nodePort: 30081\n",
    "spec:\n  type: ClusterIP\n  ports:\n    - # web\n      port: 80\n    - port: 81\n",
  ],
  [
    "None goes, and a last line without a line break stays one",
    "ClusterIP",
    "spec:\n  ports:\n    - port: 80\n  clusterIP: None",
    "spec:\n  ports:\n    - port: 80",
  ],
  [
    "headless: the address becomes None",
    "Headless",
    "spec:\n  type: LoadBalancer\n  clusterIP: 10.96.0.7\n  clusterIPs:\n    - 10.96.0.7\n  ports:\n    - port: 80\n",
    "spec:\n  type: ClusterIP\n  clusterIP: None\n  ports:\n    - port: 80\n",
  ],
  [
    "nothing stays of a spec but what is new",
    "NodePort",
    "spec: {clusterIP: None}\n",
    "spec: {type: NodePort, ports: [{port: 80}]}\n",
  ],
  [
    "the same in a block",
    "NodePort",
    "spec:\n  clusterIP: None\n",
    "spec:\n  type: NodePort\n  ports:\n    - port: 80\n",
  ],
  [
    "an external name gets a placeholder behind the type",
    "ExternalName",
    "spec:\n  type: ClusterIP\n  sessionAffinity: ClientIP\n  selector:\n    app: till\n",
    "spec:\n  type: ExternalName\n  externalName: service.example.com\n  selector:\n    app: till\n",
  ],
  [
    "an external traffic policy stays with external addresses",
    "ClusterIP",
    "spec:\n  type: NodePort\n  externalTrafficPolicy: Local\n  externalIPs: [192.0.2.1]\n  ports: [{port: 80}]\n",
    "spec:\n  type: ClusterIP\n  externalTrafficPolicy: Local\n  externalIPs: [192.0.2.1]\n  ports: [{port: 80}]\n",
  ],
  [
    "a repeated key is taken out everywhere",
    "ClusterIP",
    "spec:\n  type: LoadBalancer\n  loadBalancerClass: a/b\n  loadBalancerClass: c/d\n  ports: [{port: 80}]\n",
    "spec:\n  type: ClusterIP\n  ports: [{port: 80}]\n",
  ],
];

describe("switchType", () => {
  test.each(CASES)("%s", (_, to, before, after) => {
    expect(switched(service(before), to)).toBe(service(after));
  });

  test("line endings stay what they are", () => {
    const before = service("spec:\n  clusterIP: None # old\n  selector: {app: till}\n");
    const after = service("spec:\n  selector: {app: till}\n  type: NodePort\n  ports:\n    - port: 80\n");
    expect(switched(before.replaceAll("\n", "\r\n"), "NodePort")).toBe(after.replaceAll("\n", "\r\n"));
  });

  test("JSON stays JSON, with its layout", () => {
    const text = fullServiceText("LoadBalancer", "till", "json");
    const after = switched(text, "ExternalName", "db.example.com") ?? "";
    expect(JSON.parse(after).spec).toEqual({
      type: "ExternalName",
      externalName: "db.example.com",
      selector: { app: "till", tier: "front" },
      ports: [
        { name: "web", port: 80, targetPort: "web", protocol: "TCP", appProtocol: "http" },
        { name: "metrics", port: 81, targetPort: "metrics", protocol: "TCP", appProtocol: "http" },
      ],
    });
    expect(after).toBe(`${JSON.stringify(JSON.parse(after), null, 2)}\n`);
  });

  test("a Service in a List is switched alone", () => {
    const text =
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  spec:\n    ports:\n    - port: 80\n- apiVersion: v1\n  kind: Service\n";
    expect(switched(text, "NodePort")).toBe(text.replace("port: 80\n", "port: 80\n    type: NodePort\n"));
  });

  test.each([
    ["the type is filled in", "spec:\n  type: {{ .Values.type }}\n"],
    ["there is no spec", "spec:\n"],
    ["the spec stands elsewhere", "x: &spec\n  type: ClusterIP\n  ports: [{port: 80}]\nspec: *spec\n"],
    ["fields come from elsewhere", "x: &lb {type: LoadBalancer, loadBalancerClass: a/b}\nspec:\n  <<: *lb\n"],
    ["others refer to what would go", "spec:\n  clusterIPs: &ips [10.96.0.7]\n  externalIPs: *ips\n"],
  ])("not offered where %s", (_, spec) => {
    expect(switched(service(spec), "ExternalName")).toBeUndefined();
  });

  test("from every type to every type, in every style: readable, of that type, comments and selector kept", () => {
    const type = fc.constantFrom(...SERVICE_TYPES);
    const style = fc.constantFrom("block" as const, "flow" as const, "json" as const);
    fc.assert(
      fc.property(type, type, type, style, fc.boolean(), (from, over, to, written, crlf) => {
        const text = fullServiceText(from, "till", written).replaceAll("\n", crlf ? "\r\n" : "\n");
        const before = switched(text, over) ?? "";
        const after = switched(before, to) ?? "";
        const { problems, objects } = readManifest(after).documents[0]?.content ?? {};
        expect(problems).toEqual([]);
        expect(objects?.[0] && serviceTypeOf(objects[0])).toBe(to);
        expect(commentsOf(after)).toEqual(commentsOf(text));
        expect(switched(after, to)).toBe(after);
        if (crlf) expect(after).not.toMatch(/[^\r]\n/);
      }),
      { numRuns: 150 },
    );
  });
});

/** Comments on lines of their own, except those inside a value that goes as a whole. */
function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/^ *# about (?!clientIP|timeoutSeconds|service\.beta).*$/gm)].map(([line]) => line);
}
