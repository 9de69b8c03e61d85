import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Observed, observe } from "./observed.ts";

/** Nothing is written without a dry run, and only what the dry run showed. */
describe("writing to a cluster", () => {
  let controlPlane: ControlPlane;
  let folder: string;
  let observed: Observed;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-writes-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    for (const name of ["one", "two"]) await controlPlane.kubectl("run", name, "--image=example", "--labels=app=till");
    await controlPlane.kubectl("wait", "--for=condition=Ready", "pod/one", "pod/two");
  });

  afterEach(() => observed.cluster.dispose());

  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function connect(kubeconfig = controlPlane.kubeconfig): Promise<Observed["cluster"]> {
    observed = observe(kubeconfig);
    await observed.cluster.connect({});
    await observed.until("the connection", ({ knowledge }) => knowledge.kind === "synced");
    return observed.cluster;
  }

  const service = (name: string, spec: object = {}) => ({
    kind: "create" as const,
    object: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { selector: { app: "till" }, ports: [{ port: 80 }], ...spec },
    },
  });

  const label = (pods: readonly string[], value: string) =>
    ({ kind: "label", namespace: "default", pods, key: "version", value }) as const;

  const services = () => controlPlane.kubectl("get", "services", "-o", "jsonpath={.items[*].metadata.name}");

  test("a dry run shows the Service and writes nothing; its token writes it, once", async () => {
    const cluster = await connect();
    const { token, before, after, ...shown } = await cluster.dryRun(service("till"));
    expect(shown).toEqual({ context: observed.cluster.snapshot.context, namespace: "default", what: "Service till" });
    expect(before).toBe("");
    const [document] = parseAllDocuments(after);
    expect(document?.toJS()).toMatchObject({
      kind: "Service",
      metadata: { name: "till", namespace: "default" },
      spec: { type: "ClusterIP", selector: { app: "till" }, ports: [{ port: 80, targetPort: 80, protocol: "TCP" }] },
    });
    expect(after).not.toMatch(/managedFields|resourceVersion|uid|status/);
    expect(await services()).toBe("kubernetes");
    expect(await cluster.apply(token ?? "")).toEqual({ done: ["Created Service till in default."], failed: [] });
    expect(await services()).toBe("kubernetes till");
    const managers = "jsonpath={.metadata.managedFields[*].manager}";
    expect(await controlPlane.kubectl("get", "service", "till", "-o", managers)).toBe("podsight");
    const again = await cluster.apply(token ?? "");
    expect(again.done).toEqual([]);
    expect(again.failed).toHaveLength(1);
  });

  test.each([
    ["a name that is taken", service("kubernetes"), /already exists/],
    ["a field that the server does not know", service("wrong", { selectr: {} }), /unknown field "spec.selectr"/],
    ["a wrong value", service("wrong", { ports: [{ port: 0 }] }), /spec.ports\[0\].port/],
    ["another kind", { kind: "create", object: { apiVersion: "v1", kind: "Secret" } } as const, /Only a Service/],
    ["a Pod that is not there", label(["three"], "v1"), /pods "three" not found/],
    ["a value that is not a label's", label(["one"], "not valid"), /metadata.labels/],
  ])("%s is refused, in the server's words, and there is no token", async (_, write, refused) => {
    const cluster = await connect();
    const result = await cluster.dryRun(write);
    expect(result.refused).toMatch(refused);
    expect(result.token).toBeUndefined();
  });

  test("labels show before and after, and are written", async () => {
    const cluster = await connect();
    cluster.watchNamespaces(["default"]);
    const { token, before, after } = await cluster.dryRun(label(["one", "two"], "v1"));
    const labelsIn = (text: string) => parseAllDocuments(text).map((document) => document.toJS().metadata.labels);
    expect(labelsIn(before)).toEqual([{ app: "till" }, { app: "till" }]);
    expect(labelsIn(after)).toEqual([
      { app: "till", version: "v1" },
      { app: "till", version: "v1" },
    ]);
    expect((await cluster.apply(token ?? "")).done).toHaveLength(2);
    const hasLabel = (pod: { labels: ReadonlyMap<string, string> }) => pod.labels.get("version") === "v1";
    await observed.untilPods("default", "the labels", ({ pods }) => pods.length === 2 && pods.every(hasLabel));
  });

  test("a Pod that changed since the dry run is left alone, and the others are told apart", async () => {
    const cluster = await connect();
    const { token } = await cluster.dryRun(label(["one", "two"], "v2"));
    await controlPlane.kubectl("annotate", "pod", "one", "changed=yes");
    const { done, failed } = await cluster.apply(token ?? "");
    expect(done).toEqual(["Labelled Pod two with version=v2."]);
    expect(failed).toEqual([expect.stringContaining("Pod one: ")]);
    const labels = await controlPlane.kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.labels.version}");
    expect(labels).not.toBe("v2 v2");
  });

  test("a token is good for the connection that it came from and no other", async () => {
    const cluster = await connect();
    const { token } = await cluster.dryRun(service("other"));
    cluster.disconnect();
    expect((await cluster.apply(token ?? "")).failed).toEqual(["There is no connection to a cluster."]);
    await cluster.connect({});
    expect((await cluster.apply(token ?? "")).failed).toHaveLength(1);
    expect(await services()).not.toContain("other");
  });

  test("who may not write is told so, and gets no token", async () => {
    const cluster = await connect(await controlPlane.kubeconfigOf("reader"));
    const { refused, token } = await cluster.dryRun(service("till"));
    expect(refused).toContain('cannot create resource "services"');
    expect(token).toBeUndefined();
  });
});
