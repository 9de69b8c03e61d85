// @ts-check
// The pictures of the README, taken from the real thing: `npm run pictures`. What they show is held by test/editor.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
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
  "remote.autoForwardPorts": false,
  "workbench.activityBar.location": "hidden",
};

const STOREFRONT = serviceText("storefront", "frontend").replace("spec:", "spec:\n  type: NodePort");

/** @typedef {Awaited<ReturnType<typeof startEditor>>} Editor */

await mkdir(IMAGES, { recursive: true });
await installPackages(["fonts-ipafont-gothic"], "A font with Japanese letters", reportLine);
const folder = await mkdtemp(join(tmpdir(), "podsight-pictures-"));
const cluster = await startControlPlane({ kwokConfig: await logsConfig() });
try {
  await cluster.apply(await exampleText("workloads.yaml"));
  await cluster.apply(STOREFRONT);
  await cluster.kubectl("rollout", "status", "deployment/hello-web", "--timeout=60s");
  await withEditor({}, async (editor) => {
    await takeLive(editor, "live");
    await takeNearMiss(editor);
    await takeExpose(editor);
    await takeSwitch(editor);
    await takeLabels(editor);
    await takeDifference(editor);
    await takeEndpointSlice(editor);
    await takeReach(editor);
  });
  await withEditor({ locale: "ja" }, (editor) => takeLive(editor, "live.ja"));
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

/** What KWOK answers for the log of any Pod. */
async function logsConfig() {
  const logsFile = join(folder, "log");
  const lines = ["Listening on port 8080", "GET / 200", "GET /healthz 200"];
  await writeFile(logsFile, lines.map((line) => `2026-01-01T10:00:00.000000000Z stdout F ${line}\n`).join(""));
  return `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: {name: all}
spec: {logs: [{logsFile: ${JSON.stringify(logsFile)}, follow: true}]}
`;
}

/**
 * @param {{ locale?: string }} options
 * @param {(editor: Editor) => Promise<void>} take
 */
async function withEditor(options, take) {
  const files = {
    "hello-web.yaml": serviceText("hello-web", "frontend"),
    "typo.yaml": serviceText("typo", "frontent"),
    "storefront.yaml": STOREFRONT.replace("  ports:", "  sessionAffinity: ClientIP\n  ports:"),
    "database.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: database\nspec:\n  ports:\n    - port: 5432\n",
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
  await editor.enter("The name of the Service", "frontdoor");
  await editor.pick(/^ClusterIP/);
  await editor.pick("Others, or other numbers");
  await editor.page.keyboard.press("Enter");
  await editor.enter("port:targetPort", "80:http");
  await editor.pick("Into podsight-examples/default");
  await editor.page.locator(".quick-input-title", { hasText: "Write Service frontdoor" }).waitFor();
  await editor.page.locator(".monaco-diff-editor .editor.modified .view-line", { hasText: "targetPort" }).waitFor();
  await takePicture(editor, "expose", 560);
  await editor.page.keyboard.press("Escape");
  await editor.page.locator(".monaco-diff-editor").waitFor({ state: "detached" });
}

/** @param {Editor} editor */
async function takeSwitch(editor) {
  await openFromPalette(editor, "storefront.yaml");
  await editor.codeLenses((lenses) => lenses.some((lens) => lens.includes("differs from the cluster")));
  await editor.runCommand("Podsight: Switch Service Type...");
  await editor.picks((rows) => rows.some((row) => row.includes("deleted and created anew")));
  await takePicture(editor, "switch-type", 420);
  await editor.dismiss();
}

/** @param {Editor} editor */
async function takeLabels(editor) {
  await editor.runCommand("Podsight: Add Label to Matched Pods...");
  await editor.enter("key=value", "version=v1");
  await editor.picks((rows) => rows.some((row) => row.includes("Onto the Pods")));
  await takePicture(editor, "labels", 420);
  await editor.dismiss();
}

/** @param {Editor} editor */
async function takeDifference(editor) {
  await editor.runCommand("Podsight: Show Difference to the Cluster");
  await editor.page.locator(".tabs-container .tab.active", { hasText: "and as typed" }).waitFor();
  await editor.page
    .locator(".monaco-diff-editor .editor.original .view-line", { hasText: /Affinity:\s*None/ })
    .waitFor();
  await takePicture(editor, "difference", 560);
  await editor.runCommand("View: Close Editor");
}

/** @param {Editor} editor */
async function takeEndpointSlice(editor) {
  await openFromPalette(editor, "database.yaml");
  await editor.runCommand("Podsight: Create EndpointSlice for Service...");
  await editor.enter("The IP addresses", "192.0.2.10, 192.0.2.11");
  await editor.enter("The ports on these addresses");
  await editor.pick("Into the document of the Service");
  await editor.lines((lines) => lines.some((line) => line.includes("192.0.2.11")));
  await takePicture(editor, "endpoint-slice", 560);
}

/** @param {Editor} editor */
async function takeReach(editor) {
  await openFromPalette(editor, "storefront.yaml");
  await editor.runCommand("Podsight: Forward Port to Service...");
  await editor.enter("The port of this machine", "8088");
  await editor.page.locator(".statusbar-item", { hasText: "storefront:80" }).waitFor();
  await editor.runCommand("Podsight: Describe Service");
  await editor.lines((lines) => lines.some((line) => line.includes("Traffic goes to 3 Pods")));
  await editor.page.locator(".part.statusbar").waitFor();
  await takePicture(editor, "reach", 770);
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
