import { expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import { fixture, NOW } from "../../../test/support/fixture.ts";
import { clusterSnapshot, livePod } from "../../../test/support/snapshot.ts";
import type { Endpoint, EndpointSlice } from "../core/endpoints/endpoint.ts";
import type { Knowledge, Snapshot } from "../core/snapshot.ts";
import type { Locale } from "../core/words.ts";
import { codeLenses, resolveCodeLens } from "./codeLens.ts";
import { hover } from "./hover.ts";
import { inlayHints } from "./inlayHint.ts";

const TEXT = `apiVersion: v1
kind: Service
metadata: {name: ti$0ll, namespace: shop}
spec:
  type: ClusterIP
  selector: {app: till}
  ports: [{port: 80, targetPort: 8080}]
`;
const SELECTORLESS = TEXT.replace("  selector: {app: till}\n", "");
const PODS = [1, 2, 3].map((index) => livePod(`till-${index}`, "app=till", { ips: [`10.0.0.${index}`] }));
const SPEC = {
  type: "ClusterIP",
  clusterIP: "10.96.0.9",
  clusterIPs: ["10.96.0.9"],
  ipFamilies: ["IPv4"],
  selector: { app: "till" },
  ports: [{ port: 80, protocol: "TCP", targetPort: 8080 }],
};
const CHANGED = [
  { manager: "kubectl", time: new Date(NOW - 3 * 86_400_000).toISOString() },
  { manager: "argocd", time: new Date(NOW - 180_000).toISOString() },
];

interface World {
  readonly spec?: object;
  readonly status?: object;
  readonly pods?: readonly string[];
  readonly ports?: EndpointSlice["ports"];
  readonly more?: readonly Endpoint[];
  readonly slices?: Knowledge;
  readonly locale?: Locale;
}

const HTTP: EndpointSlice["ports"] = [{ name: "", port: 8080, protocol: "TCP", appProtocol: undefined }];
const SYNCED: Knowledge = { kind: "synced" };
const DENIED: Knowledge = { kind: "denied", what: "endpointslices is forbidden" };

function endpoint(address: string, more: Partial<Endpoint> = {}): Endpoint {
  const conditions = { ready: true, serving: true, terminating: false };
  return { address, ...conditions, pod: undefined, node: "node-0", zone: undefined, ...more };
}

/** A cluster that has the Pods, the Service, and slices that name these Pods. */
function world({
  spec = {},
  status,
  pods,
  ports = HTTP,
  more = [],
  slices = SYNCED,
  locale = "en",
}: World = {}): Snapshot {
  const snapshot = clusterSnapshot(PODS);
  const metadata = { name: "till", managedFields: CHANGED };
  const services = new Map([["till", { metadata, spec: { ...SPEC, ...spec }, status }]]);
  const named = (pods ?? ["till-1", "till-2", "till-3"]).map((pod) => endpoint(`10.0.0.${pod.slice(-1)}`, { pod }));
  const slice: EndpointSlice = {
    name: "till-abc",
    service: "till",
    addressType: "IPv4",
    ports,
    endpoints: [...named, ...more],
    managedBy: undefined,
  };
  const endpoints: ReadonlyMap<string, readonly EndpointSlice[]> = new Map(
    slices.kind === "synced" && slice.endpoints.length > 0 ? [["till", [slice]]] : [],
  );
  return {
    ...snapshot,
    settings: { ...snapshot.settings, locale },
    cluster: {
      ...snapshot.cluster,
      services: new Map([["shop", { knowledge: SYNCED, services }]]),
      endpointSlices: new Map([["shop", { knowledge: slices, slices: endpoints }]]),
    },
  };
}

function lenses(text: string, snapshot: Snapshot): readonly string[] {
  const { context } = fixture(text, snapshot);
  return codeLenses(context).map((lens) => resolveCodeLens(context, lens).command?.title ?? "");
}

function hovered(text: string, snapshot: Snapshot): string {
  const { context, cursor } = fixture(text, snapshot, { client: { commands: false, markdown: false } });
  const contents = hover(context, cursor)?.contents as lsp.MarkupContent | undefined;
  return contents?.value ?? "";
}

test.each<readonly [string, string, World, readonly string[]]>([
  ["all is as it is written", TEXT, {}, ["3 Pods, 3 ready", "ClusterIP 10.96.0.9"]],
  [
    "the Service in the cluster selects others",
    TEXT,
    { spec: { selector: { app: "cart" } }, pods: ["cart-1", "cart-2", "cart-3", "cart-4", "cart-5"] },
    [
      "3 Pods, 3 ready",
      "the Service in the cluster sends to 5",
      "ClusterIP 10.96.0.9",
      "differs from the cluster in 1 field",
    ],
  ],
  [
    "the slices are a moment behind the Pods",
    TEXT,
    { pods: ["till-1", "till-2"] },
    ["3 Pods, 3 ready", "ClusterIP 10.96.0.9"],
  ],
  [
    "nobody writes slices",
    TEXT,
    { pods: [] },
    ["3 Pods, 3 ready", "the Service in the cluster sends to 0", "ClusterIP 10.96.0.9"],
  ],
  [
    "an address that no Pod has",
    TEXT,
    { more: [endpoint("192.0.2.1")] },
    ["3 Pods, 3 ready", "the Service in the cluster sends to 4", "ClusterIP 10.96.0.9"],
  ],
  [
    "no Pod has a port of that name, and both sides agree",
    TEXT.replace("8080", "nothing"),
    { spec: { ports: [{ port: 80, targetPort: "nothing" }] }, ports: [] },
    ["3 Pods, 3 ready", "ClusterIP 10.96.0.9"],
  ],
  [
    "the Service in the cluster names a port that no Pod has",
    TEXT,
    { spec: { ports: [{ port: 80, targetPort: "nothing" }] }, ports: [] },
    [
      "3 Pods, 3 ready",
      "the Service in the cluster sends to 0",
      "ClusterIP 10.96.0.9",
      "differs from the cluster in 1 field",
    ],
  ],
  ["slices may not be listed", TEXT, { slices: DENIED }, ["3 Pods, 3 ready", "ClusterIP 10.96.0.9"]],
  [
    "no selector",
    SELECTORLESS,
    { spec: { selector: undefined }, pods: [], more: [endpoint("192.0.2.1"), endpoint("192.0.2.2", { ready: false })] },
    ["No selector, 2 addresses, 1 ready", "ClusterIP 10.96.0.9"],
  ],
  [
    "no selector and no slices",
    SELECTORLESS,
    { spec: { selector: undefined }, pods: [] },
    ["No selector, 0 addresses, 0 ready", "ClusterIP 10.96.0.9"],
  ],
  [
    "a load balancer",
    TEXT.replace("type: ClusterIP", "type: LoadBalancer"),
    { spec: { type: "LoadBalancer" }, status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } } },
    ["3 Pods, 3 ready", "LoadBalancer 203.0.113.7"],
  ],
  [
    "a load balancer without an address",
    TEXT.replace("type: ClusterIP", "type: LoadBalancer"),
    { spec: { type: "LoadBalancer" } },
    ["3 Pods, 3 ready", "LoadBalancer pending since 12:00"],
  ],
  [
    "node ports",
    TEXT.replace("type: ClusterIP", "type: NodePort"),
    { spec: { type: "NodePort", ports: [{ ...SPEC.ports[0], nodePort: 31_000 }] } },
    ["3 Pods, 3 ready", "NodePort 31000"],
  ],
  [
    "another type",
    TEXT.replace("type: ClusterIP", "type: NodePort"),
    {},
    ["3 Pods, 3 ready", "NodePort", "differs from the cluster in 1 field"],
  ],
])("the lens where %s", (_, text, state, expected) => {
  expect(lenses(text, world(state))).toEqual(expected);
});

