import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CodeAction } from "vscode-languageserver-types";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ContextItem, StatusParams } from "../../server/src/lsp/messages/connection.ts";
import type { EndpointSlicesResult, ExposeResult } from "../../server/src/lsp/messages/edits.ts";
import type {
  AddressesResult,
  DescribeResult,
  FindResult,
  ServiceMatches,
  WorkloadItem,
} from "../../server/src/lsp/messages/reading.ts";
import type { ApplyResult, ClusterWrite, DryRunResult, ValidateResult } from "../../server/src/lsp/messages/writes.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startInProcess, type TestClient, VSCODE_CAPABILITIES } from "../support/languageServer.ts";
import { until } from "../support/until.ts";

const TILL = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: till
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels: {app: till}
  template:
    metadata:
      labels: {app: till, tier: front}
    spec:
      containers:
        - name: till
          image: till
          ports: [{name: http, containerPort: 8080}]
`;

const ENDPOINTS = `apiVersion: v1
kind: Endpoints
metadata: {name: legacy, namespace: shop}
subsets:
  - addresses: [{ip: 192.0.2.1}]
    ports: [{name: http, port: 80}, {name: admin, port: 8081, appProtocol: http}]
  - notReadyAddresses: [{ip: 192.0.2.2}]
    ports: [{name: dns, port: 53, protocol: UDP}]
`;

/** The real server knows more than any rule: here a policy of the cluster. */
const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-node-ports}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]}
  validations: [{expression: "object.spec.type != 'NodePort'", message: "no node ports here"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-node-ports}
spec: {policyName: no-node-ports, validationActions: [Deny]}
`;

