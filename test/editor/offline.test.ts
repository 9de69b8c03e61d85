import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";

const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: till
spec:
  replicas: 2
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
    tier: ${tier} # the front
  ports:
    - port: 80
      targetPort: http
`;
const JSON_SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "json" },
  spec: { type: "Nodeport", selector: { app: "till", tier: "frnt" }, ports: [{ port: 80 }] },
};
const TWO_WRONG = serviceOf("two-wrong", "front").replace(
  "  ports:\n    - port: 80\n",
  "  type: Nodeport\n  ports:\n    - port: 80\n      protocol: tcp\n",
);

const textOf = (object: object): string => `${JSON.stringify(object, undefined, 2)}\n`;

/** A folder with a workload and Services, and no cluster. */
describe("a folder of manifests in a real editor", () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await startEditor({
      files: {
        "values.yaml": "image: example.com/web\nreplicas: 2\n",
        "fixed.yaml": TWO_WRONG,
        "json.json": textOf(JSON_SERVICE),
        "shop.yaml": SHOP,
        "switched.yaml": serviceOf("switched", "front"),
        "typo.yaml": serviceOf("typo", "frnt"),
      },
      settings: { "files.autoSave": "afterDelay", "files.autoSaveDelay": 100 },
    });
  });
  afterAll(() => editor?.stop());

  /** Waits until this is the text of a file on disk: the editor saves by itself. */
  const expectSaved = (file: string) =>
    expect.poll(() => readFile(join(editor.workspace, file), "utf8"), { timeout: 10_000, interval: 100 });

  test("a file that is no manifest starts no language server", async () => {
    await editor.openFile("values.yaml");
    await editor.runCommand("Podsight: Show Log");
    await editor.page.locator(".part.panel .monaco-editor").first().waitFor();
    await editor.click("replicas");
    // The item of the status comes with the server: the extension is there by now, and this is not.
    await editor.page.locator(".statusbar [id='status.editor.mode']", { hasText: "YAML" }).waitFor();
    expect(await editor.page.locator(".statusbar [id='status.languageStatus']").count()).toBe(0);
  });

  test("a misspelt label: the problem, the hover, the hint, the lens, and the fix that takes the problem away", async () => {
    await editor.openFile("typo.yaml");
    await editor.status((text) => text.includes("Podsight"));
    const [, problem = ""] = await editor.problems((rows) => rows.some((row) => row.includes("frnt")));
    expect(problem).toContain("Deployment till has tier=front, not tier=frnt.");
    await editor.lines((lines) => lines.some((line) => /selector:.*No workload here matches/.test(line)));
    await editor.codeLenses(([lens = ""]) => lens.includes("No workload here matches") && lens.includes("ClusterIP"));
    await editor.hover("selector:", (text) => text.includes("tier=front, not tier=frnt"));
    await editor.dismiss();

    await editor.applyCodeAction("frnt", "Select tier=front");
    await editor.problems((rows) => rows.length === 0);
    await editor.lines((lines) => lines.some((line) => /selector:.*Deployment till matches/.test(line)));
    await expectSaved("typo.yaml").toBe(serviceOf("typo", "front"));
  });

  test("each type is offered as a refactoring, and a switch changes what the type needs and nothing else", async () => {
    await editor.openFile("switched.yaml");
    await editor.codeLenses(([lens = ""]) => lens.includes("ClusterIP"));
    const offered = await editor.codeActions("metadata");
    expect(offered).toEqual(
      expect.arrayContaining([
        "Switch to headless (no cluster IP)",
        "Switch to NodePort",
        "Switch to LoadBalancer",
        "Switch to ExternalName",
      ]),
    );
    await editor.dismiss();

    const before = serviceOf("switched", "front");
    await editor.applyCodeAction("metadata", "Switch to NodePort");
    await editor.codeLenses(([lens = ""]) => lens.includes("NodePort"));
    await expectSaved("switched.yaml").toBe(`${before}  type: NodePort\n`);
    await editor.applyCodeAction("metadata", "Switch to headless (no cluster IP)");
    await editor.codeLenses(([lens = ""]) => lens.includes("Headless"));
    await expectSaved("switched.yaml").toBe(`${before}  type: ClusterIP\n  clusterIP: None\n`);
    await editor.applyCodeAction("metadata", "Switch to ClusterIP");
    await editor.codeLenses(([lens = ""]) => lens.includes("ClusterIP"));
    await expectSaved("switched.yaml").toBe(`${before}  type: ClusterIP\n`);
  });

  test("a switch to ExternalName selects the name that only the user knows", async () => {
    await editor.applyCodeAction("metadata", "Switch to ExternalName");
    await editor.page.locator(".statusbar [id='status.editor.selection']", { hasText: "selected" }).waitFor();
    await editor.page.keyboard.type("db.example.com");
    await expectSaved("switched.yaml").toMatch(/type: ExternalName\n.*externalName: db.example.com\n/s);
    await editor.problems((rows) => rows.length === 0);
  });

  test("all that is certain is fixed at once", async () => {
    await editor.openFile("fixed.yaml");
    await editor.problems((rows) => rows.filter((row) => /Nodeport|tcp/.test(row)).length >= 2);
    await editor.click("metadata");
    await editor.runCommand("Fix All");
    await editor.problems((rows) => rows.length === 0);
    const right = TWO_WRONG.replace("Nodeport", "NodePort").replace("tcp", "TCP");
    await expectSaved("fixed.yaml").toBe(right);
  });

  test("a Service in JSON", async () => {
    await editor.openFile("json.json");
    await editor.problems((rows) => rows.some((row) => row.includes("Nodeport")));
    await editor.problems((rows) => rows.some((row) => row.includes("tier=front, not tier=frnt")));
    await editor.applyCodeAction("frnt", "Select tier=front");
    await editor.applyCodeAction("Nodeport", /NodePort/);
    await editor.problems((rows) => rows.length === 0);
    const { spec } = JSON_SERVICE;
    const right = { ...JSON_SERVICE, spec: { ...spec, type: "NodePort", selector: { app: "till", tier: "front" } } };
    await expectSaved("json.json").toBe(textOf(right));
  });

  describe("commands from an empty editor", () => {
    const closeAll = (): Promise<void> => editor.runCommand("View: Close All Editors");

    test("Show Matched Pods opens the template that was picked", async () => {
      await closeAll();
      await editor.runCommand("Podsight: Show Matched Pods");
      await editor.pick("typo.yaml");
      await editor.picks((items) => items.some((item) => item.includes("a template in the workspace")));
      await editor.pick("till");
      await editor.page.locator(".tabs-container .tab.active", { hasText: "shop.yaml" }).waitFor();
    });

    test("Switch Service Type asks which manifest and which type", async () => {
      await closeAll();
      await editor.runCommand("Podsight: Switch Service Type...");
      await editor.pick("typo.yaml");
      const types = await editor.picks((items) => items.some((item) => item.includes("LoadBalancer")));
      expect(types).toEqual([
        expect.stringMatching(/^ClusterIP/),
        expect.stringMatching(/^Headless/),
        expect.stringMatching(/^NodePort/),
        expect.stringMatching(/^LoadBalancer[\s\S]*Asks the cluster for a load balancer/),
        expect.stringMatching(/^ExternalName[\s\S]*no traffic goes to the Pods/),
      ]);
      await editor.pick(/^LoadBalancer/);
      await editor.codeLenses(([lens = ""]) => lens.includes("LoadBalancer"));
      await expectSaved("typo.yaml").toBe(`${serviceOf("typo", "front")}  type: LoadBalancer\n`);
    });

    test("Add Label to Matched Pods writes it into the template", async () => {
      await closeAll();
      await editor.runCommand("Podsight: Add Label to Matched Pods...");
      await editor.pick("typo.yaml");
      await editor.enter("key=value", "release=blue");
      await editor.page.locator(".tabs-container .tab.active", { hasText: "shop.yaml" }).waitFor();
      await editor.lines((lines) => lines.some((line) => line.includes("release: blue")));
      await expectSaved("shop.yaml").toBe(SHOP.replace("tier: front\n", "tier: front\n        release: blue\n"));
    });

    test("Expose Workload as Service writes a document and no cluster; Escape leaves nothing", async () => {
      await closeAll();
      await editor.runCommand("Podsight: Expose Workload as Service...");
      await editor.picks((items) => items.some((item) => item.includes("Deployment till")));
      await editor.dismiss();
      expect(await editor.page.locator(".tabs-container .tab").count()).toBe(0);

      await editor.runCommand("Podsight: Expose Workload as Service...");
      await editor.pick("Deployment till");
      await editor.enter("The name of the Service", "counter");
      await editor.pick(/^ClusterIP/);
      await editor.enter("port:targetPort", "80:http");
      const where = await editor.picks((items) => items.some((item) => item.includes("Into")));
      expect(where.filter((item) => item.includes("After a dry run"))).toEqual([]);
      await editor.pick("Into a new document");
      const lines = await editor.lines((shown) =>
        shown.some((line) => /selector:.*Deployment till matches/.test(line)),
      );
      expect(lines).toEqual(expect.arrayContaining(["  name: counter", "    - port: 80"]));
    });
  });
});
