import { access, readFile } from "node:fs/promises";
import path from "node:path";
import type { Kubeconfig, KubeconfigSource } from "./kubeconfig.ts";

const FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";
const NAME = "in-cluster";

/**
 * What Kubernetes gives each Pod to reach its cluster, as a kubeconfig of one context: the variables
 * `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`, and the files of the ServiceAccount. Undefined elsewhere.
 */
export async function inClusterKubeconfig(source: KubeconfigSource): Promise<Kubeconfig | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = source.environment;
  const folder = source.serviceAccountFolder ?? FOLDER;
  const hasToken = await access(path.join(folder, "token")).then(
    () => true,
    () => false,
  );
  if (!host || !port || !hasToken) return undefined;
  const namespace = await readFile(path.join(folder, "namespace"), "utf8").catch(() => "default");
  const server = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    currentContext: NAME,
    contexts: new Map([[NAME, { cluster: NAME, user: NAME, namespace: namespace.trim() }]]),
    clusters: new Map([[NAME, { value: { server, "certificate-authority": "ca.crt" }, folder }]]),
    users: new Map([[NAME, { value: { tokenFile: "token" }, folder }]]),
  };
}
