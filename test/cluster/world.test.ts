import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ClusterHost } from "../../server/src/cluster/host.ts";
import { statusOf } from "../../server/src/lsp/status.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { recordFault } from "../support/faultRecord.ts";
import { until } from "../support/until.ts";
import { isSynced, type KubeconfigParts, namesOf, type Observed, observe, writeKubeconfig } from "./observed.ts";

const NAMESPACE = "default";
const BACK_MS = 5_000;
const HOUR_MS = 3_600_000;

/** What happens to a cluster, a kubeconfig and a laptop while an editor is open. */
describe("the world moves:", () => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let kubeconfig: string;
  let entry: Pick<KubeconfigParts, "cluster" | "user">;
  let windows: Observed[];

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.kubectl("create", "deployment", "till", "--image=example", "--replicas=3");
    await controlPlane.kubectl("rollout", "status", "deployment/till");
  });

  afterAll(() => controlPlane?.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-world-"));
    kubeconfig = join(folder, "config");
    proxy = await startFaultProxy(controlPlane.server);
    const { users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    entry = { cluster: { server: proxy.url }, user: users[0].user };
    windows = [];
    await writeKubeconfig(kubeconfig, { ...entry, context: "one" });
  });

  afterEach(async () => {
    for (const { cluster } of windows) cluster.dispose();
    await proxy.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** One more editor window over the kubeconfig, with the truth on screen. */
  async function openWindow(host: Partial<ClusterHost> = {}, namespace = NAMESPACE): Promise<Observed> {
    const window = observe(kubeconfig, host);
    windows.push(window);
    window.cluster.watchNamespaces([namespace]);
    await window.cluster.connect({});
    await untilTrue(window, 30_000, namespace);
    return window;
  }

  async function truth(namespace = NAMESPACE): Promise<readonly string[]> {
    const args = ["get", "pods", "--namespace", namespace, "-o", "jsonpath={.items[*].metadata.name}"];
    return (await controlPlane.kubectl(...args)).split(" ").sort();
  }

  async function untilTrue({ cluster }: Observed, within: number, namespace = NAMESPACE): Promise<void> {
    const names = (await truth(namespace)).join();
    const isTrue = () => {
      const known = cluster.snapshot.namespaces.get(namespace);
      return known !== undefined && isSynced(known) && namesOf(known.pods).join() === names;
    };
    await until(isTrue, { within, what: `the truth: ${names}` });
  }

  /** Replaces a Pod, so that what is known from before is not the truth any more. */
  async function replacePod(): Promise<void> {
    const [gone] = await truth();
    await controlPlane.kubectl("delete", "pod", `${gone}`, "--now");
    const isReplaced = async () => {
      const now = await truth();
      return now.length === 3 && !now.includes(`${gone}`);
    };
    await until(isReplaced, { within: 60_000, what: "another Pod" });
  }

  /** What is said of the Pods once they are not known to be true any more. */
  async function untilSaid({ untilPods }: Observed, namespace = NAMESPACE): Promise<string> {
    const { knowledge } = await untilPods(namespace, "a sentence", (now) => !isSynced(now));
    return "why" in knowledge ? knowledge.why : JSON.stringify(knowledge);
  }

  /** Measures one move: what happens until it is over, and how long the truth takes from then on. */
  async function move(
    fault: string,
    happen: () => Promise<string | undefined>,
    ends: () => void | Promise<void>,
    back: (within: number) => Promise<void>,
  ): Promise<void> {
    proxy.forgetRequests();
    const beganAt = performance.now();
    const said = await happen();
    await ends();
    const endedAt = performance.now();
    await back(BACK_MS);
    const backMs = performance.now() - endedAt;
    const requests = proxy.forgetRequests();
    recordFault({ section: "world", fault, said, requests, lastedMs: endedAt - beganAt, backMs });
    expect(requests).toBeLessThan(60 + (endedAt - beganAt) / 100);
  }

  test("the API server is restarted", async () => {
    const window = await openWindow();
    await move(
      "the API server is killed and started again",
      async () => {
        await controlPlane.killApiServer();
        return untilSaid(window);
      },
      () => controlPlane.startApiServer(),
      (within) => untilTrue(window, within),
    );
  });

  test("etcd is compacted while the connection is lost: the version to go on from is gone", async () => {
    const window = await openWindow();
    await move(
      "etcd is compacted and the API server restarted while the connection is lost",
      async () => {
        proxy.inject({ kind: "reset" });
        const said = await untilSaid(window);
        await replacePod();
        await controlPlane.compactEtcd();
        await controlPlane.restartApiServer();
        return said;
      },
      () => proxy.inject({ kind: "none" }),
      (within) => untilTrue(window, within),
    );
  });

  test("a namespace is deleted and made again", async () => {
    const make = async () => {
      await controlPlane.kubectl("create", "namespace", "shop");
      await controlPlane.kubectl("create", "deployment", "till", "--image=example", "--namespace=shop");
      await controlPlane.kubectl("rollout", "status", "deployment/till", "--namespace=shop");
    };
    await make();
    // Nobody tells a watch of an empty list that its namespace is gone: it is asked when the watch is opened anew.
    const window = await openWindow({ limits: { watch: { seconds: 2, idleMs: 2_500 } } }, "shop");
    await move(
      "a namespace is deleted and made again",
      async () => {
        await controlPlane.kubectl("delete", "namespace", "shop", "--wait=true");
        return untilSaid(window, "shop");
      },
      make,
      (within) => untilTrue(window, within, "shop"),
    );
  });

  test("the context is switched twenty times in a second", async () => {
    const contexts = Array.from({ length: 20 }, (_, index) => ({ ...entry, context: `context-${index}` }));
    await writeKubeconfig(kubeconfig, ...contexts);
    const window = await openWindow();
    await move(
      "the context is switched twenty times within a second",
      async () => {
        await Promise.all(contexts.map(({ context }) => window.cluster.connect({ context })));
        return undefined;
      },
      () => undefined,
      (within) => untilTrue(window, within),
    );
    expect(window.cluster.snapshot.context).toBe("context-19");
  });

  test("the kubeconfig is half written, edited, and deleted", async () => {
    const window = await openWindow();
    const whole = await readFile(kubeconfig, "utf8");
    const isContext = (context: string | undefined) => async (within: number) => {
      await until(() => window.cluster.snapshot.context === context, { within, what: `context ${context}` });
      if (context !== undefined) await untilTrue(window, within);
    };
    await move(
      "the kubeconfig is half written, and then whole with another context",
      async () => {
        await writeFile(kubeconfig, `${whole.slice(0, whole.length / 2)}\n  "`);
        const complaint = () => window.log.find((line) => line.includes("cannot be read"));
        return (await until(complaint, { within: 30_000, what: "the complaint" })).replaceAll(kubeconfig, "FILE");
      },
      () => writeKubeconfig(kubeconfig, { ...entry, context: "two" }),
      isContext("two"),
    );
    await move(
      "the kubeconfig is edited, with another context",
      async () => undefined,
      () => writeKubeconfig(kubeconfig, { ...entry, context: "edited" }),
      isContext("edited"),
    );
    await move(
      "the kubeconfig is deleted, and is there again",
      async () => {
        await rm(kubeconfig);
        await isContext(undefined)(30_000);
        return statusOf(window.cluster.snapshot, { trusted: true, attempted: true, locale: "en" }).detail;
      },
      () => writeKubeconfig(kubeconfig, { ...entry, context: "three" }),
      isContext("three"),
    );
  });

  test("a token is renewed in its file", async () => {
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, `${entry.user.token}`);
    await writeKubeconfig(kubeconfig, { cluster: entry.cluster, user: { tokenFile } });
    const window = await openWindow();
    await move(
      "the token in its file is not valid any more, and is renewed",
      async () => {
        await writeFile(tokenFile, "expired");
        proxy.inject({ kind: "reset" });
        proxy.inject({ kind: "none" });
        await window.untilPods(NAMESPACE, "a refusal", ({ knowledge }) => {
          return knowledge.kind === "stale" && knowledge.why.includes("401");
        });
        return untilSaid(window);
      },
      () => writeFile(tokenFile, `${entry.user.token}\n`),
      (within) => untilTrue(window, within),
    );
  });

  test("the laptop sleeps for an hour: its connections are dead, and nobody has told it", async () => {
    let slept = 0;
    const window = await openWindow({ limits: { pulse: { now: () => Date.now() + slept } } });
    await move(
      "the laptop sleeps for an hour; its connections are dead, and nobody tells",
      async () => {
        proxy.inject({ kind: "hang" });
        await replacePod();
        return undefined;
      },
      () => {
        proxy.inject({ kind: "none" });
        slept = HOUR_MS;
      },
      (within) => untilTrue(window, within),
    );
  });

  test("the network is silent for a moment: what was open then is dead, and nobody has told it", async () => {
    const window = await openWindow();
    await move(
      "the network is silent for a moment; the connections from before stay dead",
      async () => {
        proxy.inject({ kind: "hang" });
        proxy.forgetRequests();
        await replacePod();
        const isMissed = () => proxy.requests.some(({ path }) => path === "/version");
        await until(isMissed, { within: 30_000, what: "a heartbeat that is not answered" });
        return undefined;
      },
      () => proxy.inject({ kind: "none" }),
      (within) => untilTrue(window, within),
    );
  });

  test("the network is silent between two heartbeats: the watches themselves notice that they are dead", async () => {
    const window = await openWindow({ limits: { pulse: { heartbeatMs: HOUR_MS } } });
    // What is seen has come by the watch: it is open.
    await replacePod();
    await untilTrue(window, 30_000);
    await move(
      "the network is silent between two heartbeats; the connections from before stay dead",
      async () => {
        proxy.inject({ kind: "hang" });
        await replacePod();
        return undefined;
      },
      () => proxy.inject({ kind: "none" }),
      (within) => untilTrue(window, within),
    );
  });

  test("the network goes away in silence while the first list is under way", async () => {
    const window = observe(kubeconfig);
    windows.push(window);
    window.cluster.watchNamespaces([NAMESPACE]);
    const lists = () => proxy.requests.some(({ path }) => path.startsWith(`/api/v1/namespaces/${NAMESPACE}/pods`));
    await move(
      "the network goes away in silence while the first list is under way",
      async () => {
        let greeted = false;
        proxy.inject({ kind: "hang" }, (path) => {
          const isGreeting = path === "/version" && !greeted;
          greeted = true;
          return !isGreeting;
        });
        await window.cluster.connect({});
        await until(lists, { within: 30_000, what: "a list" });
        return undefined;
      },
      () => proxy.inject({ kind: "none" }),
      (within) => untilTrue(window, within),
    );
  });

  test("objects are as large as the API server takes them", async () => {
    const window = await openWindow();
    const text = (kilobytes: number) => "x".repeat(kilobytes * 1024);
    const metadata = { name: "huge", annotations: { "example.com/notes": text(250) } };
    const env = [{ name: "TEXT", value: text(700) }];
    const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [{ name: "main", image: "x", env }] } };
    const file = join(folder, "huge.json");
    await writeFile(file, JSON.stringify(pod));
    await move(
      "a Pod of one megabyte is made, changed and deleted",
      async () => {
        await controlPlane.kubectl("create", `--filename=${file}`);
        await untilTrue(window, 30_000);
        await controlPlane.kubectl("label", "pod", "huge", "size=huge");
        const isLabelled = () => {
          const pods = window.cluster.snapshot.namespaces.get(NAMESPACE)?.pods ?? [];
          return pods.some(({ labels }) => labels.get("size") === "huge");
        };
        await until(isLabelled, { within: 30_000, what: "the label" });
        return undefined;
      },
      async () => void (await controlPlane.kubectl("delete", "pod", "huge", "--now")),
      (within) => untilTrue(window, within),
    );
  });

  test("two windows are open at once", async () => {
    const both = [await openWindow(), await openWindow()];
    await move(
      "two windows lose their connections at once",
      async () => {
        proxy.inject({ kind: "reset" });
        await replacePod();
        const [said] = await Promise.all(both.map((window) => untilSaid(window)));
        return said;
      },
      () => proxy.inject({ kind: "none" }),
      async (within) => void (await Promise.all(both.map((window) => untilTrue(window, within)))),
    );
  });
});
