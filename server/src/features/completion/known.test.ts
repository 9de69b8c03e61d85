import { describe, expect, test } from "vitest";
import { itemsAt, labelsAt, NOTHING_KNOWN, notesAt, SERVICE_TO_SPEC } from "../../../../test/support/completing.ts";
import { clusterSnapshot, livePod, SETTINGS, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import type { Knowledge, Snapshot } from "../../core/snapshot.ts";

const ports = (...declared: readonly [name: string, port: number, protocol?: string][]) =>
  declared.map(([name, port, protocol = "TCP"]) => ({ name, port, protocol, container: "container" as const }));

const PODS = [
  livePod("till-1", "app=till,tier=front,pod-template-hash=6c9f"),
  livePod("till-2", "app=till,tier=front,pod-template-hash=6c9f"),
  livePod("report", "app=till,tier=back", { ports: ports(["http", 9090], ["dns", 53, "UDP"]) }),
  livePod("helm", "managed=helm"),
  livePod("elsewhere", "app=other", { namespace: "else" }),
];
const LIVE = clusterSnapshot(PODS);

const FILES = workspaceSnapshot({
  "file:///work/till.yaml":
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: till, namespace: shop}\nspec: {template: {metadata: {labels: {app: till, tier: front}}, spec: {containers: [{name: a, ports: [{name: web, containerPort: 8081}]}]}}}\n",
  "file:///work/else.yaml":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: else, labels: {app: a}}\nspec: {containers: [{name: a}]}\n",
});
const BOTH: Snapshot = { ...LIVE, workspace: FILES.workspace };

const spec = (text: string): string => SERVICE_TO_SPEC + text;

describe("the selector", () => {
  test("pairs of the namespace's Pods: the Service's own name first, keys that controllers add last and alone", () => {
    expect(notesAt(spec("  selector:\n    $0"), LIVE)).toEqual([
      "app: till | 3 Pods, test, live",
      "tier: front | 2 Pods, test, live",
      "tier: back | 1 Pod, test, live",
      "managed: helm | 1 Pod, test, live",
      "app",
      "tier",
      "managed",
      "pod-template-hash",
    ]);
  });

  test("behind other pairs only what leaves Pods, with how many", () => {
    expect(notesAt(spec("  selector:\n    app: till\n    $0"), LIVE)).toEqual([
      "tier: front | 2 of 2 Pods left, test, live",
      "tier: back | 1 of 1 Pod left, test, live",
      "tier",
      "managed",
      "pod-template-hash",
    ]);
  });

  test("values, those that leave Pods first; the value that is written does not count", () => {
    expect(notesAt(spec("  selector:\n    app: till\n    tier: $0"), LIVE)).toEqual([
      "front | 2 of 2 Pods left, test, live",
      "back | 1 of 1 Pod left, test, live",
    ]);
    expect(notesAt(spec("  selector:\n    managed: helm\n    app: x$0"), LIVE)).toEqual([]);
    expect(notesAt(spec("  selector:\n    managed: helm\n    app: t$0"), LIVE)).toEqual([
      "till | 0 of 3 Pods left, test, live",
    ]);
  });

  test("the cluster and the workspace are told apart", () => {
    expect(notesAt(spec("  selector:\n    app: $0"), BOTH)).toEqual([
      "till | 3 Pods, test, live, Deployment till, till.yaml in the workspace",
    ]);
    expect(notesAt(spec("  selector:\n    app: $0"), FILES)).toEqual([
      "till | Deployment till, till.yaml in the workspace",
    ]);
    const [item] = itemsAt(spec("  selector:\n    app: $0"), FILES);
    expect(item?.documentation).toEqual({ kind: "markdown", value: "Workloads: Deployment till" });
  });

  test("what is old says since when", () => {
    const since = Date.UTC(2026, 0, 2, 11, 58);
    const stale = clusterSnapshot(PODS, { kind: "stale", since, why: "gone" });
    expect(notesAt(spec("  selector:\n    app: $0"), stale)).toEqual([
      "till | 3 Pods, test, as of 11:58, connection lost",
    ]);
  });

  test.each<Knowledge>([
    { kind: "off" },
    { kind: "connecting" },
    { kind: "denied", what: "no" },
    { kind: "failed", why: "no" },
  ])("nothing is offered from a cluster that is $kind", (knowledge) => {
    expect(labelsAt(spec("  selector:\n    $0"), clusterSnapshot([], knowledge))).toEqual([]);
    expect(
      labelsAt(spec("  selector:\n    app: till\n  ports:\n  - targetPort: $0"), clusterSnapshot([], knowledge)),
    ).toEqual([]);
  });

  test("nor for a namespace that nobody follows, or that a template fills in", () => {
    const other = spec("  selector:\n    $0").replace("namespace: shop", "namespace: nowhere");
    expect(labelsAt(other, LIVE)).toEqual([]);
    expect(labelsAt(other.replace("nowhere", "{{ .Values.ns }}"), LIVE)).toEqual([]);
  });

  test("behind a pair that a template fills in nothing is said to be left", () => {
    expect(notesAt(spec("  selector:\n    app: {{ .Values.app }}\n    tier: $0"), LIVE)).toEqual([
      "front | 2 Pods, test, live",
      "back | 1 Pod, test, live",
    ]);
  });

  test("two hundred items at most, and more for who types on", () => {
    const many = clusterSnapshot(Array.from({ length: 400 }, (_, index) => livePod(`p-${index}`, `app=app-${index}`)));
    expect(labelsAt(spec("  selector:\n    app: $0"), many)).toHaveLength(200);
    expect(labelsAt(spec("  selector:\n    app: app-399$0"), many)).toEqual(["app-399"]);
  });
});

