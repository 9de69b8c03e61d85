import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const example = (file: string): Promise<string> => readFile(join(EXAMPLES, file), "utf8");

/** A Service on screen while the cluster behind it changes. */
describe("the Pods of a real cluster in the editor", () => {
  let controlPlane: ControlPlane;
  let editor: Editor;

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    await controlPlane.apply(await example("workloads.yaml"));
    await controlPlane.kubectl("rollout", "status", "deployment/hello-web", "--timeout=60s");
    editor = await startEditor({
      files: { "1-right.yaml": await example("1-right.yaml"), "2-label-typo.yaml": await example("2-label-typo.yaml") },
      kubeconfig: controlPlane.kubeconfig,
    });
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
  });

  const hint = (words: RegExp): Promise<readonly string[]> =>
    editor.lines((lines) => lines.some((line) => line.includes("selector:") && words.test(line)));

  test("the hint counts the Pods and follows them", async () => {
    await editor.openFile("1-right.yaml");
    await hint(/3 Pods, 3 ready/);
    await controlPlane.kubectl("scale", "deployment/hello-web", "--replicas=5");
    await hint(/5 Pods, 5 ready/);
    await controlPlane.kubectl("scale", "deployment/hello-web", "--replicas=2");
    await hint(/2 Pods, 2 ready/);
  });

  test("the hover names the Pods as kubectl does", async () => {
    const names = await controlPlane.kubectl("get", "pods", "--selector=app=hello-web", "--output=name");
    const pods = names.trim().split("\n");
    expect(pods).toHaveLength(2);
    await editor.hover("  selector:", (text) => pods.every((pod) => text.includes(pod.replace("pod/", ""))));
  });

  test("Go to Definition leads to live Pods as read-only documents, asked for when they are looked at", async () => {
    await editor.dismiss();
    await editor.click("app: hello-web");
    await editor.page.keyboard.press("F12");
    const peek = editor.page.locator(".peekview-widget");
    await peek.locator(".monaco-list-row", { hasText: "hello-web-" }).first().click();
    await peek.locator(".view-line", { hasText: "kind: Pod" }).first().waitFor();
    await editor.page.keyboard.press("Escape");
    await peek.waitFor({ state: "hidden" });
  });

  test("a restart of the API server is seen and lived through", async () => {
    await controlPlane.restartApiServer();
    await controlPlane.kubectl("scale", "deployment/hello-web", "--replicas=4");
    await hint(/4 Pods, 4 ready/);
  });

  test("a near miss counts the Pods that almost match", async () => {
    await editor.openFile("2-label-typo.yaml");
    await editor.problems((rows) => rows.some((row) => row.includes("tier=frontend")));
  });

  test("what is typed is told from what the Service in the cluster does", async () => {
    const right = await example("1-right.yaml");
    await controlPlane.apply(right.replace("app: hello-web\n", "app: hello-web\n    tier: backend\n"));
    await editor.openFile("1-right.yaml");
    const lens = await editor.codeLenses(([line = ""]) => line.includes("differs from the cluster"));
    expect(lens.join().replaceAll("\n", "")).toMatch(
      /4 Pods, 4 ready.*the Service in the cluster sends to 0.*NodePort 3\d{4}.*in 1 field/,
    );
    const difference = "spec.selector.tier: not here any more, backend in the cluster";
    await editor.hover("hello-web", (text) => text.includes(difference) && text.includes("Cluster IP: 10."));
    await editor.dismiss();
    await controlPlane.apply(right);
    await editor.codeLenses(([line = ""]) => /4 ready\s*\|\s*NodePort 3\d{4}/.test(line) && !line.includes("differs"));
  });
});
