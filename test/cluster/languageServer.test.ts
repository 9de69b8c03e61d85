import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startInProcess, type TestClient, type TestClientOptions } from "../support/languageServer.ts";

const URI = "file:///work/till.yaml";

const WORKLOAD = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till, tier: front}}
    spec:
      containers: [{name: till, image: till, ports: [{name: http, containerPort: 8080}]}]
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
  namespace: shop
spec:
  selector:
    app: till
  ports:
    - port: 80
      targetPort: http
`;
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };

/** What the editor shows of a Service follows a real cluster and the text. */
describe("the language server on a real cluster", () => {
  let controlPlane: ControlPlane;
  let client: TestClient | undefined;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.apply(WORKLOAD);
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace=shop");
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
  });
  afterAll(() => controlPlane?.stop());

  async function start(options: TestClientOptions = {}): Promise<TestClient> {
    const started = await startInProcess({
      initializationOptions: { trusted: true },
      settings: { cluster: { kubeconfig: controlPlane.kubeconfig } },
      ...options,
    });
    client = started;
    return started;
  }

  async function hintsOf(server: TestClient): Promise<readonly unknown[]> {
    const params = { textDocument: { uri: URI }, range: WHOLE };
    const hints = await server.request<readonly lsp.InlayHint[]>("textDocument/inlayHint", params);
    return hints.map(({ label }) => label);
  }

  /** Asks as an editor does: at first, and whenever the server says so, until the hints are as wanted. */
  async function shown(server: TestClient, wanted: readonly string[]): Promise<void> {
    for (;;) {
      if (JSON.stringify(await hintsOf(server)) === JSON.stringify(wanted)) return;
      await server.next("workspace/inlayHint/refresh");
    }
  }

  test("connects by itself with the first Service, and the hints follow the cluster and the text", async () => {
    const server = await start();
    server.open(URI, SERVICE);
    await shown(server, ["2 Pods, 2 ready", "2", "-> 8080 on 2 Pods"]);
    expect(await server.diagnostics(URI)).toEqual([]);

    await controlPlane.kubectl("scale", "deployment/till", "--replicas=3", "--namespace=shop");
    await shown(server, ["3 Pods, 3 ready", "3", "-> 8080 on 3 Pods"]);

    const value = { start: { line: 7, character: 9 }, end: { line: 7, character: 13 } };
    server.change(URI, "tlil", value);
    expect(await hintsOf(server)).toEqual(["0 Pods, 0 ready", "0"]);
    const [diagnostic] = await server.diagnostics(URI);
    expect(diagnostic).toMatchObject({ code: "no-matching-pods", range: value });
    const hover = { textDocument: { uri: URI }, position: { line: 6, character: 4 } };
    const answer = await server.request<{ contents: lsp.MarkupContent }>("textDocument/hover", hover);
    expect(answer.contents.value).toContain("3 Pods have app=till, not app=tlil");

    server.change(URI, "till", value);
    expect(await server.diagnostics(URI)).toEqual([]);
  });

  test("lenses and diagnostics are asked for again when the cluster changes them", async () => {
    const server = await start();
    server.open(URI, SERVICE.replace("app: till", "tier: back"));
    await shown(server, ["0 Pods, 0 ready", "0"]);
    await server.diagnostics(URI);
    await controlPlane.kubectl("label", "pods", "--all", "tier=back", "--overwrite", "--namespace=shop");
    await server.next("workspace/diagnostic/refresh");
    await shown(server, ["3 Pods, 3 ready", "3", "-> 8080 on 3 Pods"]);
    expect(await server.diagnostics(URI)).toEqual([]);
  });

  test("waits to be told where the settings say so, and leaves the cluster alone without trust", async () => {
    const asking = await start({ settings: { cluster: { connect: "ask", kubeconfig: controlPlane.kubeconfig } } });
    asking.open(URI, SERVICE);
    expect((await asking.next<StatusParams>("podsight/status")).kind).toBe("off");
    expect(await hintsOf(asking)).toEqual(["Pods: unknown"]);
    await asking.request("podsight/connect", {});
    await shown(asking, ["3 Pods, 3 ready", "3", "-> 8080 on 3 Pods"]);
    await asking.stop();

    const untrusted = await start({ initializationOptions: {} });
    untrusted.open(URI, SERVICE);
    await untrusted.request("podsight/connect", {});
    expect(await hintsOf(untrusted)).toEqual(["Pods: unknown"]);
    await untrusted.connection.sendNotification("podsight/trust");
    await shown(untrusted, ["3 Pods, 3 ready", "3", "-> 8080 on 3 Pods"]);
  });
});
