import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ClusterSnapshot } from "../../server/src/core/snapshot.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type KubeconfigParts, type Observed, observe, writeKubeconfig } from "./observed.ts";

/** The kubeconfig, as people have it and as it changes under a running editor. */
describe("a kubeconfig", () => {
  let controlPlane: ControlPlane;
  let entry: Pick<KubeconfigParts, "cluster" | "user">;
  let token: string;
  let folder: string;
  let observed: Observed;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    const { clusters, users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    entry = { cluster: clusters[0].cluster, user: users[0].user };
    token = users[0].user.token;
  });

  afterAll(() => controlPlane?.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-kubeconfig-"));
  });

  afterEach(async () => {
    observed?.cluster.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const isConnected =
    (context: string) =>
    (snapshot: ClusterSnapshot): boolean =>
      snapshot.knowledge.kind === "synced" && snapshot.context === context;

  test("appears later, is half written, changes its context and namespace, and goes", async () => {
    const file = join(folder, "kube", "config");
    observed = observe(file);
    const { cluster, until } = observed;
    await cluster.connect({});
    expect(cluster.snapshot.knowledge.kind).toBe("off");
    expect(await cluster.contexts()).toEqual([]);
    await mkdir(join(folder, "kube"));
    await writeKubeconfig(file, { ...entry, context: "one", namespace: "kube-system" });
    expect((await until("context one", isConnected("one"))).namespace).toBe("kube-system");
    const whole = await readFile(file, "utf8");
    await writeFile(file, `${whole.slice(0, whole.length / 2)}\n  "`);
    await until("context one still", isConnected("one"));
    await writeKubeconfig(file, { ...entry, context: "two" }, { ...entry, context: "one" });
    expect((await until("context two", isConnected("two"))).namespace).toBe("default");
    expect((await cluster.contexts()).map(({ name, current }) => [name, current])).toEqual([
      ["two", true],
      ["one", false],
    ]);
    await rm(file);
    expect((await until("nothing", ({ knowledge }) => knowledge.kind === "off")).context).toBeUndefined();
    await writeKubeconfig(file, { ...entry, context: "three" });
    await until("context three", isConnected("three"));
  });

  test("is several files, of which the first that names a thing wins", async () => {
    const files = [join(folder, "a"), join(folder, "missing"), join(folder, "b")];
    await writeKubeconfig(`${files[0]}`, { ...entry, context: "one" });
    await writeKubeconfig(
      `${files[2]}`,
      { ...entry, context: "two" },
      { context: "one", cluster: { server: "https://127.0.0.1:1" }, user: {} },
    );
    observed = observe(undefined, { environment: { KUBECONFIG: ["relative", ...files].join(delimiter) } });
    const { cluster, until } = observed;
    await cluster.connect({});
    await until("context one", isConnected("one"));
    await cluster.connect({ context: "two" });
    await until("context two", isConnected("two"));
    expect((await cluster.contexts()).map(({ name }) => name)).toEqual(["one", "two"]);
  });

  test("is switched from context to context faster than anything connects", async () => {
    const file = join(folder, "config");
    const contexts = Array.from({ length: 20 }, (_, index) => ({ ...entry, context: `context-${index}` }));
    await writeKubeconfig(file, ...contexts);
    observed = observe(file);
    const { cluster, until, snapshots } = observed;
    await Promise.all(contexts.map(({ context }) => cluster.connect({ context })));
    await until("the last context", isConnected("context-19"));
    expect(snapshots.length).toBeLessThan(10);
    cluster.disconnect();
    expect((await until("the end", ({ knowledge }) => knowledge.kind === "off")).namespaces.size).toBe(0);
  });

  test("names what it lacks", async () => {
    const file = join(folder, "config");
    await writeKubeconfig(file, { ...entry, context: "one" }, { context: "wrong", cluster: {}, user: {} });
    observed = observe(file);
    const { cluster, until } = observed;
    await cluster.connect({ context: "two" });
    const why = (text: string) => (snapshot: ClusterSnapshot) =>
      snapshot.knowledge.kind === "failed" && snapshot.knowledge.why === text;
    await until("no such context", why("The kubeconfig has no context named two."));
    await cluster.connect({ context: "wrong" });
    await until("no server", why("The server address of context wrong is not an http or https URL."));
  });

  test("gives a token file, which is read anew when it changes", async () => {
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, "wrong");
    const file = join(folder, "config");
    await writeKubeconfig(file, { cluster: entry.cluster, user: { tokenFile: "token" } });
    observed = observe(file);
    const { cluster, until } = observed;
    await cluster.connect({});
    await until("a refusal", ({ knowledge }) => knowledge.kind === "denied");
    await writeFile(tokenFile, `${token}\n`);
    await until("the connection", isConnected("test"));
  });

  test("whose authority did not sign the server's certificate says so", async () => {
    const { "certificate-authority-data": _, ...cluster } = entry.cluster;
    const file = join(folder, "config");
    await writeKubeconfig(file, { cluster, user: entry.user });
    observed = observe(file);
    await observed.cluster.connect({});
    const { knowledge } = await observed.until("a failure", (snapshot) => snapshot.knowledge.kind === "failed");
    expect(knowledge).toMatchObject({ why: expect.stringContaining("not signed by an authority") });
    await writeKubeconfig(file, { cluster: { ...cluster, "insecure-skip-tls-verify": true }, user: entry.user });
    await observed.until("the connection", isConnected("test"));
  });
});
