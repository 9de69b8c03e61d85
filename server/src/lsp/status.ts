import type { ClusterSnapshot, NamespacePods } from "../core/snapshot.ts";
import { type Locale, type Message, render, words } from "../core/words.ts";
import { certificateWarning } from "../features/source.ts";
import type { StatusParams } from "./messages/connection.ts";

const UNTRUSTED = words({
  en: "The workspace is not trusted, so no cluster is contacted.",
  ja: "ワークスペースが信頼されていないため、クラスターには接続しません。",
});
const OFF = words({ en: "Not connected to a cluster.", ja: "クラスターに接続していません。" });
const NO_CONTEXT = words({ en: "No kubeconfig names a context.", ja: "コンテキストのある kubeconfig がありません。" });
const ASKED = words({
  en: "The credentials of {context} run a program. Waiting for your answer.",
  ja: "{context} の認証ではプログラムを実行します。回答を待っています。",
});
const REFUSED = words({
  en: "The credentials of {context} run a program. Connect to be asked about it.",
  ja: "{context} の認証ではプログラムを実行します。接続すると確認します。",
});
const CONNECTING = words({ en: "Connecting to {context}.", ja: "{context} に接続しています。" });
const SYNCED = words({
  en: "Live. {count} {count|Pod is|Pods are} watched.",
  ja: "最新です。Pod {count} 個を監視しています。",
});
const POLLED = words({
  en: "Pods are polled every few seconds in {namespaces}: the verb watch on the resource pods is not allowed there.",
  ja: "{namespaces} の Pod は数秒ごとに取得します。リソース pods に対する動詞 watch が許可されていません。",
});
const UNKNOWN = words({
  en: "The Pods of {namespace} are not known: {why}",
  ja: "{namespace} の Pod は不明です: {why}",
});
const UNSAID = words({
  en: "The verb list on {resources} is not allowed in {namespaces}: what depends on it is not said.",
  ja: "{namespaces} では {resources} に対する動詞 list が許可されていないため、これに関わることは表示しません。",
});
const METADATA = words({
  en: "{namespace} has {count} Pods: of all of them the labels are watched, and the rest only of those that open Services select.",
  ja: "{namespace} には Pod が {count} 個あります。全 Pod についてはラベルだけを、開いている Service が選択する Pod については詳細も監視しています。",
});
const SELECTORS = words({
  en: "{namespace} has {count} Pods: only those that open Services select are watched. How many Pods have a single label is not known, and what almost matches is asked for when nothing does.",
  ja: "{namespace} には Pod が {count} 個あります。開いている Service が選択する Pod だけを監視しています。ラベルごとの個数は不明で、惜しい不一致は一致が 1 つもないときに問い合わせます。",
});
const SELECTORS_ONLY = words({
  en: "In {namespace} only the Pods that open Services select are asked for. How many Pods have a single label is not known, and what almost matches is asked for when nothing does.",
  ja: "{namespace} では、開いている Service が選択する Pod だけを問い合わせています。ラベルごとの個数は不明で、惜しい不一致は一致が 1 つもないときに問い合わせます。",
});
const STALE = words({ en: "The connection was lost: {why}", ja: "接続が切れました: {why}" });
const DENIED = words({ en: "Not allowed: {what}", ja: "権限がありません: {what}" });
const FAILED = words({ en: "Not connected: {why}", ja: "接続していません: {why}" });

/** The state of the cluster as the status item shows it. `attempted`: a connection was tried. */
export function statusOf(
  cluster: ClusterSnapshot,
  { trusted, attempted, locale }: { readonly trusted: boolean; readonly attempted: boolean; readonly locale: Locale },
): StatusParams {
  const podsWatched = Array.from(cluster.namespaces.values()).reduce((sum, known) => sum + countOf(known), 0);
  const { kind, message } = stateOf(cluster, { trusted, attempted, podsWatched });
  return {
    kind,
    namespace: cluster.namespace,
    podsWatched,
    detail: sentences(
      [message, ...notesOf(cluster)].map((each) => render(each, locale)),
      locale,
    ),
    ...(cluster.unverified && { warns: true }),
    ...(cluster.context !== undefined && { context: cluster.context }),
    ...(cluster.serverVersion !== undefined && { serverVersion: cluster.serverVersion }),
  };
}

