import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { hireUndertaker } from "../../scripts/lib/undertaker.mjs";
import { type Ports, partArgs, takePorts } from "./controlPlaneParts.ts";
import { type Part, startPart } from "./part.ts";
import { until } from "./until.ts";

const READY_WITHIN_MILLISECONDS = 120_000;
/** The name of the context, the cluster and the user in the kubeconfig. */
const CONTEXT = "podsight-examples";

export interface ControlPlaneOptions {
  /** The folder with the programs; when not given they are built, or found as built before. */
  readonly programs?: string;
  /** Flags for kube-apiserver, such as `--service-cluster-ip-range=10.0.0.0/24`; the last of a kind counts. */
  readonly apiServerArgs?: readonly string[];
  /** Flags for kube-controller-manager, in the same way. */
  readonly controllerManagerArgs?: readonly string[];
  /** Nobody stands in for the kubelets of Pods: their status is what is written to it, and who is deleted stays Terminating. */
  readonly podsAsWritten?: boolean;
  /** Only etcd and kube-apiserver: enough for verdicts, and up sooner. */
  readonly apiServerOnly?: boolean;
  /** 3 when not given. */
  readonly nodes?: number;
  /** Objects for KWOK beside its own, as YAML: ClusterLogs, ClusterPortForward, Stage. */
  readonly kwokConfig?: string;
  /** Where the kubeconfig appears once all is ready; a file in the control plane's own folder when not given. */
  readonly kubeconfig?: string;
  /** Who cleans up after it; one of its own when not given. */
  readonly undertaker?: ReturnType<typeof hireUndertaker>;
}

export interface ControlPlane {
  /** The file; its user may do everything. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  /** Of etcd's JSON gateway, `http://127.0.0.1:PORT`: past the API server. */
  readonly etcd: string;
  /** Runs kubectl to its end and gives what it wrote; throws with its error text when it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** `kubectl apply` with this text. */
  apply(manifests: string): Promise<string>;
  /**
   * Makes a ServiceAccount in the namespace default, without any rights (RBAC knows it as
   * `system:serviceaccount:default:NAME`), and gives the path of a kubeconfig that uses it.
   */
  kubeconfigOf(serviceAccount: string): Promise<string>;
  /** Kills the API server as a crash would. */
  killApiServer(): Promise<void>;
  /** Starts it again on the same port and waits until it is ready. */
  startApiServer(): Promise<void>;
  /** Stops the API server where it stands, with all its connections open, until it is let go on. */
  stopApiServer(): void;
  continueApiServer(): void;
  /** Kills and starts it. */
  restartApiServer(): Promise<void>;
  /** Makes etcd forget all versions but the present one, as it does by itself from time to time. */
  compactEtcd(): Promise<void>;
  /** Ends all processes and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Starts a real control plane on 127.0.0.1 in a temporary folder and waits until it and its nodes are ready. KWOK
 * stands in for the kubelets: Pods are scheduled, get an IP and become Ready, without containers.
 * Nothing stays behind when this process ends, however it ends.
 * @throws when a part does not become ready; the message ends with its log.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const undertaker = options.undertaker ?? hireUndertaker();
  try {
    const folder = await mkdtemp(join(tmpdir(), "podsight-control-plane-"));
    undertaker.folder(folder);
    const programs = options.programs ?? (await controlPlanePrograms(reportLine));
    return await startIn(folder, undertaker, { ...options, programs });
  } catch (error) {
    await undertaker.bury();
    throw error;
  }
}

async function startIn(
  folder: string,
  undertaker: ReturnType<typeof hireUndertaker>,
  options: ControlPlaneOptions & { readonly programs: string },
): Promise<ControlPlane> {
  const ports = await takePorts();
  const adminToken = randomBytes(16).toString("hex");
  await writeSecrets(folder, adminToken);
  const stages = await readFile(join(import.meta.dirname, "kwokStages.yaml"), "utf8");
  const kept =
    options.podsAsWritten === true ? stages.split("---").filter((stage) => !stage.includes("kind: Pod")) : [stages];
  await writeFile(join(folder, "kwok.yaml"), `${kept.join("---")}---\n${options.kwokConfig ?? ""}`);

  // The parts and kubectl see a home of their own: a user's kubeconfig and caches are out of reach.
  const env = { ...process.env, HOME: folder, KUBECONFIG: join(folder, "kubeconfig.yaml") };
  const args = partArgs(folder, ports);
  const start = (name: keyof typeof args, moreArgs: readonly string[] = []): Part =>
    startPart({
      program: join(options.programs, name),
      args: [...args[name], ...moreArgs],
      log: join(folder, `${name}.log`),
      env,
      undertaker,
    });
  const kubectl = (...given: readonly string[]): Promise<string> =>
    run(join(options.programs, "kubectl"), given, { env });

  const startApiServer = async (): Promise<Part> => {
    const admission = options.apiServerOnly === true ? ["--disable-admission-plugins=ServiceAccount"] : [];
    const part = start("kube-apiserver", [...admission, ...(options.apiServerArgs ?? [])]);
    await waitFor("the API server", part, async () => {
      // It writes its certificate when it starts.
      await writeKubeconfig(env.KUBECONFIG, folder, ports, adminToken);
      return kubectl("get", "--raw=/readyz");
    });
    return part;
  };
  start("etcd");
  let apiServer = await startApiServer();
  if (options.apiServerOnly !== true) {
    start("kube-controller-manager", options.controllerManagerArgs);
    start("kube-scheduler");
    const kwok = start("kwok");
    await applyText(kubectl, folder, nodesText(options.nodes ?? 3));
    await waitFor("the nodes and the default ServiceAccount", kwok, async () => {
      await kubectl("get", "serviceaccount", "default");
      return kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=1s");
    });
  }
  if (options.kubeconfig !== undefined) await writeKubeconfig(options.kubeconfig, folder, ports, adminToken);

  const killApiServer = (): Promise<void> => apiServer.kill();
  const startApiServerAgain = async (): Promise<void> => {
    apiServer = await startApiServer();
  };
  return {
    kubeconfig: options.kubeconfig ?? env.KUBECONFIG,
    server: serverUrl(ports),
    etcd: etcdUrl(ports),
    kubectl,
    apply: (manifests) => applyText(kubectl, folder, manifests),
    kubeconfigOf: async (serviceAccount) => {
      await kubectl("create", "serviceaccount", serviceAccount, "--namespace=default");
      const token = await kubectl("create", "token", serviceAccount, "--namespace=default");
      const path = join(folder, `kubeconfig-${serviceAccount}.yaml`);
      await writeKubeconfig(path, folder, ports, token.trim());
      return path;
    },
    killApiServer,
    startApiServer: startApiServerAgain,
    stopApiServer: () => apiServer.signal("SIGSTOP"),
    continueApiServer: () => apiServer.signal("SIGCONT"),
    restartApiServer: async () => {
      await killApiServer();
      await startApiServerAgain();
    },
    compactEtcd: () => compactEtcd(ports),
    stop: () => undertaker.bury(),
  };
}

function waitFor(what: string, part: Part, ask: () => Promise<string>): Promise<string> {
  return until(ask, { within: READY_WITHIN_MILLISECONDS, what: `${what} to become ready`, unless: part.failure });
}

/** Over etcd's JSON gateway: KV.Range to know the revision, then KV.Compact. */
async function compactEtcd(ports: Ports): Promise<void> {
  const post = async (method: string, body: object) => {
    const url = `${etcdUrl(ports)}/v3/kv/${method}`;
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`etcd: ${method}: ${await answer.text()}`);
    return answer.json() as Promise<{ readonly header: { readonly revision: string } }>;
  };
  const { header } = await post("range", { key: Buffer.from("/registry").toString("base64"), count_only: true });
  await post("compaction", { revision: header.revision, physical: true });
}