describe("ports", () => {
  test("targetPort: names and numbers that the matched Pods declare with the port's protocol", () => {
    expect(notesAt(spec("  selector:\n    app: till\n  ports:\n    - targetPort: $0"), LIVE)).toEqual([
      "http | 8080 on 2 Pods, 9090 on 1 Pod, test, live",
      "8080 | http on 2 Pods, test, live",
      "9090 | http on 1 Pod, test, live",
    ]);
    expect(
      labelsAt(spec("  selector:\n    app: till\n  ports:\n    - protocol: UDP\n      targetPort: $0"), LIVE),
    ).toEqual(["dns", "53"]);
  });

  test("targetPort: of the workspace's workloads where no Pod runs yet", () => {
    expect(notesAt(spec("  selector:\n    tier: front\n  ports:\n    - targetPort: $0"), FILES)).toEqual([
      "web | 8081 in 1 workload, From the workloads in the workspace",
      "8081 | web in 1 workload, From the workloads in the workspace",
    ]);
  });

  test("targetPort: of the Pods that the server selected, where the namespace is not followed as a whole", () => {
    const selections = new Map([["app=till", { knowledge: { kind: "synced" } as const, pods: PODS.slice(0, 2) }]]);
    const namespaces = new Map([
      ["shop", { knowledge: { kind: "off" } as const, pods: [], mode: "selectors" as const, selections }],
    ]);
    const large = { ...LIVE, cluster: { ...LIVE.cluster, namespaces } };
    expect(notesAt(spec("  selector:\n    app: till\n  ports:\n    - targetPort: $0"), large)).toEqual([
      "http | 8080 on 2 Pods, test, live",
      "8080 | http on 2 Pods, test, live",
    ]);
    expect(labelsAt(spec("  selector:\n    $0"), large)).toEqual([]);
  });

  test("port and name", () => {
    expect(labelsAt(spec("  selector:\n    app: till\n  ports:\n    - port: $0"), LIVE)).toEqual([
      "80",
      "443",
      "8080",
      "9090",
    ]);
    expect(labelsAt(spec("  selector:\n    app: till\n  ports:\n    - name: $0"), LIVE)).toEqual(["http"]);
    expect(labelsAt(spec("  selector:\n    app: till\n  ports:\n    - name: http\n    - name: $0"), LIVE)).toEqual([]);
  });

  test("nodePort: free ones where it is known, within the range", () => {
    const marked = spec("  type: NodePort\n  ports:\n    - port: 80\n      nodePort: 30001\n    - nodePort: $0");
    const inUse = { nodePorts: new Map([[30_000, "shop/web"]]), clusterIPs: new Map() };
    const connected = { ...LIVE, cluster: { ...LIVE.cluster, inUse } };
    expect(notesAt(marked, connected).slice(0, 2)).toEqual([
      "30002 | free; the range is the default one, test",
      "30003 | free; the range is the default one, test",
    ]);
    const facts = { ...SETTINGS.facts, nodePortRange: [30_000, 30_003] as const };
    const settings = { ...SETTINGS, facts };
    expect(notesAt(marked, { ...connected, settings })).toEqual(["30002 | free, test", "30003 | free, test"]);
    expect(notesAt(marked, { ...NOTHING_KNOWN, settings })[0]).toBe(
      "30000 | in the range; whether it is free is unknown",
    );
    expect(labelsAt(marked, LIVE)).toEqual([]);
  });
});

