import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";
import { until } from "../support/until.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: till
spec:
  selector:
    matchLabels:
      app: till
  template:
    metadata:
      labels:
        app: till
    spec:
      containers:
        - name: till
          ports:
            - name: http
              containerPort: 8080
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: till
spec:
  sessionAffinity: None
  selector:
    app: till
  ports:
    - port: 80
      targetPort:
`;
const JSON_SERVICE = `{
  "apiVersion": "v1",
  "kind": "Service",
  "metadata": { "name": "json" },
  "spec": {
    "selector": { "app": "" }
  }
}
`;

/** What is offered while somebody types, in a folder with a workload and without a cluster. */
describe("completion in a real editor", () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await startEditor({
      files: { "shop.yaml": DEPLOYMENT, "till.yaml": SERVICE, "json.json": JSON_SERVICE, "fresh.yaml": "" },
    });
  });
  afterAll(() => editor?.stop());

  const list = () => editor.page.locator(".suggest-widget.visible .monaco-list-row");

  /** The rows of the open list once one is as wanted; asked for until then, since the workspace is read meanwhile. */
  const offered = (wanted: string): Promise<readonly string[]> =>
    until(
      async () => {
        const rows = await list().allInnerTexts();
        if (rows.some((row) => row.includes(wanted))) return rows;
        await editor.page.keyboard.press("Escape");
        await editor.page.keyboard.press("Control+Space");
        await list().first().waitFor({ timeout: 3_000 });
        return undefined;
      },
      { within: 30_000, what: `a list with ${wanted}` },
    );

  const accept = async (row: string): Promise<void> => {
    await list().filter({ hasText: row }).first().click();
    await list().first().waitFor({ state: "hidden" });
  };

  /** What the file says once it is saved with the edit that was accepted, which comes a moment after the click. */
  const expectSaved = (file: string) =>
    expect.poll(
      async () => {
        await editor.save();
        return readFile(join(editor.workspace, file), "utf8");
      },
      { timeout: 20_000 },
    );

  test("the ports of the Pods that the selector matches, accepted in YAML", async () => {
    await editor.openFile("till.yaml");
    await editor.lines((lines) => lines.some((line) => /selector:.*Deployment till/.test(line)));
    await editor.click("targetPort");
    await editor.page.keyboard.press("End");
    await editor.page.keyboard.type(" ");
    const rows = await offered("http");
    expect(rows.join("\n")).toContain("8080 in 1 workload");
    await accept("http");
    await expectSaved("till.yaml").toBe(SERVICE.replace("targetPort:", "targetPort: http"));
  });

  test("a list of types opens by itself behind the key", async () => {
    await editor.page.keyboard.press("Control+End");
    await editor.page.keyboard.type("  type:");
    await editor.page.keyboard.press("Escape");
    await editor.page.keyboard.type(" ");
    await list().filter({ hasText: "NodePort" }).first().waitFor();
    await accept("LoadBalancer");
    await expectSaved("till.yaml").toContain("\n  type: LoadBalancer");
  });

  test("a field says what it means under the pointer", async () => {
    await editor.hover("sessionAffinity", (text) => text.includes("Whether a client is always sent to the same Pod."));
    await editor.dismiss();
  });

  test("a label's value, accepted in JSON", async () => {
    await editor.openFile("json.json");
    await editor.click('"app"');
    await editor.page.keyboard.press("End");
    for (let left = 0; left < 3; left += 1) await editor.page.keyboard.press("ArrowLeft");
    await offered("till");
    await accept("till");
    await expectSaved("json.json").toBe(JSON_SERVICE.replace('"app": ""', '"app": "till"'));
  });

  test("a whole Service in an empty file", async () => {
    await editor.openFile("fresh.yaml");
    await editor.page.locator(".editor-instance .view-lines").first().click();
    await offered("Service NodePort");
    await accept("Service NodePort");
    await editor.page.keyboard.press("Escape");
    await expectSaved("fresh.yaml").toContain(
      "kind: Service\nmetadata:\n  name: my-service\nspec:\n  type: NodePort\n",
    );
  });
});
