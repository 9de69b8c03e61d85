// @ts-check
// The pictures of the README, taken from the real thing: `npm run pictures`. What they show is held by test/editor.
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { startControlPlane } from "../test/support/controlPlane.ts";
import { startEditor } from "../test/support/editor.ts";
import { ROOT } from "./lib/bootstrap.mjs";
import { reportLine } from "./lib/report.mjs";
import { installPackages } from "./lib/systemPackages.mjs";

const IMAGES = join(ROOT, "docs/images");
const MOST_BYTES = 150_000;
const WIDTH = 1280;
const SETTINGS = {
  "editor.fontSize": 14,
  "editor.codeLensFontSize": 13,
  "editor.inlayHints.fontSize": 13,
  "editor.hover.sticky": true,
  "editor.occurrencesHighlight": "off",
  "breadcrumbs.enabled": false,
  "workbench.activityBar.location": "hidden",
};

/** @typedef {Awaited<ReturnType<typeof startEditor>>} Editor */

await mkdir(IMAGES, { recursive: true });
await installPackages(["fonts-ipafont-gothic"], "A font with Japanese letters", reportLine);
const cluster = await startControlPlane();
try {
  await cluster.apply(await exampleText("workloads.yaml"));
  await cluster.kubectl("rollout", "status", "deployment/hello-web", "--timeout=60s");
  await withEditor({}, async (editor) => {
    await takeLive(editor, "live");
    await takeNearMiss(editor);
    await takeExpose(editor);
  });
  await withEditor({ locale: "ja" }, (editor) => takeLive(editor, "live.ja"));
} finally {
  await cluster.stop();
}

/**
 * @param {{ locale?: string }} options
 * @param {(editor: Editor) => Promise<void>} take
 */
async function withEditor(options, take) {
  const files = {
    "hello-web.yaml": serviceText("hello-web", "frontend"),
    "typo.yaml": serviceText("typo", "frontent"),
  };
  const editor = await startEditor({ ...options, files, kubeconfig: cluster.kubeconfig, settings: SETTINGS });
  try {
    await take(editor);
  } finally {
    await editor.stop();
  }
}

/**
 * @param {Editor} editor
 * @param {string} picture
 */
async function takeLive(editor, picture) {
  await editor.openFile("hello-web.yaml");
  await closeSideBar(editor);
  await editor.lines((lines) => lines.some((line) => /selector:.*3/.test(line)));
  await editor.codeLenses((lenses) => lenses.some((lens) => lens.includes("ClusterIP")));
  await editor.hover("selector:", (text) => text.includes("Running"));
  await takePicture(editor, picture, 500);
  await editor.page.keyboard.press("Escape");
}

/** @param {Editor} editor */
async function takeNearMiss(editor) {
  await openFromPalette(editor, "typo.yaml");
  await editor.problems((rows) => rows.some((row) => row.includes("frontent")));
  await editor.codeActions("frontent");
  await takePicture(editor, "near-miss", 660);
  await editor.dismiss();
  await editor.page.keyboard.press("Control+J");
  await editor.page.locator(".part.panel").waitFor({ state: "hidden" });
}

/** @param {Editor} editor */
async function takeExpose(editor) {
  await editor.runCommand("Podsight: Expose Workload as Service...");
  await editor.pick(/hello-web[\s\S]*3 replicas/);
  await editor.enter("The name of the Service", "storefront");
  await editor.pick(/^ClusterIP/);
  await editor.enter("port:targetPort", "80:http");
  await editor.pick("Into podsight-examples/default");
  await editor.dialog();
  await takePicture(editor, "expose", 560);
  await editor.page.keyboard.press("Escape");
}

/**
 * @param {Editor} editor
 * @param {string} file
 */
async function openFromPalette({ page }, file) {
  await page.keyboard.press("Control+P");
  await page.keyboard.type(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().click();
  await page.locator(".tabs-container .tab.active", { hasText: file }).waitFor();
}

/** @param {Editor} editor */
async function closeSideBar({ page }) {
  await page.keyboard.press("Control+B");
  await page.locator(".part.sidebar").waitFor({ state: "hidden" });
}

/**
 * @param {Editor} editor
 * @param {string} picture
 * @param {number} height
 */
async function takePicture({ page }, picture, height) {
  await page.screenshot({ path: pathOf(picture), clip: { x: 0, y: 30, width: WIDTH, height }, animations: "disabled" });
  await report(picture);
}

/** @param {string} picture */
async function report(picture) {
  const { size } = await stat(pathOf(picture));
  if (size > MOST_BYTES) throw new Error(`${pathOf(picture)} has ${size} bytes; ${MOST_BYTES} is the limit.`);
  reportLine(`${pathOf(picture)}: ${size} bytes`);
}

/** @param {string} picture */
function pathOf(picture) {
  return join(IMAGES, `${picture}.png`);
}

/** @param {string} file */
function exampleText(file) {
  return readFile(join(ROOT, "examples", file), "utf8");
}

/**
 * @param {string} name
 * @param {string} tier
 */
function serviceText(name, tier) {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: hello-web
    tier: ${tier}
  ports:
    - port: 80
      targetPort: http
`;
}
