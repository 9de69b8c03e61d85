import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ConsentRequest } from "../../server/src/cluster/credentials/consent.ts";
import type { ClusterSnapshot } from "../../server/src/core/snapshot.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { type Observed, observe, writeKubeconfig } from "./observed.ts";

/** Programs that a kubeconfig names for credentials: real ones, for a real API server. */
describe("a credentials program", () => {
  const asked: ConsentRequest[] = [];
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let token: string;
  let folder: string;
  let program: string;
  let runs: string;
  let observed: Observed;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
    token = parse(await readFile(controlPlane.kubeconfig, "utf8")).users[0].user.token;
    proxy = await startFaultProxy(controlPlane.server);
  });

  afterAll(async () => {
    await proxy?.stop();
    await controlPlane?.stop();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-programs-"));
    program = join(folder, "give-token");
    runs = join(folder, "runs");
    asked.length = 0;
  });

  afterEach(async () => {
    observed?.cluster.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** A shell script that leaves a line in `runs` each time and then does as the text says. */
  async function writeProgram(text: string): Promise<void> {
    await writeFile(program, `#!/bin/sh\necho run >> ${runs}\n${text}\n`);
    await chmod(program, 0o755);
  }

  const credential = (more: Readonly<Record<string, unknown>> = {}) =>
    `echo '${JSON.stringify({ kind: "ExecCredential", status: { token, ...more } })}'`;

  async function timesRun(): Promise<number> {
    const text = await readFile(runs, "utf8").catch(() => "");
    return text.split("\n").length - 1;
  }

  async function connect(
    answer: boolean,
    user: Readonly<Record<string, unknown>> = {},
    limits: { readonly programMs?: number } = {},
  ): Promise<void> {
    const file = join(folder, "config");
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "./give-token", args: ["--for", "me"] };
    await writeKubeconfig(file, { cluster: { server: proxy.url }, user: { exec, ...user } });
    const consent = async (request: ConsentRequest) => {
      asked.push(request);
      return answer;
    };
    const environment = { PATH: "/usr/bin:/bin", NODE_OPTIONS: "--inspect", GITHUB_TOKEN: "x", AWS_PROFILE: "shop" };
    observed = observe(file, { consent, environment, limits });
    await observed.cluster.connect({});
  }

  const isConnected = ({ knowledge }: ClusterSnapshot) => knowledge.kind === "synced";
  const isRefused = ({ consent }: ClusterSnapshot) => consent === "refused";
  async function untilConnected(): Promise<void> {
    await observed.until("the connection", isConnected);
  }
  async function whyNot(): Promise<unknown> {
    return (await observed.until("a failure", ({ knowledge }) => knowledge.kind === "failed")).knowledge;
  }

  test("is asked for once, and then run with the minimal environment", async () => {
    await writeProgram(`[ -z "$NODE_OPTIONS$GITHUB_TOKEN" ] && [ "$AWS_PROFILE$MORE" = shopyes ] && ${credential()}`);
    const env = [{ name: "MORE", value: "yes" }];
    await connect(true, { exec: { command: "./give-token", args: ["--for", "me"], env } });
    await untilConnected();
    expect(asked).toMatchObject([{ context: "test", command: program, args: ["--for", "me"], variables: ["MORE"] }]);
    await observed.cluster.connect({});
    await untilConnected();
    expect([asked.length, await timesRun()]).toEqual([1, 1]);
    expect(await observed.cluster.contexts()).toMatchObject([
      { name: "test", credentialProgram: { command: program, args: ["--for", "me"] } },
    ]);
  });

  test("is not run after a no, and nothing is asked of the server, until the user connects again", async () => {
    const before = proxy.requests.length;
    await writeProgram(credential());
    await connect(false);
    const { knowledge } = await observed.until("the no", isRefused);
    expect([knowledge.kind, proxy.requests.length - before, await timesRun(), asked.length]).toEqual(["off", 0, 0, 1]);
    await observed.cluster.connect({});
    await observed.until("the second question", () => asked.length === 2);
    expect(await timesRun()).toBe(0);
  });

  test("is asked for again when its file is another one", async () => {
    await writeProgram(credential({ expirationTimestamp: new Date(0).toISOString() }));
    await connect(true);
    await untilConnected();
    await writeProgram(`true; ${credential()}`);
    // Credentials are asked for by requests, and a cluster that nobody looks at gets none.
    observed.cluster.watchNamespaces(["default"]);
    await observed.until("the second question", () => asked.length === 2);
    expect(asked[0]?.fingerprint).not.toBe(asked[1]?.fingerprint);
  });

  test("whose credentials are out of date at once, by our clock, is not run for each request", async () => {
    await writeProgram(credential({ expirationTimestamp: new Date(0).toISOString() }));
    await connect(true);
    await untilConnected();
    expect((await observed.cluster.listPods("default")).knowledge.kind).toBe("synced");
    expect(await timesRun()).toBe(1);
  });

  test("whose yes is taken back is not run any more, and its credentials are not used", async () => {
    await writeProgram(credential());
    await connect(true);
    await untilConnected();
    observed.cluster.revoke(`${asked[0]?.fingerprint}`);
    const { knowledge } = await observed.until("the end", isRefused);
    expect([knowledge.kind, await timesRun(), asked.length]).toEqual(["off", 1, 1]);
  });

  test("that is slow is stopped, with all that it has started", async () => {
    await writeProgram("sleep 1000 & sleep 1000");
    await connect(true, {}, { programMs: 200 });
    expect(await whyNot()).toMatchObject({ why: expect.stringContaining("took longer than") });
  });

  test.each([
    ["echo no credentials >&2; exit 3", /failed: no credentials/],
    ["echo '{}'", /did not print credentials/],
    ["echo not JSON", /did not print credentials/],
    ["yes", /failed: > 1048576 B/],
  ])("that is broken says what is wrong, and is not run again and again: %s", async (text, why) => {
    await writeProgram(text);
    await connect(true);
    expect(await whyNot()).toMatchObject({ why: expect.stringMatching(why) });
    await observed.cluster.listPods("default");
    expect(await timesRun()).toBe(1);
  });

  test("that wants a terminal is refused without a question", async () => {
    await writeProgram(credential());
    await connect(true, { exec: { command: "./give-token", interactiveMode: "Always" } });
    expect(await whyNot()).toMatchObject({ why: expect.stringContaining("needs a terminal") });
    expect([asked.length, await timesRun()]).toEqual([0, 0]);
  });

  test("of a legacy auth provider is run only after a yes, when its token has expired", async () => {
    const [cmdPath, expired] = [join(folder, "give-token"), "2020-01-01T00:00:00Z"];
    const config = { "access-token": "old", expiry: expired, "cmd-path": cmdPath, "token-key": "{.credential.token}" };
    await writeProgram(`echo '${JSON.stringify({ credential: { token } })}'`);
    await connect(true, { exec: undefined, "auth-provider": { name: "gcp", config } });
    await untilConnected();
    expect([asked.map(({ command }) => command), await timesRun()]).toEqual([[program], 1]);
  });

  test("of a legacy auth provider is not needed while its token is valid", async () => {
    const config = { "access-token": token, expiry: new Date(Date.now() + 3_600_000).toISOString() };
    await connect(false, { exec: undefined, "auth-provider": { name: "gcp", config } });
    await untilConnected();
    expect(asked).toEqual([]);
  });

  test("of a legacy auth provider that names none: the sentence says that a login is needed", async () => {
    const config = { "access-token": "old", expiry: "2020-01-01T00:00:00Z" };
    await connect(true, { exec: undefined, "auth-provider": { name: "azure", config } });
    expect(await whyNot()).toMatchObject({ why: expect.stringContaining("auth provider azure have expired") });
    expect(asked).toEqual([]);
  });
});
