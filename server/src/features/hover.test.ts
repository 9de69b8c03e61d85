import { expect, test } from "vitest";
import { fixture, NOW } from "../../../test/support/fixture.ts";
import { clusterSnapshot, livePod, workspaceSnapshot } from "../../../test/support/snapshot.ts";
import { type Knowledge, NO_CLUSTER, type Snapshot } from "../core/snapshot.ts";
import { hover } from "./hover.ts";

const TEXT = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec:
  type: NodePort
  selector:
    app: till
    tier: front
  ports:
    - port: 80
      targetPort: http
`;

const NOW_SECONDS = NOW / 1000;
const DAY_SECONDS = 86_400;
const till = { kind: "ReplicaSet", name: "till-6c9f" };
const PODS = [
  livePod("till-1", "app=till,tier=front", { createdAtSeconds: NOW_SECONDS - 3 * DAY_SECONDS, owner: till }),
  livePod("till-2", "app=till,tier=front", {
    createdAtSeconds: NOW_SECONDS - 40,
    owner: till,
    ready: false,
    readyContainers: "0/1",
    status: "CrashLoopBackOff",
    restarts: 17,
    ips: [],
  }),
  livePod("till-report", "app=till,tier=back"),
];

const SELECTOR = TEXT.replace("selector", "sel$0ector");

/** The hover at `$0`, without the links and the field's own words, which are tested beside them. */
function hoverAt(marked: string, snapshot: Snapshot, markdown = true): string | undefined {
  const { context, cursor } = fixture(marked, snapshot, { client: { commands: false, markdown } });
  const shown = hover(context, cursor)?.contents;
  const text = typeof shown === "object" && "value" in shown ? shown.value : undefined;
  return text?.split("\n\nThe labels that a Pod must carry")[0];
}

test("the selector shows its Pods, each pair alone, and what almost matches", () => {
  expect(hoverAt(TEXT.replace("selector", "sel$0ector"), clusterSnapshot(PODS))).toMatchInlineSnapshot(`
    "**2 Pods match in shop, 1 ready**

    test, live

    | Pod | Ready | Status | Restarts | Age | IP | Node |
    | --- | --- | --- | --- | --- | --- | --- |
    | till-1 | 1/1 | Running | 0 | 3d | 10\\.0.0.1 | node-0 |
    | till-2 | 0/1 | CrashLoopBackOff | 17 | 40s |  | node-0 |

    Owner: ReplicaSet till-6c9f; Ports: http 8080

    app=till 3 Pods; tier=front 2 Pods

    1 more has tier=back, not tier=front: till-report"
  `);
});

test("a pair shows how many have it and whose they are", () => {
  expect(hoverAt(TEXT.replace("tier: front", "tier: fr$0ont"), clusterSnapshot(PODS))).toMatchInlineSnapshot(`
    "2 Pods have tier=front.

    They belong to ReplicaSet till-6c9f.

    **2 Pods match in shop, 1 ready**

    test, live"
  `);
});

test("targetPort shows Pod by Pod where it leads", () => {
  expect(hoverAt(TEXT.replace("http", "ht$0tp"), clusterSnapshot(PODS))).toMatchInlineSnapshot(`
    "**Port 80 lands on http of each Pod.**

    | Pod | Port |
    | --- | --- |
    | till-1 | 8080/TCP |
    | till-2 | 8080/TCP |

    **2 Pods match in shop, 1 ready**

    test, live"
  `);
});

test("the type shows what it gives and what the others would", () => {
  expect(hoverAt(TEXT.replace("NodePort", "Node$0Port"), clusterSnapshot(PODS))).toMatchInlineSnapshot(`
    "**NodePort: As ClusterIP, and the same port on every node leads to it.**

    The other types:

    ClusterIP: One virtual IP that is reachable inside the cluster only.

    Headless \\(clusterIP: None\\): no virtual IP. DNS answers with the Pods' own addresses.

    LoadBalancer: As NodePort, and the cloud's load balancer leads to it from outside.

    ExternalName: A DNS alias for a name elsewhere. It has no Pods; the selector is not used."
  `);
});

test("a client without Markdown is given plain text", () => {
  const shown = hoverAt(TEXT.replace("selector", "sel$0ector"), clusterSnapshot(PODS), false);
  expect(shown).toContain("till-2  0/1    CrashLoopBackOff  17");
  expect(shown).not.toMatch(/[|*\\]/);
});

test("ten Pods and how many more", () => {
  const pods = Array.from({ length: 44 }, (_, index) => livePod(`till-${index}`, "app=till,tier=front"));
  const shown = hoverAt(TEXT.replace("selector", "sel$0ector"), clusterSnapshot(pods)) ?? "";
  expect(shown.match(/^\| till-/gm)).toHaveLength(10);
  expect(shown).toContain("34 more");
});

test("offline the workloads of the workspace are shown as such", () => {
  const files = {
    "file:///work/till.yaml":
      "apiVersion: v1\nkind: Pod\nmetadata: {name: till, labels: {app: till, tier: front}}\nspec: {containers: [{name: a}]}\n",
  };
  expect(hoverAt(TEXT.replace("selector", "sel$0ector"), workspaceSnapshot(files))).toMatchInlineSnapshot(`
    "**Pod till matches**

    From the workloads in this folder. Pod till writes no namespace: it is taken to be in shop. Not connected to a cluster.

    | Workload | File |
    | --- | --- |
    | Pod till | till.yaml |

    app=till 1 workload; tier=front 1 workload"
  `);
});

test("text from the cluster cannot become markup, a link or a command", () => {
  const name = "[x](command:evil) <img src=x> | https://evil.example `a` \u202e **b**\nwww.evil.example";
  const owner = { kind: "![](https://evil.example)", name: "@someone" };
  const pods = [livePod(name, "app=till,tier=front", { owner, status: "a|b", node: "<script>" })];
  const shown = hoverAt(TEXT.replace("selector", "sel$0ector"), clusterSnapshot(pods)) ?? "";
  expect(shown).not.toMatch(/(?<!\\)\]\(|(?<!\\)<|https:\/\/|(?<!\\)`|www\.e|\u202e|(?<!&#)@/);
  expect(shown.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
});

