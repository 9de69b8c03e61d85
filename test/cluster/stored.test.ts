import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { readArguments } from "../../server/src/cli/arguments.ts";
import { runCheck } from "../../server/src/cli/check.ts";
import { check } from "../../server/src/core/check.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { type ClusterSnapshot, EMPTY_WORKSPACE, NEWEST_MINOR } from "../../server/src/core/snapshot.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startInProcess, type TestClient } from "../support/languageServer.ts";
import { observe } from "./observed.ts";

const URI = "file:///work/till.yaml";
const CONTEXT = "podsight-examples";
const service = (clusterIP: string, type = "ClusterIP") => `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  type: ${type}
  clusterIP: ${clusterIP}
  ports:
    - port: 80
`;
const APPLIED = service("10.0.0.50");
const CHANGED = service("10.0.0.51");
const OUTSIDE = service("10.99.0.9");
const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: pods}
rules: [{apiGroups: [""], resources: [pods], verbs: [list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: pods}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods}
subjects: [{kind: ServiceAccount, name: pods-only, namespace: default}]
`;

/** A Service that the cluster stores is judged as the API server judges its update. */
describe("a Service that is stored in a real cluster", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let client: TestClient | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-stored-"));
    const programs = await controlPlanePrograms(reportLine);
    const apiServerArgs = ["--service-cluster-ip-range=10.0.0.0/24"];
    controlPlane = await startControlPlane({ programs, apiServerOnly: true, apiServerArgs });
  });
  beforeEach(async () => {
    await controlPlane.apply(APPLIED);
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
  });
  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(text: string): Promise<TestClient> {
    const settings = { cluster: { kubeconfig: controlPlane.kubeconfig } };
    client = await startInProcess({ initializationOptions: { trusted: true }, settings });
    client.open(URI, text);
    return client;
  }

  /** What the API server would say: that nothing is behind the Service is another matter. */
  async function verdicts(server: TestClient): Promise<readonly unknown[]> {
    const found: readonly lsp.Diagnostic[] = await server.diagnostics(URI);
    return found.filter(({ data }) => data.stage !== "lint").map(({ code }) => code);
  }

  /** Asks as an editor does: at first, and whenever the server says so, until these codes are diagnosed. */
  async function diagnosed(server: TestClient, ...codes: readonly string[]): Promise<void> {
    for (;;) {
      if (JSON.stringify(await verdicts(server)) === JSON.stringify(codes)) return;
      await server.next("workspace/diagnostic/refresh");
    }
  }

  async function checked(text: string, ...more: readonly string[]): Promise<readonly string[]> {
    const file = join(folder, "till.yaml");
    await writeFile(file, text);
    const args = ["check", file, "--format=json", "--context", CONTEXT, "--kubeconfig", controlPlane.kubeconfig];
    const command = readArguments([...args, ...more]);
    if (command.kind !== "check") throw new Error(command.kind);
    const { output } = await runCheck(command, "en");
    const found: readonly { readonly code: string; readonly stage: string }[] = JSON.parse(output).files[0].diagnostics;
    return found.filter(({ stage }) => stage !== "lint").map(({ code }) => code);
  }

  test("a change of its address is diagnosed while it is stored, and is none once it is deleted", async () => {
    const server = await open(CHANGED);
    await diagnosed(server, "cluster-ip-immutable");
    server.change(URI, APPLIED);
    expect(await verdicts(server)).toEqual([]);
    server.change(URI, CHANGED);
    await diagnosed(server, "cluster-ip-immutable");
    await controlPlane.kubectl("delete", "service", "till");
    await diagnosed(server);
    await controlPlane.apply(APPLIED);
    await diagnosed(server, "cluster-ip-immutable");
  });

  test("the command line says the same of one list", async () => {
    expect(await checked(APPLIED)).toEqual([]);
    expect(await checked(CHANGED)).toEqual(["cluster-ip-immutable"]);
    expect(await checked(CHANGED.replace("name: till", "name: till\n  namespace: kube-system"))).toEqual([]);
    await controlPlane.kubectl("delete", "service", "till");
    expect(await checked(CHANGED)).toEqual([]);
  });

  test("the cluster's address ranges count, unless others are given", async () => {
    await controlPlane.kubectl("delete", "service", "till");
    expect(await checked(OUTSIDE)).toEqual(["cluster-ip-out-of-range"]);
    expect(await checked(OUTSIDE, "--service-cidr", "10.99.0.0/16")).toEqual([]);
    const server = await open(OUTSIDE);
    await diagnosed(server, "cluster-ip-out-of-range");
  });

  test.each(["ClusterIP", "NodePort", "LoadBalancer"])("%s as it is stored is told nothing", async (type) => {
    const manifest = service("10.0.0.50", type);
    await controlPlane.apply(manifest);
    await controlPlane.apply(manifest);
    expect(await checked(manifest)).toEqual([]);
    for (const format of ["yaml", "json"]) {
      const text = await controlPlane.kubectl("get", "service", "till", `--output=${format}`);
      expect(text).toContain("last-applied-configuration");
      expect(await checked(text)).toEqual([]);
    }
  });

  test("what others have filled in and apply leaves alone is told nothing", async () => {
    await controlPlane.kubectl("delete", "service", "till");
    const manifest = service("10.0.0.50", "LoadBalancer").replace(/ {2}clusterIP.*\n/, "");
    const file = join(folder, "filled.yaml");
    const filled =
      "  externalTrafficPolicy: Local\n  loadBalancerClass: example.com/nlb\n  ipFamilyPolicy: PreferDualStack\n";
    await writeFile(file, manifest + filled);
    await controlPlane.kubectl("create", "--filename", file);
    expect(await checked(manifest)).toEqual([]);
    await controlPlane.apply(manifest);
    expect(await checked(manifest)).toEqual([]);
    expect(await checked(`${manifest}  loadBalancerClass: example.com/other\n`)).toEqual([
      "load-balancer-class-immutable",
    ]);
    await controlPlane.apply(manifest + filled);
    expect(await checked(manifest)).toEqual(["load-balancer-class-immutable"]);
    await expect(controlPlane.apply(manifest)).rejects.toThrow("loadBalancerClass");
    await controlPlane.kubectl("delete", "service", "till");
  });

  test("who may not list Services is told nothing of them", async () => {
    const kubeconfig = await controlPlane.kubeconfigOf("pods-only");
    await controlPlane.apply(ROLE);
    const { cluster, until } = observe(kubeconfig);
    cluster.watchNamespaces(["default"]);
    await cluster.connect({});
    const snapshot = await until("the denial", ({ services, namespaces }) => {
      const isDenied = services?.get("default")?.knowledge.kind === "denied";
      return isDenied && namespaces.get("default")?.knowledge.kind === "synced";
    });
    expect(snapshot.serviceCIDRs).toBeUndefined();
    expect(errors(CHANGED, snapshot)).toEqual([]);
    expect(errors(OUTSIDE, snapshot)).toEqual([]);
    cluster.dispose();
  });
});

function errors(text: string, cluster: ClusterSnapshot): readonly string[] {
  const facts = { serviceCIDRs: undefined, nodePortRange: undefined, dualStack: undefined };
  const settings = { locale: "en", minor: NEWEST_MINOR, facts, rules: {} } as const;
  const found = check({ uri: URI, manifest: readManifest(text) }, { settings, cluster, workspace: EMPTY_WORKSPACE });
  return found.filter(({ severity }) => severity === "error").map(({ code }) => code);
}
