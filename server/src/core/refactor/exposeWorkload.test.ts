import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readManifest } from "../manifest/readManifest.ts";
import { serviceOf } from "../manifest/service.ts";
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

describe("exposeWorkload", () => {
  test("one port needs no name", () => {
    expect(exposeWorkload(TILL)).toBe(`apiVersion: v1
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
      exposeWorkload({
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
    const object = readManifest(exposeWorkload({ ...TILL, type })).documents[0]?.content.objects[0];
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
        const object = readManifest(exposeWorkload({ ...TILL, selector })).documents[0]?.content.objects[0];
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
