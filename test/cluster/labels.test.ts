import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver-protocol";
import type { CodeAction } from "vscode-languageserver-types";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import type { LabelChoicesResult } from "../../server/src/lsp/messages/edits.ts";
import type { LabelChanges } from "../../server/src/lsp/messages/shared.ts";
import type { ApplyResult, ClusterWrite, DryRunResult } from "../../server/src/lsp/messages/writes.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startFaultProxy } from "../support/faultProxy.ts";
import { startInProcess, type TestClient, VSCODE_CAPABILITIES } from "../support/languageServer.ts";
import { writeKubeconfig } from "./observed.ts";

const SELECTORS = {
  all: { app: "till" },
  front: { app: "till", tier: "front" },
  back: { app: "till", tier: "back" },
  v1: { version: "v1" },
} as const;

const SERVICES = Object.entries(SELECTORS).map(([name, selector]) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "shop" },
    spec: { selector, ports: [{ port: 80 }] },
  }),
);

const TILL = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till, tier: front}}
    spec: {terminationGracePeriodSeconds: 0, containers: [{name: till, image: till}]}
`;

const SERVICE =
  "apiVersion: v1\nkind: Service\nmetadata: {name: all, namespace: shop}\nspec: {selector: {app: till}, ports: [{port: 80}]}\n";
const TYPED =
  "apiVersion: v1\nkind: Service\nmetadata: {name: new, namespace: shop}\nspec: {selector: {version: v1}, ports: [{port: 80}]}\n";

/** What is said of Services and Pods beforehand is held to what the real controllers do afterwards. */
describe("labels of Pods and of templates", () => {
  let controlPlane: ControlPlane;
  let server: TestClient;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.kubectl("create", "namespace", "shop");
    await controlPlane.apply(SERVICES.join("\n---\n"));
  });
  beforeEach(async () => {
    await controlPlane.apply(TILL);
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace=shop");
    await expect.poll(async () => (await behind("all")).length, { timeout: 20_000 }).toBe(2);
    server = await connected(controlPlane.kubeconfig);
  });
  afterEach(async () => {
    await server.stop();
    await controlPlane.kubectl("delete", "deployment", "till", "--namespace=shop", "--cascade=foreground");
    await controlPlane.kubectl("delete", "pods", "--all", "--namespace=shop", "--force");
  });
  afterAll(() => controlPlane?.stop());

  async function connected(kubeconfig: string): Promise<TestClient> {
    const client = await startInProcess({
      capabilities: VSCODE_CAPABILITIES,
      initializationOptions: { trusted: true },
      settings: { cluster: { connect: "ask", kubeconfig } },
    });
    await client.next("podsight/status");
    await client.request("podsight/connect", { namespace: "shop" });
    await client.next<StatusParams>("podsight/status", ({ kind }) => kind === "synced");
    return client;
  }

  /** The Pods that the EndpointSlice controller has put behind a Service. */
  async function behind(service: string): Promise<readonly string[]> {
    const path = "-ojsonpath={.items[*].endpoints[*].targetRef.name}";
    const selector = `--selector=kubernetes.io/service-name=${service}`;
    const names = await controlPlane.kubectl("get", "endpointslices", "--namespace=shop", selector, path);
    return names.split(" ").filter(Boolean).toSorted();
  }
  async function allBehind(): Promise<Readonly<Record<string, readonly string[]>>> {
    const found = await Promise.all(Object.keys(SELECTORS).map(async (name) => [name, await behind(name)] as const));
    return Object.fromEntries(found);
  }
  async function pods(): Promise<readonly string[]> {
    const path = "-ojsonpath={.items[*].metadata.name}";
    return (await controlPlane.kubectl("get", "pods", "--namespace=shop", path)).split(" ").filter(Boolean).toSorted();
  }

  const onPods = (names: readonly string[], labels: LabelChanges): ClusterWrite => ({
    kind: "labelPods",
    namespace: "shop",
    pods: names,
    labels,
  });
  const onTemplate = (labels: LabelChanges): ClusterWrite => ({
    kind: "labelTemplate",
    namespace: "shop",
    workload: { kind: "Deployment", name: "till" },
    labels,
  });
  const dryRun = (write: ClusterWrite) => server.request<DryRunResult>("podsight/dryRun", write);
  const apply = ({ token }: DryRunResult) => server.request<ApplyResult>("podsight/apply", { token });

  test("of live Pods, several at once: the Services that gain and lose them are those that were said", async () => {
    const names = await pods();
    const tried = await dryRun(onPods(names, { version: "v1", environment: "dev", tier: "back" }));
    expect(tried.refused).toBeUndefined();
    expect(tried.notes).toEqual([
      "Lost when the Pod is replaced.",
      `Service back gains 2 Pods: ${names.join(", ")}.`,
      `Service front loses 2 Pods: ${names.join(", ")}.`,
      `Service v1 gains 2 Pods: ${names.join(", ")}.`,
    ]);
    expect((await apply(tried)).failed).toEqual([]);
    await expect.poll(allBehind, { timeout: 20_000 }).toEqual({ all: names, front: [], back: names, v1: names });
    expect(await pods()).toEqual(names);

    const [one = ""] = names;
    const away = await dryRun(onPods([one], { version: null }));
    expect(away.notes).toEqual(["Lost when the Pod is replaced.", `Service v1 loses 1 Pod: ${one}.`]);
    await apply(away);
    await expect.poll(() => behind("v1"), { timeout: 20_000 }).toEqual(names.filter((name) => name !== one));
    expect((await dryRun(onPods([one], { size: "large" }))).notes).toEqual([
      "Lost when the Pod is replaced.",
      "No Service gains or loses a Pod.",
    ]);
  });

  test("cancelled on the way, what was changed and what was not is answered, and is so", async () => {
    const proxy = await startFaultProxy(controlPlane.server);
    const folder = await mkdtemp(join(tmpdir(), "podsight-labels-"));
    const kubeconfig = join(folder, "config");
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    await writeKubeconfig(kubeconfig, { cluster: { server: proxy.url }, user: users[0].user });
    await server.stop();
    server = await connected(kubeconfig);
    const names = await pods();
    const { token } = await dryRun(onPods(names, { version: "v1" }));
    proxy.forgetRequests();
    proxy.inject({ kind: "trickle", bytes: 100, pauseMs: 20 }, (path) => /\/pods\/till-/.test(path));
    const cancelling = new CancellationTokenSource();
    const answer = server.connection.sendRequest<ApplyResult>("podsight/apply", { token }, cancelling.token);
    const isUnderWay = () => proxy.requests.some(({ method }) => method === "PATCH");
    await expect.poll(isUnderWay, { timeout: 10_000 }).toBe(true);
    cancelling.cancel();
    const [first, second] = names;
    expect(await answer).toEqual({
      done: [`Changed the labels of Pod ${first}: version=v1.`],
      failed: [`Pod ${second}: cancelled before it was changed.`],
    });
    const label = "--selector=version=v1";
    const labelled = await controlPlane.kubectl("get", "pods", "--namespace=shop", label, "-oname");
    expect(labelled.trim()).toBe(`pod/${first}`);
    await proxy.stop();
    await rm(folder, { recursive: true });
  });

  test("a label by which the ReplicaSet finds its Pods is not taken from them", async () => {
    const names = await pods();
    for (const app of ["other", null]) {
      const { refused, token } = await dryRun(onPods(names, { app }));
      expect(refused).toMatch(/^The selector of ReplicaSet till-\S+ would no longer find/);
      expect(token).toBeUndefined();
    }
    const { refused } = await dryRun(onPods(names, { "pod-template-hash": "1" }));
    expect(refused).toContain("would no longer find");
    expect(await pods()).toEqual(names);
    // The API server would have done it, and the controller would have made others.
    const [one = ""] = names;
    await controlPlane.kubectl("label", "pod", one, "app=other", "--overwrite", "--namespace=shop");
    await expect.poll(async () => (await pods()).length, { timeout: 20_000 }).toBe(3);
  });

  const adopterText = (apiVersion: string, kind: string, spec: string): string =>
    `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: taker, namespace: shop}
