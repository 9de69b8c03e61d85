import fc from "fast-check";
import { expect, test } from "vitest";
import { clusterSnapshot, firstService, livePod, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import type { Service } from "../manifest/service.ts";
import type { Resolution } from "./resolution.ts";
import { resolve } from "./resolve.ts";

function service(spec: string, metadata = "name: till"): Service {
  return firstService(`apiVersion: v1\nkind: Service\nmetadata: {${metadata}}\nspec: {${spec}}\n`);
}

function deployment(name: string, labels: string, more = "", kind = "Deployment"): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, labels: {own: label}${more}}
spec:
  selector: {matchLabels: {${labels}}}
  template:
    metadata: {labels: {${labels}}}
    spec:
      containers:
      - name: main
        ports: [{name: http, containerPort: 8080}]
`;
}

function offline(spec: string, files: Readonly<Record<string, string>>, uri = "file:///a/service.yaml"): Resolution {
  return resolve(service(spec), workspaceSnapshot(files), uri);
}

const names = ({ pods }: Resolution): readonly string[] => pods.map(({ name }) => name);
const misses = ({ nearMisses }: Resolution): readonly string[] =>
  nearMisses.map(({ kind, pods, missing, actual }) =>
    [kind, pods.map(({ name }) => name), missing.map(({ key }) => key), ...actual.values()].flat().join(" "),
  );

const SHOP = [
  livePod("b", "app=till,tier=front"),
  livePod("a", "app=till,tier=front", { ready: false }),
  livePod("c", "app=till,tier=back"),
  livePod("d", "app=till,tier=front", { namespace: "other" }),
];

test("every pair must match, in the Service's own namespace", () => {
  const found = resolve(service("selector: {app: till, tier: front}"), clusterSnapshot(SHOP), "");
  expect(names(found)).toEqual(["a", "b"]);
  expect(found.readyCount).toBe(1);
  expect(found.pairs.map(({ count }) => count)).toEqual([3, 2]);
  expect(misses(found)).toEqual(["otherNamespace d", "apart c tier back"]);
});

test("a namespace that is written counts, else that of the context", () => {
  const other = service("selector: {app: till}", "name: till, namespace: other");
  expect(names(resolve(other, clusterSnapshot(SHOP), ""))).toEqual(["d"]);
});

test.each(["", "selector: {}", "selector: null", "selector:"])("%j selects nothing", (spec) => {
  const found = resolve(service(spec), clusterSnapshot(SHOP), "");
  expect(service(spec).selector.kind).toBe("none");
  expect(names(found)).toEqual([]);
});

test("an ExternalName Service has no Pods, whatever its selector", () => {
  expect(names(resolve(service("type: ExternalName, selector: {app: till}"), clusterSnapshot(SHOP), ""))).toEqual([]);
});

test("a selector that a template fills in is unknown", () => {
  expect(service('selector: {app: "{{ .Values.app }}"}').selector.kind).toBe("unknown");
});

test("a selector that a template brings in as whole lines is unknown, not missing", () => {
  const head = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n";
  expect(firstService(`${head}  selector:\n    {{- include "x" . | nindent 4 }}\n`).selector.kind).toBe("unknown");
  expect(firstService(`${head}  {{- include "x" . | nindent 2 }}\n`).selector.kind).toBe("unknown");
});

test("only a synced or stale namespace is an answer of the cluster", () => {
  for (const kind of ["off", "connecting"] as const) {
    const found = resolve(service("selector: {app: till}"), clusterSnapshot(SHOP, { kind }), "");
    expect(found.source).toEqual({ kind: "none", cluster: { kind } });
    expect(found.pods).toEqual([]);
  }
  const stale = resolve(
    service("selector: {app: till}"),
    clusterSnapshot(SHOP, { kind: "stale", since: 1, why: "" }),
    "",
  );
  expect(stale.source).toMatchObject({ kind: "cluster", knowledge: { kind: "stale" } });
});

test("the Pod template's labels count, not the workload's own", () => {
  expect(names(offline("selector: {own: label}", { "file:///a/d.yaml": deployment("d", "app: x") }))).toEqual([]);
  expect(names(offline("selector: {app: x}", { "file:///a/d.yaml": deployment("d", "app: x") }))).toEqual(["d"]);
});

test("the same file comes before the folder, the folder before the workspace", () => {
  const files = {
    "file:///a/service.yaml": deployment("same", "app: x"),
    "file:///a/other.yaml": deployment("folder", "app: x, tier: y1"),
    "file:///b/other.yaml": deployment("far", "app: x, zone: z"),
  };
  expect(offline("selector: {app: x}", files)).toMatchObject({ source: { reach: "file" }, pods: [{ name: "same" }] });
  expect(offline("selector: {tier: y1}", files)).toMatchObject({ source: { reach: "folder" } });
  expect(offline("selector: {zone: z}", files)).toMatchObject({ source: { reach: "workspace" } });
});

test("CronJobs, bare Pods and kinds that are not known have Pod templates too", () => {
  const cron = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: cron}}, spec: {containers: [{name: a}]}}}}}
`;
  const pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: bare, labels: {app: pod}}\nspec: {containers: [{name: a}]}\n";
  const files = {
    "file:///a/all.yaml": `${cron}---\n${pod}---\n${deployment("canary", "app: rollout", "", "Rollout")}`,
  };
  for (const [app, name] of [
    ["cron", "nightly"],
    ["pod", "bare"],
    ["rollout", "canary"],
  ]) {
    expect(names(offline(`selector: {app: ${app}}`, files))).toEqual([name]);
  }
});

