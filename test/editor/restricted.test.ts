import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../support/editor.ts";
import { takeFreePort } from "../support/freePort.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The address of a cluster where whoever knocks is counted. */
async function tripwire(): Promise<{ readonly port: number; knocks(): number; stop(): Promise<void> }> {
  let knocks = 0;
  const server = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  const port = await takeFreePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port,
    knocks: () => knocks,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const kubeconfigOf = (port: number): string => `apiVersion: v1
kind: Config
current-context: secret
clusters: [{ name: secret, cluster: { server: "http://127.0.0.1:${port}" } }]
users: [{ name: secret, user: { token: secret } }]
contexts: [{ name: secret, context: { cluster: secret, user: secret } }]
`;

/** What nobody can do without a cluster. */
const CLUSTER_COMMANDS = [
  "applyService",
  "deleteService",
  "deleteServicesByLabel",
  "describeService",
  "findByLabel",
  "forwardPort",
  "showDifference",
  "showPodLog",
  "validateOnServer",
].map((name) => `podsight.${name}`);

/** One that neither the editor nor the browser knows. */
function keyOf(index: number): string {
  return `ctrl+alt+shift+f${index + 1}`;
}

/** Restricted Mode: somebody looks into a folder that they do not trust. */
describe("a workspace that is not trusted", () => {
  let wire: Awaited<ReturnType<typeof tripwire>>;
  let folder: string;
  let editor: Editor;

  beforeAll(async () => {
    wire = await tripwire();
    folder = await mkdtemp(join(tmpdir(), "podsight-restricted-"));
    const kubeconfig = join(folder, "config");
    await writeFile(kubeconfig, kubeconfigOf(wire.port));
    editor = await startEditor({
      files: {
        "refused.yaml": await readFile(join(EXAMPLES, "5-refused.yaml"), "utf8"),
        "workloads.yaml": await readFile(join(EXAMPLES, "workloads.yaml"), "utf8"),
      },
      kubeconfig,
      workspaceTrust: true,
      settings: { "security.workspace.trust.startupPrompt": "never" },
      keys: Object.fromEntries(CLUSTER_COMMANDS.map((command, index) => [command, keyOf(index)])),
    });
  });
  afterAll(async () => {
    await editor?.stop();
    await wire?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("manifests are checked and matched with the workspace", async () => {
    await editor.openFile("refused.yaml");
    await editor.problems((rows) => rows.some((row) => row.includes("Nodeport")));
    await editor.lines((lines) => lines.some((line) => /selector:.*Deployment hello-web matches/.test(line)));
    await editor.status((text) => text.includes("The workspace is not trusted"));
  });

  test("commands that need a cluster are not offered, and nothing else reaches one", async () => {
    await editor.page.keyboard.press("F1");
    await editor.page.keyboard.type("Podsight: ");
    const items = await editor.picks((rows) => rows.some((row) => row.includes("Show Log")));
    await editor.dismiss();
    expect(items.join("\n")).not.toMatch(
      /Apply|Delete|Describe|Find by|Forward|Validate|Connect|Disconnect|Select Context|Select Namespace/,
    );

    await editor.runCommand("Podsight: Expose Workload as Service...");
    await editor.pick("hello-web");
    await editor.enter("The name of the Service");
    await editor.pick(/^ClusterIP/);
    await editor.picks((rows) => rows.some((row) => row.includes("9090/TCP")));
    await editor.page.keyboard.press("Enter");
    const places = await editor.picks((rows) => rows.some((row) => row.includes("Into")));
    expect(places.filter((place) => place.includes("Into "))).toEqual([expect.stringContaining("Into a new document")]);
    await editor.dismiss();
    expect(wire.knocks()).toBe(0);
  });

  test("a key for a command that needs a cluster is told why not", async () => {
    for (const index of CLUSTER_COMMANDS.keys()) {
      await editor.page.keyboard.press(`Control+Alt+Shift+F${index + 1}`);
      await editor.notifications((messages) => messages.some((message) => message.includes("is not trusted")));
      await editor.runCommand("Notifications: Clear All Notifications");
      await editor.notifications((messages) => messages.length === 0);
    }
    expect(wire.knocks()).toBe(0);
  });

  test("once it is trusted, the cluster is asked", async () => {
    await editor.runCommand("Workspaces: Manage Workspace Trust");
    await editor.page
      .locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ })
      .first()
      .click();
    await expect.poll(wire.knocks, { timeout: 20_000 }).toBeGreaterThan(0);
  });
});
