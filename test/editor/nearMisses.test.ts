import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";

/** A Deployment with labels of its own, those of its Pods, and a port named http. */
function deployment(name: string, metadata: string, labels: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
${metadata}spec:
  selector:
    matchLabels:
      run: ${name}
  template:
    metadata:
      labels:
        run: ${name}
${labels}    spec:
      containers:
        - name: main
          image: example.com/main:1
          ports:
            - name: http
              containerPort: 8080
`;
}

function service(name: string, namespace: string, selector: string, targetPort = "http"): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector:
    ${selector}
  ports:
    - port: 80
      targetPort: ${targetPort}
`;
}

/** What almost matches, each in a file of its own, with the workloads in another. */
/** Applied with a patch that gives the workload its label, and with a base of which nothing is known here. */
const PATCHED = {
  "patched/deployment.yaml": deployment("patched", "  namespace: patched\n", ""),
  "patched/kustomization.yaml": "resources: [deployment.yaml, versioned.yaml]\npatches: [{path: patch.yaml}]\n",
  "patched/patch.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: patched
  namespace: patched
spec:
  template:
    metadata:
      labels:
        release: r1
`,
  "patched/versioned.yaml": service("patched", "patched", "release: r1"),
  "remote/kustomization.yaml": "resources: ['https://example.com/base?ref=v1', distant.yaml]\n",
  "remote/distant.yaml": service("remote", "remote", "version: v2"),
};

const WORKLOADS = [
  deployment("till", "  namespace: shop\n", "        component: till\n"),
  deployment("report", "  namespace: shop\n  labels:\n    tier: report\n", ""),
].join("---\n");

describe("near misses in a real editor", () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await startEditor({
      files: {
        "key.yaml": service("key", "shop", "compnent: till"),
        "namespace.yaml": service("namespace", "other", "component: till"),
        "port.yaml": service("port", "shop", "component: till", "htpp"),
        "template.yaml": service("template", "shop", "tier: report"),
        "workloads.yaml": WORKLOADS,
        ...PATCHED,
      },
      settings: { "files.autoSave": "afterDelay", "files.autoSaveDelay": 100 },
    });
  });
  afterAll(() => editor?.stop());

  const openIn = async (folder: string, name: string): Promise<void> => {
    const row = (text: string) =>
      editor.page.locator(".explorer-folders-view .monaco-list-row", { hasText: text }).first();
    if (!(await row(name).isVisible())) await row(folder).click();
    await editor.openFile(name);
  };

  test.each([
    {
      file: "key.yaml",
      at: "compnent",
      why: "Deployment till has component=till, not compnent=till.",
      fix: "Select component=till",
      saved: { file: "key.yaml", text: service("key", "shop", "component: till") },
    },
    {
      file: "namespace.yaml",
      at: "component",
      why: "Deployment till in shop would match, but a Service selects only in its own namespace.",
      fix: "Set the Service's namespace to shop",
      saved: { file: "namespace.yaml", text: service("namespace", "shop", "component: till") },
    },
    {
      file: "template.yaml",
      at: "tier",
      why: "Deployment report has tier=report itself, but its Pod template does not, and only Pods are selected.",
      fix: "Label the template of Deployment report with tier=report",
      saved: {
        file: "workloads.yaml",
        text: WORKLOADS.replace("        run: report\n", "        run: report\n        tier: report\n"),
      },
    },
  ])(
    "$file: the problem, the hover, and the fix that takes the problem away",
    async ({ file, at, why, fix, saved }) => {
      await editor.openFile(file);
      const rows = await editor.problems(([, row = ""]) => row.includes("No workload in this workspace matches"));
      expect(rows[1]).toContain(why);
      await editor.hover("selector:", (text) => text.includes("No workload here matches") && text.includes(why));
      await editor.dismiss();
      await editor.applyCodeAction(at, fix);
      await editor.problems((left) => !left.some((row) => row.includes("No workload in this workspace matches")));
      await editor.lines((lines) => lines.some((line) => /selector:.*Deployment \w+ matches/.test(line)));
      const read = () => readFile(join(editor.workspace, saved.file), "utf8");
      await expect.poll(read, { timeout: 10_000, interval: 100 }).toBe(saved.text);
    },
  );

  test("a port's name that no Pod declares: the problem, the hover Pod by Pod, and the nearest name", async () => {
    await editor.openFile("port.yaml");
    const rows = await editor.problems(([, row = ""]) => row.includes("htpp"));
    expect(rows[1]).toContain('targetPort "htpp": no matched Pod declares a TCP port of that name. They declare http.');
    await editor.hover("htpp", (text) => text.includes("no port of that name, but http/TCP"));
    await editor.dismiss();
    await editor.applyCodeAction("htpp", "Use http");
    await editor.lines((lines) => lines.some((line) => line.includes("targetPort: http") && line.includes("8080")));
    await editor.problems((left) => !left.some((row) => row.includes("htpp")));
  });

  test("a patch of a kustomization counts, and a base on the network makes the answer unknown", async () => {
    await openIn("patched", "versioned.yaml");
    await editor.lines((lines) => lines.some((line) => /selector:.*Deployment patched matches/.test(line)));
    await openIn("remote", "distant.yaml");
    await editor.lines((lines) => lines.some((line) => /selector:.*Pods: unknown/.test(line)));
    await editor.hover("selector:", (text) => text.includes("kustomization.yaml adds or changes objects in ways"));
    await editor.dismiss();
    await editor.problems((left) => !left.some((row) => row.includes("No workload in this workspace matches")));
  });

  test("while a pair has no value yet nothing is said of it", async () => {
    await openIn("patched", "versioned.yaml");
    await editor.click("release");
    await editor.page.keyboard.press("End");
    await editor.page.keyboard.press("Enter");
    await editor.page.keyboard.type("tier:");
    await editor.page.keyboard.press("Escape");
    await editor.lines((lines) => lines.some((line) => /^ {4}tier:/.test(line)));
    await editor.codeLenses((lenses) => lenses.some((lens) => lens.includes("Pods: unknown")));
    await editor.problems((left) => !left.some((row) => row.includes("No workload in this workspace matches")));
    await editor.page.keyboard.type(" x");
    await editor.page.keyboard.press("Escape");
    const rows = await editor.problems(([, row = ""]) => row.includes("No workload in this workspace matches"));
    expect(rows[1]).toContain("release=r1, tier=x");
  });
});
