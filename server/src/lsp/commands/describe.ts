import { stringify } from "yaml";
import { isDnsName } from "../../core/apiserver/formats.ts";
import { objectOf } from "../../core/json.ts";
import { serviceAddresses } from "../../core/live/addresses.ts";
import { toYaml, withoutRecord } from "../../core/live/shown.ts";
import { namespaceOf } from "../../core/pods/resolve.ts";
import { storedFor } from "../../core/stored.ts";
import { words } from "../../core/words.ts";
import { plainOf } from "../../core/yaml/node.ts";
import { serviceAt } from "../../features/context.ts";
import { describe } from "../../features/describe.ts";
import type { AddressesResult, DescribeParams, DescribeResult } from "../messages/reading.ts";
import { type CommandHost, openContext, trustedCluster } from "./host.ts";
import { readerOf } from "./paramReader.ts";
import { refusal } from "./refusal.ts";

const NOT_THERE = words({
  en: "Service {name} could not be described: {why}",
  ja: "Service {name} の詳細を表示できませんでした: {why}",
});
const OTHER_CONTEXT = words({
  en: "This Service is of {context}, which is not connected now.",
  ja: "この Service は {context} のものです。現在は接続していません。",
});

/** A Service of the connected cluster in full. @throws a `ResponseError` where it is of another context, or not there. */
export async function describeService(host: CommandHost, params: DescribeParams): Promise<DescribeResult> {
  const cluster = await trustedCluster(host, host.clusterToAsk);
  const { context, namespace, name } = params;
  if ((cluster.snapshot.context ?? "") !== context) throw refusal(OTHER_CONTEXT({ context }), host.locale);
  const described = await cluster.describe(namespace, name);
  if (described.kind === "refused") throw refusal(NOT_THERE({ name, why: described.why }), host.locale);
  const { apiVersion, kind, ...rest } = described.service;
  const { managedFields, ...metadata } = withoutRecord(objectOf(rest.metadata));
  const text = stringify({ apiVersion, kind, ...rest, metadata }, { lineWidth: 0, version: "1.1" });
  const shown = host.contextOfText(text, described.snapshot);
  const [written] = shown.services;
  return {
    text: written === undefined ? text : describe(shown, written, { ...described, text }),
    manifest: toYaml([described.service]),
  };
}

/** `podsight/describe`; names that can stand in a path. */
export function describeParams(params: unknown, locale: CommandHost["locale"]): DescribeParams {
  const read = readerOf(params, locale);
  const [context, namespace, name] = [read.text("context"), read.text("namespace"), read.text("name")];
  if (!isDnsName(namespace) || !isDnsName(name)) throw refusal(NOT_THERE({ name, why: "" }), locale);
  return { context, namespace, name };
}

/** The addresses of the Service at the offset of an open document: of the stored one where the cluster has it. */
export async function addressesOf(host: CommandHost, params: unknown): Promise<AddressesResult> {
  const read = readerOf(params, host.locale);
  const context = openContext(host, read.text("uri"));
  const written = serviceAt(context, read.number("offset"));
  if (written?.service.name === undefined) return { addresses: [] };
  const service = storedFor(written.object, context.snapshot) ?? plainOf(written.object.node);
  const nodes = await (await host.cluster())?.nodeAddresses();
  const namespace = namespaceOf(written.service, context.snapshot.cluster);
  return { addresses: serviceAddresses(service, { name: written.service.name.value, namespace, nodes }) };
}
