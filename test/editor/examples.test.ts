import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The examples as somebody sees them who has just run `npm start -- --offline`. */
describe("the examples without a cluster", () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await startEditor({ files: await exampleFiles() });
  });
  afterAll(() => editor?.stop());

  test("a file that is opened with a double click, and so pinned at once, shows its problems", async () => {
    await editor.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "5-refused.yaml" }).dblclick();
    await editor.problems((rows) => rows.some((row) => row.includes("Nodeport")));
  });

  test("a Service that is right shows what it matches, and no problem", async () => {
    await editor.openFile("1-right.yaml");
    await editor.lines((lines) => lines.some((line) => /selector:.*Deployment hello-web/.test(line)));
    expect(await editor.codeLenses((lenses) => lenses.some((lens) => lens.includes("NodePort")))).toHaveLength(1);
    expect(await editor.problems(() => true)).not.toContainEqual(expect.stringContaining("1-right.yaml"));
  });

  test("a misspelt label is a problem that names the near miss, and its fix is offered", async () => {
    await editor.openFile("2-label-typo.yaml");
    const problems = await editor.problems((rows) => rows.some((row) => row.includes("frontent")));
    expect(problems.join("\n")).toContain("tier=frontend");
    await editor.hover("frontent", (text) => text.includes("tier=frontent"));
    expect(await editor.codeActions("frontent")).toContain("Select tier=frontend");
    await editor.dismiss();
    await editor.applyCodeAction("frontent", "Select tier=frontend");
    await editor.problems((rows) => rows.every((row) => !row.includes("frontent")));
  });

  test.each([
    ["3-wrong-target-port.yaml", "http, metrics"],
    ["4-other-namespace.yaml", "only in its own namespace"],
    ["5-refused.yaml", "Nodeport"],
  ])("%s says what is wrong", async (file, words) => {
    await editor.openFile(file);
    await editor.problems((rows) => rows.some((row) => row.includes(words)));
  });

  test("every command of the palette is there", async () => {
    const { contributes } = await readJson("../package.json");
    const titles = await readJson("../package.nls.json");
    const keys = (contributes.commands as readonly { readonly title: string }[]).map(({ title }) => title.slice(1, -1));
    expect(keys.length).toBeGreaterThan(9);
    await editor.page.keyboard.press("F1");
    // The list draws only what is in view, so that each is looked for by its title.
    for (const key of keys) {
      const row = `Podsight: ${titles[key]}`;
      await editor.page.locator(".quick-input-widget input[type=text]").fill(`>${row}`);
      await editor.picks((items) => items.some((item) => item.startsWith(row)));
    }
    await editor.dismiss();
  });
});

async function readJson(path: string) {
  return JSON.parse(await readFile(join(EXAMPLES, path), "utf8"));
}

async function exampleFiles(): Promise<Record<string, string>> {
  const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith(".yaml"));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(EXAMPLES, file), "utf8")]));
  return Object.fromEntries(texts);
}