const linksAt = (snapshot: Snapshot, text = TEXT): readonly RegExpExecArray[] => {
  const { context, cursor } = fixture(text.replace("selector", "sel$0ector"), snapshot);
  const shown = hover(context, cursor)?.contents;
  const value = typeof shown === "object" && "value" in shown ? shown.value : "";
  return [...value.matchAll(/\(command:podsight\.(\w+)\?([^)]*)\)/g)];
};
const linkNames = (snapshot: Snapshot, text = TEXT) => linksAt(snapshot, text).map(([, command]) => command);

function withStored(snapshot: Snapshot): Snapshot {
  const services = new Map([["till", { metadata: { name: "till" }, spec: {} }]]);
  const here = new Map([["shop", { knowledge: { kind: "synced" } as const, services }]]);
  return { ...snapshot, cluster: { ...snapshot.cluster, services: here } };
}

test("links run commands of a closed list with the place of the Service", () => {
  const links = linksAt(withStored(clusterSnapshot(PODS)));
  const all = ["showMatchedPods", "addLabelToMatchedPods", "forwardPort", "describeService"];
  expect(links.map(([, command]) => command)).toEqual(all);
  const { context } = fixture(TEXT, clusterSnapshot(PODS));
  for (const [, , args] of links) expect(JSON.parse(decodeURIComponent(args ?? ""))).toEqual([context.uri, 0]);
});

test("a link is there only where it can work", () => {
  const gone = { kind: "failed", why: "The namespace shop does not exist in the cluster." } as const;
  const denied = { kind: "denied", what: "pods is forbidden" } as const;
  const at = (knowledge: Knowledge, pods = PODS): Snapshot => {
    const snapshot = clusterSnapshot(PODS);
    const namespaces = new Map([["shop", { knowledge, pods }]]);
    return { ...snapshot, cluster: { ...snapshot.cluster, namespaces } };
  };
  expect(linkNames(at(gone, []))).toEqual([]);
  expect(linkNames(at(denied, []))).toEqual([]);
  expect(linkNames(withStored(at(denied, [])))).toEqual(["describeService"]);
  expect(linkNames(at({ kind: "synced" }, []))).toEqual([]);
  expect(linkNames(at({ kind: "stale", since: 0, why: "lost" }))).toEqual(["showMatchedPods", "addLabelToMatchedPods"]);
  expect(linkNames(clusterSnapshot(PODS), TEXT.replace("port:", "protocol: UDP, port:"))).not.toContain("forwardPort");
  expect(linkNames({ ...at(gone, []), cluster: NO_CLUSTER })).toEqual(["connect"]);
});

test.each([
  ["an alias", TEXT.replace("NodePort", "ExternalName")],
  ["a Service without a selector", TEXT.replace(/ {2}selector:[\s\S]*front\n/, "")],
])("the targetPort of %s leads to no Pod, and none is counted", (_, text) => {
  const shown = hoverAt(text.replace("http", "ht$0tp"), clusterSnapshot(PODS)) ?? "";
  expect(shown).not.toContain("Pods match");
  expect(shown).not.toContain("lands on");
});

