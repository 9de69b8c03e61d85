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
import { observe } from "./observed.ts";

const URI = "file:///work/till.yaml";
const service = (metadata: string) => `apiVersion: v1
kind: Service
metadata: ${metadata}
spec:
  type: NodePort
  clusterIP: 10.0.0.50
  ports:
    - port: 80
      nodePort: 30080
`;
const OURS = service("{name: till}");
const HOLDER = service("{name: stall, namespace: kube-system}");
const TAKEN = [
  "10.0.0.50 is already taken by Service kube-system/stall.",
  "nodePort 30080 is already taken by Service kube-system/stall.",
];
const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: namespaced}
rules: [{apiGroups: [""], resources: [pods, services], verbs: [list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: namespaced}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: namespaced}
subjects: [{kind: ServiceAccount, name: namespaced, namespace: default}]
`;

describe("node ports and addresses that other Services of a real cluster hold", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let client: TestClient | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-in-use-"));
    const programs = await controlPlanePrograms(reportLine);
    const apiServerArgs = ["--service-cluster-ip-range=10.0.0.0/24"];
    controlPlane = await startControlPlane({ programs, apiServerOnly: true, apiServerArgs });
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
    await controlPlane.kubectl("delete", "service", "till", "--ignore-not-found");
    await controlPlane.kubectl("delete", "service", "stall", "--namespace=kube-system", "--ignore-not-found");
  });
  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks as an editor does: at first, and whenever the server says so, until this is diagnosed. */
  async function diagnosed(server: TestClient, messages: readonly string[]): Promise<void> {
    for (;;) {
      const found = (await server.diagnostics(URI)).map(({ message }) => message);
      if (JSON.stringify(found) === JSON.stringify(messages)) return;
      await server.next("workspace/diagnostic/refresh");
    }
  }

  async function checked(text: string, kubeconfig = controlPlane.kubeconfig): Promise<readonly string[]> {
    const file = join(folder, "till.yaml");
    await writeFile(file, text);
    const args = ["--format=json", "--context", "podsight-examples", "--kubeconfig", kubeconfig];
    const command = readArguments(["check", file, ...args]);
    if (command.kind !== "check") throw new Error(command.kind);
    const { output } = await runCheck(command, "en");
    return JSON.parse(output).files[0].diagnostics.map(({ message }: { readonly message: string }) => message);
  }

  test("are diagnosed with the holder's name, from its creation to its deletion", async () => {
    const settings = { cluster: { kubeconfig: controlPlane.kubeconfig } };
    client = await startInProcess({ initializationOptions: { trusted: true }, settings });
    client.open(URI, OURS);
    expect(await client.diagnostics(URI)).toEqual([]);
    await controlPlane.apply(HOLDER);
    await diagnosed(client, TAKEN);
    await expect(controlPlane.apply(OURS)).rejects.toThrow("already allocated");
    await controlPlane.kubectl("delete", "service", "stall", "--namespace=kube-system");
    await diagnosed(client, []);
  });

  test("are diagnosed by the command line, but what a Service itself holds is not", async () => {
    await controlPlane.apply(HOLDER);
    expect(await checked(OURS)).toEqual(TAKEN);
    expect(await checked(HOLDER)).toEqual([]);
    await controlPlane.kubectl("delete", "service", "stall", "--namespace=kube-system");
    await controlPlane.apply(OURS);
    expect(await checked(OURS)).toEqual([]);
  });

  test("are not spoken of where Services of all namespaces may not be listed", async () => {
    await controlPlane.apply(HOLDER);
    await controlPlane.apply(ROLE);
    const kubeconfig = await controlPlane.kubeconfigOf("namespaced");
    expect(await checked(OURS, kubeconfig)).toEqual([]);
    const { cluster, until, log } = observe(kubeconfig);
    cluster.watchNamespaces(["default"]);
    await cluster.connect({});
    const denials = () => log.filter((line) => line.startsWith("/api/v1/services: "));
    const snapshot = await until("the denial", ({ services }) => {
      return services?.get("default")?.knowledge.kind === "synced" && denials().length > 0;
    });
    expect(snapshot.inUse).toBeUndefined();
    expect(snapshot.knowledge.kind).toBe("synced");
    expect(denials()).toHaveLength(1);
    cluster.dispose();
  });
});
