import { expect, test } from "vitest";
import { fixture, NOW } from "../../../test/support/fixture.ts";
import { clusterSnapshot, livePod } from "../../../test/support/snapshot.ts";
import type { EndpointSlice } from "../core/endpoints/endpoint.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { Locale } from "../core/words.ts";
import { describe as describeService } from "./describe.ts";

const TEXT = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec:
  type: NodePort
  clusterIP: 10.96.0.9
  selector: {app: till}
  ports: [{port: 80, targetPort: http, nodePort: 30080}]
`;
const SERVICE = {
  metadata: { name: "till", managedFields: [{ manager: "kubectl", time: new Date(NOW - 180_000).toISOString() }] },
  spec: {
    type: "NodePort",
    clusterIP: "10.96.0.9",
    clusterIPs: ["10.96.0.9"],
    selector: { app: "till" },
    ports: [{ port: 80, protocol: "TCP", targetPort: "http", nodePort: 30080 }],
  },
};
const SLICE: EndpointSlice = {
  name: "till-abc",
  service: "till",
  addressType: "IPv4",
  ports: [{ name: "", port: 8080, protocol: "TCP", appProtocol: undefined }],
  endpoints: [
    {
      address: "10.0.0.1",
      ready: true,
      serving: true,
      terminating: false,
      pod: "till-1",
      node: "node-0",
      zone: undefined,
    },
  ],
  managedBy: undefined,
};
const EVENT = { type: "Warning", reason: "Odd", message: "something happened", count: 3, time: NOW - 60_000, from: "" };

function world(locale: Locale): Snapshot {
  const snapshot = clusterSnapshot([livePod("till-1", "app=till", { ips: ["10.0.0.1"] })]);
  const knowledge = { kind: "synced" } as const;
  return {
    ...snapshot,
    settings: { ...snapshot.settings, locale },
    cluster: {
      ...snapshot.cluster,
      services: new Map([["shop", { knowledge, services: new Map([["till", SERVICE]]) }]]),
      endpointSlices: new Map([["shop", { knowledge, slices: new Map([["till", [SLICE]]]) }]]),
    },
  };
}

function described(locale: Locale, surroundings: { readonly unknown?: readonly string[] } = {}): string {
  const { context } = fixture(TEXT, world(locale));
  const [written] = context.services;
  if (written === undefined) throw new Error("no Service");
  return describeService(context, written, { events: [EVENT], unknown: [], text: "apiVersion: v1\n", ...surroundings });
}

test("a Service in full is a page in sections, which names it once", () => {
  expect(described("en")).toMatchInlineSnapshot(`
    "Service till in shop (test), as of 12:03
    NodePort: As ClusterIP, and the same port on every node leads to it.
    Cluster IP: 10.96.0.9
    Node ports: 30080 (80/TCP)
    Last changed by kubectl 3m ago

    1 Pod matches in shop, 1 ready
      Pod     Ready  Status   Restarts  Age     IP        Node    Ports
      till-1  1/1    Running  0         20455d  10.0.0.1  node-0  http 8080

    Traffic goes to 1 Pod (EndpointSlices).
      Address   Port      State  Pod     Node
      10.0.0.1  8080/TCP  ready  till-1  node-0

    Ports
      Port    Target  nodePort
      80/TCP  http    30080

    Events
      Age     Reason        Message
      60s x3  Warning: Odd  something happened

    ---
    apiVersion: v1
    "
  `);
});

test("in Japanese the columns stand below one another", () => {
  expect(described("ja")).toMatchInlineSnapshot(`
    "shop の Service till (test)、12:03 時点
    NodePort: ClusterIP に加えて、すべてのノードの同じポートから届きます。
    クラスター IP: 10.96.0.9
    ノードポート: 30080 (80/TCP)
    最後の変更: kubectl (3m前)

    shop で Pod 1 個が一致、Ready 1 個
      Pod     Ready  状態     再起動  経過    IP        ノード  ポート
      till-1  1/1    Running  0       20455d  10.0.0.1  node-0  http 8080

    通信は Pod 1 個に届きます (EndpointSlice)。
      アドレス  ポート    状態   Pod     ノード
      10.0.0.1  8080/TCP  Ready  till-1  node-0

    ポート
      ポート  転送先  nodePort
      80/TCP  http    30080

    イベント
      経過    理由          メッセージ
      60s x3  Warning: Odd  something happened

    ---
    apiVersion: v1
    "
  `);
});

test("what could not be asked for is said with it", () => {
  expect(described("en", { unknown: ["events is forbidden"] })).toContain("Not known: events is forbidden\n");
});
