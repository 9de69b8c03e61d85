// @ts-check
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCodeServer } from "../../test/support/codeServer.ts";
import { ROOT } from "./bootstrap.mjs";
import { bundle } from "./bundle.mjs";
import { codeServerScript } from "./codeServer.mjs";
import { firstOnPath } from "./systemPackages.mjs";
import { packExtension } from "./vsix.mjs";

/**
 * @typedef {{
 *   folder: string,
 *   workspace: string,
 *   kubeconfig: string,
 *   undertaker: ReturnType<typeof import("./undertaker.mjs").hireUndertaker>,
 *   report: import("./report.mjs").Report,
 * }} EditorOptions `folder` is for what the editor writes, `kubeconfig` is what KUBECONFIG says to it.
 * @typedef {{ howToReach: string, ended: Promise<unknown> }} Editor
 */

/** What a first look needs not be bothered with. */
const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
};

/**
 * Builds the extension and opens it on a folder: in the VS Code that is installed, else in code-server.
 * The editor keeps its state in a folder of this session's own; the user's settings and extensions stay out of it.
 * @param {EditorOptions} options
 * @returns {Promise<Editor>}
 */
export async function openEditor(options) {
  const settings = join(options.folder, "user", "User");
  await mkdir(settings, { recursive: true });
  await writeFile(join(settings, "settings.json"), JSON.stringify(SETTINGS, undefined, 2));
  // In a terminal of a remote VS Code, `code` only talks to the window that it belongs to.
  const code = process.env.VSCODE_IPC_HOOK_CLI === undefined ? await firstOnPath(["code"]) : undefined;
  return code === undefined ? openCodeServer(options) : openCode(code, options);
}

/**
 * @param {string} code
 * @param {EditorOptions} options
 * @returns {Promise<Editor>}
 */
async function openCode(code, { folder, workspace, kubeconfig, undertaker, report }) {
  report("Building the extension.");
  await bundle();
  const args = [
    `--extensionDevelopmentPath=${ROOT}`,
    `--user-data-dir=${join(folder, "user")}`,
    `--extensions-dir=${join(folder, "extensions")}`,
    "--disable-workspace-trust",
    "--new-window",
    "--wait",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    workspace,
  ];
  const child = spawn(code, args, { env: { ...process.env, KUBECONFIG: kubeconfig }, stdio: "ignore", detached: true });
  undertaker.process(child.pid);
  // Its window is a process of another group; it is known by its folder.
  undertaker.user(folder);
  return { howToReach: `VS Code opens on ${workspace}.`, ended: once(child, "close") };
}

/**
 * @param {EditorOptions} options
 * @returns {Promise<Editor>}
 */
async function openCodeServer({ folder, workspace, kubeconfig, undertaker, report }) {
  const script = await codeServerScript(report);
  report("Building the extension.");
  const { file } = await packExtension({ file: join(folder, "podsight.vsix") });
  report("Starting code-server.");
  const password = randomBytes(12).toString("base64url");
  const server = await startCodeServer({
    script,
    vsix: file,
    folder,
    undertaker,
    password,
    env: { KUBECONFIG: kubeconfig },
  });
  return {
    howToReach: `VS Code is at ${server.url(workspace)}\nThe password of this run is ${password}`,
    ended: server.ended,
  };
}
