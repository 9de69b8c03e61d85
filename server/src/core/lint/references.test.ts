import { expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import { clusterSnapshot, workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { check } from "../check.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { Knowledge, Settings, Snapshot } from "../snapshot.ts";
import { render } from "../words.ts";
import { service, serviceWith } from "./examples.ts";

const URI = "file:///shop/ingress.yaml";
const BESIDE = "file:///shop/service.yaml";
const TILL = service("selector: {app: till}", "ports:", "  - {name: http, port: 80}");
const TEMPLATED = TILL.replace("name: till", "name: {{ .Values.name }}");

function ingress(name: string, port = "number: 80", metadata = "name: shop"): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {${metadata}}
spec: {defaultBackend: {service: {name: ${name}, port: {${port}}}}}
`;
}
const route = (backend: string): string =>
  `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec: {rules: [{backendRefs: [${backend}]}]}
`;

interface Known {
  readonly files?: Readonly<Record<string, string>>;
  /** The ports of the cluster's Services in shop, by name. */
  readonly live?: Readonly<Record<string, readonly unknown[]>>;
  readonly knowledge?: Knowledge;
  readonly rules?: Settings["rules"];
}

function snapshotOf(text: string, { files = {}, live, knowledge = { kind: "synced" }, rules = {} }: Known): Snapshot {
  const { workspace, settings, cluster } = workspaceSnapshot({ ...files, [URI]: text });
  const services = new Map(Object.entries(live ?? {}).map(([name, ports]) => [name, { spec: { ports } }]));
  return {
    settings: { ...settings, rules },
    workspace,
    cluster: live
      ? { ...clusterSnapshot([], knowledge).cluster, services: new Map([["shop", { knowledge, services }]]) }
      : cluster,
  };
}

function found(text: string, known: Known = {}): readonly Diagnostic[] {
  return check({ uri: URI, manifest: readManifest(text) }, snapshotOf(text, known)).filter(
    ({ code }) => code.endsWith("-missing") && code !== "no-matching-workload",
  );
}

const EMPTY = { live: {} };

test.each<readonly [string, string, Known, readonly string[]]>([
  ["is in the same file", `${ingress("till")}---\n${TILL}`, {}, []],
  ["is in another folder", ingress("till"), { files: { "file:///other/a.yaml": TILL } }, []],
  ["is not known without a cluster", ingress("till"), {}, []],
  ["is asked for by the settings", ingress("till"), { rules: { "backend-service-missing": "hint" } }, ["hint"]],
  ["is nearly written so in the folder", ingress("tlil"), { files: { [BESIDE]: TILL } }, ["warning"]],
  ["is nearly written so far away", ingress("tlil"), { files: { "file:///other/a.yaml": TILL } }, []],
  ["differs in its number", ingress("till-2"), { files: { [BESIDE]: TILL } }, []],
  [
    "differs in a short part",
    ingress("till-ro"),
    { files: { [BESIDE]: TILL.replace("name: till", "name: till-rw") } },
    [],
  ],
  [
    "is nearly written so, beside a file that cannot be read",
    ingress("tlil"),
    { files: { [BESIDE]: TILL, "file:///shop/b.yaml": TEMPLATED } },
    [],
  ],
  ["is in the cluster", ingress("till"), { live: { till: [{ port: 80 }] } }, []],
  ["is not in the cluster either", ingress("till"), EMPTY, ["warning"]],
  ["is not in the cluster, but in the workspace", ingress("till"), { ...EMPTY, files: { [BESIDE]: TILL } }, []],
  ["is nearly so in the cluster", ingress("tlil"), { live: { till: [] } }, ["warning"]],
  ["may be in a template", ingress("till"), { ...EMPTY, files: { "file:///a/b.yaml": TEMPLATED } }, ["info"]],
  ["is unknown while connecting", ingress("tlil"), { ...EMPTY, knowledge: { kind: "connecting" } }, []],
  ["may be there still", ingress("till"), { ...EMPTY, knowledge: { kind: "stale", since: 0, why: "reset" } }, []],
  ["may not be listed", ingress("till"), { ...EMPTY, knowledge: { kind: "denied", what: "forbidden" } }, []],
  [
    "is looked for in a namespace that is not followed",
    ingress("till", "number: 80", "name: shop, namespace: other"),
    EMPTY,
    [],
  ],
  ["is filled in by a template", ingress("$" + "{NAME}"), EMPTY, []],
  [
    "is looked for where a template says",
    ingress("till", "number: 80", "name: shop, namespace: $" + "{NAMESPACE}"),
    EMPTY,
    [],
  ],
  ["is meant by a route", route("{name: till, port: 80}"), EMPTY, ["warning"]],
  ["is looked for where a template of a route says", route("{name: till, namespace: $" + "{N}, port: 80}"), EMPTY, []],
  ["is no Service", route("{name: till, kind: ServiceImport, group: multicluster.x-k8s.io}"), EMPTY, []],
  ["lacks the port", `${ingress("till", "number: 81")}---\n${TILL}`, {}, ["warning"]],
  ["lacks the port, in another file", ingress("till", "name: htp"), { files: { [BESIDE]: TILL } }, ["info"]],
  ["lacks the port in the cluster", ingress("till", "number: 81"), { live: { till: [{ port: 80 }] } }, ["warning"]],
  ["is far away and lacks the port", ingress("till", "number: 81"), { files: { "file:///other/a.yaml": TILL } }, []],
  [
    "has ports that a template fills in",
    `${ingress("till", "name: web")}---\n${TILL.replace("name: http", "name: $" + "{PORT}")}`,
    {},
    [],
  ],
])("a Service that %s", (_, text, known, severities) => {
  expect(found(text, known).map(({ severity }) => severity)).toEqual(severities);
});

test("what a StatefulSet or an EndpointSlice means is information where the cluster has none", () => {
  const statefulSet = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: till}\nspec: {serviceName: till}\n";
  const slice =
    "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a, labels: {kubernetes.io/service-name: till}}\n";
  expect(found(`${statefulSet}---\n${slice}`, EMPTY).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    "info stateful-set-service-missing",
    "info endpoint-slice-service-missing",
  ]);
});

test("the nearest name is said with its place and written by the fix, quoted as before", () => {
  const text = ingress('"tlil"');
  const [diagnostic] = found(text, { files: { [BESIDE]: TILL } });
  expect(diagnostic && render(diagnostic.message, "en")).toBe(
    "No manifest in this workspace has a Service tlil. There is a Service till.",
  );
  expect(diagnostic?.related).toMatchObject([{ file: BESIDE, service: "till" }]);
  expect(applyEdits(text, diagnostic?.fixes?.[0]?.edits ?? [])).toBe(ingress('"till"'));
});

test("the only port, or one of a near name, is written by the fix", () => {
  const fixed = (text: string): string =>
    applyEdits(
      text,
      found(text).flatMap(({ fixes = [] }) => fixes.flatMap(({ edits }) => edits)),
    );
  const two = TILL.replace("{name: http, port: 80}", "{name: https, port: 443}\n    - {name: metrics, port: 9090}");
  expect(fixed(`${ingress("till", "number: 81")}---\n${TILL}`)).toBe(`${ingress("till", "number: 80")}---\n${TILL}`);
  expect(fixed(`${ingress("till", "name: metrcis")}---\n${two}`)).toBe(
    `${ingress("till", "name: metrics")}---\n${two}`,
  );
  expect(fixed(`${ingress("till", "number: 81")}---\n${two}`)).toBe(`${ingress("till", "number: 81")}---\n${two}`);
});

test("a Service of the folder in another namespace is linked", () => {
  const other = serviceWith(["name: till", "namespace: other"], ["ports:", "  - port: 80"]);
  const text = ingress("till", "number: 80", "name: shop, namespace: shop");
  const [diagnostic] = found(text, { files: { [BESIDE]: other } });
  expect(diagnostic?.severity).toBe("info");
  expect(diagnostic && render(diagnostic.message, "en")).toBe(
    "No manifest in this workspace has a Service till. The Service till of this workspace is in namespace other, which is not where Ingress looks.",
  );
});

test("what a kustomization makes of names counts, and so do the written ones", () => {
  const files = {
    [BESIDE]: TILL,
    "file:///shop/kustomization.yaml":
      "kind: Kustomization\nnamespace: shop\nnamePrefix: dev-\nresources: [service.yaml, ingress.yaml]\n",
  };
  expect(found(ingress("till"), { ...EMPTY, files })).toEqual([]);
  expect(found(ingress("dev-till"), { ...EMPTY, files })).toEqual([]);
  expect(found(ingress("dev-tlil"), { ...EMPTY, files }).map(({ severity }) => severity)).toEqual(["warning"]);
});
