import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { PortForward } from "../../server/src/cluster/streams/portForward.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { startFaultProxy } from "../support/faultProxy.ts";
import { until } from "../support/until.ts";
import { type Observed, observe, writeKubeconfig } from "./observed.ts";

const TILL = `apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  replicas: 2
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: till, image: till, ports: [{name: http, containerPort: 8080}]}]}
`;

/** KWOK answers for the kubelets: ports lead to a server of this test, logs come from a file of it. */
describe("ports and logs of Pods, through the API server", () => {
  let controlPlane: ControlPlane;
  let behind: Server;
  let folder: string;
  let logFile: string;
  let observed: Observed;
  const forwards: PortForward[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-streams-"));
    logFile = join(folder, "till.log");
    await writeFile(logFile, line("the \u001b[31mfirst\u001b[0m line"));
    behind = createServer((asked, answer) => {
      const chunks: Buffer[] = [];
      asked.on("data", (chunk: Buffer) => chunks.push(chunk));
      asked.on("end", () => answer.end(`${asked.url} ${Buffer.concat(chunks).length}`));
    });
    await new Promise<void>((listening) => behind.listen(0, "127.0.0.1", listening));
    const { port } = behind.address() as AddressInfo;
    controlPlane = await startControlPlane({
      programs: await controlPlanePrograms(reportLine),
      kwokConfig: `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: {name: all}
spec: {logs: [{logsFile: ${JSON.stringify(logFile)}, follow: true}]}
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterPortForward
metadata: {name: all}
spec: {forwards: [{ports: [8080], target: {port: ${port}, address: 127.0.0.1}}]}
`,
    });
    await controlPlane.apply(TILL);
    await controlPlane.kubectl("rollout", "status", "deployment/till");
  });

  afterEach(() => {
    for (const forward of forwards.splice(0)) forward.stop();
    observed.cluster.dispose();
  });

  afterAll(async () => {
    behind?.close();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function connect(kubeconfig = controlPlane.kubeconfig): Promise<Observed["cluster"]> {
    observed = observe(kubeconfig);
    await observed.cluster.connect({});
    await observed.until("the connection", ({ knowledge }) => knowledge.kind === "synced");
    return observed.cluster;
  }

  const byName = {
    kind: "selector",
    namespace: "default",
    labelSelector: "app=till",
    targetPort: "http",
    minor: 37,
  } as const;

  /** What a port-forward tells while it is there. */
  function told() {
    const heard = { through: [] as string[], failed: [] as string[], ended: 0 };
    const listener = {
      through: (pod: string) => void heard.through.push(pod),
      failed: (why: string) => void heard.failed.push(why),
      ended: () => {
        heard.ended += 1;
      },
    };
    return { heard, listener };
  }

  async function forward(target: Parameters<Observed["cluster"]["portForward"]>[0], localPort = 0) {
    const cluster = await connect();
    const { heard, listener } = told();
    const started = await cluster.portForward(target, localPort, listener);
    if (started.kind === "refused") throw new Error(started.why);
    forwards.push(started);
    return { ...started, heard };
  }

  function ask(port: number, body = ""): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, method: "POST", path: "/till", agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  test("a Service's port is reached by its name, many connections at once, megabytes each way", async () => {
    const { localPort, heard } = await forward(byName);
    expect(await ask(localPort)).toBe("/till 0");
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(localPort, "x".repeat(1_000_000))));
    expect(new Set(answers)).toEqual(new Set(["/till 1000000"]));
    expect(new Set(heard.through).size).toBe(1);
    expect(heard.failed).toEqual([]);
  });

  test("it outlives its Pod: the next connection goes to the next one", async () => {
    const { localPort, heard } = await forward(byName);
    await ask(localPort);
    const [first = ""] = heard.through;
    await controlPlane.kubectl("delete", "pod", first, "--wait=true");
    expect(await ask(localPort)).toBe("/till 0");
    expect(heard.through).toHaveLength(2);
    expect(heard.through[1]).not.toBe(first);
    await controlPlane.kubectl("rollout", "status", "deployment/till");
  });

  test("one that leads nowhere says so, and works once a Pod is there", async () => {
    const { localPort, heard } = await forward({ ...byName, labelSelector: "app=later" });
    await expect(ask(localPort)).rejects.toThrow();
    expect(heard.failed).toEqual(["No running Pod has this port at present."]);
    await controlPlane.kubectl("run", "later", "--image=till", "--labels=app=later", "--port=8080");
    await controlPlane.kubectl("wait", "--for=condition=Ready", "pod/later");
    const { localPort: byNumber } = await forward({ ...byName, labelSelector: "app=later", targetPort: 8080 });
    expect(await ask(byNumber)).toBe("/till 0");
  });

  test("a Pod that is not there, and a port that is taken", async () => {
    const pod = { kind: "pod", namespace: "default", pod: "nobody", port: 8080 } as const;
    const { localPort, heard } = await forward(pod);
    await expect(ask(localPort)).rejects.toThrow();
    expect(heard.failed).toEqual([expect.stringMatching(/^Pod nobody: .*not found/)]);
    const again = await observed.cluster.portForward(pod, localPort, told().listener);
    expect(again).toEqual({ kind: "refused", why: `Port ${localPort} of this machine is taken.` });
  });

  test("it ends with the connection to the cluster", async () => {
    const { localPort, heard } = await forward(byName);
    await ask(localPort);
    observed.cluster.disconnect();
    expect(heard.ended).toBe(1);
    await expect(ask(localPort)).rejects.toThrow();
  });

  test("a log is followed as plain text until it is stopped", async () => {
    const cluster = await connect();
    const pods = await controlPlane.kubectl(
      "get",
      "pods",
      "--selector=app=till",
      "-ojsonpath={.items[0].metadata.name}",
    );
    const abort = new AbortController();
    const pieces: string[] = [];
    const ended = cluster.followLog({ namespace: "default", pod: pods }, abort.signal, (text) => pieces.push(text));
    await until(async () => pieces.join("").includes("the first line\n"), { within: 10_000, what: "the first line" });
    await appendFile(logFile, line("the second line"));
    await until(async () => pieces.join("").includes("the second line\n"), { within: 10_000, what: "the second line" });
    abort.abort();
    expect(await ended).toBeUndefined();
  });

  test("a log goes on over a break of the connection and a restart of the container, and shows no line twice", async () => {
    const { proxy, cluster } = await connectThroughProxy();
    await controlPlane.kubectl("run", "crashing", "--image=till");
    await controlPlane.kubectl("wait", "--for=condition=Ready", "pod/crashing");
    const pieces: string[] = [];
    const text = () => pieces.join("");
    const seen = (words: string) => until(async () => text().includes(words), { within: 20_000, what: words });
    const source = { namespace: "default", pod: "crashing" };
    const ended = cluster.followLog(source, new AbortController().signal, (piece) => pieces.push(piece));
    await seen("the first line\n");
    proxy.inject({ kind: "reset" }, (path) => path.includes("/log"));
    await appendFile(logFile, line("during the break", 1));
    proxy.inject({ kind: "none" });
    await seen("during the break\n");

    proxy.inject({ kind: "reset" }, (path) => path.includes("/log"));
    await containerIs("crashing", 0, { waiting: { reason: "CrashLoopBackOff" } });
    await seen("Its log goes on once it is started again.\n");
    await containerIs("crashing", 1, { running: {} });
    await appendFile(logFile, line("after the restart", 2));
    proxy.inject({ kind: "none" });
    await seen("after the restart\n");
    expect(text().match(/the first line/g)).toHaveLength(1);
    expect(text().match(/during the break/g)).toHaveLength(1);
    expect(text()).toContain("The container was started again; restarts: 1.\n");

    await controlPlane.kubectl("delete", "pod", "crashing", "--wait=true");
    proxy.inject({ kind: "reset" }, (path) => path.includes("/log"));
    expect(await ended).toBeUndefined();
    await proxy.stop();
  });

  async function connectThroughProxy() {
    const proxy = await startFaultProxy(controlPlane.server);
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    const kubeconfig = join(folder, "proxied");
    await writeKubeconfig(kubeconfig, { cluster: { server: proxy.url }, user: users[0].user });
    return { proxy, cluster: await connect(kubeconfig) };
  }

  /** What a kubelet writes. */
  async function containerIs(pod: string, restartCount: number, state: object): Promise<void> {
    const status = { containerStatuses: [{ name: pod, image: "till", imageID: "", ready: true, restartCount, state }] };
    const patch = JSON.stringify({ status });
    await controlPlane.kubectl("patch", "pod", pod, "--subresource=status", "--type=merge", `--patch=${patch}`);
  }

  test("a log that cannot be had says why", async () => {
    const cluster = await connect();
    const ended = cluster.followLog(
      { namespace: "default", pod: "nobody" },
      new AbortController().signal,
      () => undefined,
    );
    expect(await ended).toMatch(/^Pod nobody: .*not found/);
  });
});

function line(text: string, second = 0): string {
  return `2026-11-23T10:00:0${second}.000000000Z stdout F ${text}\n`;
}
