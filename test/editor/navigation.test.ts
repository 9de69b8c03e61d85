import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";
import { colourOf } from "../support/inBrowser.mjs";

const SHOP = `apiVersion: apps/v1
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
        tier: front
    spec:
      containers:
        - name: till
          image: example.com/till:1
          ports:
            - name: http
              containerPort: 8080
`;
const serviceOf = (name: string, tier: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: till
    tier: ${tier}
  ports:
    - port: 80
      targetPort: http
`;
const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: till
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: till
`;
const KUSTOMIZATION = "resources:\n  - budget.yaml\n  - shop.yaml\n  - till.yaml\n  - other.yaml\n  - unmet.yaml\n";

/** From one manifest to the others. */
describe("navigation in a real editor", () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await startEditor({
      files: {
        "budget.yaml": BUDGET,
        "kustomization.yaml": KUSTOMIZATION,
        "other.yaml": serviceOf("other", "front"),
        "shop.yaml": SHOP,
        "till.yaml": serviceOf("till", "front"),
        "unmet.yaml": serviceOf("unmet", "middle"),
      },
      settings: { "files.autoSave": "afterDelay", "files.autoSaveDelay": 100 },
    });
  });
  afterAll(() => editor?.stop());

  const activeTab = (name: string) => editor.page.locator(".tabs-container .tab.active", { hasText: name }).waitFor();
  const cursorAt = (line: number) =>
    editor.page.locator(".statusbar [id='status.editor.selection']", { hasText: `Ln ${line},` }).waitFor();
  const peek = () => editor.page.locator(".peekview-widget");

  test("a pair of a selector leads to the template's label", async () => {
    await editor.openFile("till.yaml");
    await editor.codeLenses(([lens = ""]) => lens.includes("Deployment till matches"));
    await editor.click("tier");
    await editor.page.keyboard.press("F12");
    await activeTab("shop.yaml");
    await cursorAt(13);
  });

  test("a template says which Services use it, and its lens shows them", async () => {
    await editor.openFile("shop.yaml");
    // Definition has led into the middle of the file; the lens is above the first line.
    await editor.click("apiVersion");
    await editor.page.keyboard.press("Control+Home");
    await editor.codeLenses((lenses) => lenses.some((lens) => lens.includes("Used by 2 Services")));
    await editor.page.locator(".codelens-decoration a", { hasText: "Used by 2 Services" }).click();
    await peek().waitFor();
    await peek().locator(".monaco-list-row", { hasText: "other" }).first().waitFor();
    await editor.page.keyboard.press("Escape");
    await peek().waitFor({ state: "hidden" });
  });

  test("the outline and the Services of the workspace", async () => {
    await editor.openFile("till.yaml");
    await editor.runCommand("Go to Symbol in Editor...");
    await editor.picks((items) => items.some((item) => item.includes("Service till")));
    await editor.dismiss();
    await editor.runCommand("Go to Symbol in Workspace...");
    await editor.page.keyboard.type("oth");
    await editor.picks((items) => items.some((item) => item.includes("Service other")));
    await editor.dismiss();
  });

  test("a pair that no workload has looks different, and the hint says so in words", async () => {
    await editor.openFile("unmet.yaml");
    await editor.lines((lines) => lines.some((line) => /tier:.*middle\s*0/.test(line)));
    const colour = (word: string) =>
      editor.page
        .locator(".view-line span", { hasText: new RegExp(`^${word}$`) })
        .first()
        .evaluate(colourOf);
    await expect.poll(async () => (await colour("middle")) === (await colour("till")), { timeout: 20_000 }).toBe(false);
  });

  test("a kustomization's files are links", async () => {
    await editor.openFile("kustomization.yaml");
    await editor.page.locator(".detected-link", { hasText: "other.yaml" }).first().waitFor();
  });

  test("renaming a label asks with a preview and a warning, and then changes every place", async () => {
    await editor.openFile("till.yaml");
    await editor.codeLenses(([lens = ""]) => lens.includes("Deployment till matches"));
    await editor.click("app");
    await editor.page.keyboard.press("F2");
    const box = editor.page.locator(".rename-box input");
    await box.waitFor();
    await box.fill("app.kubernetes.io/name");
    await editor.page.keyboard.press("Enter");
    await editor.page.locator(".bulk-edit-panel").waitFor();
    await editor.notifications((messages) => messages.some((text) => /Deployment till:.*refuses/.test(text)));
    // What has to be confirmed is not ticked yet: the selector of the Deployment.
    const selector = editor.page.locator(".bulk-edit-panel .monaco-list-row", {
      has: editor.page.locator("[title^='Selector of a workload']"),
    });
    const tick = selector.locator("[role=checkbox]");
    expect(await tick.getAttribute("aria-checked")).toBe("false");
    await tick.click();
    await selector.locator("[role=checkbox][aria-checked=true]").waitFor();
    await editor.press("Apply");
    const saved = (file: string) =>
      expect.poll(() => readFile(join(editor.workspace, file), "utf8"), { timeout: 20_000, interval: 100 });
    await saved("till.yaml").toContain("    app.kubernetes.io/name: till\n");
    await saved("other.yaml").toContain("    app.kubernetes.io/name: till\n");
    await saved("budget.yaml").toBe(BUDGET.replace("app: till", "app.kubernetes.io/name: till"));
    await saved("shop.yaml").toBe(SHOP.replaceAll("app: till", "app.kubernetes.io/name: till"));
  });
});
