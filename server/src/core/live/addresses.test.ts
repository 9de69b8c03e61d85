import { expect, test } from "vitest";
import { serviceAddresses } from "./addresses.ts";

const AT = { name: "till", namespace: "shop", nodes: ["192.0.2.7"] };
const texts = (spec: object, status: object = {}, options = {}) =>
  serviceAddresses({ spec, status }, { ...AT, ...options }).map(({ kind, text, detail }) =>
    `${kind} ${text} ${detail}`.trim(),
  );

test.each([
  [
    "a ClusterIP, dual-stack",
    { clusterIPs: ["10.96.0.7", "fd00::7"], ports: [{ name: "web", port: 80 }] },
    ["dns till.shop.svc:80 web, TCP", "clusterIP 10.96.0.7:80 web, TCP", "clusterIP [fd00::7]:80 web, TCP"],
  ],
  ["headless without ports", { clusterIP: "None", clusterIPs: ["None"] }, ["dns till.shop.svc"]],
  [
    "a NodePort",
    { type: "NodePort", clusterIP: "10.96.0.7", ports: [{ port: 53, protocol: "UDP", nodePort: 30053 }] },
    ["dns till.shop.svc:53 UDP", "clusterIP 10.96.0.7:53 UDP", "nodePort 192.0.2.7:30053 UDP"],
  ],
  [
    "an alias",
    { type: "ExternalName", externalName: "db.example.com" },
    ["dns till.shop.svc", "externalName db.example.com"],
  ],
  ["nothing that is known", undefined, ["dns till.shop.svc"]],
])("%s", (_, spec, expected) => {
  expect(texts(spec as object)).toEqual(expected);
});

test("a load balancer counts once it has an address", () => {
  const spec = { type: "LoadBalancer", ports: [{ port: 443 }] };
  const ready = { loadBalancer: { ingress: [{ hostname: "lb.example.com" }, { ip: "203.0.113.9" }] } };
  expect(texts(spec)).toEqual(["dns till.shop.svc:443 TCP"]);
  expect(texts(spec, ready)).toEqual([
    "dns till.shop.svc:443 TCP",
    "loadBalancer lb.example.com:443 TCP",
    "loadBalancer 203.0.113.9:443 TCP",
  ]);
});

test("where no node is known, a word stands for any", () => {
  const spec = { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] };
  expect(texts(spec, {}, { nodes: undefined })).toContain("nodePort NODE:30080 TCP");
});
