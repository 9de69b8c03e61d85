import { join } from "node:path";
import { takeFreePorts } from "./freePort.ts";

export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kubelet: number;
}

/**
 * The command line of each part. All listen on 127.0.0.1 only. The API server makes its own certificate
 * (`apiserver.crt`), which the kubelet's part shares.
 */
export function partArgs(folder: string, ports: Ports) {
  const kubeconfig = `--kubeconfig=${join(folder, "kubeconfig.yaml")}`;
  const serviceAccountKey = join(folder, "service-account.key");
  return {
    etcd: [
      `--data-dir=${join(folder, "etcd")}`,
      // Nothing here outlives the machine's memory, so nothing waits for the disk.
      "--unsafe-no-fsync",
      `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
      `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
      `--initial-cluster=default=http://127.0.0.1:${ports.etcdPeer}`,
    ],
    "kube-apiserver": [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      "--bind-address=127.0.0.1",
      // An EndpointSlice may not hold a loopback address; this one is for documentation (RFC 5737).
      "--advertise-address=192.0.2.1",
      `--secure-port=${ports.apiServer}`,
      `--cert-dir=${folder}`,
      `--token-auth-file=${join(folder, "tokens.csv")}`,
      "--authorization-mode=Node,RBAC",
      "--allow-privileged=true",
      "--service-cluster-ip-range=10.96.0.0/12",
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-account-key-file=${serviceAccountKey}`,
      `--service-account-signing-key-file=${serviceAccountKey}`,
    ],
    "kube-controller-manager": [
      kubeconfig,
      "--bind-address=127.0.0.1",
      `--secure-port=${ports.controllerManager}`,
      "--leader-elect=false",
      `--service-account-private-key-file=${serviceAccountKey}`,
      `--root-ca-file=${join(folder, "apiserver.crt")}`,
    ],
    "kube-scheduler": [
      kubeconfig,
      "--bind-address=127.0.0.1",
      `--secure-port=${ports.scheduler}`,
      "--leader-elect=false",
    ],
    kwok: [
      kubeconfig,
      `--config=${join(folder, "kwok.yaml")}`,
      "--manage-all-nodes=true",
      "--node-lease-duration-seconds=40",
      "--cidr=10.244.0.1/16",
      "--node-ip=127.0.0.1",
      `--node-port=${ports.kubelet}`,
      `--server-address=127.0.0.1:${ports.kubelet}`,
      `--tls-cert-file=${join(folder, "apiserver.crt")}`,
      `--tls-private-key-file=${join(folder, "apiserver.key")}`,
    ],
  } as const satisfies Record<string, readonly string[]>;
}

/** A free port of 127.0.0.1 for each. */
export async function takePorts(): Promise<Ports> {
  const [etcd = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kubelet = 0] =
    await takeFreePorts(6);
  return { etcd, etcdPeer, apiServer, controllerManager, scheduler, kubelet };
}
