import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const FRONT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
  labels:
    team: shop
spec:
  selector:
    matchLabels:
      app: front
  template:
    metadata:
      labels:
        app: front
        track: blue
    spec:
      containers:
        - name: web
          image: example.com/front:1
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9090
        - name: names
          image: example.com/names:1
          ports:
            - containerPort: 53
              protocol: UDP
`;

/** What is chosen on the way from a workload to its Service, with the keyboard and the mouse. */
describe("Expose Workload as Service with several ports and options", () => {
  let controlPlane: ControlPlane;
  let editor: Editor;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    await controlPlane.apply(FRONT);
    editor = await startEditor({ files: { "front.yaml": FRONT }, kubeconfig: controlPlane.kubeconfig });
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
  });

  const enter = () => editor.page.keyboard.press("Enter");
  const shows = (words: string) => (rows: readonly string[]) => rows.some((row) => row.includes(words));
  const tick = async (...labels: readonly string[]): Promise<void> => {
    for (const label of labels) await editor.pick(label);
    await enter();
  };

  test("from the manifest at the cursor into a new document beside it", async () => {
    await editor.openFile("front.yaml");
    await editor.click("name: front");
    await editor.runCommand("Podsight: Expose Workload as Service...");
    const [first] = await editor.picks(shows("Deployment front"));
    expect(first).toContain("Deployment front");
    await enter();
    await editor.enter("The name of the Service");
    await editor.pick(/^ClusterIP/);
    const ports = await editor.picks(shows("53/UDP"));
    expect(ports.map((row) => row.split("\n")[0]?.trim())).toEqual([
      expect.stringContaining("8080/TCP"),
      expect.stringContaining("9090/TCP"),
      expect.stringContaining("53/UDP"),
      expect.stringContaining("Others, or other numbers..."),
    ]);
    await tick("9090/TCP");
    await editor.pick("Options...");
    await tick("Labels of the Service", "Another selector");
    await editor.enter("As key=value, with commas between", "team=shop, tier=front");
    const asks = (words: string) => editor.page.locator(".quick-input-message", { hasText: words }).waitFor();
    const type = (text: string) => editor.page.locator(".quick-input-widget input[type=text]").fill(text);
    await asks("The labels that its Pods must have");
    await type("app=front, track=green");
    await asks("The Pods of Deployment front do not have all of these labels.");
    await type("app=front, track=blue");
    await editor.enter("The labels that its Pods must have");
    await editor.pick("Into a new document");
    await editor.page.locator(".tabs-container .tab.active", { hasText: "front-service.yaml" }).waitFor();
    await editor.lines(shows("targetPort: 53"));
    await editor.save();
    const written = await readFile(join(editor.workspace, "front-service.yaml"), "utf8");
    expect(parse(written)).toEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "front", labels: { team: "shop", tier: "front" } },
      spec: {
        selector: { app: "front", track: "blue" },
        ports: [
          { name: "http", port: 8080, targetPort: "http" },
          { name: "port-53", port: 53, protocol: "UDP", targetPort: 53 },
        ],
      },
    });
  });

  test("from the cluster into the cluster, with a number of its own and any other field", async () => {
    await editor.runCommand("View: Close All Editors");
    await editor.runCommand("Podsight: Expose Workload as Service...");
    await editor.picks(shows("Deployment front"));
    await editor.page.keyboard.type("default");
    await editor.pick(/Deployment front[\s\S]*default/);
    await editor.enter("The name of the Service", "live");
    await editor.pick(/^ClusterIP/);
    await editor.picks(shows("53/UDP"));
    await tick("9090/TCP", "53/UDP", "Others, or other numbers");
    await editor.enter("port:targetPort", "80:http");
    await editor.pick("Options...");
    await tick("Any other field, as JSON");
    await editor.pick(/^Merge patch/);
    await editor.enter("The patch, as JSON", '{"metadata": {"annotations": {"example.com/note": "1.10"}}}');
    await editor.pick("Into podsight-examples/default...");
    await expect.poll(editor.question, { timeout: 20_000 }).toBe("Write Service live to podsight-examples/default?");
    await editor.approve("Apply to podsight-examples/default");
    await expect
      .poll(() => controlPlane.kubectl("get", "services", "--output=name"), { timeout: 10_000 })
      .toContain("service/live");
    const { metadata, spec } = JSON.parse(await controlPlane.kubectl("get", "service", "live", "--output=json"));
    expect(metadata).toMatchObject({ labels: { team: "shop" }, annotations: { "example.com/note": "1.10" } });
    expect(spec).toMatchObject({ selector: { app: "front" }, ports: [{ port: 80, targetPort: "http" }] });
  });

  test("a patch that cannot be applied is said, and nothing is written", async () => {
    await editor.runCommand("View: Close All Editors");
    await editor.runCommand("Podsight: Expose Workload as Service...");
    await editor.pick("Deployment front");
    await editor.enter("The name of the Service", "never");
    await editor.pick(/^Headless/);
    await editor.picks(shows("53/UDP"));
    await tick("8080/TCP", "9090/TCP", "53/UDP", "Others, or other numbers");
    await editor.enter("A headless Service may have none", "");
    await editor.pick("Options...");
    await tick("Any other field, as JSON");
    await editor.pick(/^JSON patch/);
    await editor.enter("The patch, as JSON", '[{"op": "remove", "path": "/spec/ports/0"}]');
    await editor.pick("Into a new document");
    await editor.notifications(shows('There is nothing at "/spec/ports/0" for remove.'));
    expect(await editor.page.locator(".tabs-container .tab").count()).toBe(0);
  });
});
