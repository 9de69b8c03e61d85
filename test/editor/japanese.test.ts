import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

const OWN_ENDPOINTS = "apiVersion: v1\nkind: Service\nmetadata:\n  name: database\nspec:\n  ports:\n    - port: 5432\n";

/** What is said where VS Code's display language is Japanese. */
describe("in Japanese", () => {
  let editor: Editor;

  beforeAll(async () => {
    const names = ["2-label-typo.yaml", "workloads.yaml"];
    const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(EXAMPLES, name), "utf8")]));
    const files = { ...Object.fromEntries(texts), "own-endpoints.yaml": OWN_ENDPOINTS };
    editor = await startEditor({ files, locale: "ja" });
  });
  afterAll(() => editor?.stop());

  test("the problem, the hint, the lens, the hover and the fix", async () => {
    await editor.openFile("2-label-typo.yaml");
    await editor.lines((lines) => lines.some((line) => /selector:.*一致するワークロードなし/.test(line)));
    await editor.codeLenses(([lens = ""]) => lens.includes("接続"));
    await editor.problems((rows) => rows.some((row) => /frontent.*一致する/.test(row)));
    await editor.hover("  selector:", (text) => text.includes("tier=frontent ではなく tier=frontend"));
    await editor.dismiss();
    expect(await editor.codeActions("frontent")).toContain("tier=frontend を選択する");
    await editor.dismiss();
  });

  test("the status, and the commands with what they ask", async () => {
    await editor.status((text) => text.includes("クラスターなし"));
    await editor.runCommand("Podsight: ワークロードを Service として公開");
    await editor.picks((rows) => rows.join("\n").includes("ワークスペース"));
    await editor.pick("hello-web");
    await editor.enter("Service の名前");
    await editor.picks((rows) => rows.some((row) => row.includes("クラスター内のアドレス 1 つ")));
    await editor.dismiss();
  });

  test("a command asks, and says what is wrong with the answer, in Japanese", async () => {
    await editor.openFile("own-endpoints.yaml");
    await editor.runCommand("Podsight: Service の EndpointSlice を作成");
    await editor.enter("通信を受け取る IP アドレス", "192.0.2.300");
    await editor.page
      .locator(".quick-input-message", { hasText: "192.0.2.300 は IP アドレスではありません。" })
      .waitFor();
    await editor.enter("", "192.0.2.30");
    await editor.page.locator(".quick-input-message", { hasText: "これらのアドレスのポート" }).waitFor();
    await editor.dismiss();
  });
});