test("labels that controllers add count for the kinds that get them", () => {
  const files = { "file:///a/s.yaml": deployment("db", "app: db", "", "StatefulSet") };
  expect(names(offline("selector: {statefulset.kubernetes.io/pod-name: db-0}", files))).toEqual(["db"]);
  expect(names(offline("selector: {statefulset.kubernetes.io/pod-name: web-0}", files))).toEqual([]);
  expect(names(offline("selector: {pod-template-hash: abc}", files))).toEqual([]);
});

test("offline, a namespace that is not written can be any", () => {
  const files = { "file:///a/d.yaml": deployment("d", "app: x", ", namespace: shop") };
  expect(names(offline("selector: {app: x}", files))).toEqual(["d"]);
  const elsewhere = resolve(service("selector: {app: x}", "name: t, namespace: bar"), workspaceSnapshot(files), "");
  expect(names(elsewhere)).toEqual([]);
  expect(misses(elsewhere)).toEqual(["otherNamespace d"]);
});

test.each([
  ["app: web-frontned", "app=web-frontend", "typo p app web-frontend"],
  ["app: web-1", "app=web-2", undefined],
  ["app: web", "app.kubernetes.io/name=web", "otherKey p app"],
  ["ap: web", "app=web", undefined],
  ["compnent: web", "component=web", "otherKey p compnent"],
  ["app: web, tier: x", "app=web", "apart p tier"],
  ["app: web, tier: x", "other=web", undefined],
])("selector {%s} and a Pod with %s: %s", (selector, labels, expected) => {
  const found = resolve(service(`selector: {${selector}}`), clusterSnapshot([livePod("p", labels)]), "");
  expect(misses(found)).toEqual(expected === undefined ? [] : [expected]);
});

test("ports land Pod by Pod", () => {
  const pods = [
    livePod("a", "app=x"),
    livePod("b", "app=x", { ports: [{ name: "http", port: 9090, protocol: "TCP", container: "container" }] }),
    livePod("c", "app=x", { ports: [{ name: "http", port: 53, protocol: "UDP", container: "container" }] }),
    livePod("done", "app=x", { phase: "Succeeded" }),
  ];
  const [named, number, missing] = resolve(
    service("selector: {app: x}, ports: [{port: 80, targetPort: http}, {port: 443}, {port: 1, targetPort: ''}]"),
    clusterSnapshot(pods),
    "",
  ).ports;
  expect(named?.landings.map((one) => [one.number, one.pods.map(({ name }) => name)])).toEqual([
    [8080, ["a"]],
    [9090, ["b"]],
  ]);
  expect(named?.missing.map(({ name }) => name)).toEqual(["c"]);
  expect(number?.landings).toMatchObject([{ number: 443, pods: [{}, {}, {}] }]);
  expect(missing?.landings).toMatchObject([{ number: 1 }]);
});

test("a sidecar's port name counts since 1.33", () => {
  const pod = livePod("a", "app=x", { ports: [{ name: "http", port: 1, protocol: "TCP", container: "sidecar" }] });
  const asked = service("selector: {app: x}, ports: [{port: 80, targetPort: http}]");
  const snapshot = clusterSnapshot([pod]);
  const old = { ...snapshot, settings: { ...snapshot.settings, minor: 32 as const } };
  expect(resolve(asked, snapshot, "").ports[0]?.landings).toMatchObject([{ number: 1 }]);
  expect(resolve(asked, old, "").ports[0]?.missing).toHaveLength(1);
});

test("a longer selector never matches more Pods", () => {
  const label = fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("1x", "2x"));
  const pairs = fc.array(label, { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(pairs, { maxLength: 6 }), pairs, label, (pods, selector, more) => {
      const snapshot = clusterSnapshot(
        pods.map((labels, index) => livePod(`p${index}`, labels.map((pair) => pair.join("=")).join(","))),
      );
      const matched = (chosen: readonly (readonly [string, string])[]): readonly string[] =>
        names(resolve(service(`selector: {${chosen.map(([k, v]) => `${k}: ${v}`).join(", ")}}`), snapshot, ""));
      const shorter = matched(selector);
      if (selector.length === 0 || selector.some(([key]) => key === more[0])) return;
      expect(shorter).toEqual(expect.arrayContaining([...matched([...selector, more])]));
    }),
  );
});

test("__proto__ is a label like any other", () => {
  const found = resolve(service("selector: {__proto__: x1}"), clusterSnapshot([livePod("a", "__proto__=x1")]), "");
  expect(names(found)).toEqual(["a"]);
});

test("labels on the workload but not on its template are a near miss of their own", () => {
  const own = deployment("own", "app: x").replace("{own: label}", "{app: shop, tier: front}");
  const files = { "file:///a/d.yaml": own };
  expect(misses(offline("selector: {app: shop, tier: front}", files))).toEqual(["workloadLabels own app tier"]);
  expect(misses(offline("selector: {app: shop, tier: back}", files))).toEqual([]);
});

test("of near misses a slip comes first, a template that lacks its workload's labels next, then the rest", () => {
  const files = {
    "file:///a/slip.yaml": deployment("slip", "app: shop, tier: fornt"),
    "file:///a/own.yaml": deployment("own", "app: shop").replace("{own: label}", "{app: shop, tier: front}"),
    "file:///a/apart.yaml": deployment("apart", "app: shop, tier: back"),
  };
  expect(misses(offline("selector: {app: shop, tier: front}", files))).toEqual([
    "typo slip tier fornt",
    "workloadLabels own tier",
    "apart apart tier back",
  ]);
});
