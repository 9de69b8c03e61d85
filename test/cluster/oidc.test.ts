import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { run } from "../../scripts/lib/run.mjs";
import type { ConsentRequest } from "../../server/src/cluster/credentials/consent.ts";
import type { Knowledge } from "../../server/src/core/snapshot.ts";
import { createAuthority } from "../support/certificates.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { type OidcIssuer, startOidcIssuer } from "../support/oidcIssuer.ts";
import { until } from "../support/until.ts";
import { isSynced, type Observed, observe, writeKubeconfig } from "./observed.ts";

const CLIENT = { clientId: "kubectl", subject: "ada", group: "shop" };
const NAMESPACE = "default";

/** OpenID Connect in a kubeconfig, with a real issuer, a real API server that trusts it, and a real kubectl that renews. */
describe("an OpenID Connect token", () => {
  const authority = createAuthority("the authority of this run");
  const asked: ConsentRequest[] = [];
  let programs: string;
  let issuer: OidcIssuer;
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let kubeconfig: string;
  let observed: Observed | undefined;

  beforeAll(async () => {
    programs = await controlPlanePrograms(reportLine);
    issuer = await startOidcIssuer(authority, CLIENT);
    const home = await mkdtemp(join(tmpdir(), "podsight-issuer-"));
    const ca = join(home, "ca.crt");
    await writeFile(ca, authority.cert);
    controlPlane = await startControlPlane({
      programs,
      apiServerOnly: true,
      apiServerArgs: [
        `--oidc-issuer-url=${issuer.url}`,
        `--oidc-client-id=${CLIENT.clientId}`,
        `--oidc-ca-file=${ca}`,
        "--oidc-username-claim=sub",
        "--oidc-username-prefix=-",
        "--oidc-groups-claim=groups",
        "--oidc-signing-algs=ES256",
      ],
    });
    await rm(home, { recursive: true });
    const [verbs, resources] = ["--verb=get,list,watch", "--resource=pods,services"];
    await controlPlane.kubectl("create", "clusterrole", "shop", verbs, resources);
    const group = `--group=${CLIENT.group}`;
    await controlPlane.kubectl("create", "clusterrolebinding", "shop", "--clusterrole=shop", group);
  });

  afterAll(async () => {
    await controlPlane?.stop();
    await issuer?.stop();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-oidc-"));
    kubeconfig = join(folder, "config");
    // kubectl keeps its credentials to itself where a server does not speak TLS.
    const certificate = authority.issue({ commonName: "api", names: ["127.0.0.1"] });
    proxy = await startFaultProxy(controlPlane.server, certificate);
    asked.length = 0;
  });

  afterEach(async () => {
    observed?.cluster.dispose();
    await proxy.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function writeTokens(tokens: Readonly<Record<string, string>>): Promise<void> {
    const trusted = Buffer.from(authority.cert).toString("base64");
    const config = {
      "idp-issuer-url": issuer.url,
      "idp-certificate-authority-data": trusted,
      "client-id": CLIENT.clientId,
      ...tokens,
    };
    const user = { "auth-provider": { name: "oidc", config } };
    const cluster = { server: proxy.url, "certificate-authority-data": trusted };
    await writeKubeconfig(kubeconfig, { cluster, user });
  }

  async function connect(consents: boolean, folders = [programs, "/usr/bin", "/bin"]): Promise<Observed> {
    const consent = async (request: ConsentRequest) => {
      asked.push(request);
      return consents;
    };
    const environment = { PATH: folders.join(delimiter), HOME: folder };
    // What is seen of a token's end is a request that comes after it: they come quickly here.
    const limits = { pulse: { heartbeatMs: 250 } };
    const started = observe(kubeconfig, { consent, environment, limits });
    observed = started;
    started.cluster.watchNamespaces([NAMESPACE]);
    await started.cluster.connect({});
    return started;
  }

  /** How often kubectl has come for a new token: it looks for the address first. */
  const renewals = () => issuer.asked.filter((request) => request.includes("openid-configuration")).length;
  const isLetIn = ({ untilPods }: Observed) => untilPods(NAMESPACE, "to be let in", isSynced);
  const whyNot = async ({ until: untilSnapshot }: Observed): Promise<Knowledge> =>
    (await untilSnapshot("a failure", ({ knowledge }) => knowledge.kind === "failed")).knowledge;

  test("is used while it is valid, and nothing is asked", async () => {
    const before = renewals();
    await writeTokens(issuer.login(3_600));
    await isLetIn(await connect(false));
    expect([asked, renewals() - before]).toEqual([[], 0]);
  });

  test("that has expired is renewed by kubectl after a yes, and the user's own kubectl goes on", async () => {
    const before = renewals();
    await writeTokens(issuer.login(-60));
    await isLetIn(await connect(true));
    expect(asked).toMatchObject([
      { context: "test", command: join(programs, "kubectl"), renews: "oidc", variables: ["KUBECONFIG"] },
    ]);
    expect(renewals() - before).toBe(1);
    const kubectl = (...args: readonly string[]) =>
      run(join(programs, "kubectl"), args, { env: { HOME: folder, KUBECONFIG: kubeconfig } });
    expect(await kubectl("auth", "whoami", "-ojsonpath={.status.userInfo.username}")).toBe("ada");
    // With the refresh token that the kubeconfig has by now, which the issuer would refuse had it been used behind its back.
    const left = parse(await readFile(kubeconfig, "utf8"));
    delete left.users[0].user["auth-provider"].config["id-token"];
    await writeFile(kubeconfig, stringify(left));
    expect(await kubectl("auth", "whoami", "-ojsonpath={.status.userInfo.username}")).toBe("ada");
    expect(renewals() - before).toBe(2);
  });

  test("that expires while connected is renewed without an interruption", async () => {
    // Ten seconds before its end it counts as expired.
    await writeTokens(issuer.login(12));
    const started = await connect(true);
    const { cluster, snapshots } = started;
    await isLetIn(started);
    const connectedAt = snapshots.length - 1;
    const old = proxy.requests.at(-1)?.authorization;
    const withNew = () => proxy.requests.filter(({ authorization }) => authorization !== old).length;
    // By then the kubeconfig has been looked at again, which is done every three seconds.
    await until(() => withNew() >= 16, { within: 30_000, what: "requests with the new token" });
    expect(snapshots.slice(connectedAt).map(({ knowledge }) => knowledge.kind)).not.toContain("connecting");
    expect([asked.length, cluster.snapshot.knowledge.kind]).toEqual([1, "synced"]);
  });

  test("that has expired stays as it is after a no", async () => {
    const before = renewals();
    await writeTokens(issuer.login(-60));
    const text = await readFile(kubeconfig, "utf8");
    const { until: untilSnapshot } = await connect(false);
    await untilSnapshot("the no", ({ consent }) => consent === "refused");
    expect([await readFile(kubeconfig, "utf8"), renewals() - before, asked.length]).toEqual([text, 0, 1]);
  });

  test("that somebody else renews in the kubeconfig is used, and nothing is asked again", async () => {
    await writeTokens(issuer.login(-60));
    const started = await connect(false);
    await started.until("the no", ({ consent }) => consent === "refused");
    await writeTokens(issuer.login(3_600));
    await isLetIn(started);
    expect(asked.length).toBe(1);
  });

  test("without a refresh token says that a login is needed", async () => {
    const { "id-token": token } = issuer.login(-60);
    await writeTokens({ "id-token": token });
    expect(await whyNot(await connect(true))).toMatchObject({ why: expect.stringContaining("no refresh token") });
    expect(asked).toEqual([]);
  });

  test("that has expired where there is no kubectl says what is missing", async () => {
    await writeTokens(issuer.login(-60));
    const why = "The token of context test has expired, and kubectl, which renews it, was not found.";
    expect(await whyNot(await connect(true, [folder]))).toEqual({ kind: "failed", why });
    expect(asked).toEqual([]);
  });

  test("whose login has ended says so, and kubectl is not run again and again", async () => {
    const before = renewals();
    await writeTokens(issuer.login(-60));
    issuer.endLogins();
    const started = await connect(true);
    expect(await whyNot(started)).toMatchObject({ why: expect.stringMatching(/kubectl failed: .*invalid_grant/) });
    expect(started.log.join("\n")).not.toContain("eyJ");
    await started.cluster.listPods(NAMESPACE);
    expect(renewals() - before).toBe(1);
  });
});