test("why Pods are unknown is said once, and does not blame the connection", () => {
  const why = "The namespace shop does not exist in the cluster.";
  const gone = clusterSnapshot([], { kind: "failed", why });
  expect(hoverAt(SELECTOR, gone)?.split("\n\n").slice(0, 2)).toEqual(["**Pods: unknown**", `Not known. ${why}`]);
  const { settings } = gone;
  const japanese = hoverAt(SELECTOR, { ...clusterSnapshot(PODS), settings: { ...settings, locale: "ja" } });
  expect(japanese).not.toMatch(/[。、][^|]*\. /);
});

test.each([
  ["the selector", SELECTOR],
  ["a pair", TEXT.replace("app: till", "app: t$0ill")],
  ["targetPort", TEXT.replace("targetPort: http", "targetPort: h$0ttp")],
])("a certificate that is not checked is said where the cluster is: %s", (_, text) => {
  const known = clusterSnapshot(PODS);
  const unverified = { ...known, cluster: { ...known.cluster, unverified: true } };
  const warning = "The certificate of test is not checked (insecure-skip-tls-verify), so somebody else may answer.";
  expect(hoverAt(text, unverified, false)?.split(warning)).toHaveLength(2);
  expect(hoverAt(text, known, false)).not.toContain(warning);
});

test("elsewhere there is nothing to say", () => {
  expect(hoverAt(TEXT.replace("namespace: shop}", "namespace: shop$0 }"), clusterSnapshot(PODS))).toBeDefined();
  expect(hoverAt(TEXT.replace("namespace: shop}", "namespace: shop }$0"), clusterSnapshot(PODS))).toBeUndefined();
  expect(hoverAt("a: $0b\n", clusterSnapshot(PODS))).toBeUndefined();
});

/** The lines of a hover that are no table and no head. */
function linesAt(marked: string, snapshot: Snapshot): readonly string[] {
  return (hoverAt(marked, snapshot) ?? "").split("\n").filter((line) => line !== "" && !/^[|*]/.test(line));
}

const deploymentFile = (labels: string, metadata = "name: till") => ({
  "file:///work/till.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {${metadata}}
spec: {template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: a}]}}}
`,
});

test("where no Pod matches, the selector says why, the cluster and the workspace told apart", () => {
  const old = livePod("till-1", "app=till,tier=old", { owner: { kind: "Deployment", name: "till" } });
  const live = clusterSnapshot([old]);
  const said = (files: Readonly<Record<string, string>>, snapshot = live) =>
    linesAt(SELECTOR, { ...snapshot, workspace: workspaceSnapshot(files).workspace }).slice(2);
  expect(said(deploymentFile("app: till, tier: front"))).toEqual([
    "Deployment till in this workspace matches, but its 1 live Pod has other labels: the template is not applied yet, or not rolled out.",
  ]);
  expect(said(deploymentFile("app: till, tier: front"), clusterSnapshot([]))).toEqual([
    "Deployment till in this workspace matches; 0 of its Pods are live: it is not applied yet.",
  ]);
  expect(said(deploymentFile("app: till, tier: fronnt"))).toEqual([
    "1 Pod has tier=old, not tier=front.",
    "In this workspace: Deployment till has tier=fronnt, not tier=front.",
  ]);
});

test("Pods of the same workload that do not match are those of another template", () => {
  const owner = { kind: "StatefulSet", name: "till" };
  const pods = [livePod("till-0", "app=till,tier=front", { owner }), livePod("till-1", "app=till", { owner })];
  expect(linesAt(SELECTOR, clusterSnapshot(pods)).slice(-2)).toEqual([
    "1 more lacks tier=front: till-1",
    "They are of StatefulSet till as well, from another template: its rollout is not complete.",
  ]);
});

test("a pair that no Pod has shows the values that there are", () => {
  const pods = [livePod("a", "tier=back"), livePod("b", "tier=fornt"), livePod("c", "tier=back")];
  expect(linesAt(TEXT.replace("tier: front", "tier: fr$0ont"), clusterSnapshot(pods))).toContain(
    "Their values of tier are: back \\(2\\), fornt \\(1\\).",
  );
});

test("targetPort tells of each Pod what it declares instead", () => {
  const pods = [
    livePod("till-1", "app=till,tier=front", {
      ports: [{ name: "http", port: 8080, protocol: "UDP", container: "container" }],
    }),
    livePod("till-2", "app=till,tier=front", { ports: [] }),
  ];
  const shown = hoverAt(TEXT.replace("http", "ht$0tp"), clusterSnapshot(pods));
  expect(shown).toContain("| till-1 | no port of that name, but http/UDP |");
  expect(shown).toContain("| till-2 | no port of that name |");
  const numbered = hoverAt(TEXT.replace("http", "80$080"), clusterSnapshot(pods));
  expect(numbered).toContain("| till-1 | 8080/TCP \\(not declared\\) |");
  expect(numbered).toContain("| till-2 | 8080/TCP |");
});
