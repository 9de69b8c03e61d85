import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import { controlPlanePrograms } from "../../../scripts/lib/programs.mjs";
import { reportLine } from "../../../scripts/lib/report.mjs";
import { readArguments } from "../../../server/src/cli/arguments.ts";
import { runPods } from "../../../server/src/cli/pods.ts";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { startInProcess, type TestClient } from "../../support/languageServer.ts";
import { until } from "../../support/until.ts";

const URI = "file:///work/till.yaml";
const CONTEXT = "podsight-examples";

const WORKLOADS = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
${deployment("till", 3)}
---
${deployment("cart", 5)}
---
apiVersion: v1
kind: Service
metadata: {name: database, namespace: shop}
spec: {ports: [{port: 5432, protocol: TCP}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: database, namespace: shop}
subsets: [{addresses: [{ip: 192.0.2.1}], notReadyAddresses: [{ip: 192.0.2.2}], ports: [{port: 5432}]}]
---
apiVersion: v1
kind: Service
metadata: {name: mirror, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: waiting, namespace: shop}
spec: {type: LoadBalancer, selector: {app: till}, ports: [{port: 80}]}
`;
const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: no-slices}
rules: [{apiGroups: [""], resources: [pods, services], verbs: [list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: no-slices}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: no-slices}
subjects: [{kind: ServiceAccount, name: no-slices, namespace: default}]
`;

function deployment(name: string, replicas: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: example, ports: [{name: http, containerPort: 8080}]}]}`;
}

function service(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {${spec}}\n`;
}

const TILL = service("till", "selector: {app: till}, ports: [{port: 80, targetPort: http}]");

