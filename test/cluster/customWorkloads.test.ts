import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ExposeResult } from "../../server/src/lsp/messages/edits.ts";
import type { WorkloadItem } from "../../server/src/lsp/messages/reading.ts";
import type { ApplyResult, DryRunResult } from "../../server/src/lsp/messages/writes.ts";
import { createAuthority } from "../support/certificates.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { startInProcess, type TestClient, VSCODE_CAPABILITIES } from "../support/languageServer.ts";
import { notInSecurity } from "../support/securityList.ts";
import { writeKubeconfig } from "./observed.ts";

const AUTHORITY = createAuthority("the authority of this run");
const KINDS = [
  { kind: "Rollout", plural: "rollouts" },
  { kind: "Application", plural: "applications" },
  { kind: "Database", plural: "databases" },
  { kind: "Hidden", plural: "secrets" },
] as const;
type Kind = (typeof KINDS)[number]["kind"];

/** Custom resources with a Pod template, as controllers for progressive delivery and for accelerators have them. */
describe("custom resources that control workloads", () => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-custom-"));
    // Nobody collects what has an owner that is not there.
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    proxy = await startFaultProxy(controlPlane.server, AUTHORITY.issue({ commonName: "api", names: ["127.0.0.1"] }));
    await controlPlane.apply(list(KINDS.map(definition)));
    const names = KINDS.map(({ plural }) => `customresourcedefinitions/${plural}.example.com`);
    await controlPlane.kubectl("wait", "--for=condition=Established", ...names);
    await controlPlane.kubectl("create", "secret", "generic", "keys", "--from-literal=a=b");
    await controlPlane.apply(
      list([
        custom("Rollout", "till", {
          replicas: 2,
          selector: { matchLabels: { app: "till" } },
          template: template("till"),
        }),
        replicaSet("till-5f", { app: "till", hash: "5f" }, controlledBy("Rollout", "till")),
        pod("till-5f-a", controlledBy("ReplicaSet", "till-5f", "apps/v1")),
        // An operator's: what it controls has the only template.
        custom("Database", "stock", { template: { spec: { storage: "1Gi" } } }),
        replicaSet("stock-0", { app: "stock" }, controlledBy("Database", "stock")),
        // Two levels of custom resources.
        custom("Application", "shop", { template: template("shop") }),
        custom("Database", "ledger", {}, controlledBy("Application", "shop")),
        pod("ledger-0", controlledBy("Database", "ledger")),
        // What must not be read, and what is not there.
        custom("Hidden", "keys", { template: template("keys") }),
        pod("sly", controlledBy("Secret", "keys", "v1")),
        pod("slier", controlledBy("Hidden", "keys")),
        pod("lost", controlledBy("Rollout", "gone")),
        pod("alone", {}),
      ]),
    );
  });

  afterAll(async () => {
    await proxy?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function connected(kubeconfig: string): Promise<TestClient> {
    const proxied = join(folder, "proxied.yaml");
    const trusted = Buffer.from(AUTHORITY.cert).toString("base64");
    const { users } = parse(await readFile(kubeconfig, "utf8"));
    const cluster = { server: proxy.url, "certificate-authority-data": trusted };
    await writeKubeconfig(proxied, { cluster, user: users[0].user });
    return startInProcess({
      capabilities: VSCODE_CAPABILITIES,
      initializationOptions: { trusted: true },
      settings: { cluster: { connect: "auto", kubeconfig: proxied } },
    });
  }

  const namesOf = (items: readonly WorkloadItem[]) =>
    items
      .filter(({ kind }) => kind !== "Service")
      .map(({ kind, name }) => `${kind} ${name}`)
      .sort();

  test("are offered by the shape of their template, and exposed live; nothing is asked that SECURITY.md does not list", async () => {
    proxy.forgetRequests();
    const server = await connected(controlPlane.kubeconfig);
    const items = await server.request<readonly WorkloadItem[]>("podsight/workloads", {});
    expect(namesOf(items)).toEqual(["Application shop", "Pod alone", "ReplicaSet stock-0", "Rollout till"]);
    const till = items.find(({ kind }) => kind === "Rollout");
    const ports = [{ name: "http", port: 8080, protocol: "TCP" }];
    expect(till).toMatchObject({ replicas: 2, labels: { app: "till" }, ownLabels: { team: "till" }, ports });

    const { text } = await server.request<ExposeResult>("podsight/expose", {
      id: till?.id,
      name: "till",
      type: "ClusterIP",
      ports: [{ port: 80, targetPort: "http", protocol: "TCP" }],
    });
    const { token } = await server.request<DryRunResult>("podsight/dryRun", { kind: "create", text });
    const { failed } = await server.request<ApplyResult>("podsight/apply", { token });
    expect(failed).toEqual([]);
    const made = JSON.parse(await controlPlane.kubectl("get", "service", "till", "--output=json"));
    expect(made).toMatchObject({
      metadata: { labels: { team: "till" } },
      spec: { selector: { app: "till" }, ports: [{ port: 80, targetPort: "http" }] },
    });
    await server.stop();

    expect(await notInSecurity(proxy.requests)).toEqual([]);
    const asked = proxy.requests.map(({ path }) => path.split("?")[0]).filter((path) => path?.includes("example.com"));
    expect(asked.filter((path) => path === "/apis/example.com/v1")).toHaveLength(2);
    expect(new Set(asked)).toEqual(
      new Set([
        "/apis/example.com/v1",
        ...["rollouts/till", "rollouts/gone", "databases/stock", "databases/ledger", "applications/shop"].map(
          (path) => `/apis/example.com/v1/namespaces/default/${path}`,
        ),
      ]),
    );
    expect(proxy.requests.filter(({ path }) => path.includes("/secrets"))).toEqual([]);
  });

  test("are not guessed at by somebody who may not read them", async () => {
    await controlPlane.kubectl(
      "create",
      "clusterrole",
      "workloads",
      "--verb=list,get,watch",
      "--resource=pods,replicasets.apps",
    );
    const subject = "--serviceaccount=default:reader";
    await controlPlane.kubectl("create", "clusterrolebinding", "workloads", "--clusterrole=workloads", subject);
    const server = await connected(await controlPlane.kubeconfigOf("reader"));
    expect(namesOf(await server.request("podsight/workloads", {}))).toEqual(["Pod alone"]);
    await server.stop();
  });
});

function list(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

function definition({ kind, plural }: (typeof KINDS)[number]): object {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: "v1", served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
}

type Owned = { readonly ownerReferences?: readonly object[] };

function controlledBy(kind: string, name: string, apiVersion = "example.com/v1"): Owned {
  return { ownerReferences: [{ apiVersion, kind, name, uid: `${kind}-${name}`, controller: true }] };
}

function custom(kind: Kind, name: string, spec: object, owned: Owned = {}): object {
  const metadata = { name, namespace: "default", labels: { team: name }, ...owned };
  return { apiVersion: "example.com/v1", kind, metadata, spec };
}

function template(app: string): object {
  const ports = [{ name: "http", containerPort: 8080 }];
  return { metadata: { labels: { app } }, spec: { containers: [{ name: "main", image: "example", ports }] } };
}

function replicaSet(name: string, matchLabels: Readonly<Record<string, string>>, owned: Owned): object {
  const metadata = { name, namespace: "default", ...owned };
  const { spec } = template(name) as { readonly spec: object };
  const made = { metadata: { labels: matchLabels }, spec };
  return { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { selector: { matchLabels }, template: made } };
}

function pod(name: string, owned: Owned): object {
  const { spec } = template(name) as { readonly spec: object };
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", ...owned }, spec };
}
