import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readManifest } from "../manifest/readManifest.ts";
import { serviceOf } from "../manifest/readService.ts";
import { render } from "../words.ts";
import { type Exposure, exposeWorkload, serviceName } from "./exposeWorkload.ts";
import { SERVICE_TYPES, serviceTypeOf } from "./serviceType.ts";

const TILL: Exposure = {
  name: "till",
  namespace: "shop",
  type: "ClusterIP",
  selector: new Map([["app", "till"]]),
  labels: new Map(),
  ports: [{ port: 80, targetPort: "http", protocol: "TCP" }],
};

function textOf(exposure: Exposure): string {
  const exposed = exposeWorkload(exposure);
  return exposed.kind === "exposed" ? exposed.text : render(exposed.why, "en");
}

describe("exposeWorkload", () => {
  test.each<[Partial<Exposure>, string]>([
    [
      { selector: new Map() },
      "Its Pods have no labels by which a Service could find them. Give the selector in the options.",
    ],
    [{ ports: [] }, "A Service needs a port, unless it is headless."],
    [{ override: { type: "json", patch: "[]" } }, textOf(TILL)],
    [{ override: { type: "merge", patch: "" } }, "This is not JSON that can be read."],
    [
      { type: "NodePort", override: { type: "merge", patch: '{"spec":{"type":"ClusterIP","selector":{"app":null}}}' } },
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: till\n  namespace: shop\nspec:\n  ports:\n    - port: 80\n      targetPort: http\n",
    ],
  ])("%o", (wishes, expected) => expect(textOf({ ...TILL, ...wishes })).toBe(expected));

  test("the name is that of the Service that is written", () => {
    const override = { type: "merge", patch: '{"metadata": {"name": "counter"}}' } as const;
    expect(exposeWorkload({ ...TILL, override })).toMatchObject({ name: "counter" });
    expect(exposeWorkload({ ...TILL, name: "Till_2" })).toMatchObject({ name: "till-2" });
  });

  test("a headless Service needs no port, and one port with two protocols has two names", () => {
    expect(textOf({ ...TILL, type: "Headless", ports: [] })).not.toContain("ports");
    const ports = ["TCP", "UDP"].map((protocol) => ({ port: 53, targetPort: 53, protocol }));
    const text = textOf({ ...TILL, ports: [{ port: 80, targetPort: 80, protocol: "TCP" }, ...ports] });
    expect([...text.matchAll(/name: (port-.*)/g)].map(([, name]) => name)).toEqual([
      "port-1",
      "port-2-tcp",
      "port-2-udp",
    ]);
  });

  test("one port needs no name", () => {
    expect(textOf(TILL)).toBe(`apiVersion: v1
kind: Service
metadata:
  name: till
  namespace: shop
spec:
  selector:
    app: till
  ports:
    - port: 80
      targetPort: http
`);
  });

  test("several ports are named, values are quoted where they need it, labels come along", () => {
    expect(
      textOf({
        ...TILL,
        namespace: undefined,
        type: "NodePort",
        selector: new Map([
          ["app.kubernetes.io/name", "till"],
          ["version", "1.10"],
        ]),
        labels: new Map([["on", "yes"]]),
        ports: [
          { port: 80, targetPort: 8080, protocol: "TCP" },
          { name: "dns", port: 53, targetPort: 53, protocol: "UDP" },
          { name: "dns", port: 54, targetPort: 54, protocol: "TCP" },
        ],
      }),
    ).toBe(`apiVersion: v1
kind: Service
metadata:
  name: till
  labels:
    "on": "yes"
spec:
  type: NodePort
  selector:
    app.kubernetes.io/name: till
    version: "1.10"
  ports:
    - name: port-1
      port: 80
      targetPort: 8080
    - name: dns
      port: 53
      protocol: UDP
      targetPort: 53
    - name: port-3
      port: 54
      targetPort: 54
`);
  });

  test.each(SERVICE_TYPES)("%s", (type) => {
    const object = readManifest(textOf({ ...TILL, type })).documents[0]?.content.objects[0];
    expect(object && serviceTypeOf(object)).toBe(type);
  });

  test("whatever the labels are, they are read back as they were", () => {
    // What a template engine would fill in is read as unknown, and is no label anyway.
    const text = fc.string().filter((value) => !/\{\{|\$\{|\{%|<%|#@/.test(value));
    const label = fc.oneof(text, fc.constantFrom("on", "1.10", "1e3", "0100", "null", "~", "y", "a: b", "#"));
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), (pairs) => {
        const selector = new Map(pairs.filter(([key]) => key !== "__proto__"));
        fc.pre(selector.size > 0);
        const object = readManifest(textOf({ ...TILL, selector })).documents[0]?.content.objects[0];
        const read = object && serviceOf(object).selector;
        expect(read?.kind === "pairs" && new Map(read.pairs.map(({ key, value }) => [key, value]))).toEqual(selector);
      }),
      { numRuns: 100 },
    );
  });
});

test.each([
  ["till", "till"],
  ["Till_2", "till-2"],
  ["2till", "till"],
  ["a".repeat(70), "a".repeat(63)],
  [`${"a".repeat(62)}-b`, "a".repeat(62)],
  ["till.v1", "till-v1"],
  ["---", "service"],
])("the name %s becomes %s", (name, expected) => {
  expect(serviceName(name)).toBe(expected);
});