function etcdUrl(ports: Ports): string {
  return `http://127.0.0.1:${ports.etcd}`;
}

function serverUrl(ports: Ports): string {
  return `https://127.0.0.1:${ports.apiServer}`;
}

/** The admin's token, and the key pair that signs the tokens of ServiceAccounts. */
async function writeSecrets(folder: string, adminToken: string): Promise<void> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(join(folder, "service-account.key"), privateKey.export({ type: "pkcs1", format: "pem" }));
  await writeFile(join(folder, "tokens.csv"), `${adminToken},admin,admin,system:masters\n`);
}

/** Written beside and renamed: whoever watches for the file sees a whole one. */
async function writeKubeconfig(path: string, folder: string, ports: Ports, token: string): Promise<void> {
  const certificate = await readFile(join(folder, "apiserver.crt"), "base64");
  const text = `apiVersion: v1
kind: Config
current-context: ${CONTEXT}
clusters:
  - name: ${CONTEXT}
    cluster:
      server: ${serverUrl(ports)}
      certificate-authority-data: ${certificate}
contexts:
  - name: ${CONTEXT}
    context:
      cluster: ${CONTEXT}
      user: ${CONTEXT}
users:
  - name: ${CONTEXT}
    user:
      token: ${token}
`;
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function nodesText(count: number): string {
  const nodes = Array.from({ length: count }, (_, index) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: `node-${index + 1}`, labels: { "kubernetes.io/hostname": `node-${index + 1}` } },
    status: { allocatable: NODE_CAPACITY, capacity: NODE_CAPACITY },
  }));
  return JSON.stringify({ apiVersion: "v1", kind: "List", items: nodes });
}

const NODE_CAPACITY = { cpu: "1000", memory: "1Ti", pods: "100000" };

async function applyText(
  kubectl: (...args: readonly string[]) => Promise<string>,
  folder: string,
  manifests: string,
): Promise<string> {
  const file = join(folder, `apply-${randomBytes(6).toString("hex")}.yaml`);
  await writeFile(file, manifests);
  return kubectl("apply", `--filename=${file}`);
}
