import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-types";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { REFLECTOR_LIMITS } from "../../server/src/cluster/reflect/reflection.ts";
import type { StatusParams } from "../../server/src/lsp/messages/connection.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { recordFault } from "../support/faultRecord.ts";
import { startProcess } from "../support/languageServer.ts";
import { until } from "../support/until.ts";
import { writeKubeconfig } from "./observed.ts";

const PROGRAM = join(import.meta.dirname, "../../server/src/main.ts");
const URI = "file:///work/till.yaml";
const SERVICE =
  "apiVersion: v1\nkind: Service\nmetadata: {name: till}\nspec: {selector: {app: till}, ports: [{port: 80}]}\n";
const BACK_MS = 5_000;

/** Real processes that stand still for longer than anything is waited for, and then go on. */
describe("a process stands still:", () => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let server: Awaited<ReturnType<typeof startProcess>>;
  let status: StatusParams | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-asleep-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.kubectl("create", "deployment", "till", "--image=example", "--replicas=3");
    await controlPlane.kubectl("rollout", "status", "deployment/till");
  });

  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    proxy = await startFaultProxy(controlPlane.server);
    const kubeconfig = join(folder, "config");
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    await writeKubeconfig(kubeconfig, { cluster: { server: proxy.url }, user: users[0].user });
    server = await startProcess(PROGRAM, {
      initializationOptions: { trusted: true },
      settings: { cluster: { kubeconfig } },
    });
    server.connection.onNotification("podsight/status", (params: StatusParams) => {
      status = params;
    });
    server.open(URI, SERVICE);
    await untilHint("3 Pods, 3 ready", 30_000);
  });

  afterEach(async () => {
    server.process.kill("SIGCONT");
    await server.stop();
    await proxy.stop();
  });

  /** What the editor shows at the selector when it asks now. */
  async function hint(): Promise<unknown> {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const params = { textDocument: { uri: URI }, range };
    return (await server.request<readonly lsp.InlayHint[]>("textDocument/inlayHint", params))[0]?.label;
  }

  async function untilHint(wanted: string, within: number): Promise<void> {
    await until(async () => (await hint()) === wanted, { within, what: wanted });
  }

  /** Measures until the editor shows the truth after `ends`. */
  async function back(
    fault: string,
    { said, beganAt, wanted }: { readonly said: string | undefined; readonly beganAt: number; readonly wanted: string },
    ends: () => void,
  ): Promise<void> {
    const endedAt = performance.now();
    ends();
    await untilHint(wanted, BACK_MS);
    const [lastedMs, backMs] = [endedAt - beganAt, performance.now() - endedAt];
    const requests = proxy.forgetRequests();
    recordFault({ section: "world", fault, said, requests, lastedMs, backMs });
    expect(requests).toBeLessThan(60 + lastedMs / 100);
  }

  test("the API server, with its connections open", async () => {
    proxy.forgetRequests();
    const beganAt = performance.now();
    controlPlane.stopApiServer();
    await until(() => status?.kind === "stale", { within: 30_000, what: "the loss" });
    expect(await hint()).toMatch(/^3 Pods, 3 ready \(as of /);
    const fault = "the API server's process is stopped, with its connections open, and goes on";
    const said = status?.detail;
    await back(fault, { said, beganAt, wanted: "3 Pods, 3 ready" }, controlPlane.continueApiServer);
  });

  test("the language server, while its connections die", async () => {
    proxy.forgetRequests();
    const beganAt = performance.now();
    server.process.kill("SIGSTOP");
    proxy.inject({ kind: "hang" });
    await controlPlane.kubectl("scale", "deployment/till", "--replicas=2");
    const isLong = () => performance.now() - beganAt > REFLECTOR_LIMITS.watch.idleMs + 1_000;
    await until(isLong, { within: 60_000, what: "a time that is longer than any wait" });
    proxy.inject({ kind: "none" });
    const fault =
      "the language server's process is stopped for half a minute, as by a laptop asleep; its connections die";
    await back(fault, { said: undefined, beganAt, wanted: "2 Pods, 2 ready" }, () => server.process.kill("SIGCONT"));
  });
});
