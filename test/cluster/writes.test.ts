import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { LabelChanges } from "../../server/src/cluster/writes/write.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { until } from "../support/until.ts";
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
    objects: [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name },
        spec: { selector: { app: "till" }, ports: [{ port: 80 }], ...spec },
      },
    ],
  });

  const label = (pods: readonly string[], value: string | null) =>
    ({ kind: "labelPods", namespace: "default", pods, labels: { version: value } }) as const;

  /** Nobody cancels. */
  const going = new AbortController().signal;

  const services = () => controlPlane.kubectl("get", "services", "-o", "jsonpath={.items[*].metadata.name}");

  test("a dry run shows the Service and writes nothing; its token writes it, once", async () => {
    const cluster = await connect();
    const { token, before, after, objects, ...shown } = await cluster.dryRun(service("till"));
    expect(shown).toEqual({ context: observed.cluster.snapshot.context, namespace: "default", what: "Service till" });
    expect(before).toBe("");
    expect(objects).toEqual([{}]);
    const [document] = parseAllDocuments(after);
    expect(document?.toJS()).toMatchObject({
      kind: "Service",
      metadata: { name: "till", namespace: "default" },
      spec: { type: "ClusterIP", selector: { app: "till" }, ports: [{ port: 80, targetPort: 80, protocol: "TCP" }] },
    });
    expect(after).not.toMatch(/managedFields|resourceVersion|uid|status/);
    expect(await services()).toBe("kubernetes");
    expect(await cluster.apply(token ?? "", going)).toEqual({ done: ["Created Service till in default."], failed: [] });
    expect(await services()).toBe("kubernetes till");
    const managers = "jsonpath={.metadata.managedFields[*].manager}";
    expect(await controlPlane.kubectl("get", "service", "till", "-o", managers)).toBe("podsight");
    const again = await cluster.apply(token ?? "", going);
    expect(again.done).toEqual([]);
    expect(again.failed).toHaveLength(1);
  });

  test.each([
    ["a name that is taken", service("kubernetes"), /already exists/],
    ["a field that the server does not know", service("wrong", { selectr: {} }), /unknown field "spec.selectr"/],
    ["a wrong value", service("wrong", { ports: [{ port: 0 }] }), /spec.ports\[0\].port/],
    ["another kind", { kind: "create", objects: [{ apiVersion: "v1", kind: "Secret" }] } as const, /Only a Service/],
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
    expect((await cluster.apply(token ?? "", going)).done).toHaveLength(2);
    const hasLabel = (pod: { labels: ReadonlyMap<string, string> }) => pod.labels.get("version") === "v1";
    await observed.untilPods("default", "the labels", ({ pods }) => pods.length === 2 && pods.every(hasLabel));
  });

  test("a Pod that changed since the dry run is left alone, and the others are told apart", async () => {
    const cluster = await connect();
    const { token } = await cluster.dryRun(label(["one", "two"], "v2"));
    await controlPlane.kubectl("annotate", "pod", "one", "changed=yes");
    const { done, failed } = await cluster.apply(token ?? "", going);
    expect(done).toEqual(["Changed the labels of Pod two: version=v2."]);
    expect(failed).toEqual(["Pod one: It has changed since the preview. Nothing was written."]);
    const labels = await controlPlane.kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.labels.version}");
    expect(labels).not.toBe("v2 v2");
  });

  test("a label is taken away, and another one given in the same step", async () => {
    const cluster = await connect();
    const labels = { version: null, environment: "dev", tier: "1.10" };
    const { token, after } = await cluster.dryRun({ kind: "labelPods", namespace: "default", pods: ["two"], labels });
    expect(parseAllDocuments(after)[0]?.toJS().metadata.labels).toEqual({
      app: "till",
      environment: "dev",
      tier: "1.10",
    });
    expect(await cluster.apply(token ?? "", going)).toEqual({
      done: ["Changed the labels of Pod two: without version, environment=dev, tier=1.10."],
      failed: [],
    });
    const written = await controlPlane.kubectl("get", "pod", "two", "-ojsonpath={.metadata.labels}");
    expect(JSON.parse(written)).toEqual({ app: "till", environment: "dev", tier: "1.10" });
  });

  test.each([
    ["deployment", "Deployment", "{.spec.template.metadata.labels.tier}"],
    ["cronjob", "CronJob", "{.spec.jobTemplate.spec.template.metadata.labels.tier}"],
  ])(
    "the Pod template of a %s gets a label, and its selector forbids to change another",
    async (resource, kind, path) => {
      const command = { deployment: ["--image=example"], cronjob: ["--image=example", "--schedule=0 0 1 1 *"] };
      await controlPlane.kubectl("create", resource, "front", ...command[resource as keyof typeof command]);
      const cluster = await connect();
      const template = (labels: LabelChanges) =>
        ({ kind: "labelTemplate", namespace: "default", workload: { kind, name: "front" }, labels }) as const;
      // Its controller writes to it just now, and what has changed since the preview is not written.
      const applied = async () => {
        const { token } = await cluster.dryRun(template({ tier: "front" }));
        return (await cluster.apply(token ?? "", going)).done;
      };
      await expect.poll(applied, { timeout: 10_000 }).toEqual([`Changed the labels of ${kind} front: tier=front.`]);
      expect(await controlPlane.kubectl("get", resource, "front", `-ojsonpath=${path}`)).toBe("front");
      // For a moment that is a reason of its own here, too.
      const refusal = async () => (await cluster.dryRun(template({ app: "back" }))).refused;
      if (kind === "Deployment") await expect.poll(refusal, { timeout: 10_000 }).toMatch(/selector/);
      await controlPlane.kubectl("delete", resource, "front");
    },
  );

  test("once cancelled, no further object is written, and each one's fate is told", async () => {
    const cluster = await connect();
    const { token } = await cluster.dryRun(label(["one", "two"], "v3"));
    const { done, failed } = await cluster.apply(token ?? "", AbortSignal.abort());
    expect(done).toEqual([]);
    expect(failed).toEqual(["one", "two"].map((name) => `Pod ${name}: cancelled before it was changed.`));
    expect(await controlPlane.kubectl("get", "pods", "--selector=version=v3", "-oname")).toBe("");
  });

  describe("a Service that is there", () => {
    const manifest = (spec: object) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "there" },
      spec: { selector: { app: "till" }, ports: [{ port: 80 }], ...spec },
    });
    const read = async (path: string) => controlPlane.kubectl("get", "service", "there", `-ojsonpath=${path}`);

    afterEach(() => controlPlane.kubectl("delete", "service", "there", "--ignore-not-found"));

    async function made(spec: object = {}): Promise<Observed["cluster"]> {
      const cluster = await connect();
      const { token } = await cluster.dryRun({ kind: "apply", objects: [manifest(spec)], force: false });
      expect(await cluster.apply(token ?? "", going)).toEqual({
        done: ["Applied Service there to default."],
        failed: [],
      });
      return cluster;
    }

    test("is applied again: what the text no longer says is gone, and nothing else", async () => {
      const cluster = await made({ sessionAffinity: "ClientIP", type: "NodePort" });
      const nodePort = await read("{.spec.ports[0].nodePort}");
      const { token, before, after } = await cluster.dryRun({
        kind: "apply",
        objects: [manifest({ type: "NodePort" })],
        force: false,
      });
      expect(before).toContain("sessionAffinity: ClientIP");
      expect(after).toContain("sessionAffinity: None");
      await cluster.apply(token ?? "", going);
      expect(await read("{.spec.sessionAffinity} {.spec.ports[0].nodePort}")).toBe(`None ${nodePort}`);
    });

    test("is not applied when somebody has made it since the dry run", async () => {
      const cluster = await connect();
      const { token } = await cluster.dryRun({ kind: "apply", objects: [manifest({})], force: false });
      await controlPlane.kubectl("create", "service", "clusterip", "there", "--tcp=90");
      const { failed } = await cluster.apply(token ?? "", going);
      expect(failed).toEqual([expect.stringContaining("Somebody has created it since the preview")]);
      expect(await read("{.spec.ports[0].port}")).toBe("90");
    });

    test("is replaced as a whole, but not once it has changed", async () => {
      const cluster = await made();
      const replace = { kind: "replace", object: manifest({ type: "NodePort" }) } as const;
      const first = await cluster.dryRun(replace);
      const second = await cluster.dryRun(replace);
      expect((await cluster.apply(first.token ?? "", going)).done).toEqual(["Changed Service there in default."]);
      expect(await read("{.spec.type}")).toBe("NodePort");
      expect((await cluster.apply(second.token ?? "", going)).failed).toEqual([
        "Service there: It has changed since the preview. Nothing was written.",
      ]);
    });

    test("is deleted and created anew where the API server allows no change", async () => {
      const cluster = await made({ type: "NodePort", ports: [{ port: 80, nodePort: 30_123 }] });
      const headless = manifest({ clusterIP: "None" });
      expect((await cluster.dryRun({ kind: "replace", object: headless })).refused).toMatch(/clusterIP/);
      const { token, after, refused } = await cluster.dryRun({ kind: "recreate", object: headless });
      expect(refused).toBeUndefined();
      expect(after).toContain("name: there");
      expect(await read("{.spec.type}")).toBe("NodePort");
      expect((await cluster.apply(token ?? "", going)).done).toEqual([
        "Deleted Service there in default and created it anew.",
      ]);
      expect(await read("{.spec.clusterIP}")).toBe("None");
      const back = manifest({ type: "NodePort", ports: [{ port: 80, nodePort: 30_123 }] });
      const again = await cluster.dryRun({ kind: "recreate", object: back });
      expect((await cluster.apply(again.token ?? "", going)).failed).toEqual([]);
      expect(await read("{.spec.ports[0].nodePort}")).toBe("30123");
    });

    test("is given back as a manifest when it was deleted and could not be created anew", async () => {
      const cluster = await made();
      const { token } = await cluster.dryRun({ kind: "recreate", object: manifest({ clusterIP: "None" }) });
      const quota = ["create", "quota", "none", "--hard=count/services=0"];
      await controlPlane.kubectl(...quota);
      const used = () => controlPlane.kubectl("get", "quota", "none", "-ojsonpath={.status.hard}");
      await until(async () => (await used()) !== "", { within: 10_000, what: "the quota" });
      const { failed, missing } = await cluster.apply(token ?? "", going);
      expect(failed).toEqual([expect.stringContaining("It was deleted, but could not be created anew")]);
      expect(parseAllDocuments(missing ?? "")[0]?.toJS()).toMatchObject({
        metadata: { name: "there" },
        spec: { clusterIP: "None" },
      });
      await controlPlane.kubectl("delete", "quota", "none");
    });

    test("is deleted with others, each told apart, and the Pods stay", async () => {
      const cluster = await made();
      await controlPlane.kubectl("create", "service", "clusterip", "other", "--tcp=80");
      const names = ["there", "other"];
      const { token, before, after } = await cluster.dryRun({ kind: "delete", namespace: "default", services: names });
      expect(parseAllDocuments(before).map((document) => document.toJS().metadata.name)).toEqual(names);
      expect(after).toBe("");
      await controlPlane.kubectl("label", "service", "other", "changed=yes");
      const { done, failed } = await cluster.apply(token ?? "", going);
      expect(done).toEqual(["Deleted Service there in default."]);
      expect(failed).toEqual([expect.stringContaining("Service other: ")]);
      expect(await services()).not.toContain("there");
      await controlPlane.kubectl("delete", "service", "other");
      const pods = await controlPlane.kubectl("get", "pods", "--selector=app=till", "-oname");
      expect(pods.trim().split("\n")).toEqual(["pod/one", "pod/two"]);
    });
  });

  test("a token is good for the connection that it came from and no other", async () => {
    const cluster = await connect();
    const { token } = await cluster.dryRun(service("other"));
    cluster.disconnect();
    expect((await cluster.apply(token ?? "", going)).failed).toEqual(["There is no connection to a cluster."]);
    await cluster.connect({});
    expect((await cluster.apply(token ?? "", going)).failed).toHaveLength(1);
    expect(await services()).not.toContain("other");
  });

  test("who may not write is told so, and gets no token", async () => {
    const cluster = await connect(await controlPlane.kubeconfigOf("reader"));
    const { refused, token } = await cluster.dryRun(service("till"));
    expect(refused).toContain('cannot create resource "services"');
    expect(token).toBeUndefined();
  });
});