spec:
  ${spec}
  template:
    metadata: {labels: {app: taken}}
    spec: {terminationGracePeriodSeconds: 0, containers: [{name: till, image: till}]}
`;
  const BY_LABELS = "selector: {matchLabels: {app: taken}}";
  const taken = async (): Promise<number> => {
    const found = await controlPlane.kubectl("get", "pods", "--namespace=shop", "--selector=app=taken", "-oname");
    return found.split("\n").filter(Boolean).length;
  };

  // A suspended Job wants no Pod at all, so that none of its own ends meanwhile.
  test.each([
    ["ReplicaSet", 1, adopterText("apps/v1", "ReplicaSet", BY_LABELS), "stray"],
    ["ReplicationController", 1, adopterText("v1", "ReplicationController", "selector: {app: taken}"), "stray"],
    ["StatefulSet", 1, adopterText("apps/v1", "StatefulSet", BY_LABELS), "taker-5"],
    ["DaemonSet", 3, adopterText("apps/v1", "DaemonSet", BY_LABELS), "stray"],
    [
      "Job",
      0,
      adopterText("batch/v1", "Job", `suspend: true\n  manualSelector: true\n  ${BY_LABELS}`).replace(
        "containers:",
        "restartPolicy: Never, containers:",
      ),
      "stray",
    ],
  ])(
    "a Pod that nobody controls is taken over by a %s, which then deletes one: said before the yes",
    async (kind, wanted, text, name) => {
      await controlPlane.apply(text);
      await controlPlane.kubectl("run", name, "--image=till", "--namespace=shop", "--labels=app=alone");
      await controlPlane.kubectl("wait", "--for=condition=Ready", `pod/${name}`, "--namespace=shop");
      await expect.poll(taken, { timeout: 20_000 }).toBe(wanted);
      const status = kind === "DaemonSet" ? "{.status.currentNumberScheduled}" : "{.status.replicas}";
      const counted = () => controlPlane.kubectl("get", kind, "taker", "--namespace=shop", `-ojsonpath=${status}`);
      if (kind !== "Job") await expect.poll(counted, { timeout: 20_000 }).toBe(String(wanted));
      const choices = await server.request<LabelChoicesResult>("podsight/labelChoices", {
        namespace: "shop",
        pods: [name],
        labels: { app: "taken" },
      });
      const tried = await dryRun(onPods([name], { app: "taken" }));
      expect(tried.notes).toEqual(choices.pods?.effects);
      expect(tried.notes).toEqual([
        "Lost when the Pod is replaced.",
        `${kind} taker takes 1 Pod over as its own: ${name}. It then has 1 more than it wants and deletes one, this one or others.`,
        "No Service gains or loses a Pod.",
      ]);
      expect((await apply(tried)).failed).toEqual([]);
      await expect.poll(taken, { timeout: 20_000 }).toBe(wanted);
      await controlPlane.kubectl("delete", kind, "taker", "--namespace=shop", "--cascade=foreground");
    },
  );

  test("of a live template: as many Pods are replaced as was said, and the Services lose and gain them", async () => {
    const before = await pods();
    const tried = await dryRun(onTemplate({ tier: "back", version: "v1" }));
    expect(tried.notes).toEqual([
      "A rollout: Deployment till replaces 2 Pods.",
      "Service back gains the Pods of Deployment till.",
      "Service front loses the Pods of Deployment till.",
      "Service v1 gains the Pods of Deployment till.",
    ]);
    expect(tried.after).toContain("tier: back");
    expect((await apply(tried)).failed).toEqual([]);
    await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace=shop");
    const isReplaced = async () => (await pods()).filter((name) => before.includes(name));
    await expect.poll(isReplaced, { timeout: 20_000 }).toEqual([]);
    const after = await pods();
    expect(after).toHaveLength(2);
    await expect.poll(allBehind, { timeout: 20_000 }).toEqual({ all: after, front: [], back: after, v1: after });
  });

  test("a template whose selector forbids it, or that has changed since the dry run, stays", async () => {
    const refused = await dryRun(onTemplate({ app: "other" }));
    expect(refused.token).toBeUndefined();
    expect(refused.refused).toBe(
      "The selector of Deployment till would not find its own Pods with app=other, and the API server refuses that.",
    );
    const tried = await dryRun(onTemplate({ tier: "back" }));
    await controlPlane.kubectl("annotate", "deployment", "till", "changed=yes", "--namespace=shop");
    expect((await apply(tried)).failed).toEqual([expect.stringContaining("Deployment till: It has changed since")]);
    const tier = "-ojsonpath={.spec.template.metadata.labels.tier}";
    expect(await controlPlane.kubectl("get", "deployment", "till", "--namespace=shop", tier)).toBe("front");
  });

  test("a near miss is offered the label of the live template only where the workload's selector allows it", async () => {
    const offered = async (name: string, selector: string, typed: string): Promise<readonly string[]> => {
      const uri = `file:///shop/${name}.yaml`;
      const text = `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  selector: ${selector}\n`;
      server.open(uri, text);
      const at = { line: 4, character: text.split("\n")[4]?.indexOf(typed) ?? 0 };
      const params = {
        textDocument: { uri },
        range: { start: at, end: at },
        context: { diagnostics: [], only: ["quickfix"] },
      };
      const actions = () => server.request<readonly CodeAction[]>("textDocument/codeAction", params);
      await expect.poll(async () => (await actions()).length, { timeout: 10_000 }).toBeGreaterThan(0);
      return (await actions()).map(({ title }) => title);
    };
    const label = "Label the template of Deployment till in the cluster with";
    expect(await offered("typo", "{app: tilll}", "tilll")).toEqual(["Select app=till"]);
    expect(await offered("tier", "{app: till, tier: frontt}", "frontt")).toEqual([
      "Select tier=front",
      `${label} tier=frontt...`,
    ]);
    // Who may not read the workload cannot be told beforehand; the dry run tells.
    await controlPlane.apply(
      roleFor("reader", '[{apiGroups: [""], resources: [pods, services], verbs: [get, list, watch]}]'),
    );
    await server.stop();
    server = await connected(await controlPlane.kubeconfigOf("reader"));
    expect(await offered("typo", "{app: tilll}", "tilll")).toEqual(["Select app=till", `${label} app=tilll...`]);
  });

  test("the choices say all of it beforehand, for a Service and for one Pod's row", async () => {
    const uri = "file:///shop/all.yaml";
    server.open(uri, SERVICE);
    server.open("file:///shop/new.yaml", TYPED);
    const names = await pods();
    const choices = (params: object) => server.request<LabelChoicesResult>("podsight/labelChoices", params);
    const known = async () => (await choices({ uri, offset: 0, labels: { version: "v1" } })).pods?.pods.length;
    await expect.poll(known, { timeout: 10_000 }).toBe(2);
    const found = await choices({ uri, offset: 0, labels: { version: "v1" } });
    expect(found.workspace).toBeUndefined();
    expect(found.workloads).toEqual([
      {
        kind: "Deployment",
        name: "till",
        namespace: "shop",
        effects: [
          "A rollout: Deployment till replaces 2 Pods.",
          "Service v1 gains the Pods of Deployment till.",
          "Service new, as typed in the workspace, gains the Pods of Deployment till.",
        ],
        brief: "A rollout replaces 2 Pods. Services that gain Pods: v1, new.",
      },
    ]);
    expect(found.pods?.effects).toContain(`Service new, as typed in the workspace, gains 2 Pods: ${names.join(", ")}.`);
    const [one = ""] = names;
    const row = await choices({ namespace: "shop", pods: [one], labels: { app: null } });
    expect(row.pods?.pods.map(({ name }) => name)).toEqual([one]);
    expect(row.pods?.refused).toMatch(/would no longer find/);
    expect(row.pods?.brief).toMatch(/^Refused: ReplicaSet till-\S+ would let its Pod go\.$/);
    expect(row.workloads).toMatchObject([{ name: "till", refused: expect.stringContaining("with app-") }]);
  });

  test("who may not change Pods is told so; who may not read ReplicaSets is told what is not known", async () => {
    await controlPlane.apply(
      roleFor("onlooker", '[{apiGroups: [""], resources: [pods, services], verbs: [get, list, watch]}]'),
    );
    await controlPlane.apply(
      roleFor("tagger", '[{apiGroups: [""], resources: [pods, services], verbs: [get, list, watch, patch]}]'),
    );
    const names = await pods();
    const admin = server;
    server = await connected(await controlPlane.kubeconfigOf("onlooker"));
    const forbidden = await dryRun(onPods(names, { version: "v1" }));
    expect(forbidden.refused).toContain('cannot patch resource "pods"');
    expect((await dryRun(onTemplate({ version: "v1" }))).refused).toContain('cannot get resource "deployments"');
    await server.stop();
    server = await connected(await controlPlane.kubeconfigOf("tagger"));
    const tried = await dryRun(onPods(names, { version: "v1" }));
    expect(tried.token).toBeDefined();
    expect(tried.notes?.at(-1)).toMatch(
      /^Whether ReplicaSet till-\S+ would still find its Pods is not known: .*cannot get/,
    );
    await controlPlane.kubectl("run", "stray", "--image=till", "--namespace=shop", "--labels=app=alone");
    const alone = await dryRun(onPods(["stray"], { app: "till" }));
    expect(
      alone.notes?.filter((note) => /^Whether a \w+ would take the Pods over is not known: .*cannot list/.test(note)),
    ).toHaveLength(5);
    await admin.stop();
  });
});

function roleFor(name: string, rules: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${name}}
rules: ${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ${name}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name}}
subjects: [{kind: ServiceAccount, name: ${name}, namespace: default}]
`;
}
