import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import type { ClusterSnapshot, Knowledge } from "../../server/src/core/snapshot.ts";
import { statusOf } from "../../server/src/lsp/status.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type FaultProxy, startFaultProxy } from "../support/faultProxy.ts";
import { recordFault } from "../support/faultRecord.ts";
import { type Observed, observe, writeKubeconfig } from "./observed.ts";

const NAMESPACE = "default";
/** Denied requests are few: the first attempts come quickly, and then no more than this each second. */
const [BURST, REQUESTS_PER_SECOND] = [40, 10];

interface Case {
  readonly name: string;
  /** Verbs and resources of a Role in the namespace, and names if only those. */
  readonly rules: readonly { readonly verbs: string; readonly resource: string; readonly names?: readonly string[] }[];
  /** Whose knowledge is looked at, and how it comes out. */
  readonly of: (snapshot: ClusterSnapshot) => Knowledge | undefined;
  readonly kind: Knowledge["kind"];
  /** The sentence that the user is shown names what is missing, as an administrator needs it. */
  readonly says: RegExp;
  readonly sentence: (snapshot: ClusterSnapshot) => string;
  /** The namespaces on screen; one when not given. */
  readonly namespaces?: readonly string[];
}

const podsOf = ({ namespaces }: ClusterSnapshot) => namespaces.get(NAMESPACE)?.knowledge;
const slicesOf = ({ endpointSlices }: ClusterSnapshot) => endpointSlices?.get(NAMESPACE)?.knowledge;
const servicesOf = ({ services }: ClusterSnapshot) => services?.get(NAMESPACE)?.knowledge;
const status = (cluster: ClusterSnapshot) => statusOf(cluster, { trusted: true, attempted: true, locale: "en" }).detail;
const ALL_PODS = { verbs: "list,watch,get", resource: "pods" };

const CASES: readonly Case[] = [
  {
    name: "nothing",
    rules: [],
    of: podsOf,
    kind: "denied",
    says: /cannot list resource "pods" in API group "" in the namespace "default"/,
    sentence: status,
  },
  {
    name: "list, but not watch",
    rules: [{ verbs: "list", resource: "pods" }],
    of: podsOf,
    kind: "synced",
    says: /polled.*default.*watch.*pods/,
    sentence: status,
  },
  {
    name: "one Pod by its name",
    rules: [{ ...ALL_PODS, names: ["till"] }],
    of: podsOf,
    kind: "denied",
    says: /cannot list resource "pods"/,
    sentence: status,
  },
  {
    name: "Pods, but no EndpointSlices",
    rules: [ALL_PODS, { verbs: "list,watch", resource: "services" }],
    of: slicesOf,
    kind: "denied",
    says: /The verb list on endpointslices.discovery.k8s.io is not allowed in default/,
    sentence: status,
  },
  {
    name: "Pods, but no Services",
    rules: [ALL_PODS],
    of: servicesOf,
    kind: "denied",
    says: /The verb list on services, endpointslices.discovery.k8s.io is not allowed in default/,
    sentence: status,
  },
  {
    name: "the Pods of this namespace only",
    rules: [ALL_PODS],
    of: ({ namespaces }) => namespaces.get("kube-system")?.knowledge,
    kind: "denied",
    says: /cannot list resource "pods" in API group "" in the namespace "kube-system"/,
    sentence: status,
    namespaces: [NAMESPACE, "kube-system"],
  },
];

/** Real rules of RBAC, and what is said of what they leave out. */
describe("somebody who may do", () => {
  let controlPlane: ControlPlane;
  let proxy: FaultProxy;
  let folder: string;
  let observed: Observed | undefined;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine) });
    await controlPlane.kubectl("run", "till", "--image=example");
  });
  afterAll(() => controlPlane?.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-permissions-"));
    proxy = await startFaultProxy(controlPlane.server);
  });
  afterEach(async () => {
    observed?.cluster.dispose();
    await proxy.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(CASES.map((each, index) => ({ ...each, user: `user-${index}` })))("$name", async (given) => {
    const { cluster, snapshots, until } = await connectAs(given.user, given);
    const beganAt = performance.now();
    const settled = await until("what is missing", (now) => {
      const isLoading = podsOf(now)?.kind === "connecting";
      return !isLoading && given.of(now)?.kind === given.kind && given.says.test(given.sentence(now));
    });
    const said = given.sentence(settled);
    expect(said).toMatch(/^[^\n]{10,400}$/);
    const known = snapshots.map(({ namespaces }) => namespaces.get(NAMESPACE));
    expect(known.filter((pods) => pods?.knowledge.kind === "synced" && pods.pods.length === 0)).toEqual([]);
    expect(cluster.snapshot.knowledge.kind).toBe("synced");
    const [requests, lastedMs] = [proxy.requests.length, performance.now() - beganAt];
    expect(requests).toBeLessThan(BURST + (REQUESTS_PER_SECOND * lastedMs) / 1000);
    expect(proxy.requests.filter(({ path }) => /secrets|configmaps/.test(path))).toEqual([]);
    recordFault({ section: "permission", fault: given.name, said, requests, lastedMs, backMs: undefined });
  });

  async function connectAs(user: string, { rules, namespaces = [NAMESPACE] }: Case): Promise<Observed> {
    const { users } = parse(await readFile(await controlPlane.kubeconfigOf(user), "utf8"));
    for (const [index, { verbs, resource, names = [] }] of rules.entries()) {
      const role = `${user}-${index}`;
      const only = names.map((name) => `--resource-name=${name}`);
      await controlPlane.kubectl("create", "role", role, `--verb=${verbs}`, `--resource=${resource}`, ...only);
      const subject = `--serviceaccount=default:${user}`;
      await controlPlane.kubectl("create", "rolebinding", role, `--role=${role}`, subject);
    }
    const file = join(folder, "config");
    await writeKubeconfig(file, { cluster: { server: proxy.url }, user: users[0].user });
    const started = observe(file);
    observed = started;
    started.cluster.watchNamespaces(namespaces);
    await started.cluster.connect({});
    return started;
  }
});
