import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium as browserType, type Page } from "playwright-core";
import { codeServerScript } from "../../scripts/lib/codeServer.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { chromium } from "../../scripts/lib/systemPackages.mjs";
import { hireUndertaker } from "../../scripts/lib/undertaker.mjs";
import { packExtension } from "../../scripts/lib/vsix.mjs";
import { startCodeServer } from "./codeServer.ts";
import { type EditorPage, editorPage } from "./editorPage.ts";

export interface EditorOptions {
  /** The files of the workspace, by their path in it. */
  readonly files: Readonly<Record<string, string>>;
  /** What KUBECONFIG says; a file that is not there when not given, so that a user's own is out of reach. */
  readonly kubeconfig?: string;
  /** Whether the workspace must be trusted first (Restricted Mode). */
  readonly workspaceTrust?: boolean;
  /** User settings beside those that make pictures steady. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Keys of the user, by the command that they run. */
  readonly keys?: Readonly<Record<string, string>>;
  /** The display language, such as `ja`. VS Code's own words stay English: there is no language pack behind it. */
  readonly locale?: string;
}

export interface Editor extends EditorPage {
  /** The folder of the workspace. */
  readonly workspace: string;
  /** Ends the browser and the server and removes all their folders. */
  stop(): Promise<void>;
}

/** What a picture should not depend on. */
const STEADY_SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
};
const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WINDOW = { width: 1280, height: 800 };
const FOUND_WITHIN_MILLISECONDS = 30_000;

/**
 * Opens a real VS Code, with the packaged extension installed, on a workspace of these files, in a real browser.
 * @throws when something it needs cannot be had; the message names the remedy.
 */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const undertaker = hireUndertaker();
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    await undertaker.bury();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "podsight-editor-"));
    undertaker.folder(folder);
    const workspace = join(folder, "workspace");
    await writeFiles(workspace, options.files);
    const settings = JSON.stringify({ ...STEADY_SETTINGS, ...options.settings });
    // Of a server's user, settings of the scope `machine` count in the second place only.
    await writeFiles(join(folder, "user"), { "User/settings.json": settings, "Machine/settings.json": settings });
    const keys = Object.entries(options.keys ?? {}).map(([command, key]) => ({ key, command }));
    await writeFiles(join(folder, "user/User"), { "keybindings.json": JSON.stringify(keys) });
    if (options.locale !== undefined) await writeLanguagePack(join(folder, "user"), options.locale);
    const server = await startCodeServer({
      script: await codeServerScript(reportLine),
      vsix: (await packExtension({ file: join(folder, "podsight.vsix") })).file,
      folder,
      undertaker,
      workspaceTrust: options.workspaceTrust ?? false,
      env: { KUBECONFIG: options.kubeconfig ?? join(folder, "no-kubeconfig.yaml") },
    });
    browser = await browserType.launch({ executablePath: await chromium(reportLine), args: BROWSER_FLAGS });
    const page = await openWorkbench(browser, server.url(workspace));
    return { ...editorPage(page), workspace, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openWorkbench(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: WINDOW });
  page.setDefaultTimeout(FOUND_WITHIN_MILLISECONDS);
  await page.goto(url);
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  return page;
}

/**
 * What VS Code keeps of a language pack that is installed. Without one a display language does not count, and extensions
 * are told `en`. This one translates nothing of VS Code itself.
 */
async function writeLanguagePack(userData: string, locale: string): Promise<void> {
  const translations = join(userData, "language-pack.json");
  const pack = {
    hash: `podsight-${locale}`,
    extensions: [{ extensionIdentifier: { id: "podsight.no-words" }, version: "1.0.0" }],
    translations: { vscode: translations },
    label: locale,
  };
  await writeFiles(userData, {
    "language-pack.json": JSON.stringify({ version: "1.0.0", contents: {} }),
    "languagepacks.json": JSON.stringify({ [locale]: pack }),
    // What the command Configure Display Language writes.
    "User/argv.json": JSON.stringify({ locale }),
  });
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
