import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: kubernetes-bootcamp
  labels:
    app: kubernetes-bootcamp
spec:
  replicas: 2
  selector:
    matchLabels:
      app: kubernetes-bootcamp
  template:
    metadata:
      labels:
        app: kubernetes-bootcamp
    spec:
      containers:
        - name: kubernetes-bootcamp
          image: example.com/kubernetes-bootcamp:v1
`;
const PLACE = "podsight-examples/default";

/** Kubernetes' own tutorial on Services from its first step to its last, without leaving the editor. */
describe("the tutorial", () => {
  let application: Server;
  let controlPlane: ControlPlane;
  let editor: Editor;

  beforeAll(async () => {
    application = createServer((_, answer) => answer.end("Hello from the application"));
    await new Promise<void>((listening) => application.listen(0, "127.0.0.1", listening));
    const { port } = application.address() as AddressInfo;
    controlPlane = await startControlPlane({
      kwokConfig: `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterPortForward
metadata: {name: all}
spec: {forwards: [{ports: [8080], target: {port: ${port}, address: 127.0.0.1}}]}
`,
    });
    await controlPlane.apply(DEPLOYMENT);
    await controlPlane.kubectl("rollout", "status", "deployment/kubernetes-bootcamp", "--timeout=60s");
    editor = await startEditor({ files: { "deployment.yaml": DEPLOYMENT }, kubeconfig: controlPlane.kubeconfig });
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
    application?.close();
  });

  const service = (path: string): Promise<string> =>
    controlPlane.kubectl("get", "service", "kubernetes-bootcamp", `--output=jsonpath={${path}}`);
  const podsWith = async (labelSelector: string): Promise<readonly string[]> => {
    const names = await controlPlane.kubectl("get", "pods", `--selector=${labelSelector}`, "--output=name");
    return names
      .split("\n")
      .filter(Boolean)
      .map((name) => name.replace("pod/", ""))
      .toSorted();
  };
  const has = (words: string) => (rows: readonly string[]) => rows.some((row) => row.includes(words));
  const yes = async (question: string | RegExp, button = `Apply to ${PLACE}`): Promise<void> => {
    await expect.poll(editor.question, { timeout: 20_000 }).toMatch(question);
    await editor.approve(button);
  };

  test("the deployment is exposed as NodePort on port 8080, and its node port is shown", async () => {
    await editor.openFile("deployment.yaml");
    await editor.runCommand("Podsight: Expose Workload as Service...");
    await editor.pick(/kubernetes-bootcamp[\s\S]*2 replicas/);
    await editor.enter("The name of the Service");
    await editor.pick(/^NodePort/);
    await editor.enter("port:targetPort", "8080");
    await editor.pick(`Into ${PLACE}...`);
    await yes(`Write Service kubernetes-bootcamp to ${PLACE}?`);
    await editor.page.locator(".tabs-container .tab.active", { hasText: "kubernetes-bootcamp.txt" }).waitFor();
    const nodePort = await service(".spec.ports[0].nodePort");
    expect(Number(nodePort)).toBeGreaterThanOrEqual(30_000);
    const lines = await editor.lines(has(nodePort));
    for (const pod of await podsWith("app=kubernetes-bootcamp")) expect(lines.join("\n")).toContain(pod);
    expect(lines.join("\n")).not.toContain("too large");
  });

  test("a Service of the cluster opens as a manifest, with its node port and its Pods, and its address is copied", async () => {
    await editor.runCommand("Podsight: Copy Address of Service...");
    await editor.pick("A Service of the cluster...");
    await editor.pick(/kubernetes-bootcamp[\s\S]*NodePort/);
    const nodePort = await service(".spec.ports[0].nodePort");
    await editor.picks(has("node port, at any node"));
    await editor.pick(`:${nodePort}`);
    await editor.codeLenses(has(`NodePort ${nodePort}`));
    await editor.lines((lines) => lines.some((line) => /selector:.*2 Pods, 2 ready/.test(line)));
  });

  test("Service and Pods are found by their label", async () => {
    await editor.runCommand("Podsight: Find by Label...");
    await editor.enter("A label selector", "app=kubernetes-bootcamp");
    const found = await editor.picks(has("Running"));
    for (const name of await podsWith("app=kubernetes-bootcamp")) expect(found.join("\n")).toContain(name);
    expect(found.join("\n")).toMatch(/kubernetes-bootcamp[\s\S]*NodePort/);
    await editor.dismiss();
  });

  test("the application answers through a forwarded port, until it is stopped", async () => {
    await editor.runCommand("Podsight: Forward Port to Service...");
    await answersUntilStopped("kubernetes-bootcamp:8080");
  });

  test("and so does one Pod, from its row", async () => {
    const [pod = ""] = await podsWith("app=kubernetes-bootcamp");
    await editor.runCommand("Podsight: Show Matched Pods");
    const row = editor.page.locator(".quick-input-widget .monaco-list-row", { hasText: pod });
    await row.hover();
    await row.locator(".codicon-plug").click();
    await editor.enter("The port of the Pod", "8080");
    await answersUntilStopped(`${pod}:8080`);
  });

  async function answersUntilStopped(name: string): Promise<void> {
    await editor.enter("The port of this machine", "0");
    const entry = editor.page.locator(".statusbar-item", { hasText: name });
    const [address = ""] = /127\.0\.0\.1:\d+/.exec(await entry.innerText()) ?? [];
    expect(await (await fetch(`http://${address}/`)).text()).toBe("Hello from the application");
    await entry.click();
    await editor.pick("Stop ");
    await entry.waitFor({ state: "detached" });
    await expect(fetch(`http://${address}/`)).rejects.toThrow();
  }

  test("the Pods are labelled version=v1 and found by it", async () => {
    const pods = await podsWith("app=kubernetes-bootcamp");
    await editor.runCommand("Podsight: Add Label to Matched Pods...");
    await editor.enter("key=value", "version=v1");
    await editor.pick("Onto the Pods in podsight-examples");
    await editor.picks((rows) => rows.filter((row) => row.includes("Running")).length === 2);
    await editor.page.keyboard.press("Enter");
    await yes(/^Write .* to podsight-examples\/default\?$/);
    await expect.poll(() => podsWith("version=v1"), { timeout: 20_000 }).toEqual(pods);
    await editor.runCommand("Podsight: Find by Label...");
    await editor.enter("A label selector", "version=v1");
    const found = await editor.picks(has("Running"));
    for (const name of pods) expect(found.join("\n")).toContain(name);
    await editor.dismiss();
  });

  test("the type is switched there and back", async () => {
    const switchTo = async (type: RegExp): Promise<void> => {
      await editor.runCommand("Podsight: Switch Service Type...");
      await editor.pick(type);
      await editor.pick(`In ${PLACE}...`);
      await yes(`Write Service kubernetes-bootcamp to ${PLACE}?`);
    };
    await switchTo(/^ClusterIP/);
    await expect.poll(() => service(".spec.type"), { timeout: 20_000 }).toBe("ClusterIP");
    expect(await service(".spec.ports[0].nodePort")).toBe("");
    await switchTo(/^NodePort/);
    await expect.poll(() => service(".spec.type"), { timeout: 20_000 }).toBe("NodePort");
    expect(Number(await service(".spec.ports[0].nodePort"))).toBeGreaterThanOrEqual(30_000);
  });

  test("the Service is deleted by its label, and the Pods remain", async () => {
    const pods = await podsWith("app=kubernetes-bootcamp");
    await editor.runCommand("Podsight: Delete Services by Label...");
    await editor.enter("A label selector", "app=kubernetes-bootcamp");
    await editor.picks((rows) => rows.length === 1 && has("kubernetes-bootcamp")(rows));
    await editor.page.keyboard.press("Enter");
    await yes(`Delete Service kubernetes-bootcamp from ${PLACE}?`, `Delete from ${PLACE}`);
    const names = () => controlPlane.kubectl("get", "services", "--output=name");
    await expect.poll(names, { timeout: 20_000 }).toBe("service/kubernetes\n");
    expect(await podsWith("app=kubernetes-bootcamp")).toEqual(pods);
  });
});
