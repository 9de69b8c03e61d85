import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CodeAction, TextEdit } from "vscode-languageserver-types";
import { startInProcess, type TestClient } from "../../../test/support/languageServer.ts";
import { until } from "../../../test/support/until.ts";
import type { EditsResult, ExposeOptions, ExposeResult, LabelChoicesResult } from "./messages/edits.ts";
import type { ServiceMatches, WorkloadItem } from "./messages/reading.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: till
spec:
  selector:
    matchLabels:
      app: till
  template:
    metadata:
      labels:
        app: till
        tier: front
    spec:
      containers:
        - name: till
          ports:
            - name: http
              containerPort: 8080
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  selector:
    app: till
  ports:
    - port: 80
`;

let folder: string;
let client: TestClient;
let service: string;
let deployment: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "podsight-commands-"));
  const uri = (name: string) => pathToFileURL(join(folder, name)).href;
  [service, deployment] = [uri("service.yaml"), uri("deployment.yaml")];
  await writeFile(join(folder, "deployment.yaml"), DEPLOYMENT);
  client = await startInProcess({
    folder: pathToFileURL(folder).href,
    capabilities: { workspace: { workspaceEdit: { documentChanges: true } }, textDocument: { diagnostic: {} } },
  });
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A document's text after the answer's edits. */
function edited({ documents }: EditsResult, uri: string, text: string): string {
  const edits = documents.find((document) => document.uri === uri)?.edits ?? [];
  return TextDocument.applyEdits(TextDocument.create(uri, "yaml", 0, text), edits as readonly TextEdit[] as TextEdit[]);
}

describe("expose", () => {
  test("a workload of the workspace, before any document is open", async () => {
    const [item, ...others] = await client.request<readonly WorkloadItem[]>("podsight/workloads", {});
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      kind: "Deployment",
      name: "till",
      source: "workspace",
      labels: { app: "till", tier: "front" },
      ports: [{ name: "http", port: 8080, protocol: "TCP" }],
      location: { uri: deployment, line: 3, character: 8 },
    });
    const { text } = await client.request<ExposeResult>("podsight/expose", {
      id: item?.id,
      name: "till",
      type: "NodePort",
      ports: [{ port: 8080, targetPort: "http", protocol: "TCP" }],
    });
    expect(text).toBe(`apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  type: NodePort
  selector:
    app: till
  ports:
    - port: 8080
      targetPort: http
`);
  });

  test.each([
    ["id", { name: "a", type: "ClusterIP", ports: [] }],
    ["type", { id: "x", name: "a", type: "Nodeport", ports: [] }],
    ["ports", { id: "x", name: "a", type: "ClusterIP", ports: {} }],
    ["ports[0].port", { id: "x", name: "a", type: "ClusterIP", ports: [{ port: 0, targetPort: 1, protocol: "TCP" }] }],
    [
      "ports[0].targetPort",
      { id: "x", name: "a", type: "ClusterIP", ports: [{ port: 1, targetPort: "A b", protocol: "TCP" }] },
    ],
    ["params", "text"],
  ])("a request with a wrong %s is refused by its name", async (field, params) => {
    await expect(client.connection.sendRequest("podsight/expose", params)).rejects.toThrow(field);
  });

  test.each([
    ["labels", { labels: { "a b": "c" } }],
    ["labels.a", { labels: { a: "-" } }],
    ["selector", { selector: "app=till" }],
    ["selector.a", { selector: { a: null } }],
    ["sessionAffinity", { sessionAffinity: "Sometimes" }],
    ["type", { override: { type: "apply", patch: "{}" } }],
    ["patch", { override: { type: "merge", patch: {} } }],
  ])("options with a wrong %s are refused by its name", async (field, options) => {
    const params = { id: "x", name: "a", type: "ClusterIP", ports: [], options };
    await expect(client.request("podsight/expose", params)).rejects.toThrow(`well formed: ${field}.`);
  });

  test("labels and selector of one's own, and a last word in JSON; what cannot be made is said", async () => {
    const [item] = await client.request<readonly WorkloadItem[]>("podsight/workloads", {});
    const make = (options: ExposeOptions) =>
      client.request<ExposeResult>("podsight/expose", {
        id: item?.id,
        name: "till",
        type: "ClusterIP",
        ports: [{ port: 80, targetPort: "http", protocol: "TCP" }],
        options,
      });
    const patch = '[{"op": "replace", "path": "/metadata/name", "value": "counter"}]';
    const made = await make({
      labels: { team: "shop" },
      selector: { tier: "front" },
      override: { type: "json", patch },
    });
    expect(made).toEqual({
      name: "counter",
      text: `apiVersion: v1
kind: Service
metadata:
  name: counter
  labels:
    team: shop
spec:
  selector:
    tier: front
  ports:
    - port: 80
      targetPort: http
