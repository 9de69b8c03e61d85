import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const example = (file: string): Promise<string> => readFile(join(EXAMPLES, file), "utf8");

/** Each command of the palette, run with the keyboard and looked at with kubectl. */
describe("the commands on a real cluster", () => {
  let controlPlane: ControlPlane;
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-commands-"));
    const kubeconfig = join(folder, "config");
    const files = { "right.yaml": await example("1-right.yaml"), "typo.yaml": await example("2-label-typo.yaml") };
    [controlPlane, editor] = await Promise.all([startControlPlane(), startEditor({ files, kubeconfig })]);
    await controlPlane.apply(await example("workloads.yaml"));
    await controlPlane.kubectl("rollout", "status", "deployment/hello-web", "--timeout=60s");
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const hint = (words: RegExp): Promise<readonly string[]> =>
    editor.lines((lines) => lines.some((line) => line.includes("selector:") && words.test(line)));
  const serviceNames = (): Promise<string> => controlPlane.kubectl("get", "services", "--output=name");
  const closeAll = (): Promise<void> => editor.runCommand("View: Close All Editors");

  test("a kubeconfig that appears while the editor is open is used", async () => {
    await editor.openFile("right.yaml");
    await hint(/Pods: unknown/);
    await copyFile(controlPlane.kubeconfig, join(folder, "config"));
    await hint(/3 Pods, 3 ready/);
    const status = await editor.status((text) => text.includes("Live."));
    expect(status).toContain("podsight-examples / default");
  });

  test("a label taken from a Pod and given back changes the count", async () => {
    const [pod = ""] = (await controlPlane.kubectl("get", "pods", "--selector=app=hello-web", "--output=name")).split(
      "\n",
    );
    await controlPlane.kubectl("scale", "deployment/hello-web", "--replicas=2");
    await hint(/2 Pods, 2 ready/);
    const pods = await controlPlane.kubectl("get", "pods", "--selector=app=hello-web", "--output=name");
    const [left = pod] = pods.trim().split("\n");
    // Its ReplicaSet makes another in its place.
    await controlPlane.kubectl("label", left, "app=other", "--overwrite");
    await controlPlane.kubectl("scale", "deployment/hello-web", "--replicas=1");
    await hint(/1 Pod, 1 ready/);
    await controlPlane.kubectl("scale", "deployment/hello-web", "--replicas=3");
    await hint(/3 Pods, 3 ready/);
  });

  test("No Pod matches: the fix takes the label that the Pods have", async () => {
    await editor.openFile("typo.yaml");
    await editor.problems((rows) => rows.some((row) => row.includes("No Pod in default matches")));
    await editor.applyCodeAction("frontent", "Select tier=frontend");
    await hint(/3 Pods, 3 ready/);
    await editor.problems((rows) => rows.length === 0);
  });

  test("Show Matched Pods lists the Pods as kubectl does", async () => {
    await editor.openFile("right.yaml");
    await editor.runCommand("Podsight: Show Matched Pods");
    const items = await editor.picks((rows) => rows.some((row) => row.includes("Running")));
    const names = await controlPlane.kubectl("get", "pods", "--selector=app=hello-web", "--output=name");
    for (const name of names.trim().split("\n")) expect(items.join("\n")).toContain(name.replace("pod/", ""));
    await editor.dismiss();
  });

  /** The list holds more than is in view. */
  const pickHelloWeb = async (): Promise<void> => {
    await editor.question();
    await editor.page.keyboard.type("hello-web");
    await editor.pick(/hello-web[\s\S]*3 replicas/);
  };

  const expose = async (name: string): Promise<void> => {
    await editor.runCommand("Podsight: Expose Workload as Service...");
    await pickHelloWeb();
    await editor.enter("The name of the Service", name);
    await editor.pick(/^NodePort/);
    await editor.pick("Others, or other numbers");
    await editor.page.keyboard.press("Enter");
    await editor.enter("port:targetPort", "80:http");
    await editor.pick("Into podsight-examples/default");
  };

  test("Expose Workload as Service into the cluster: Escape leaves nothing, yes makes the Service", async () => {
    await closeAll();
    const before = await serviceNames();
    await expose("exposed");
    await expect.poll(editor.question, { timeout: 20_000 }).toBe("Write Service exposed to podsight-examples/default?");
    await editor.picks((rows) => rows.some((row) => row.includes("Context podsight-examples")));
    await editor.page.keyboard.press("Escape");
    await editor.page.locator(".tabs-container .tab").waitFor({ state: "detached" });
    expect(await serviceNames()).toBe(before);

    await expose("exposed");
    await editor.approve("Apply to podsight-examples/default");
    const written = () =>
      controlPlane.kubectl("get", "service", "exposed", "--output=jsonpath={.spec.type} {.spec.selector}");
    await expect.poll(written, { timeout: 10_000 }).toBe('NodePort {"app":"hello-web"}');
  });

  test("Expose Workload as Service into a document, which matches at once", async () => {
    await editor.runCommand("Podsight: Expose Workload as Service...");
    await pickHelloWeb();
    await editor.enter("The name of the Service", "drafted");
    await editor.pick(/^ClusterIP/);
    await editor.picks((rows) => rows.some((row) => row.includes("9090/TCP")));
    await editor.page.keyboard.press("Enter");
    await editor.pick("Into a new document");
    const lines = await editor.lines((shown) => shown.includes("  name: drafted"));
    expect(lines.join("\n")).toMatch(/targetPort: http[\s\S]*targetPort: metrics/);
    await hint(/3 Pods, 3 ready/);
    expect(await serviceNames()).not.toContain("drafted");
  });

  test("Add Label to Matched Pods labels the live Pods after a yes", async () => {
    await editor.openFile("right.yaml");
    await editor.runCommand("Podsight: Add Label to Matched Pods...");
    await editor.enter("key=value", "release=blue");
    await editor.pick("Onto the Pods in podsight-examples");
    await editor.picks((rows) => rows.filter((row) => row.includes("Running")).length === 3);
    await editor.page.keyboard.press("Enter");
    await editor.approve("Apply to podsight-examples/default");
    const labelled = async (): Promise<number> =>
      (await controlPlane.kubectl("get", "pods", "--selector=release=blue", "--output=name")).trim().split("\n").length;
    await expect.poll(labelled, { timeout: 10_000 }).toBe(3);
  });

  test("Select Namespace, Disconnect, Connect and Select Context change what is known", async () => {
    await editor.openFile("right.yaml");
    await editor.runCommand("Podsight: Select Namespace...");
    await editor.pick("reporting");
    await editor.status((text) => text.includes("podsight-examples / reporting"));
    await hint(/0 Pods, 0 ready/);
    await editor.runCommand("Podsight: Disconnect");
    await editor.status((text) => text.includes("Not connected"));
    await editor.runCommand("Podsight: Connect");
    await editor.status((text) => text.includes("Live."));
    await editor.runCommand("Podsight: Select Context...");
    await editor.picks((rows) => rows.some((row) => row.includes("current in the kubeconfig")));
    await editor.pick("podsight-examples");
    await editor.status((text) => text.includes("podsight-examples / default"));
    await hint(/3 Pods, 3 ready/);
  });

  test("Show Log shows it", async () => {
    await editor.runCommand("Podsight: Show Log");
    await editor.page.locator(".part.panel .monaco-editor .view-line", { hasText: "exposed" }).first().waitFor();
  });
});
