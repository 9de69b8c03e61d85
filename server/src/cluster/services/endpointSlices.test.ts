import { expect, test } from "vitest";
import { createPool } from "../pods/intern.ts";
import { toEndpointSlice } from "./endpointSlices.ts";

const LABELS = { "kubernetes.io/service-name": "till" };
const SLICE = {
  metadata: {
    name: "till-abc",
    labels: { ...LABELS, "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" },
  },
  addressType: "IPv6",
  ports: [{ name: "", port: 8080, protocol: "UDP" }],
  endpoints: [
    {
      addresses: ["fd00:0:0::1", "fd00::2"],
      conditions: { ready: false, serving: true, terminating: true },
      targetRef: { kind: "Pod", name: "till-1", namespace: "shop" },
      nodeName: "node-1",
      zone: "a",
    },
  ],
};

test("an EndpointSlice as the controller writes it", () => {
  expect(toEndpointSlice(SLICE, createPool())).toEqual({
    name: "till-abc",
    service: "till",
    addressType: "IPv6",
    managedBy: "endpointslice-controller.k8s.io",
    ports: [{ name: "", port: 8080, protocol: "UDP", appProtocol: undefined }],
    endpoints: [
      { address: "fd00::1", ready: false, serving: true, terminating: true, pod: "till-1", node: "node-1", zone: "a" },
    ],
  });
});

test("what a hand-written one leaves out is good news", () => {
  const written = {
    metadata: { name: "till-1", labels: LABELS },
    addressType: "FQDN",
    ports: null,
    endpoints: [{ addresses: ["till.example.com"] }, { addresses: [] }],
  };
  expect(toEndpointSlice(written, createPool())).toMatchObject({
    addressType: "FQDN",
    ports: [],
    managedBy: undefined,
    endpoints: [{ address: "till.example.com", ready: true, serving: true, terminating: false, pod: undefined }],
  });
});

test.each([null, "slice", {}, { metadata: { name: "till-1" } }])("%j is for no Service", (object) => {
  expect(toEndpointSlice(object, createPool())).toBeUndefined();
});