`,
    });
    await expect(make({ selector: {} })).rejects.toThrow("Give the selector in the options.");
  });

  test("a workload that is gone is said to be so", async () => {
    const params = { id: "[]", name: "a", type: "ClusterIP", ports: [] };
    await expect(client.request("podsight/expose", params)).rejects.toThrow("not there any more");
  });
});

describe("a Service of an open document", () => {
  test("its matches, and switching its type by the offset that they name", async () => {
    client.open(service, SERVICE);
    client.open(deployment, DEPLOYMENT);
    const [match] = await client.request<readonly ServiceMatches[]>("podsight/matches", { uri: service });
    expect(match).toMatchObject({ name: "till", type: "ClusterIP", source: "workspace", offset: 0 });
    expect(match?.pods).toMatchObject([{ name: "till", owner: { kind: "Deployment", name: "till" } }]);
    const answer = await client.request<EditsResult>("podsight/switchType", {
      uri: service,
      offset: match?.offset,
      type: "ExternalName",
      externalName: "till.example.com",
    });
    expect(edited(answer, service, SERVICE)).toBe(`${SERVICE}  type: ExternalName\n  externalName: till.example.com\n`);
  });

  test("nothing to switch, nowhere to switch, nothing that may be switched", async () => {
    client.open(service, `${SERVICE}---\n${SERVICE}  x: [\n`);
    const switchTo = (offset: number, more = {}) =>
      client.request<EditsResult>("podsight/switchType", { uri: service, offset, type: "ClusterIP", ...more });
    expect(await switchTo(0)).toEqual({ documents: [] });
    await expect(switchTo(9_999)).rejects.toThrow("no Service");
    await expect(switchTo(SERVICE.length + 10, { type: "NodePort" })).rejects.toThrow();
    await expect(switchTo(0, { type: "ExternalName", externalName: "no such name" })).rejects.toThrow("externalName");
    await expect(switchTo(0, { uri: "file:///other.yaml" })).rejects.toThrow("not open");
  });

  test("where labels can be changed, what comes of it, and where the template's own selector forbids it", async () => {
    client.open(
      service,
      `${SERVICE}---\n${SERVICE.replace("name: till", "name: front").replace("app: till", "tier: front")}`,
    );
    client.open(deployment, DEPLOYMENT);
    const choices = (labels: object) =>
      client.request<LabelChoicesResult>("podsight/labelChoices", { uri: service, offset: 0, labels });
    expect(await choices({ tier: "back" })).toEqual({
      workloads: [],
      workspace: {
        effects: ["Service front, as typed in the workspace, loses the Pods of Deployment till."],
        brief: "Services that lose Pods: front.",
      },
    });
    const nothing = "No Service gains or loses a Pod.";
    expect((await choices({ size: "large" })).workspace).toEqual({ effects: [nothing], brief: nothing });
    const { workspace } = await choices({ app: null });
    expect(workspace?.refused).toContain("does not allow app-");
    expect(workspace?.brief).toBe("Refused: a template does not allow it.");
    await expect(choices({ "a b": null })).rejects.toThrow("labels");
    await expect(choices({})).rejects.toThrow("labels");
  });

  test("a label for the templates behind it", async () => {
    client.open(service, SERVICE);
    client.open(deployment, DEPLOYMENT);
    const ask = { uri: service, offset: 0 };
    const answer = await client.request<EditsResult>("podsight/addLabel", { ...ask, labels: { version: "1.10" } });
    expect(edited(answer, deployment, DEPLOYMENT)).toBe(
      DEPLOYMENT.replace("tier: front\n", 'tier: front\n        version: "1.10"\n'),
    );
    await expect(client.request("podsight/addLabel", { ...ask, labels: { app: "shop" } })).rejects.toThrow("app=shop");
    await expect(client.request("podsight/addLabel", { ...ask, labels: { "a b": "" } })).rejects.toThrow("labels");
  });
});

test.each([
  ["podsight/contexts", {}],
  ["podsight/namespaces", {}],
  ["podsight/dryRun", { kind: "create", text: SERVICE }],
  ["podsight/dryRun", { kind: "switchType", namespace: "shop", service: "till", type: "NodePort" }],
  ["podsight/dryRun", { kind: "labelPods", namespace: "shop", pods: ["a"], labels: { tier: null } }],
  ["podsight/switchChoices", { namespace: "shop", service: "till" }],
  ["podsight/labelChoices", { namespace: "shop", pods: ["a"], labels: { tier: null } }],
  ["podsight/apply", { token: "x" }],
  ["podsight/validate", { uri: "file:///a.yaml" }],
  ["podsight/find", { labelSelector: "app=till" }],
  ["podsight/portForward", { target: { kind: "pod", namespace: "a", pod: "b", port: 80 }, localPort: 0 }],
  ["podsight/log", { namespace: "a", pod: "b" }],
])("%s is refused in a workspace that is not trusted", async (method, params) => {
  await expect(client.request(method, params)).rejects.toThrow("not trusted");
});

test("the fix of a near miss labels the template in another file", async () => {
  client.open(service, SERVICE.replace("app: till", "app: till\n    tier: frontend"));
  client.open(deployment, DEPLOYMENT);
  const position = { line: 7, character: 12 };
  const ask = {
    textDocument: { uri: service },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  };
  const label = await until(
    async () => {
      const actions = await client.request<readonly CodeAction[]>("textDocument/codeAction", ask);
      return actions.find(({ title }) => title === "Label the template of Deployment till with tier=frontend");
    },
    { within: 5_000, what: "the workspace to be read" },
  );
  expect(label.edit?.documentChanges).toMatchObject([
    { textDocument: { uri: deployment, version: null }, edits: [{ newText: "frontend" }] },
  ]);
});