test("the lens on what differs names the fields and shows the difference", () => {
  const { context } = fixture(TEXT, world({ spec: { type: "NodePort" } }));
  const [command] = codeLenses(context)
    .flatMap((lens) => resolveCodeLens(context, lens).command ?? [])
    .slice(-1);
  expect(command).toMatchObject({
    command: "podsight.showDifference",
    arguments: [context.uri, 0],
    tooltip: "spec.type: ClusterIP here, NodePort in the cluster",
  });
});

test("the lens in Japanese", () => {
  const state: World = { spec: { selector: { app: "cart" } }, pods: ["cart-1"], locale: "ja" };
  expect(lenses(TEXT, world(state))).toEqual([
    "Pod 3 個、Ready 3 個",
    "クラスターの Service は 1 個に送信",
    "ClusterIP 10.96.0.9",
    "クラスターと 1 個のフィールドが異なる",
  ]);
});

test("the hover on the name shows the Service as the cluster has it", () => {
  const gone = endpoint("10.0.0.7", { ready: false, terminating: true, pod: "till-7", zone: "a" });
  const spec = { selector: { app: "till", tier: "front" }, sessionAffinity: "ClientIP" };
  const text = TEXT.replace("app: till", "app: till, tier: back").replace("type:", "sessionAffinity: None\n  type:");
  expect(hovered(text, world({ spec, more: [gone] }))).toMatchInlineSnapshot(`
    "till in shop (test)

    Cluster IP: 10.96.0.9

    Last changed by argocd 3m ago, kubectl 3d ago

    Differs from the cluster in 2 fields:

    spec.sessionAffinity: None here, ClientIP in the cluster

    spec.selector.tier: back here, front in the cluster

    0 Pods match what you typed, 0 ready; the Service in the cluster sends to 3.

    Address   Port      State                       Pod     Node
    10.0.0.1  8080/TCP  ready                       till-1  node-0
    10.0.0.2  8080/TCP  ready                       till-2  node-0
    10.0.0.3  8080/TCP  ready                       till-3  node-0
    10.0.0.7  8080/TCP  terminating, still serving  till-7  node-0, a"
  `);
});

