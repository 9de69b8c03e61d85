import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { readArguments } from "../../server/src/cli/arguments.ts";
import { runCheck } from "../../server/src/cli/check.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startInProcess, type TestClient } from "../support/languageServer.ts";

const CONTEXT = "podsight-examples";

/** Objects of the namespace shop that mean a Service, each in its own way. */
const MEANT_BY = {
  Ingress: (name: string, port = 80) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec: {defaultBackend: {service: {name: ${name}, port: {number: ${port}}}}}
`,
  StatefulSet: (name: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: till, namespace: shop}
spec:
  serviceName: ${name}
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: main, image: till}]}
`,
  EndpointSlice: (name: string) => `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: till-1, namespace: shop, labels: {kubernetes.io/service-name: ${name}}}
addressType: IPv4
endpoints: [{addresses: [192.0.2.7]}]
ports: [{port: 8080}]
`,
};

const service = (name: string, namespace = "shop") =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {ports: [{port: 80}]}\n`;

/** Services that only a cluster knows, as `podsight check --context` and an editor see them. */
describe("the Services that other objects mean, of a real cluster", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let client: TestClient | undefined;

  afterEach(() => client?.stop());
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-references-"));
    const programs = await controlPlanePrograms(reportLine);
    controlPlane = await startControlPlane({ programs, apiServerOnly: true });
    for (const namespace of ["shop", "other"]) await controlPlane.kubectl("create", "namespace", namespace);
    await controlPlane.apply([service("till"), service("report", "other")].join("---\n"));
  });
  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** `severity code: message` of each finding. */
  async function checked(text: string, kubeconfig: string | undefined): Promise<readonly string[]> {
    const file = join(folder, "shop.yaml");
    await writeFile(file, text);
    const cluster = kubeconfig === undefined ? [] : ["--context", CONTEXT, "--kubeconfig", kubeconfig];
    const command = readArguments(["check", file, "--format=json", ...cluster]);
    if (command.kind !== "check") throw new Error(command.kind);
    const found: readonly { readonly code: string; readonly severity: string; readonly message: string }[] = JSON.parse(
      (await runCheck(command, "en")).output,
    ).files[0].diagnostics;
    return found.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
  }
  const asAdministrator = (text: string) => checked(text, controlPlane.kubeconfig);

  test.each([
    ["Ingress", "backend-service-missing", "warning"],
    ["StatefulSet", "stateful-set-service-missing", "info"],
    ["EndpointSlice", "endpoint-slice-service-missing", "info"],
  ] as const)(
    "of %s a Service that is in the cluster only is there, and one that nobody has is missing",
    async (kind, code, severity) => {
      const text = MEANT_BY[kind];
      expect(await asAdministrator(text("till"))).toEqual([]);
      const none = "Namespace shop has no Service";
      expect(await asAdministrator(text("warehouse"))).toEqual([
        `${severity} ${code}: ${none} warehouse, nor has this workspace.`,
      ]);
      expect(await asAdministrator(text("tlil"))).toEqual([
        `warning ${code}: ${none} tlil, nor has this workspace. There is a Service till.`,
      ]);
      // One of the name is in another namespace, which is not where it is looked for.
      expect(await asAdministrator(text("report"))).toEqual([
        `${severity} ${code}: ${none} report, nor has this workspace.`,
      ]);
      // One that has only to be applied is there, too.
      const applied = await asAdministrator(`${text("warehouse")}---\n${service("warehouse")}`);
      expect(applied.filter((line) => line.includes(code))).toEqual([]);
    },
  );

  test("a port that the Service in the cluster does not have", async () => {
    expect(await asAdministrator(MEANT_BY.Ingress("till", 81))).toEqual([
      "warning backend-port-missing: Service till has no port 81. It has 80.",
    ]);
    // What is going to be applied counts, not what is stored.
    const next = service("till").replace("port: 80", "port: 81");
    expect(await asAdministrator(`${MEANT_BY.Ingress("till", 81)}---\n${next}`)).toEqual([]);
  });

  test.each(["Ingress", "StatefulSet", "EndpointSlice"] as const)(
    "where Services may not be listed, and without a cluster, nothing is said of %s",
    async (kind) => {
      const nobody = await controlPlane.kubeconfigOf(`nobody-${kind.toLowerCase()}`);
      for (const name of ["till", "warehouse", "tlil"]) {
        expect(await checked(MEANT_BY[kind](name), nobody)).toEqual([]);
        expect(await checked(MEANT_BY[kind](name), undefined)).toEqual([]);
      }
    },
  );

  test("a Service that is deleted is missing from then on", async () => {
    const text = MEANT_BY.Ingress("passing");
    await controlPlane.apply(service("passing"));
    expect(await asAdministrator(text)).toEqual([]);
    await controlPlane.kubectl("delete", "service", "passing", "--namespace=shop");
    expect(await asAdministrator(text)).toEqual([
      "warning backend-service-missing: Namespace shop has no Service passing, nor has this workspace.",
    ]);
  });

  /** Asks as an editor does: at first, and whenever the server says so, until this is diagnosed. */
  async function diagnosed(server: TestClient, uri: string, messages: readonly string[]): Promise<void> {
    for (;;) {
      const found = (await server.diagnostics(uri)).map(({ message }) => message);
      if (JSON.stringify(found) === JSON.stringify(messages)) return;
      await server.next("workspace/diagnostic/refresh");
    }
  }

  test("a connected editor follows the Services of the namespaces in which open documents mean them", async () => {
    const settings = { cluster: { kubeconfig: controlPlane.kubeconfig } };
    const server = await startInProcess({ initializationOptions: { trusted: true }, settings });
    client = server;
    // A Service on screen is what connects; its namespace is another one.
    server.open("file:///work/till.yaml", service("till"));
    const uri = "file:///work/ingress.yaml";
    server.open(uri, MEANT_BY.Ingress("warehouse").replace("namespace: shop", "namespace: other"));
    await diagnosed(server, uri, ["Namespace other has no Service warehouse, nor has this workspace."]);
    await controlPlane.apply(service("warehouse", "other"));
    await diagnosed(server, uri, []);
    await controlPlane.kubectl("delete", "service", "warehouse", "--namespace=other");
    await diagnosed(server, uri, ["Namespace other has no Service warehouse, nor has this workspace."]);
  });
});
