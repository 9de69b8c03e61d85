import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { writeKubeconfig } from "../cluster/observed.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type Editor, startEditor } from "../support/editor.ts";
import { isKept } from "../support/inBrowser.mjs";
import { until } from "../support/until.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** A kubeconfig that names a program, as most clouds' do: asked for once, remembered, listed, taken back. */
describe("a credentials program in the editor", () => {
  let controlPlane: ControlPlane;
  let editor: Editor;
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-editor-programs-"));
    program = join(folder, "give-token");
    controlPlane = await startControlPlane({ apiServerOnly: true });
    const { clusters, users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    const credential = JSON.stringify({ kind: "ExecCredential", status: { token: users[0].user.token } });
    await writeFile(program, `#!/bin/sh\necho '${credential}'\n`);
    await chmod(program, 0o755);
    const kubeconfig = join(folder, "config");
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: program, args: ["login"] };
    await writeKubeconfig(kubeconfig, { cluster: clusters[0].cluster, user: { exec } });
    const files = { "right.yaml": await readFile(join(EXAMPLES, "1-right.yaml"), "utf8") };
    editor = await startEditor({ files, kubeconfig });
  });
  afterAll(async () => {
    await editor?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("is not run, nor asked about, by opening a Service", async () => {
    await editor.openFile("right.yaml");
    const status = await editor.status((text) => text.includes("Connect to be asked about it"));
    expect(status).toContain("run a program");
  });

  test("is run after a yes, which lasts over a restart", async () => {
    await editor.runCommand("Podsight: Connect");
    expect(await editor.dialog()).toContain(`${program} login`);
    await editor.press("Run Program");
    await editor.status((text) => text.includes("Live."));
    const kept = () => editor.page.evaluate(isKept, "give-token");
    await until(kept, { within: 20_000, what: "the yes to be kept" });
    await editor.page.reload();
    await editor.openFile("right.yaml");
    await editor.status((text) => text.includes("Live."));
  });

  test("is listed, and not run any more once its yes is taken back", async () => {
    await editor.runCommand("Podsight: Manage Credential Programs...");
    await editor.picks((rows) => rows.length === 1 && rows[0]?.includes(`${program} login`) === true);
    await editor.pick(/login/);
    await editor.page.keyboard.press("Enter");
    await editor.status((text) => text.includes("Connect to be asked about it"));
  });
});