/** What is typed and what the Service in the cluster does, side by side. */
describe("the traffic of a Service", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let client: TestClient | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-traffic-"));
    controlPlane = await startControlPlane({
      programs: await controlPlanePrograms(reportLine),
      apiServerArgs: ["--service-cluster-ip-range=10.96.0.0/12,fd00:10:96::/112"],
    });
    await controlPlane.apply(WORKLOADS);
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace=shop");
    await controlPlane.kubectl("rollout", "status", "deployment/cart", "--namespace=shop");
    await controlPlane.apply(TILL.replace("app: till", "app: cart"));
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
  });
  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(text: string, kubeconfig = controlPlane.kubeconfig): Promise<TestClient> {
    const settings = { cluster: { kubeconfig } };
    client = await startInProcess({ initializationOptions: { trusted: true }, settings });
    client.open(URI, text);
    return client;
  }

  async function lenses(server: TestClient): Promise<readonly string[]> {
    const all = await server.request<readonly lsp.CodeLens[]>("textDocument/codeLens", { textDocument: { uri: URI } });
    const resolved = await Promise.all(all.map((lens) => server.request<lsp.CodeLens>("codeLens/resolve", lens)));
    return resolved.map(({ command }) => command?.title ?? "");
  }

  /** Asks as an editor does: at first, and whenever the server says so, until the lenses are as wanted. */
  async function shown(server: TestClient, wanted: RegExp): Promise<string> {
    for (;;) {
      const line = (await lenses(server)).join(" | ");
      if (wanted.test(line)) return line;
      await server.next("workspace/codeLens/refresh");
    }
  }

  async function hovered(server: TestClient, text: string, word: string): Promise<string> {
    const at = text.indexOf(word) + 1;
    const line = text.slice(0, at).split("\n").length - 1;
    const position = { line, character: at - text.lastIndexOf("\n", at) - 1 };
    const answer = await server.request<{ contents: lsp.MarkupContent }>("textDocument/hover", {
      textDocument: { uri: URI },
      position,
    });
    return answer.contents.value;
  }

  async function listed(text: string, ...more: readonly string[]): Promise<string> {
    const file = join(folder, "till.yaml");
    await writeFile(file, text);
    const args = ["pods", file, "--context", CONTEXT, "--kubeconfig", controlPlane.kubeconfig];
    const command = readArguments([...args, ...more]);
    if (command.kind !== "pods") throw new Error(command.kind);
    return runPods(command, "en");
  }

  test("the lens tells what is typed from what the cluster does, until it is applied", async () => {
    const server = await open(TILL);
    await shown(
      server,
      /^3 Pods, 3 ready \| the Service in the cluster sends to 5 \| ClusterIP 10\.\S+ \| differs from the cluster in 1 field$/,
    );
    const page = await hovered(server, TILL, "till,");
    expect(page).toContain("spec.selector.app: till here, cart in the cluster");
    expect(page).toContain("3 Pods match what you typed, 3 ready; the Service in the cluster sends to 5");
    expect(page.match(/\| ready \|/g)).toHaveLength(5);
    expect(await listed(TILL)).toContain(
      "\n  3 Pods match what you typed, 3 ready; the Service in the cluster sends to 5.\n",
    );

    await controlPlane.apply(TILL);
    expect(await shown(server, /^3 Pods, 3 ready \| ClusterIP [^|]*$/)).toBeDefined();
    const { services } = JSON.parse(await listed(TILL, "--format=json"));
    expect(services[0].endpoints).toMatchObject({ differs: false, addresses: [{ ready: true }, {}, {}] });
    expect(await listed(TILL)).not.toContain("sends to");
  });

  test("both families are joined", async () => {
    const dual = service("dual", "ipFamilyPolicy: RequireDualStack, selector: {app: till}, ports: [{port: 80}]");
    await controlPlane.apply(dual);
    const server = await open(dual);
    expect(await shown(server, /fd00|10\./)).toMatch(/^3 Pods, 3 ready \| ClusterIP \S+$/);
    expect(await hovered(server, dual, "dual,")).toMatch(/Cluster IP: 10\S+ fd00/);
  });

  test("without a selector the slices say it, mirrored Endpoints too", async () => {
    const database = service("database", "ports: [{port: 5432}]");
    const server = await open(database);
    expect(await shown(server, /2 addresses/)).toMatch(/^No selector, 2 addresses, 1 ready \| ClusterIP 10\.\S+$/);
    const page = await hovered(server, database, "database,");
    expect(page).toContain("| 192\\.0.2.1 | 5432/TCP | ready |");
    expect(page).toContain("| 192\\.0.2.2 | 5432/TCP | not ready |");
    expect(await listed(database)).toContain("  192.0.2.1  5432/TCP  ready\n  192.0.2.2  5432/TCP  -\n");
  });

  test("without a selector and without slices it is said calmly", async () => {
    const mirror = service("mirror", "ports: [{port: 80}]");
    const server = await open(mirror);
    await shown(server, /^No selector, 0 addresses, 0 ready \| ClusterIP/);
    expect(await hovered(server, mirror, "mirror,")).toContain("it has none yet");
    // Information at the most: somebody may be about to write them.
    expect((await server.diagnostics(URI)).every(({ severity = 1 }) => severity >= 3)).toBe(true);
  });

  test("a load balancer that nobody gives an address is pending since then", async () => {
    const waiting = service("waiting", "type: LoadBalancer, selector: {app: till}, ports: [{port: 80}]");
    const server = await open(waiting);
    await shown(server, /^3 Pods, 3 ready \| LoadBalancer pending since [\d-]* ?\d\d:\d\d$/);
    const page = await hovered(server, waiting, "waiting,");
    expect(page).toMatch(/Node ports: 3\d{4} \\\(80\/TCP\\\)/);
    expect(page).toMatch(/Last changed by kubectl\S* \d+\w ago/);
  });

  test("who may not list slices is told of the Pods, and why", async () => {
    await controlPlane.apply(ROLE);
    const server = await open(TILL, await controlPlane.kubeconfigOf("no-slices"));
    await shown(server, /^3 Pods, 3 ready \| ClusterIP/);
    // The Pods may be known before the slices are refused.
    const why = "What gets traffic is said from the Pods, since EndpointSlices in shop may not be listed";
    const told = async () => (await hovered(server, TILL, "till,")).includes(why);
    await until(told, { within: 10_000, what: "why slices are not known" });
    expect(await hovered(server, TILL, "till,")).toContain("cannot list resource");
  });
});
