import { ErrorCodes, ResponseError } from "vscode-languageserver-protocol";
import { isDnsName, isLabelKey, isLabelValue } from "../../core/apiserver/formats.ts";
import { SERVICE_TYPES } from "../../core/refactor/serviceType.ts";
import { type Locale, render, words } from "../../core/words.ts";
import type { SwitchTypeParams } from "../messages/edits.ts";
import type { LabelChanges } from "../messages/shared.ts";

/** A client is not trusted to send what the types promise: everything here is looked at before it is used. */
export const PARAM_LIMITS = {
  /** UTF-16 code units of a URI, a name, a token. */
  shortText: 4_096,
  /** UTF-16 code units of a manifest to be created. */
  manifest: 1024 * 1024,
  ports: 100,
  /** Objects that one write names. */
  names: 100,
  labels: 50,
} as const;

/** Reads the fields of one request's parameters; each reader throws a `ResponseError` that names the field. */
export interface ParamReader {
  text(field: string): string;
  optionalText(field: string): string | undefined;
  number(field: string): number;
}

/** A reader of the parameters, which have to be an object; anything else is refused. */
export function readerOf(params: unknown, locale: Locale): ParamReader {
  const object = recordOf(params);
  if (object === undefined) throw wrong("params", locale);
  const text = (field: string) => {
    const value = object.get(field);
    if (typeof value !== "string" || value.length > PARAM_LIMITS.shortText) throw wrong(field, locale);
    return value;
  };
  return {
    text,
    optionalText: (field) => (object.get(field) == null ? undefined : text(field)),
    number: (field) => {
      const value = object.get(field);
      if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw wrong(field, locale);
      return value;
    },
  };
}

/** The fields of an object that a client sent; undefined where it sent none. */
export type Fields = ReadonlyMap<string, unknown> | undefined;

/** The fields of an object; undefined for a list and for anything that is no object. */
export function recordOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

/** A list of at most `limit` items, which are still to be looked at; anything else is refused. */
export function listOf(value: unknown, limit: number, field: string, locale: Locale): readonly unknown[] {
  if (!Array.isArray(value) || value.length > limit) throw wrong(field, locale);
  return value;
}

/** The choice that the text is; undefined where there is no text. Any other text is refused. */
export function oneOf<const T extends string>(
  choices: readonly T[],
  text: string | undefined,
  field: string,
  locale: Locale,
): T | undefined {
  const choice = choices.find((one) => one === text);
  if (text !== undefined && choice === undefined) throw wrong(field, locale);
  return choice;
}

/** The namespace, fit to stand in a path; anything else is refused. */
export function namespaceIn(object: Fields, locale: Locale): { readonly namespace: string } {
  const namespace = object?.get("namespace");
  if (typeof namespace !== "string" || !isDnsName(namespace)) throw wrong("namespace", locale);
  return { namespace };
}

/** Names of objects, fit to stand in a path; anything else, and more than one write may name, is refused. */
export function namesIn(object: Fields, field: string, locale: Locale): readonly string[] {
  return listOf(object?.get(field), PARAM_LIMITS.names, field, locale).map((name, index) => {
    if (typeof name !== "string" || !isDnsName(name)) throw wrong(`${field}[${index}]`, locale);
    return name;
  });
}

/** Labels to be set, or with null to be taken off, with keys and values that the API server takes; none at all is refused. */
export function labelChanges(object: Fields, locale: Locale): LabelChanges {
  const changes = [...(recordOf(object?.get("labels")) ?? [])];
  if (changes.length === 0 || changes.length > PARAM_LIMITS.labels) throw wrong("labels", locale);
  const checked = changes.map(([key, value]): [string, string | null] => {
    if (!isLabelKey(key)) throw wrong("labels", locale);
    if (value !== null && (typeof value !== "string" || !isLabelValue(value))) throw wrong(`labels.${key}`, locale);
    return [key, value];
  });
  return Object.fromEntries(checked);
}

/** One of the types of a Service; anything else is refused. */
export function serviceType(read: ParamReader, locale: Locale): (typeof SERVICE_TYPES)[number] {
  const type = SERVICE_TYPES.find((one) => one === read.text("type"));
  if (type === undefined) throw wrong("type", locale);
  return type;
}

/** A type, and an external name that the API server takes, with or without a dot at its end; anything else is refused. */
export function typeAndName(read: ParamReader, locale: Locale): Pick<SwitchTypeParams, "type" | "externalName"> {
  const externalName = read.optionalText("externalName");
  if (externalName !== undefined && !isDnsName(externalName.replace(/\.$/, ""))) throw wrong("externalName", locale);
  return { type: serviceType(read, locale), ...(externalName !== undefined && { externalName }) };
}

/** The refusal of a request that is not well formed, naming the field. */
export function wrong(field: string, locale: Locale): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, render(WRONG({ field }), locale));
}

const WRONG = words({
  en: "The request is not well formed: {field}.",
  ja: "リクエストの形式が正しくありません: {field}。",
});
