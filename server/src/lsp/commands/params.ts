import { isDnsName } from "../../core/apiserver/formats.ts";
import type { Locale } from "../../core/words.ts";
import type { ConnectParams } from "../messages/connection.ts";
import type { AddLabelParams, LabelChoicesParams, SwitchChoicesParams, SwitchTypeParams } from "../messages/edits.ts";
import type { FindParams } from "../messages/reading.ts";
import type { ApplyParams } from "../messages/writes.ts";
import { labelChanges, namesIn, namespaceIn, readerOf, recordOf, typeAndName, wrong } from "./paramReader.ts";

/** `podsight/connect` as it is needed: a context, a namespace, both, or neither. */
export function connectParams(params: unknown, locale: Locale): ConnectParams {
  const read = readerOf(params ?? {}, locale);
  const context = read.optionalText("context");
  const namespace = read.optionalText("namespace");
  return { ...(context !== undefined && { context }), ...(namespace !== undefined && { namespace }) };
}

/** `podsight/switchType`; the external name is one that the API server takes. */
export function switchTypeParams(params: unknown, locale: Locale): SwitchTypeParams {
  const read = readerOf(params, locale);
  return { uri: read.text("uri"), offset: read.number("offset"), ...typeAndName(read, locale) };
}

/** `podsight/switchChoices`: a Service of a document, else one of the cluster. */
export function switchChoicesParams(params: unknown, locale: Locale): SwitchChoicesParams {
  const read = readerOf(params, locale);
  const uri = read.optionalText("uri");
  if (uri !== undefined) return { uri, offset: read.number("offset") };
  const service = read.text("service");
  if (!isDnsName(service)) throw wrong("service", locale);
  return { ...namespaceIn(recordOf(params), locale), service };
}

/** `podsight/addLabel`; keys and values are ones that the API server takes. */
export function addLabelParams(params: unknown, locale: Locale): AddLabelParams {
  const read = readerOf(params, locale);
  return { uri: read.text("uri"), offset: read.number("offset"), labels: labelChanges(recordOf(params), locale) };
}

/** `podsight/labelChoices`: the Pods behind a Service of a document, else Pods of the cluster by name. */
export function labelChoicesParams(params: unknown, locale: Locale): LabelChoicesParams {
  const read = readerOf(params, locale);
  const object = recordOf(params);
  const labels = labelChanges(object, locale);
  const uri = read.optionalText("uri");
  if (uri !== undefined) return { uri, offset: read.number("offset"), labels };
  return { ...namespaceIn(object, locale), pods: namesIn(object, "pods", locale), labels };
}

/** `podsight/find`; the cluster itself says whether it understands the selector. */
export function findParams(params: unknown, locale: Locale): FindParams {
  const read = readerOf(params, locale);
  const namespace = read.optionalText("namespace");
  if (namespace !== undefined && !isDnsName(namespace)) throw wrong("namespace", locale);
  return { labelSelector: read.text("labelSelector"), ...(namespace !== undefined && { namespace }) };
}

/** `podsight/apply`: a token, and what was typed where the context is protected. */
export function applyParams(params: unknown, locale: Locale): ApplyParams {
  const read = readerOf(params, locale);
  const typed = read.optionalText("typed");
  return { token: read.text("token"), ...(typed !== undefined && { typed }) };
}