describe("other values", () => {
  test.each([
    ["type", ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]],
    ["sessionAffinity", ["None", "ClientIP"]],
    ["internalTrafficPolicy", ["Cluster", "Local"]],
    ["externalTrafficPolicy", ["Cluster", "Local"]],
    ["ipFamilyPolicy", ["SingleStack", "PreferDualStack", "RequireDualStack"]],
    ["publishNotReadyAddresses", ["true", "false"]],
    ["clusterIP", ["None"]],
    ["trafficDistribution", ["PreferSameZone", "PreferSameNode", "PreferClose"]],
  ])("%s", (field, values) => expect(labelsAt(spec(`  ${field}: $0`))).toEqual(values));

  test("by version, with the default and what is out of date", () => {
    const at = (minor: 31 | 34 | 37) =>
      notesAt(spec("  trafficDistribution: $0"), { ...NOTHING_KNOWN, settings: { ...SETTINGS, minor } });
    expect(at(31)).toEqual(["PreferClose"]);
    expect(at(34)).toEqual(["PreferClose", "PreferSameZone | since 1.34", "PreferSameNode | since 1.34"]);
    expect(at(37).at(-1)).toBe("PreferClose | deprecated since 1.35");
    expect(notesAt(spec("  sessionAffinity: $0"))[0]).toBe("None | default");
  });

  test("families that the list has already are not offered again", () => {
    expect(labelsAt(spec("  ipFamilies: [IPv6, $0]"))).toEqual(["IPv4"]);
  });

  test("namespaces that are known", () => {
    expect(notesAt("kind: Service\nmetadata:\n  namespace: $0", BOTH)).toEqual([
      "shop | of the context",
      "else | known from test",
    ]);
    expect(notesAt("kind: Service\nmetadata:\n  namespace: $0", FILES)).toEqual([
      "shop | in the workspace",
      "else | in the workspace",
    ]);
    expect(labelsAt("kind: Service\nmetadata:\n  namespace: $0")).toEqual([]);
  });

  test("labels: those in use, then the recommended ones", () => {
    const marked = "kind: Service\nmetadata:\n  namespace: shop\n  labels:\n    app: till\n    $0\n";
    expect(notesAt(marked, LIVE).slice(0, 3)).toEqual([
      "tier",
      "managed",
      "app.kubernetes.io/name | recommended label",
    ]);
    expect(labelsAt(marked.replace("$0", "tier: $0"), LIVE)).toEqual(["front", "back"]);
  });

  test("load balancer classes of the cluster's Services before those of documentation", () => {
    const services = new Map([["web", { spec: { loadBalancerClass: "example.com/ours" } }]]);
    const stored = new Map([["shop", { knowledge: { kind: "synced" } as const, services }]]);
    const connected = { ...LIVE, cluster: { ...LIVE.cluster, services: stored } };
    expect(notesAt(spec("  loadBalancerClass: $0"), connected).slice(0, 2)).toEqual([
      "example.com/ours | used in test",
      "service.k8s.aws/nlb | known from its documentation: AWS Load Balancer Controller",
    ]);
  });

  test("application protocols", () => {
    expect(labelsAt(spec("  ports:\n  - appProtocol: kube$0"))).toEqual([
      "kubernetes.io/h2c",
      "kubernetes.io/ws",
      "kubernetes.io/wss",
    ]);
  });
});
