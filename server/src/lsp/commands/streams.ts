import type { Cluster } from "../../cluster/cluster.ts";
import { isDnsName } from "../../core/apiserver/formats.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import { words } from "../../core/words.ts";
import { serviceAt } from "../../features/context.ts";
import {
  LOG_NOTIFICATION,
  type LogResult,
  type LogText,
  PORT_FORWARD_NOTIFICATION,
  type PortForwardChange,
  type PortForwardResult,
} from "../messages/streams.ts";
import { type CommandHost, openContext, trustedCluster } from "./host.ts";
import { readerOf } from "./paramReader.ts";
import { refusal } from "./refusal.ts";

/** Port-forwards and logs that go on after the answer to the request that began them. */
export interface Streams {
  /** @throws a `ResponseError` in a workspace that is not trusted, and where there is nothing to lead to. */
  portForward(params: unknown): Promise<PortForwardResult>;
  /** @throws a `ResponseError` in a workspace that is not trusted, and where the Pod cannot be read. */
  log(params: unknown): Promise<LogResult>;
  stop(params: unknown): void;
}

type Notify = (method: string, params: PortForwardChange | LogText) => void;
type Target = Parameters<Cluster["portForward"]>[0];

const MAX_STREAMS = 20;

const WORDS = {
  tooMany: words({
    en: "At most {limit} port-forwards and logs can be open. Stop one first.",
    ja: "ポートフォワードとログは合わせて {limit} 個までです。先にどれかを停止してください。",
  }),
  noSuchPort: words({
    en: "The Service has no port here that can be forwarded.",
    ja: "この Service には転送できるポートがありません。",
  }),
  notTcp: words({
    en: "Only TCP can be forwarded, and this port is {protocol}.",
    ja: "転送できるのは TCP だけですが、このポートは {protocol} です。",
  }),
  noSelector: words({
    en: "The Service has no selector that is known, so there is no Pod to forward to.",
    ja: "セレクターがないか不明なため、転送先の Pod がありません。",
  }),
  notWellFormed: words({
    en: "The request is not well formed: {field}.",
    ja: "リクエストの形式が正しくありません: {field}。",
  }),
} as const;

/** Nothing is open. What is opened ends with the connection to the cluster at the latest. */
export function createStreams(host: CommandHost, notify: Notify): Streams {
  const open = new Map<string, () => void>();
  let count = 0;
  const begin = (): string => {
    if (open.size >= MAX_STREAMS) throw refusal(WORDS.tooMany({ limit: MAX_STREAMS }), host.locale);
    count += 1;
    return String(count);
  };
  return {
    async portForward(params) {
      const cluster = await trustedCluster(host, host.clusterToAsk);
      const { target, localPort } = forwardParams(host, params);
      const id = begin();
      const tell = (change: PortForwardChange) => notify(PORT_FORWARD_NOTIFICATION, change);
      const started = await cluster.portForward(target, localPort, {
        through: (pod) => tell({ kind: "through", id, pod }),
        failed: (why) => tell({ kind: "failed", id, why }),
        ended: () => {
          open.delete(id);
          tell({ kind: "ended", id });
        },
      });
      if (started.kind === "refused") throw refusal(plain({ why: started.why }), host.locale);
      open.set(id, started.stop);
      return { id, localPort: started.localPort, context: cluster.snapshot.context ?? "" };
    },
    async log(params) {
      const cluster = await trustedCluster(host, host.clusterToAsk);
      const source = logParams(host, params);
      const containers = await cluster.containers(source.namespace, source.pod);
      if (containers.kind === "refused") throw refusal(plain({ why: containers.why }), host.locale);
      const { names } = containers;
      if (source.container === undefined && names.length > 1) return { kind: "several", containers: names };
      const id = begin();
      const abort = new AbortController();
      open.set(id, () => abort.abort());
      const text = (piece: string) => notify(LOG_NOTIFICATION, { id, text: piece });
      void cluster.followLog(source, abort.signal, text).then((why) => {
        open.delete(id);
        notify(LOG_NOTIFICATION, { id, text: why === undefined ? "" : `${why}\n`, ended: true });
      });
      return { kind: "following", id, context: cluster.snapshot.context ?? "" };
    },
    stop: (params) => open.get(readerOf(params, host.locale).text("id"))?.(),
  };
}

/** A sentence that is rendered already. */
const plain = words({ en: "{why}", ja: "{why}" });

function forwardParams(host: CommandHost, params: unknown): { readonly target: Target; readonly localPort: number } {
  const read = readerOf(params, host.locale);
  const localPort = read.number("localPort");
  if (localPort > 65_535) throw refusal(WORDS.notWellFormed({ field: "localPort" }), host.locale);
  const target = readerOf((params as { readonly target?: unknown }).target, host.locale);
  if (target.text("kind") === "service") return { target: serviceTarget(host, target), localPort };
  const { namespace, pod } = podNames(host, target);
  return { target: { kind: "pod", namespace, pod, port: target.number("port") }, localPort };
}

/** By what is typed: a Service can be tried before it is applied. */
function serviceTarget(host: CommandHost, read: ReturnType<typeof readerOf>): Target {
  const context = openContext(host, read.text("uri"));
  const index = read.number("index");
  const written = serviceAt(context, read.number("offset"));
  const port = written?.service.ports.find((one) => one.index === index);
  const targetPort = port?.targetPort?.value || port?.port?.value;
  if (written === undefined || port === undefined || targetPort === undefined) {
    throw refusal(WORDS.noSuchPort(), host.locale);
  }
  const { selector } = written.service;
  if (port.protocol !== "TCP") throw refusal(WORDS.notTcp({ protocol: port.protocol }), host.locale);
  if (selector.kind !== "pairs") throw refusal(WORDS.noSelector(), host.locale);
  const { cluster, settings } = host.snapshot();
  return {
    kind: "selector",
    namespace: namespaceOf(written.service, cluster),
    labelSelector: selector.pairs.map(({ key, value }) => `${key}=${value}`).join(","),
    targetPort,
    minor: settings.minor,
  };
}

function logParams(host: CommandHost, params: unknown) {
  const read = readerOf(params, host.locale);
  const container = read.optionalText("container");
  return { ...podNames(host, read), ...(container !== undefined && { container }) };
}

/** Names that can stand in a path. */
function podNames(host: CommandHost, read: ReturnType<typeof readerOf>) {
  const [namespace, pod] = [read.text("namespace"), read.text("pod")];
  if (!isDnsName(namespace)) throw refusal(WORDS.notWellFormed({ field: "namespace" }), host.locale);
  if (!isDnsName(pod)) throw refusal(WORDS.notWellFormed({ field: "pod" }), host.locale);
  return { namespace, pod };
}
