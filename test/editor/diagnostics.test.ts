import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const service = (name: string, spec = "  selector:\n    app: till\n  ports:\n    - port: 80\n"): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n${spec}`;

const ingress = (name: string, port = 80): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  defaultBackend:
    service:
      name: ${name}
      port:
        number: ${port}
`;
const statefulSet = (name: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: till
spec:
  serviceName: ${name}
  selector:
    matchLabels:
      app: till
  template:
    metadata:
      labels:
        app: till
    spec:
      containers:
        - name: main
          image: example.com/till:1
`;
const slice = (name: string): string => `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: till-1
  labels:
    kubernetes.io/service-name: ${name}
addressType: IPv4
endpoints:
  - addresses:
      - 192.0.2.7
ports:
  - port: 8080
`;

const DEPLOYMENT = statefulSet("first").replace("StatefulSet", "Deployment").replace("  serviceName: first\n", "");

/** Services that only the cluster has, and texts as people paste them. */
describe("diagnostics in a real editor", () => {
  let controlPlane: ControlPlane;
  let editor: Editor;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ apiServerOnly: true });
    await controlPlane.apply(service("till"));
    editor = await startEditor({
      files: {
        "full-width.yaml": service("wide", "  selector：\n    app: till\n  ports:\n    - port: 80\n"),
        "ingress.yaml": ingress("tlil"),
        "ingress-port.yaml": ingress("till", 81),
        "pasted.yaml": service("first") + DEPLOYMENT,
        "no-port.yaml": service("once", "  ports:\n    - name: http\n"),
        "slice.yaml": slice("tlil"),
        "stateful-set.yaml": statefulSet("tlil"),
        "warehouse.yaml": ingress("warehouse"),
      },
      kubeconfig: controlPlane.kubeconfig,
      settings: { "files.autoSave": "afterDelay", "files.autoSaveDelay": 100 },
    });
    // A Service on screen is what connects.
    await editor.openFile("no-port.yaml");
    await editor.status((text) => text.includes("podsight-examples"));
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
  });

  const saved = (file: string) => () => readFile(join(editor.workspace, file), "utf8");
  const becomes = (file: string, text: string) =>
    expect.poll(saved(file), { timeout: 10_000, interval: 100 }).toBe(text);
  const problem = (words: string) => editor.problems((rows) => rows.some((row) => row.includes(words)));
  const noProblem = (words: string) => editor.problems((rows) => !rows.some((row) => row.includes(words)));

  test.each([
    { file: "ingress.yaml", fixed: ingress("till") },
    { file: "stateful-set.yaml", fixed: statefulSet("till") },
    { file: "slice.yaml", fixed: slice("till") },
  ])("$file means a Service that is missing: its near name is in the cluster only", async ({ file, fixed }) => {
    const missing = "Namespace default has no Service tlil, nor has this workspace. There is a Service till.";
    await editor.openFile(file);
    await problem(missing);
    await editor.applyCodeAction("tlil", "Use till");
    await noProblem(missing);
    await becomes(file, fixed);
  });

  test("a port that the Service in the cluster does not have", async () => {
    await editor.openFile("ingress-port.yaml");
    await problem("Service till has no port 81. It has 80.");
    await editor.applyCodeAction("81", "Use 80");
    await noProblem("has no port");
    await becomes("ingress-port.yaml", ingress("till"));
  });

  test("a Service that nobody has is missing until the cluster has it", async () => {
    const missing = "Namespace default has no Service warehouse, nor has this workspace.";
    await editor.openFile("warehouse.yaml");
    await problem(missing);
    await controlPlane.apply(service("warehouse"));
    await noProblem(missing);
    await controlPlane.kubectl("delete", "service", "warehouse");
    await problem(missing);
  });

  test("two objects that were pasted without --- between them", async () => {
    const missing = "A line --- is missing before this object.";
    await editor.openFile("pasted.yaml");
    await problem(missing);
    await editor.applyCodeAction("apps/v1", "Add the line ---");
    await becomes("pasted.yaml", `${service("first")}---\n${DEPLOYMENT}`);
    await noProblem(missing);
  });

  test("a full-width colon is named, and the fix leaves nothing", async () => {
    await editor.openFile("full-width.yaml");
    await problem('"：" is full-width, and to YAML a letter like any other. Write ":" instead.');
    await editor.applyCodeAction("：", "Write :");
    await becomes("full-width.yaml", service("wide"));
    await noProblem("is full-width");
  });

  test("a missing port is one problem, and so is a dash in the first column", async () => {
    await editor.openFile("no-port.yaml");
    const rows = await problem("port is missing.");
    expect(rows.filter((row) => row.includes("port-out-of-range"))).toHaveLength(1);
    await editor.click("- name: http");
    await editor.page.keyboard.press("Control+End");
    await editor.page.keyboard.type("-");
    const typed = await problem("A list item cannot stand here.");
    expect(typed.filter((row) => row.includes("yaml-syntax"))).toHaveLength(1);
  });
});
