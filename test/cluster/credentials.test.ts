import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ClusterHost } from "../../server/src/cluster/host.ts";
import type { ClusterSnapshot } from "../../server/src/core/snapshot.ts";
import { type Certificate, createAuthority } from "../support/certificates.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { type ForwardProxy, startHttpProxy, startSocksProxy } from "../support/forwardProxy.ts";
import { isSynced, type KubeconfigParts, type Observed, observe, writeKubeconfig } from "./observed.ts";

/** Everything that kubeconfigs hold and people use, short of programs: those are in credentialPrograms.test.ts. */
describe("credentials and ways to the server", () => {
  const authority = createAuthority("the authority of this run");
  let ada: Certificate;
  let controlPlane: ControlPlane;
  let entry: Pick<KubeconfigParts, "cluster" | "user">;
  let folder: string;
  let observed: Observed;

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), "podsight-authority-"));
    const clientAuthority = join(home, "clients.crt");
    await writeFile(clientAuthority, authority.cert);
    ada = authority.issue({ commonName: "ada", organization: "system:masters" });
    controlPlane = await startControlPlane({
      programs: await controlPlanePrograms(reportLine),
      apiServerOnly: true,
      apiServerArgs: [`--client-ca-file=${clientAuthority}`],
    });
    await rm(home, { recursive: true });
    const { clusters, users } = parse(await readFile(controlPlane.kubeconfig, "utf8"));
    entry = { cluster: clusters[0].cluster, user: users[0].user };
  });

  afterAll(() => controlPlane?.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-credentials-"));
  });

  afterEach(async () => {
    observed?.cluster.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function connect(parts: KubeconfigParts, host: Partial<ClusterHost> = {}): Promise<Observed> {
    const file = join(folder, "config");
    await writeKubeconfig(file, parts);
    observed = observe(file, host);
    observed.cluster.watchNamespaces(["kube-system"]);
    await observed.cluster.connect({});
    return observed;
  }

  /** The Pods may be read: the server knows who asks. */
  async function isLetIn({ untilPods }: Observed): Promise<void> {
    await untilPods("kube-system", "to be let in", isSynced);
  }

  async function whyNot({ until }: Observed): Promise<string> {
    const isFailure = ({ knowledge }: ClusterSnapshot) => knowledge.kind === "failed" || knowledge.kind === "denied";
    return JSON.stringify((await until("a failure", isFailure)).knowledge);
  }

  test("a client certificate, as data", async () => {
    const [certificate, key] = [ada.cert, ada.key].map((text) => Buffer.from(text).toString("base64"));
    await isLetIn(
      await connect({ ...entry, user: { "client-certificate-data": certificate, "client-key-data": key } }),
    );
  });

  test("a client certificate and an authority in files, relative to the kubeconfig", async () => {
    await mkdir(join(folder, "pki"));
    await writeFile(join(folder, "pki/ada.crt"), ada.cert);
    await writeFile(join(folder, "pki/ada.key"), ada.key);
    const server = Buffer.from(`${entry.cluster["certificate-authority-data"]}`, "base64");
    await writeFile(join(folder, "pki/server.crt"), server);
    await isLetIn(
      await connect({
        cluster: { server: controlPlane.server, "certificate-authority": "pki/server.crt" },
        user: { "client-certificate": "pki/ada.crt", "client-key": "pki/ada.key" },
      }),
    );
  });

  test("a client certificate that the server does not know", async () => {
    const eve = createAuthority("somebody else").issue({ commonName: "eve", organization: "system:masters" });
    const [certificate, key] = [eve.cert, eve.key].map((text) => Buffer.from(text).toString("base64"));
    expect(
      await whyNot(
        await connect({ ...entry, user: { "client-certificate-data": certificate, "client-key-data": key } }),
      ),
    ).toMatch(/Unauthorized|could not be reached|was lost/);
  });

  test("a token, and impersonation of somebody with fewer rights", async () => {
    const { untilPods } = await connect({ ...entry, user: { ...entry.user, as: "bob" } });
    const { knowledge } = await untilPods("kube-system", "a refusal", (now) => now.knowledge.kind === "denied");
    expect(knowledge).toMatchObject({ what: expect.stringContaining('User "bob" cannot list resource "pods"') });
  });

  test("a name and a password", async () => {
    const proxy = await startFaultProxy(controlPlane.server);
    try {
      await connect({ cluster: { server: proxy.url }, user: { username: "ada", password: "s3cret" } });
      await observed.until("an answer", ({ knowledge }) => knowledge.kind !== "connecting");
      expect(proxy.requests[0]?.authorization).toBe(`Basic ${btoa("ada:s3cret")}`);
      expect(observed.log.join("\n")).not.toContain("s3cret");
    } finally {
      await proxy.stop();
    }
  });

  test("tls-server-name: the name that the certificate is for", async () => {
    const proxy = await startFaultProxy(
      controlPlane.server,
      authority.issue({ commonName: "api", names: ["api.internal"] }),
    );
    try {
      const cluster = clusterAt(proxy);
      expect(await whyNot(await connect({ cluster, user: entry.user }))).toContain("for another name");
      observed.cluster.dispose();
      await isLetIn(await connect({ cluster: { ...cluster, "tls-server-name": "api.internal" }, user: entry.user }));
    } finally {
      await proxy.stop();
    }
  });

  function clusterAt(proxy: FaultProxy): Readonly<Record<string, unknown>> {
    return { server: proxy.url, "certificate-authority-data": Buffer.from(authority.cert).toString("base64") };
  }

  test("insecure-skip-tls-verify, with a warning that lasts", async () => {
    const { until } = await connect({
      cluster: { server: controlPlane.server, "insecure-skip-tls-verify": true },
      user: entry.user,
    });
    await isLetIn(observed);
    expect(await until("the connection", ({ knowledge }) => knowledge.kind === "synced")).toMatchObject({
      unverified: true,
    });
  });

  test("several files in KUBECONFIG: a context in one, its cluster and its user in others", async () => {
    const files = ["contexts", "clusters", "users"].map((name) => join(folder, name));
    const parts = [
      { "current-context": "prod", contexts: [{ name: "prod", context: { cluster: "here", user: "me" } }] },
      { clusters: [{ name: "here", cluster: entry.cluster }] },
      { users: [{ name: "me", user: entry.user }] },
    ];
    await Promise.all(files.map((file, index) => writeFile(file, JSON.stringify(parts[index]))));
    observed = observe(undefined, { environment: { KUBECONFIG: files.join(delimiter) } });
    observed.cluster.watchNamespaces(["kube-system"]);
    await observed.cluster.connect({});
    await isLetIn(observed);
  });

  test("in a Pod: the ServiceAccount's files, with a token that is renewed", async () => {
    const { hostname, port } = new URL(controlPlane.server);
    const authorityOfServer = Buffer.from(`${entry.cluster["certificate-authority-data"]}`, "base64");
    await writeFile(join(folder, "token"), "old");
    await writeFile(join(folder, "ca.crt"), authorityOfServer);
    await writeFile(join(folder, "namespace"), "kube-system");
    observed = observe(undefined, {
      environment: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
      serviceAccountFolder: folder,
    });
    await observed.cluster.connect({});
    await whyNot(observed);
    await writeFile(join(folder, "token"), `${entry.user.token}\n`);
    const connected = await observed.until("to be let in", ({ knowledge }) => knowledge.kind === "synced");
    expect(connected).toMatchObject({ context: "in-cluster", namespace: "kube-system" });
  });

  describe("through a proxy", () => {
    let proxy: ForwardProxy | undefined;
    /** A name that only the proxy knows; the certificate is checked all the same. */
    const hidden = () => ({
      ...entry.cluster,
      server: "https://api.hidden:6443",
      "tls-server-name": "kubernetes.default",
    });

    afterEach(() => proxy?.stop());

    test("that proxy-url names", async () => {
      proxy = await startHttpProxy(controlPlane.server);
      const cluster = { ...hidden(), "proxy-url": `http://ada:s3cret@127.0.0.1:${proxy.port}` };
      await isLetIn(await connect({ cluster, user: entry.user }));
      expect(new Set(proxy.asked)).toEqual(new Set([`api.hidden:6443 Basic ${btoa("ada:s3cret")}`]));
    });

    test("of the kind SOCKS5, which looks names up", async () => {
      proxy = await startSocksProxy(controlPlane.server, { username: "ada", password: "s3cret" });
      const cluster = { ...hidden(), "proxy-url": `socks5://ada:s3cret@127.0.0.1:${proxy.port}` };
      await isLetIn(await connect({ cluster, user: entry.user }));
      expect(new Set(proxy.asked)).toEqual(new Set(["api.hidden:6443 ada"]));
    });

    test("that does not let us through, and says so", async () => {
      proxy = await startSocksProxy(controlPlane.server, { username: "ada", password: "s3cret" });
      const cluster = { ...hidden(), "proxy-url": `socks5://ada:wrong@127.0.0.1:${proxy.port}` };
      const why = await whyNot(await connect({ cluster, user: entry.user }));
      expect(why).toContain("The proxy did not connect to api.hidden:6443");
      expect(why).not.toContain("wrong");
    });

    test("that the environment names, except for what NO_PROXY lists", async () => {
      proxy = await startHttpProxy(controlPlane.server);
      const parts = { cluster: hidden(), user: entry.user };
      const HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
      await isLetIn(await connect(parts, { environment: { HTTPS_PROXY } }));
      expect(proxy.asked).toContain("api.hidden:6443");
      observed.cluster.dispose();
      const asked = proxy.asked.length;
      const without = await connect(parts, { environment: { HTTPS_PROXY, NO_PROXY: ".hidden" } });
      expect(await whyNot(without)).toContain("api.hidden");
      expect(proxy.asked).toHaveLength(asked);
    });

    test("of a kind that cannot be used, which is said", async () => {
      const cluster = { ...hidden(), "proxy-url": "ftp://proxy" };
      expect(await whyNot(await connect({ cluster, user: entry.user }))).toContain("only http, https and socks5");
    });
  });
});
