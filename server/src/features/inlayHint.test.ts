import { expect, test } from "vitest";
import { fixture, NOW, withHints } from "../../../test/support/fixture.ts";
import { clusterSnapshot, livePod, workspaceSnapshot } from "../../../test/support/snapshot.ts";
import type { Knowledge, Snapshot } from "../core/snapshot.ts";
import { inlayHints } from "./inlayHint.ts";

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

const TEXT = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec:
  selector: # the till
    app: till
    tier: front
  ports:
    - port: 80
      targetPort: http
`;

/** The hints as they stand in the text, from the selector on. */
function hinted(text: string, snapshot: Snapshot): string {
  const { context } = fixture(text, snapshot);
  const shown = withHints(text, inlayHints(context, WHOLE));
  return shown.slice(shown.indexOf("  selector"));
}

const PODS = [
  livePod("till-1", "app=till,tier=front"),
  livePod("till-2", "app=till,tier=front", { ready: false }),
  livePod("till-report", "app=till,tier=back"),
];

test("the cluster's Pods: how many match, how many have each pair, and where the port lands", () => {
  expect(hinted(TEXT, clusterSnapshot(PODS))).toMatchInlineSnapshot(`
    "  selector: «2 Pods, 1 ready» # the till
        app: till «3»
        tier: front «2»
      ports:
        - port: 80
          targetPort: http «-> 8080 on 2 Pods»
    "
  `);
});

test("ports that differ between Pods are told apart", () => {
  const other = livePod("till-3", "app=till,tier=front", {
    ports: [{ name: "http", port: 9090, protocol: "TCP", container: "container" }],
  });
  expect(hinted(TEXT, clusterSnapshot([...PODS, other]))).toMatchInlineSnapshot(`
    "  selector: «3 Pods, 2 ready» # the till
        app: till «4»
        tier: front «3»
      ports:
        - port: 80
          targetPort: http «-> 8080 on 2 Pods, 9090 on 1»
    "
  `);
});

test("a connection that was lost has its time", () => {
  const lost: Knowledge = { kind: "stale", since: NOW, why: "refused" };
  expect(hinted(TEXT, clusterSnapshot(PODS, lost))).toMatchInlineSnapshot(`
    "  selector: «2 Pods, 1 ready (as of 12:03)» # the till
        app: till «3 (as of 12:03)»
        tier: front «2 (as of 12:03)»
      ports:
        - port: 80
          targetPort: http «-> 8080 on 2 Pods (as of 12:03)»
    "
  `);
});

test("in every language the time stands behind what is cut, and no hint is longer than an editor shows", () => {
  const lost: Knowledge = { kind: "stale", since: NOW, why: "refused" };
  const several = [1, 2, 3, 4].map((port) => [
    { name: "http", port: 9000 + port, protocol: "TCP", container: "container" as const },
  ]);
  const pods = several.map((ports, index) => livePod(`till-${index}`, "app=till,tier=front", { ports }));
  for (const locale of ["en", "ja"] as const) {
    const snapshot = clusterSnapshot(pods, lost);
    const { context } = fixture(TEXT, { ...snapshot, settings: { ...snapshot.settings, locale } });
    const labels = inlayHints(context, WHOLE).map(({ label }) => String(label));
    expect(labels).toHaveLength(4);
    for (const label of labels) {
      expect(label).toContain("12:03");
      expect(label.length).toBeLessThanOrEqual(43);
    }
    expect(labels.at(-1)).toContain("…");
  }
});

test("what is unknown never looks like zero", () => {
  const loading = clusterSnapshot([], { kind: "connecting" });
  expect(hinted(TEXT, loading)).toMatchInlineSnapshot(`
    "  selector: «Pods: loading» # the till
        app: till
        tier: front
      ports:
        - port: 80
          targetPort: http
    "
  `);
  const denied = clusterSnapshot([], { kind: "denied", what: "pods is forbidden" });
  expect(hinted(TEXT, denied)).toMatchInlineSnapshot(`
    "  selector: «Pods: not allowed to list» # the till
        app: till
        tier: front
      ports:
        - port: 80
          targetPort: http
    "
  `);
});

test("offline the workspace's workloads answer, and say so", () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  template:
    metadata: {labels: {app: till, tier: front}}
    spec: {containers: [{name: till, ports: [{name: http, containerPort: 8080}]}]}
`;
  expect(hinted(TEXT, workspaceSnapshot({ "file:///work/till.yaml": deployment }))).toMatchInlineSnapshot(`
    "  selector: «Deployment till matches» # the till
        app: till «1»
        tier: front «1»
      ports:
        - port: 80
          targetPort: http «-> 8080»
    "
  `);
});

test("a workload without a name is not named", () => {
  const nameless =
    "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {metadata: {labels: {app: till, tier: front}}, spec: {containers: [{name: a}]}}}\n";
  const shown = hinted(TEXT, workspaceSnapshot({ "file:///work/till.yaml": nameless }));
  expect(shown.split("\n")[0]).toBe("  selector: «Unnamed Deployment matches» # the till");
});

test("a selector in one line has one hint", () => {
  const flow = TEXT.replace(/ {2}selector[\s\S]*front\n/, "  selector: {app: till, tier: front}\n");
  expect(hinted(flow, clusterSnapshot(PODS))).toMatchInlineSnapshot(`
    "  selector: {app: till, tier: front} «2 Pods, 1 ready»
      ports:
        - port: 80
          targetPort: http «-> 8080 on 2 Pods»
    "
  `);
});

test("no selector and ExternalName have none", () => {
  const { context } = fixture(TEXT.replace("spec:", "spec:\n  type: ExternalName"), clusterSnapshot(PODS));
  expect(inlayHints(context, WHOLE)).toEqual([]);
  const bare = fixture(
    "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80, targetPort: 8080}]}\n",
    clusterSnapshot(PODS),
  );
  expect(inlayHints(bare.context, WHOLE)).toEqual([]);
});

test("no hint is longer than thirty characters, and its tooltip is whole", () => {
  const name = "a-port-name";
  const long = clusterSnapshot(
    PODS.map((pod) => ({ ...pod, ports: [] })),
    { kind: "synced" },
  );
  const { context } = fixture(TEXT.replace("targetPort: http", `targetPort: ${name}`), long);
  const hints = inlayHints(context, WHOLE);
  for (const { label } of hints) expect(String(label).length).toBeLessThanOrEqual(30);
  expect(hints.at(-1)?.tooltip).toContain("no port a-port-name on 2 Pods");
});

test("only Services in the range are resolved", () => {
  const { context } = fixture(`${TEXT}---\n${TEXT}`, clusterSnapshot(PODS));
  const lines = { start: { line: 11, character: 0 }, end: { line: 30, character: 0 } };
  const asked: number[] = [];
  const counting = {
    ...context,
    resolutionOf: (written: (typeof context.services)[0]) => {
      asked.push(written.start);
      return context.resolutionOf(written);
    },
  };
  expect(inlayHints(counting, lines)).toHaveLength(4);
  expect(new Set(asked).size).toBe(1);
});