/** The requests behind the extension's commands, answered by the language server from a real cluster. */
describe("commands on a real cluster", () => {
  let controlPlane: ControlPlane;
  let client: TestClient | undefined;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.apply(TILL);
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace=shop");
  });

  afterEach(() => client?.stop());
  afterAll(() => controlPlane?.stop());

  /** A server whose user has connected to the namespace `shop`. */
  async function connected(settings: Readonly<Record<string, unknown>> = {}): Promise<TestClient> {
    const started = await startInProcess({
      capabilities: VSCODE_CAPABILITIES,
      initializationOptions: { trusted: true },
      settings: { cluster: { connect: "ask", kubeconfig: controlPlane.kubeconfig, ...settings } },
    });
    client = started;
    // The first status is sent when the settings are known.
    await started.next("podsight/status");
    await started.request("podsight/connect", { namespace: "shop" });
    await started.next<StatusParams>("podsight/status", ({ kind }) => kind === "synced");
    return started;
  }

  async function write(server: TestClient, what: ClusterWrite): Promise<ApplyResult> {
    const { token } = await server.request<DryRunResult>("podsight/dryRun", what);
    return server.request<ApplyResult>("podsight/apply", { token });
  }

  test("contexts and namespaces", async () => {
    const server = await connected();
    const contexts = await server.request<readonly ContextItem[]>("podsight/contexts", {});
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).toMatchObject({ current: true });
    expect(await server.request("podsight/namespaces", {})).toContain("shop");
  });

  test("from an empty editor, a question about the cluster connects by itself where the settings allow it", async () => {
    const settings = { cluster: { connect: "auto", kubeconfig: controlPlane.kubeconfig } };
    const capabilities = VSCODE_CAPABILITIES;
    client = await startInProcess({ capabilities, initializationOptions: { trusted: true }, settings });
    expect(await client.request("podsight/namespaces", {})).toContain("shop");
    await client.stop();
    const asking = { cluster: { connect: "ask", kubeconfig: controlPlane.kubeconfig } };
    client = await startInProcess({ capabilities, initializationOptions: { trusted: true }, settings: asking });
    expect(await client.request("podsight/namespaces", {})).toEqual([]);
  });

  test("a live workload becomes a Service, after a dry run that writes nothing, and the token counts once", async () => {
    const server = await connected();
    const [item, ...others] = await server.request<readonly WorkloadItem[]>("podsight/workloads", {});
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: "Deployment", name: "till", namespace: "shop", source: "cluster", replicas: 2 });
    const { text } = await server.request<ExposeResult>("podsight/expose", {
      id: item?.id,
      name: "till",
      type: "NodePort",
      ports: [{ port: 80, targetPort: "http", protocol: "TCP" }],
    });

    const tried = await server.request<DryRunResult>("podsight/dryRun", { kind: "create", text });
    expect(tried).toMatchObject({ namespace: "shop", what: "Service till" });
    expect(await services()).toBe("");
    const applied = await server.request<ApplyResult>("podsight/apply", { token: tried.token });
    expect(applied).toMatchObject({ done: [expect.stringContaining("till")], failed: [] });
    expect(await services()).toBe("till NodePort till");
    const again = await server.request<ApplyResult>("podsight/apply", { token: tried.token });
    expect(again.done).toEqual([]);

    const endpoints = () =>
      controlPlane.kubectl(
        "get",
        "endpointslices",
        "--namespace=shop",
        "-ojsonpath={.items[*].endpoints[*].addresses}",
      );
    expect(
      await until(async () => (await endpoints()).split(" ").length === 2, { within: 10_000, what: "two endpoints" }),
    );
  });

  test("the matches of a Service, and a label for its live Pods", async () => {
    const server = await connected();
    const uri = "file:///shop/service.yaml";
    server.open(
      uri,
      "apiVersion: v1\nkind: Service\nmetadata: {name: till, namespace: shop}\nspec: {selector: {app: till}}\n",
    );
    const match = await until(
      async () => {
        const [found] = await server.request<readonly ServiceMatches[]>("podsight/matches", { uri });
        return found?.source === "cluster" && found;
      },
      { within: 10_000, what: "the Pods of the cluster" },
    );
    const pods = match.pods.map(({ name }) => name);
    expect(pods).toHaveLength(2);
    const done = await write(server, {
      kind: "labelPods",
      namespace: match.namespace,
      pods,
      labels: { version: "1.10" },
    });
    expect(done).toMatchObject({ done: [expect.anything(), expect.anything()], failed: [] });
    const listed = await controlPlane.kubectl("get", "pods", "--namespace=shop", "--selector=version=1.10", "-oname");
    expect(listed.trim().split("\n").toSorted()).toEqual(pods.map((name) => `pod/${name}`).toSorted());
  });

  test("what the API server refuses has no token, and what is no Service is not asked", async () => {
    const server = await connected();
    const text = "apiVersion: v1\nkind: Service\nmetadata: {name: till2}\nspec: {ports: [{port: 0}]}\n";
    const tried = await server.request<DryRunResult>("podsight/dryRun", { kind: "create", text });
    expect(tried.token).toBeUndefined();
    expect(tried.refused).toBeTruthy();
    const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";
    const refused = await server.request<DryRunResult>("podsight/dryRun", { kind: "create", text: secret });
    expect(refused).toMatchObject({ refused: expect.stringContaining("Only a Service or an EndpointSlice") });
    expect(refused.token).toBeUndefined();
    const label = { kind: "labelPods", namespace: "shop", pods: ["../services/till"], labels: { a: "b" } };
    await expect(server.request("podsight/dryRun", label)).rejects.toThrow("pods[0]");
  });

  test("a protected context is only written to by somebody who types its name", async () => {
    const server = await connected({ protectedContexts: ["*"] });
    const text = "apiVersion: v1\nkind: Service\nmetadata: {name: guarded}\nspec: {ports: [{port: 80}]}\n";
    const tried = await server.request<DryRunResult>("podsight/dryRun", { kind: "create", text });
    expect(tried.protected).toBe(true);
    const { token, context } = tried;
    await expect(server.request("podsight/apply", { token })).rejects.toThrow("protected");
    await expect(server.request("podsight/apply", { token, typed: `${context} ` })).rejects.toThrow("protected");
    const applied = await server.request<ApplyResult>("podsight/apply", { token, typed: context });
    expect(applied).toEqual({ done: ["Created Service guarded in shop."], failed: [] });
    await controlPlane.kubectl("delete", "service", "guarded", "--namespace=shop");
  });

  test("the object at a place of a document is applied as it is typed, and a conflict is only forced when asked", async () => {
    const server = await connected();
    const uri = "file:///shop/drafted.yaml";
    const draft = (port: number) =>
      `kind: List\n---\napiVersion: v1\nkind: Service\nmetadata: {name: drafted}\nspec: {ports: [{port: ${port}}]}\n`;
    server.open(uri, draft(80));
    const offset = draft(80).indexOf("drafted");
    expect(await write(server, { kind: "apply", uri, offset })).toEqual({
      done: ["Applied Service drafted to shop."],
      failed: [],
    });
    const patch = ["patch", "service", "drafted", "--namespace=shop", "--field-manager=somebody", "--patch"];
    await controlPlane.kubectl(...patch, '{"spec": {"type": "NodePort"}}');
    server.change(uri, draft(80).replace("spec: {", "spec: {type: LoadBalancer, "));
    const tried = await server.request<DryRunResult>("podsight/dryRun", { kind: "apply", uri, offset });
    expect(tried.token).toBeUndefined();
    expect(tried.conflicts).toEqual([{ field: ".spec.type", manager: "somebody" }]);
    expect(tried.refused).toContain(".spec.type (somebody)");
    expect((await write(server, { kind: "apply", uri, offset, force: true })).failed).toEqual([]);
    await controlPlane.kubectl("delete", "service", "drafted", "--namespace=shop");
  });

  test("a Service of the cluster is described with its Pods, traffic and events, and its addresses are known", async () => {
    const server = await connected();
    await controlPlane.kubectl(
      "expose",
      "deployment",
      "till",
      "--namespace=shop",
      "--name=described",
      "--port=80",
      "--target-port=http",
      "--type=NodePort",
    );
    const endpoints = () =>
      controlPlane.kubectl(
        "get",
        "endpointslices",
        "--namespace=shop",
        "--selector=kubernetes.io/service-name=described",
        "-ojsonpath={.items[*].endpoints[*].addresses}",
      );
    await until(async () => (await endpoints()).split(" ").length === 2, { within: 10_000, what: "two endpoints" });
    await controlPlane.apply(`{apiVersion: v1, kind: Event, metadata: {name: described.1, namespace: shop}, type: Warning,
      reason: Odd, message: something happened, count: 3, lastTimestamp: "2026-01-02T12:00:00Z", involvedObject: {kind: Service, name: described, namespace: shop}}`);
    const [{ name: context = "" } = {}] = await server.request<readonly ContextItem[]>("podsight/contexts", {});
    const ask = { context, namespace: "shop", name: "described" };
    const { text, manifest } = await server.request<DescribeResult>("podsight/describe", ask);
    expect(manifest).toMatch(/^apiVersion: v1\nkind: Service\nmetadata:\n {2}name: /);
    expect(manifest).not.toMatch(/uid|managedFields|last-applied|status/);
    const nodePort = await controlPlane.kubectl(
      "get",
      "service",
      "described",
      "--namespace=shop",
      "-ojsonpath={.spec.ports[0].nodePort}",
    );
    expect(text).toContain("NodePort: As ClusterIP");
    expect(text).toContain(`Node ports: ${nodePort} (80/TCP)`);
    expect(text).toContain("2 Pods match in shop, 2 ready");
    expect(text).toContain("Traffic goes to 2 Pods (EndpointSlices).");
    expect(text).toMatch(/3m x3 +Warning: Odd +something happened/);
    expect(text).toContain("kind: Service");
    expect(text).not.toContain("managedFields");
    await expect(server.request("podsight/describe", { ...ask, name: "nobody" })).rejects.toThrow("not found");
    await expect(server.request("podsight/describe", { ...ask, context: "other" })).rejects.toThrow("other");

    const uri = "file:///shop/described.yaml";
    server.open(
      uri,
      "apiVersion: v1\nkind: Service\nmetadata: {name: described, namespace: shop}\nspec: {selector: {app: till}}\n",
    );
    const addresses = async () => {
      const { addresses: found } = await server.request<AddressesResult>("podsight/addresses", { uri, offset: 0 });
      return found.map(({ kind, text: address }) => `${kind} ${address}`);
    };
    await until(async () => (await addresses()).length > 1, { within: 10_000, what: "the stored Service" });
    expect(await addresses()).toContain("dns described.shop.svc:80");
    expect(await addresses()).toContain(`nodePort 127.0.0.1:${nodePort}`);
    await controlPlane.kubectl("delete", "service", "described", "--namespace=shop");
  });

  test("a Service without a selector gets its EndpointSlices, which the API server takes; old Endpoints become the same", async () => {
    const server = await connected();
    const uri = "file:///shop/database.yaml";
    const service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: database, namespace: shop}\nspec: {ports: [{name: sql, port: 5432}]}\n";
    server.open(uri, `${service}---\n${ENDPOINTS}`);
    const ask = {
      uri,
      offset: 0,
      addresses: ["192.0.2.10", "2001:db8::10"],
      ports: [{ name: "sql", port: 5432, protocol: "TCP" }],
    };
    const made = await server.request<EndpointSlicesResult>("podsight/endpointSlices", ask);
    expect((await write(server, { kind: "create", text: made.text })).done).toEqual([
      "Created EndpointSlice database-1 in shop.",
      "Created EndpointSlice database-2 in shop.",
    ]);
    expect(made.edits.documents).toMatchObject([
      {
        uri,
        edits: [{ range: { start: { line: 4, character: 0 } }, newText: expect.stringMatching(/^---\napiVersion/) }],
      },
    ]);
    await expect(server.request("podsight/endpointSlices", { ...ask, addresses: ["127.0.0.1"] })).rejects.toThrow(
      "127.0.0.1",
    );

    const position = { line: 6, character: 0 };
    const actions = await server.request<readonly CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], only: ["refactor.rewrite.endpointSlices"] },
    });
    expect(actions.map(({ title }) => title)).toEqual(["Replace Endpoints legacy by 2 EndpointSlices"]);
    const [change] = actions[0]?.edit?.documentChanges ?? [];
    const [edit] = change !== undefined && "edits" in change ? change.edits : [];
    const text = edit !== undefined && "newText" in edit ? edit.newText : "";
    expect((await write(server, { kind: "create", text })).failed).toEqual([]);
    const slices = "-ojsonpath={range .items[*]}{.metadata.name} {.endpoints[*].addresses} {.ports[*].port} {end}";
    const label = "--selector=endpointslice.kubernetes.io/managed-by=podsight";
    expect(
      (await controlPlane.kubectl("get", "endpointslices", "--namespace=shop", label, slices)).trim().split(" "),
    ).toEqual([
      "database-1",
      '["192.0.2.10"]',
      "5432",
      "database-2",
      '["2001:db8::10"]',
      "5432",
      "legacy-1",
      '["192.0.2.1"]',
      "80",
      "8081",
      "legacy-2",
      '["192.0.2.2"]',
      "53",
    ]);
    await controlPlane.kubectl("delete", "endpointslices", "--namespace=shop", label);
  });

  describe("a document is put before the server", () => {
    const uri = "file:///shop/asked.yaml";
    const service = (name: string, spec: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 80}], ${spec}}\n`;

    const diagnostics = async (server: TestClient): Promise<readonly string[]> =>
      (await server.diagnostics(uri)).map(({ code, message }) => `${code}: ${message}`);
    const validate = (server: TestClient) => server.request<ValidateResult>("podsight/validate", { uri });

    beforeAll(async () => {
      await controlPlane.apply(POLICY);
      const refused = () =>
        controlPlane.kubectl("create", "service", "nodeport", "probe", "--tcp=80", "--dry-run=server");
      await until(
        () =>
          refused().then(
            () => false,
            () => true,
          ),
        { within: 30_000, what: "the policy" },
      );
    });
    afterAll(() =>
      controlPlane.kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", "--all"),
    );

    test("its errors and warnings are diagnostics until the Service is typed in again, and nothing is written", async () => {
      const server = await connected();
      const text = `${service("calm", "type: ClusterIP")}---\n${service("loud", "type: NodePort")}`;
      server.open(uri, text);
      expect(await validate(server)).toMatchObject({ accepted: 1, refused: 1, warnings: 0, unknown: [] });
      expect(await diagnostics(server)).toEqual([expect.stringMatching(/^server-refuses: .*no node ports here/)]);
      expect(await services()).not.toMatch(/calm|loud/);
      server.change(uri, text.replace("calm", "calmer"));
      expect(await diagnostics(server)).toHaveLength(1);
      server.change(uri, text.replace("loud", "louder"));
      expect(await diagnostics(server)).toEqual([]);
    });

    test("what the product says in better words is not said twice", async () => {
      const server = await connected();
      server.open(uri, service("odd", "sessionAffinity: Nowhere"));
      const own = await diagnostics(server);
      expect(own).toEqual([expect.not.stringContaining("server-")]);
      expect(await validate(server)).toMatchObject({ refused: 1 });
      expect(await diagnostics(server)).toEqual(own);
    });

    test("a save asks where the settings want it", async () => {
      const server = await connected({ validateOnSave: true });
      server.open(uri, service("loud", "type: NodePort"));
      expect(await diagnostics(server)).toEqual([]);
      await server.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
      await until(async () => (await diagnostics(server)).length === 1, {
        within: 10_000,
        what: "the server's answer",
      });
    });

    test("who may not write is told why nothing is known, and no diagnostic is made up", async () => {
      const server = await connected({ kubeconfig: await controlPlane.kubeconfigOf("reader") });
      server.open(uri, service("loud", "type: NodePort"));
      expect(await validate(server)).toMatchObject({
        accepted: 0,
        refused: 0,
        unknown: [expect.stringContaining("cannot")],
      });
      expect(await diagnostics(server)).toEqual([]);
    });
  });

  test("Services and Pods are found by a label selector, as the server reads it", async () => {
    const server = await connected();
    const find = (labelSelector: string) => server.request<FindResult>("podsight/find", { labelSelector });
    const found = await find("app in (till),app!=none");
    expect(found).toMatchObject({ namespace: "shop", unknown: [] });
    expect(found.pods).toHaveLength(2);
    expect((await find("app=nobody")).pods).toEqual([]);
    const odd = await find("app=till=2");
    expect(odd.unknown).toHaveLength(1);
  });

  function services(): Promise<string> {
    const columns = "-ojsonpath={range .items[*]}{.metadata.name} {.spec.type} {.spec.selector.app}{end}";
    return controlPlane.kubectl("get", "services", "--namespace=shop", columns);
  }
});
