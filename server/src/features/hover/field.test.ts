import { describe, expect, test } from "vitest";
import { fixture } from "../../../../test/support/fixture.ts";
import { clusterSnapshot, livePod, SETTINGS, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { EMPTY_WORKSPACE, NO_CLUSTER, type Snapshot } from "../../core/snapshot.ts";
import type { Locale } from "../../core/words.ts";
import { hover } from "../hover.ts";

const NOTHING: Snapshot = { settings: SETTINGS, cluster: NO_CLUSTER, workspace: EMPTY_WORKSPACE };
const LIVE = clusterSnapshot([
  livePod("till-1", "app=till"),
  livePod("till-2", "app=till"),
  livePod("cash", "app=cash"),
]);

const TEXT = `apiVersion: v1
kind: Service
metadata:
  name: till
  namespace: shop
  labels: {app: till}
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.7
  ipFamilies: [IPv4]
  loadBalancerIP: 192.0.2.7
  loadBalancerSourceRanges: ["203.0.113.0/24"]
  trafficDistribution: PreferClose
  selector: {app: till}
  ports:
    - port: 80
      nodePort: 30080
  sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
`;

/** The paragraphs of the hover on the first place where the text stands. */
function hoverOn(word: string, snapshot = NOTHING, markdown = true): readonly string[] {
  const { context, cursor } = fixture(TEXT.replace(word, `$0${word}`), snapshot, {
    client: { commands: false, markdown },
  });
  const shown = hover(context, cursor)?.contents;
  return typeof shown === "object" && "value" in shown ? shown.value.split("\n\n") : [];
}

const inLocale = (locale: Locale): Snapshot => ({ ...NOTHING, settings: { ...SETTINGS, locale } });
const PAGE = /^\[Kubernetes documentation\]\(https:\/\/kubernetes\.io\/docs\//;

describe("a field's key", () => {
  test("its meaning, default, allowed values, types, version and page", () => {
    expect(hoverOn("nodePort")).toEqual([
      "The port on every node, for the types NodePort and LoadBalancer; chosen by the cluster when left out, from 30000 to 32767 unless configured otherwise.",
      "Default: a free port that the cluster chooses",
      "Allowed: the cluster's node port range, 30000 to 32767 unless configured otherwise",
      "Used by: NodePort, LoadBalancer",
      "[Kubernetes documentation](https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport)",
    ]);
    expect(hoverOn("trafficDistribution")).toContain("Since Kubernetes 1.31");
    expect(hoverOn("timeoutSeconds")).toContain("Allowed: 1 to 86400");
    expect(hoverOn("metadata").at(-1)).toMatch(PAGE);
  });

  test("what to use instead where it is deprecated", () => {
    expect(hoverOn("loadBalancerIP")[1]).toBe(
      "Deprecated since Kubernetes 1.24. Use the annotation that the load balancer's implementation documents.",
    );
  });

  test("values of the version that is judged by", () => {
    const old = { ...NOTHING, settings: { ...SETTINGS, minor: 31 as const } };
    expect(hoverOn("trafficDistribution", old)).toContain("Allowed: `PreferClose`");
    expect(hoverOn("trafficDistribution")).toContain("Allowed: `PreferClose`, `PreferSameZone`, `PreferSameNode`");
  });

  test("in Japanese, and as plain text", () => {
    expect(hoverOn("sessionAffinityConfig", inLocale("ja"))[0]).toBe("セッションアフィニティの設定です。");
    expect(hoverOn("sessionAffinityConfig", NOTHING, false).at(-1)).toMatch(/^Kubernetes documentation: https:/);
  });

  test("below what is known of the selector", () => {
    const shown = hoverOn("selector", LIVE);
    expect(shown[0]).toBe("**2 Pods match in shop, 2 ready**");
    expect(shown.at(-1)).toMatch(PAGE);
  });
});

describe("a field's value", () => {
  test.each([
    ["203.0.113.0/24", NOTHING, "256 addresses: 203.0.113.0 to 203.0.113.255."],
    ["IPv4", NOTHING, "Addresses of IPv4."],
    ["PreferClose", NOTHING, "Pods in the client's zone first. The older name of `PreferSameZone`."],
    ["30080", NOTHING, "Every node takes traffic for this Service on port 30080."],
    ["80", LIVE, "**Port 80 lands on 80 of each Pod.**"],
    ["shop", LIVE, "3 Pods in shop."],
    ["till}", LIVE, "2 Pods have app=till."],
    [
      "192.0.2.7",
      NOTHING,
      "For type LoadBalancer: the address wished for. Many implementations ignore it; use their annotations.",
    ],
  ])("%s", (word, snapshot, meaning) => expect(hoverOn(word, snapshot)[0]).toBe(meaning));

  test("a deprecated value says what to use", () => {
    expect(hoverOn("PreferClose")).toContain("Deprecated since Kubernetes 1.35; use PreferSameZone.");
  });

  test("an address says in which range of the cluster it is, where that is known", () => {
    const facts = { ...SETTINGS.facts, serviceCIDRs: ["10.96.0.0/16"] };
    const known = { ...NOTHING, settings: { ...SETTINGS, facts } };
    expect(hoverOn("10.96.0.7", known)[0]).toBe("An address of the cluster's Service range 10.96.0.0/16.");
    expect(hoverOn("10.96.0.7")[0]).toMatch(/^The address inside the cluster/);
  });

  test("a label of the workspace's workloads", () => {
    const files = {
      "file:///work/till.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: till, labels: {app: till}}\nspec: {containers: [{name: a}]}\n",
    };
    expect(hoverOn("till}", workspaceSnapshot(files))[0]).toBe("1 workload has app=till.");
  });

  test("nothing is counted that is not known", () => {
    const denied = clusterSnapshot([], { kind: "denied", what: "no" });
    expect(hoverOn("shop", denied)[0]).toMatch(/^The namespace that/);
    expect(hoverOn("till}", denied)[0]).toMatch(/^Labels of the Service itself/);
  });
});
