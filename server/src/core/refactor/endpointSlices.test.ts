import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readManifest } from "../manifest/readManifest.ts";
import { convertEndpoints } from "./convertEndpoints.ts";
import { addressProblem, endpointSlicesText } from "./endpointSlices.ts";

test("the slices of a Service without a selector, one for each family", () => {
  const text = endpointSlicesText({
    service: "db",
    namespace: "shop",
    addresses: ["192.0.2.10", "2001:db8:0::a", "192.0.2.11", "127.0.0.1"],
    ports: [{ name: "", port: 5432, protocol: "TCP" }],
  });
  const slices = parseAllDocuments(text).map((document) => document.toJS());
  expect(slices).toEqual([
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        name: "db-1",
        namespace: "shop",
        labels: { "kubernetes.io/service-name": "db", "endpointslice.kubernetes.io/managed-by": "podsight" },
      },
      addressType: "IPv4",
      ports: [{ port: 5432, protocol: "TCP" }],
      endpoints: [
        { addresses: ["192.0.2.10"], conditions: { ready: true } },
        { addresses: ["192.0.2.11"], conditions: { ready: true } },
      ],
    },
    expect.objectContaining({
      metadata: expect.objectContaining({ name: "db-2" }),
      addressType: "IPv6",
      endpoints: [{ addresses: ["2001:db8::a"], conditions: { ready: true } }],
    }),
  ]);
});

test("no slice has more endpoints than the API allows", () => {
  const addresses = Array.from({ length: 1001 }, (_, index) => `10.0.${index >> 8}.${index & 255 || 1}`);
  const text = endpointSlicesText({ service: "db", namespace: undefined, addresses, ports: [] });
  expect(parseAllDocuments(text).map((document) => document.toJS().endpoints.length)).toEqual([1000, 1]);
});

test.each([
  ["192.0.2.1", undefined],
  ["2001:db8::1", undefined],
  ["example.com", "not-an-address"],
  ["192.0.2.01", "leading-zeros"],
  ["::ffff:192.0.2.1", "leading-zeros"],
  ["127.0.0.1", "loopback"],
  ["::1", "loopback"],
  ["0.0.0.0", "unspecified"],
  ["169.254.1.1", "link-local"],
  ["224.0.0.1", "multicast"],
])("%s: %s", (text, problem) => {
  expect(addressProblem(text)).toBe(problem);
});

describe("an Endpoints object as EndpointSlices", () => {
  const converted = (text: string) => {
    const [object] = readManifest(text).documents.flatMap(({ content }) => content.objects);
    return object && convertEndpoints(object);
  };

  test("says what it said, ready or not", () => {
    const slices = converted(`apiVersion: v1
kind: Endpoints
metadata: {name: db, namespace: shop, labels: {app: db}}
subsets:
  - addresses: [{ip: 192.0.2.1, nodeName: one}, {ip: "2001:db8::1"}]
    notReadyAddresses: [{ip: 192.0.2.2, hostname: two, targetRef: {kind: Pod, name: two}}]
    ports: [{name: sql, port: 5432}]
  - addresses: [{ip: 192.0.2.3}]
    ports: [{port: 53, protocol: UDP, appProtocol: dns}]
`);
    const labels = {
      app: "db",
      "kubernetes.io/service-name": "db",
      "endpointslice.kubernetes.io/managed-by": "podsight",
    };
    expect(slices).toMatchObject([
      {
        metadata: { name: "db-1", namespace: "shop", labels },
        addressType: "IPv4",
        ports: [{ name: "sql", port: 5432, protocol: "TCP" }],
        endpoints: [
          { addresses: ["192.0.2.1"], conditions: { ready: true }, nodeName: "one" },
          {
            addresses: ["192.0.2.2"],
            conditions: { ready: false },
            hostname: "two",
            targetRef: { kind: "Pod", name: "two" },
          },
        ],
      },
      { metadata: { name: "db-2" }, addressType: "IPv6", endpoints: [{ addresses: ["2001:db8::1"] }] },
      { metadata: { name: "db-3" }, ports: [{ port: 53, protocol: "UDP", appProtocol: "dns" }] },
    ]);
  });

  test.each([
    ["no addresses", "metadata: {name: db}"],
    ["no name", "metadata: {}\nsubsets: [{addresses: [{ip: 192.0.2.1}]}]"],
    ["an address that is none", "metadata: {name: db}\nsubsets: [{addresses: [{ip: nowhere}]}]"],
  ])("%s: nothing", (_, rest) => {
    expect(converted(`apiVersion: v1\nkind: Endpoints\n${rest}\n`)).toBeUndefined();
  });
});
