import { expect, test } from "vitest";
import type { Endpoint, EndpointPort, EndpointSlice } from "./endpoint.ts";
import { addressesOf, joinSlices } from "./joinSlices.ts";

const HTTP: EndpointPort = { name: "http", port: 8080, protocol: "TCP", appProtocol: undefined };
const METRICS: EndpointPort = { ...HTTP, name: "metrics", port: 9090 };

function endpoint(address: string, more: Partial<Endpoint> = {}): Endpoint {
  const conditions = { ready: true, serving: true, terminating: false };
  return { address, ...conditions, pod: undefined, node: undefined, zone: undefined, ...more };
}

function slice(ports: readonly EndpointPort[], ...endpoints: readonly Endpoint[]): EndpointSlice {
  return { name: "till-1", service: "till", addressType: "IPv4", ports, endpoints, managedBy: undefined };
}

function joined(...slices: readonly EndpointSlice[]): readonly string[] {
  return addressesOf(joinSlices(slices)).map(({ address, pod, ports, ready, terminating }) =>
    [address, pod, ports.map(({ port }) => port).join("+"), ready && "ready", terminating && "terminating"]
      .filter(Boolean)
      .join(" "),
  );
}

const OLD = endpoint("10.0.0.1", { pod: "old", ready: false, terminating: true });
const NEW = endpoint("10.0.0.1", { pod: "new" });

test.each<readonly [string, readonly EndpointSlice[], readonly string[]]>([
  ["no slices", [], []],
  [
    "an address that is moving from one slice to the other",
    [slice([HTTP], NEW), slice([HTTP], NEW)],
    ["10.0.0.1 new 8080 ready"],
  ],
  ["an address that a new Pod has taken over", [slice([HTTP], NEW), slice([HTTP], OLD)], ["10.0.0.1 new 8080 ready"]],
  ["the same, the other way round", [slice([HTTP], OLD, NEW)], ["10.0.0.1 new 8080 ready"]],
  ["two ports in one slice", [slice([HTTP, METRICS], NEW)], ["10.0.0.1 new 8080+9090 ready"]],
  ["two ports in two slices", [slice([METRICS], NEW), slice([HTTP], NEW)], ["10.0.0.1 new 8080+9090 ready"]],
  ["a slice without ports", [slice([], NEW)], ["10.0.0.1 new ready"]],
  [
    "addresses in order",
    [slice([HTTP], endpoint("10.0.0.3")), slice([HTTP], endpoint("10.0.0.2"))],
    ["10.0.0.2 8080 ready", "10.0.0.3 8080 ready"],
  ],
])("%s", (_, slices, expected) => {
  expect(joined(...slices)).toEqual(expected);
});