test("what was known before the connection was lost is said as of then", () => {
  const stale: Knowledge = { kind: "stale", since: NOW, why: "lost" };
  const { settings, cluster, workspace } = world({ spec: { selector: { app: "cart" } }, pods: ["cart-1"] });
  const slices = cluster.endpointSlices?.get("shop")?.slices ?? new Map();
  const namespaces = new Map([["shop", { knowledge: stale, pods: PODS }]]);
  const endpointSlices = new Map([["shop", { knowledge: stale, slices }]]);
  const lost = { settings, workspace, cluster: { ...cluster, namespaces, endpointSlices } };
  expect(lenses(TEXT, lost)).not.toContain("the Service in the cluster sends to 1");
  expect(hovered(TEXT, lost)).toContain("Traffic went to 1 at 12:03 (EndpointSlices, connection lost).");
});

test("who may not list EndpointSlices is told that the Pods say it", () => {
  expect(hovered(TEXT, world({ slices: DENIED }))).toContain(
    "What gets traffic is said from the Pods, since EndpointSlices in shop may not be listed: endpointslices is forbidden",
  );
});

test("a Service without a selector and without slices is told so calmly", () => {
  expect(hovered(SELECTORLESS, world({ spec: { selector: undefined }, pods: [] }))).toContain(
    "Without a selector it sends to what its EndpointSlices name; it has none yet.",
  );
});

test("a Service that the cluster does not have yet", () => {
  expect(hovered(TEXT.replace("ti$0ll", "ne$0w"), world())).toBe("new is not in shop (test) yet.");
});

test("the tooltip of the hint says where traffic goes", () => {
  const { context } = fixture(TEXT, world());
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  expect(inlayHints(context, whole).map(({ tooltip }) => tooltip)).toContain(
    "3 Pods match in shop, 3 ready\ntest, live\nTraffic goes to 3 Pods (EndpointSlices).",
  );
});

test("a Pod without an address, or of another family, is not ready for traffic", () => {
  const snapshot = clusterSnapshot([...PODS, livePod("till-4", "app=till", { ips: [] })]);
  expect(lenses(TEXT, snapshot)[0]).toBe("4 Pods, 3 ready");
  const six = TEXT.replace("spec:", "spec:\n  ipFamilies: [IPv6]");
  expect(lenses(six, snapshot)[0]).toBe("4 Pods, 0 ready");
});

test("the hover on the type says what a switch would do to the Service in the cluster", () => {
  const shown = hovered(TEXT.replace("ti$0ll", "till").replace("type: Cluster", "type: Cl$0uster"), world());
  expect(shown).toMatch(/^NodePort: .* Gives a node port for each port\. Keeps 10\.96\.0\.9\.$/m);
  expect(shown).toMatch(
    /^Headless .* Must be deleted and created anew; .* Releases 10\.96\.0\.9: connections to it end\./m,
  );
});