/** One after the other: the API server's own sentences end without a stop. */
function sentences(texts: readonly string[], locale: Locale): string {
  const stop = locale === "ja" ? "。" : ".";
  return texts.map((text, index) => (index < texts.length - 1 && /[^.。]$/.test(text) ? text + stop : text)).join(" ");
}

/** What holds for as long as the connection does, whatever its state is. */
function notesOf(cluster: ClusterSnapshot): readonly Message[] {
  const { namespaces } = cluster;
  const certificate = certificateWarning(cluster);
  const polled = [...namespaces].filter(([, pods]) => pods.polled).map(([name]) => name);
  return [
    ...(certificate ? [certificate.sentence] : []),
    ...(polled.length > 0 ? [POLLED({ namespaces: polled.join(", ") })] : []),
    ...denials(cluster),
    ...[...namespaces].flatMap(([namespace, known]) => [failureNote(namespace, known), modeNote(namespace, known)]),
  ].flatMap((message) => message ?? []);
}

/** How many Pods are followed. Putting all of them together just to count them is left out where the number is known. */
function countOf(known: NamespacePods): number {
  if (known.mode !== "selectors") return known.size ?? known.pods.length;
  return [...(known.selections?.values() ?? [])].reduce((sum, selected) => sum + selected.pods.length, 0);
}

/** What may not be read beside Pods, which have a state of their own, as an administrator needs it. */
function denials({ knowledge, namespaces, services, endpointSlices }: ClusterSnapshot): readonly Message[] {
  if (knowledge.kind !== "synced") return [];
  const missing = new Map<string, string[]>();
  for (const namespace of namespaces.keys()) {
    const asked = {
      services: services?.get(namespace),
      "endpointslices.discovery.k8s.io": endpointSlices?.get(namespace),
    };
    const denied = Object.entries(asked).filter(([, known]) => known?.knowledge.kind === "denied");
    const resources = denied.map(([name]) => name).join(", ");
    if (resources !== "") missing.set(resources, [...(missing.get(resources) ?? []), namespace]);
  }
  return [...missing].map(([resources, where]) => UNSAID({ resources, namespaces: where.join(", ") }));
}

/** Why there is no answer for one namespace of a server that answers: there is no such namespace, or it is out of order. */
function failureNote(namespace: string, { knowledge }: NamespacePods): Message | undefined {
  return knowledge.kind === "failed" ? UNKNOWN({ namespace, why: knowledge.why }) : undefined;
}

/** What is not known of a namespace that is too large to be followed as a whole. */
function modeNote(namespace: string, { mode, size }: NamespacePods): Message | undefined {
  if (mode === "metadata") return METADATA({ namespace, count: size ?? 0 });
  if (mode !== "selectors") return undefined;
  return size === undefined ? SELECTORS_ONLY({ namespace }) : SELECTORS({ namespace, count: size });
}

interface State {
  readonly kind: StatusParams["kind"];
  readonly message: Message;
}

function stateOf(
  { knowledge, consent, namespaces, ...cluster }: ClusterSnapshot,
  { trusted, attempted, podsWatched }: { trusted: boolean; attempted: boolean; podsWatched: number },
): State {
  if (!trusted) return { kind: "off", message: UNTRUSTED() };
  const context = cluster.context ?? "";
  if (consent === "asked") return { kind: "consent", message: ASKED({ context }) };
  if (consent === "refused") return { kind: "consent", message: REFUSED({ context }) };
  switch (knowledge.kind) {
    case "off":
      return { kind: "off", message: attempted ? NO_CONTEXT() : OFF() };
    case "connecting":
      return { kind: "connecting", message: CONNECTING({ context }) };
    case "synced":
      return deniedNamespace(namespaces) ?? { kind: "synced", message: SYNCED({ count: podsWatched }) };
    case "stale":
      return { kind: "stale", message: STALE({ why: knowledge.why }) };
    case "denied":
      return { kind: "denied", message: DENIED({ what: knowledge.what }) };
    case "failed":
      return { kind: "failed", message: FAILED({ why: knowledge.why }) };
  }
}

/** A cluster that answers, but not for a namespace that is needed, is worth saying: the permission that is missing. */
function deniedNamespace(namespaces: ClusterSnapshot["namespaces"]): State | undefined {
  for (const { knowledge } of namespaces.values()) {
    if (knowledge.kind === "denied") return { kind: "denied", message: DENIED({ what: knowledge.what }) };
  }
  return undefined;
}
