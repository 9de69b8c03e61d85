import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { SERVICE_TYPES, type ServiceType } from "../../server/src/core/refactor/serviceType.ts";
import { type SwitchEffect, switchEffects } from "../../server/src/core/refactor/switchEffects.ts";
import { switchEffectWords } from "../../server/src/core/refactor/switchEffectWords.ts";
import { render } from "../../server/src/core/words.ts";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import type { SwitchChoicesResult } from "../../server/src/lsp/messages/edits.ts";
import type { ApplyResult, ClusterWrite, DryRunResult } from "../../server/src/lsp/messages/writes.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { fullServiceText } from "../support/fullServices.ts";
import { startInProcess, type TestClient, VSCODE_CAPABILITIES } from "../support/languageServer.ts";

interface Stored {
  readonly metadata: { readonly uid: string };
  readonly spec: {
    readonly type: string;
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly selector?: object;
    readonly healthCheckNodePort?: number;
    readonly ports?: readonly { readonly nodePort?: number }[];
  };
  readonly status: object;
}

const PAIRS = SERVICE_TYPES.flatMap((from) =>
  SERVICE_TYPES.filter((to) => to !== from).map((to) => [from, to] as const),
);

/** Each of the twenty switches on a Service that is there, with every field that it may have; and that all came as it was said. */
describe("a Service of the cluster is switched to another type", () => {
  let controlPlane: ControlPlane;
  let server: TestClient;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
  });
  beforeEach(async () => {
    server = await connected(controlPlane.kubeconfig);
  });
  afterEach(async () => {
    await controlPlane.kubectl("delete", "service", "live", "probe", "--ignore-not-found");
    await server.stop();
  });
  afterAll(() => controlPlane?.stop());

  async function connected(kubeconfig: string): Promise<TestClient> {
    const client = await startInProcess({
      capabilities: VSCODE_CAPABILITIES,
      initializationOptions: { trusted: true },
      settings: { cluster: { connect: "ask", kubeconfig } },
    });
    await client.next("podsight/status");
    await client.request("podsight/connect", {});
    await client.next<StatusParams>("podsight/status", ({ kind }) => kind === "synced");
    return client;
  }

  const read = async (): Promise<Stored> =>
    JSON.parse(await controlPlane.kubectl("get", "service", "live", "--output=json"));
  const tryOut = (write: Omit<Extract<ClusterWrite, { kind: "switchType" }>, "kind" | "namespace" | "service">) =>
    server.request<DryRunResult>("podsight/dryRun", {
      kind: "switchType",
      namespace: "default",
      service: "live",
      ...write,
    });
  const apply = ({ token }: DryRunResult) => server.request<ApplyResult>("podsight/apply", { token });

  /** A Service that asks for something is accepted, so that nobody holds it. */
  async function isFree(spec: object): Promise<boolean> {
    const probe = { apiVersion: "v1", kind: "Service", metadata: { name: "probe" }, spec };
    const created = await controlPlane.apply(JSON.stringify(probe)).then(
      () => true,
      () => false,
    );
    await controlPlane.kubectl("delete", "service", "probe", "--ignore-not-found");
    return created;
  }
  const portIsFree = (nodePort: number) => isFree({ type: "NodePort", ports: [{ port: 80, nodePort }] });
  const addressIsFree = (clusterIP: string | undefined) => isFree({ clusterIP, ports: [{ port: 80 }] });

  /** Whether the cluster did what was said. */
  async function cameTrue(effect: SwitchEffect, before: Stored, after: Stored): Promise<boolean> {
    const { spec } = after;
    const nodePorts = (spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0);
    switch (effect.kind) {
      case "recreates":
        return before.metadata.uid !== after.metadata.uid;
      case "releasesAddress":
        return effect.addresses.length === 1 && (await addressIsFree(effect.addresses[0]));
      case "releasesNodePorts":
        return effect.nodePorts.length > 0 && (await portsAreFree(effect.nodePorts));
      case "releasesLoadBalancer":
        return JSON.stringify(after.status) === '{"loadBalancer":{}}';
      case "leavesPods":
        return spec.type === "ExternalName";
      case "leavesName":
        return before.spec.externalName === effect.externalName && spec.externalName === undefined;
      case "namesPods":
        return spec.clusterIP === "None";
      case "namesNoPods":
        return before.spec.clusterIP === "None" && spec.clusterIP !== "None";
      case "givesAddress":
        return /^10\./.test(spec.clusterIP ?? "") && !(await addressIsFree(spec.clusterIP));
      case "givesNodePorts":
        return nodePorts.length === 2 && nodePorts.every((port) => port >= 30_000);
      case "givesHealthCheckNodePort":
        return (spec.healthCheckNodePort ?? 0) >= 30_000;
      case "asksLoadBalancer":
        return spec.type === "LoadBalancer";
      case "keepsAddress":
        return effect.addresses.join() === spec.clusterIP && !(await addressIsFree(spec.clusterIP));
      case "keepsNodePorts":
        return effect.nodePorts.join() === nodePorts.join();
    }
  }

  async function portsAreFree(nodePorts: readonly number[]): Promise<boolean> {
    for (const port of nodePorts) if (!(await portIsFree(port))) return false;
    return true;
  }

  test.each(PAIRS)("%s to %s: what is said beforehand comes true", async (from, to) => {
    await controlPlane.apply(fullServiceText(from, "live", "block"));
    const before = await read();
    const { way, effects } = switchEffects(before, to);
    const externalName = to === "ExternalName" ? { externalName: "new.example.com" } : {};
    if (way === "recreate") await expect(tryOut({ type: to, ...externalName })).rejects.toThrow("create it anew");
    const tried = await tryOut({ type: to, ...externalName, ...(way === "recreate" && { recreate: true }) });
    expect(tried.refused).toBeUndefined();
    expect(tried).toMatchObject({ what: "Service live", namespace: "default" });
    expect(tried.notes).toEqual(effects.map((effect) => render(switchEffectWords(effect), "en")));
    expect(await read()).toEqual(before);

    expect(await apply(tried)).toMatchObject({ failed: [], done: [expect.stringContaining("Service live")] });
    const after = await read();
    expect(typeOf(after)).toBe(to);
    expect(after.spec.selector).toEqual(before.spec.selector);
    if (to === "ExternalName") expect(after.spec.externalName).toBe("new.example.com");
    if (way === "update") expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(effects.length).toBeGreaterThan(0);
    for (const effect of effects) expect([effect, await cameTrue(effect, before, after)]).toEqual([effect, true]);
    // And nothing is given or lost of which nothing was said.
    expect(await heldLater(before, after)).toEqual(heldSaid(effects));
  });

  /** Of the addresses and node ports before, those that are free now; and whether new ones are there. */
  async function heldLater(before: Stored, after: Stored): Promise<object> {
    const [old, now] = [heldBy(before), heldBy(after)];
    const gone = [...old].filter((held) => !now.has(held)).toSorted();
    return { gone, isMore: [...now].some((held) => !old.has(held)) };
  }

  function heldSaid(effects: readonly SwitchEffect[]): object {
    const gone = effects.flatMap((effect) => {
      if (effect.kind === "releasesAddress") return effect.addresses;
      return effect.kind === "releasesNodePorts" ? effect.nodePorts.map(String) : [];
    });
    const isMore = effects.some(({ kind }) =>
      ["givesAddress", "givesNodePorts", "givesHealthCheckNodePort"].includes(kind),
    );
    return { gone: gone.toSorted(), isMore };
  }

  test("a Service that has changed since the dry run is left alone, in both ways", async () => {
    for (const [from, type, recreate] of [
      ["ClusterIP", "NodePort", false],
      ["Headless", "ClusterIP", true],
    ] as const) {
      await controlPlane.apply(fullServiceText(from, "live", "block"));
      const tried = await tryOut({ type, recreate });
      await controlPlane.kubectl("annotate", "service", "live", "changed=yes");
      const before = await read();
      const { done, failed } = await apply(tried);
      expect(done).toEqual([]);
      expect(failed).toEqual([expect.stringContaining("Service live: ")]);
      expect(await read()).toEqual(before);
      await controlPlane.kubectl("delete", "service", "live");
    }
  });

  test("who may only read is told so by the dry run", async () => {
    await controlPlane.apply(fullServiceText("ClusterIP", "live", "block"));
    await controlPlane.apply(READER);
    const admin = server;
    server = await connected(await controlPlane.kubeconfigOf("watcher"));
    await admin.stop();
    const { refused, token } = await tryOut({ type: "NodePort" });
    expect(refused).toContain('cannot update resource "services"');
    expect(token).toBeUndefined();
  });

  test("the choices name the numbers of the stored Service, with a document and without", async () => {
    await controlPlane.apply(fullServiceText("NodePort", "live", "block"));
    const choices = (params: object) => server.request<SwitchChoicesResult>("podsight/switchChoices", params);
    const stored = await choices({ namespace: "default", service: "live" });
    expect(stored).toMatchObject({ name: "live", namespace: "default", current: "NodePort" });
    const effectsOf = (type: ServiceType) => stored.choices.find((choice) => choice.type === type);
    expect(effectsOf("ClusterIP")).toEqual({
      type: "ClusterIP",
      recreate: false,
      effects: ["Releases node ports 30080, 30090: the nodes no longer answer there.", "Keeps 10.96.0.77."],
    });
    expect(effectsOf("Headless")?.recreate).toBe(true);
    await expect(choices({ namespace: "default", service: "nobody" })).rejects.toThrow("not found");

    const uri = "file:///shop/live.yaml";
    server.open(uri, "apiVersion: v1\nkind: Service\nmetadata: {name: live}\nspec: {ports: [{port: 80}]}\n");
    await expect.poll(async () => (await choices({ uri, offset: 0 })).current, { timeout: 10_000 }).toBe("NodePort");
    expect((await choices({ uri, offset: 0 })).choices).toEqual(stored.choices);
  });
});

const READER = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: watcher}
rules: [{apiGroups: [""], resources: [services, pods], verbs: [get, list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: watcher}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: watcher}
subjects: [{kind: ServiceAccount, name: watcher, namespace: default}]
`;

function typeOf({ spec }: Stored): string {
  return spec.clusterIP === "None" ? "Headless" : spec.type;
}

function heldBy({ spec }: Stored): ReadonlySet<string> {
  const { type, clusterIP, healthCheckNodePort } = spec;
  // Under ExternalName a number may stand there that nobody has looked at.
  const ports = type === "ExternalName" ? [] : (spec.ports ?? []);
  const nodePorts = [...ports.map(({ nodePort }) => nodePort), healthCheckNodePort];
  const address = clusterIP === undefined || clusterIP === "None" || clusterIP === "" ? [] : [clusterIP];
  return new Set([...address, ...nodePorts.flatMap((port) => (port ? [String(port)] : []))]);
}
