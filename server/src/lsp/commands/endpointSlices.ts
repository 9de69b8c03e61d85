import { isDnsLabel, isPortNumber } from "../../core/apiserver/formats.ts";
import { addressProblem, endpointSlicesText } from "../../core/refactor/endpointSlices.ts";
import { words } from "../../core/words.ts";
import { serviceAt } from "../../features/context.ts";
import { fileEdits } from "../../features/workspaceEdit.ts";
import type { EndpointSlicesParams, EndpointSlicesResult } from "../messages/edits.ts";
import { type CommandHost, openContext } from "./host.ts";
import { refusal } from "./refusal.ts";

const LIMITS = { addresses: 1_000, ports: 100 } as const;

const WORDS = {
  notWellFormed: words({
    en: "The request is not well formed: {field}.",
    ja: "リクエストの形式が正しくありません: {field}。",
  }),
  notAnAddress: words({
    en: "{address} can't be the address of an endpoint: an IP address is needed, not a loopback, link-local or multicast one.",
    ja: "{address} はエンドポイントのアドレスにできません。ループバック、リンクローカル、マルチキャスト以外の IP アドレスが必要です。",
  }),
  hasSelector: words({
    en: "{name} has a selector: the cluster writes its EndpointSlices itself.",
    ja: "{name} にはセレクターがあり、EndpointSlice はクラスターが作成します。",
  }),
  noService: words({
    en: "There is no Service with a name at this place.",
    ja: "この位置に名前のある Service はありません。",
  }),
} as const;

/**
 * The EndpointSlices of a Service without a selector.
 * @throws a `ResponseError` where the Service has a selector or no name, and for addresses and ports that no slice may have.
 */
export function endpointSlicesOf(host: CommandHost, params: unknown): EndpointSlicesResult {
  const { uri, offset, addresses, ports } = checked(host, params);
  const context = openContext(host, uri);
  const written = serviceAt(context, offset);
  const name = written?.service.name?.value;
  if (written === undefined || name === undefined) throw refusal(WORDS.noService(), host.locale);
  if (written.service.selector.kind !== "none") throw refusal(WORDS.hasSelector({ name }), host.locale);
  const text = endpointSlicesText({ service: name, namespace: written.service.namespace?.value, addresses, ports });
  const document = context.manifest.documents.find(({ content }) => content.objects.includes(written.object));
  if (document === undefined || document.content.text.trimStart().startsWith("{"))
    return { text, edits: { documents: [] } };
  const end = document.start + document.content.text.length;
  const eol = document.content.text.includes("\r\n") ? "\r\n" : "\n";
  const before = /\n\s*$/.test(document.content.text) ? "" : eol;
  const newText = `${before}---${eol}${text.replaceAll("\n", eol)}`;
  return { text, edits: { documents: fileEdits(context, [{ span: [end, end], newText }]) ?? [] } };
}

function checked(host: CommandHost, params: unknown): EndpointSlicesParams {
  const { uri, offset, addresses, ports } = (params ?? {}) as {
    readonly [Key in keyof EndpointSlicesParams]?: unknown;
  };
  const wrong = (field: string) => refusal(WORDS.notWellFormed({ field }), host.locale);
  if (typeof uri !== "string") throw wrong("uri");
  if (typeof offset !== "number") throw wrong("offset");
  if (!isListOf(addresses, LIMITS.addresses, isText) || addresses.length === 0) throw wrong("addresses");
  const refused = addresses.find((address) => addressProblem(address) !== undefined);
  if (refused !== undefined) throw refusal(WORDS.notAnAddress({ address: refused.slice(0, 100) }), host.locale);
  if (!isListOf(ports, LIMITS.ports, isPort)) throw wrong("ports");
  return { uri, offset, addresses, ports };
}

function isListOf<T>(value: unknown, limit: number, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.length <= limit && value.every(is);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isPort(value: unknown): value is EndpointSlicesParams["ports"][number] {
  const { name, port, protocol } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || (name !== "" && !isDnsLabel(name))) return false;
  return typeof port === "number" && isPortNumber(port) && ["TCP", "UDP", "SCTP"].includes(String(protocol));
}
