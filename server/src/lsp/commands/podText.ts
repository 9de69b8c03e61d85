import { isDnsName } from "../../core/apiserver/formats.ts";
import { words } from "../../core/words.ts";
import type { PodParams, PodResult } from "../messages/reading.ts";
import { type CommandHost, trustedCluster } from "./host.ts";
import { readerOf } from "./paramReader.ts";
import { refusal } from "./refusal.ts";

const OTHER_CONTEXT = words({
  en: "This Pod is of {context}, which is not connected now.",
  ja: "この Pod は {context} のものです。現在は接続していません。",
});
const NOT_READ = words({ en: "The Pod could not be read: {why}", ja: "Pod を読み取れませんでした: {why}" });

/** One Pod of the connected cluster as YAML. @throws a `ResponseError` where it is of another context, or gone. */
export async function podTextOf(host: CommandHost, params: PodParams): Promise<PodResult> {
  const cluster = await trustedCluster(host);
  const { context } = cluster.snapshot;
  if ((context ?? "") !== params.context) throw refusal(OTHER_CONTEXT({ context: params.context }), host.locale);
  const read = await cluster.podText(params.namespace, params.name);
  if (read.kind === "refused") throw refusal(NOT_READ({ why: read.why }), host.locale);
  return { text: read.text };
}

/** `podsight/pod`; names that can stand in a path. */
export function podParams(params: unknown, locale: CommandHost["locale"]): PodParams {
  const read = readerOf(params, locale);
  const [context, namespace, name] = [read.text("context"), read.text("namespace"), read.text("name")];
  if (!isDnsName(namespace) || !isDnsName(name)) throw refusal(NOT_READ({ why: name }), locale);
  return { context, namespace, name };
}
