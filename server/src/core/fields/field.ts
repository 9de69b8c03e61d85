import { type FieldSchema, schemaAt, type ValueSchema } from "../schema.ts";
import type { Message } from "../words.ts";

/** What can be written for a field, as far as it decides how somebody begins. */
export type Shape = "map" | "pairs" | "list" | "number" | "boolean" | "text" | "number or text" | "anything";

/** A field of a Service in the product's own words; all of it comes from `schemas/service.schema.json`. */
export interface Field {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly shape: Shape;
  readonly meaning: Message;
  readonly defaultsTo: Message | undefined;
  readonly allowed: Message | undefined;
  /** The Kubernetes minor of the 1.x line that first had the field; undefined for those of old. */
  readonly since: number | undefined;
  readonly deprecatedSince: number | undefined;
  /** What to use in the place of a deprecated field. */
  readonly instead: Message | undefined;
  /** The types of Service that have a use for it; undefined for all. */
  readonly types: readonly string[] | undefined;
  readonly values: readonly FieldValue[];
  /** The cluster writes it; in a manifest it says nothing. */
  readonly isWrittenByServer: boolean;
  /** A page of the Kubernetes documentation. */
  readonly link: string;
}

/** One value of an enumeration. */
export interface FieldValue {
  readonly value: string;
  readonly meaning: Message;
  readonly since: number | undefined;
  readonly deprecatedSince: number | undefined;
  /** The value to use in the place of a deprecated one. */
  readonly instead: string | undefined;
}

/** The field at a path of keys and indexes from a Service's root; undefined where a Service has none. */
export function fieldAt(path: readonly (string | number)[]): Field | undefined {
  return FIELDS.get(nameOfPath(path));
}

/** The fields below a path, in the order of the schema; none where the path is no object. */
export function fieldsBelow(path: readonly (string | number)[]): readonly Field[] {
  return BELOW.get(nameOfPath(path)) ?? [];
}

/** All items of a list are one field. */
function nameOfPath(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === "number" ? 0 : step)).join("\0");
}

function fieldOf(path: readonly (string | number)[], schema: FieldSchema): Field {
  return {
    name: String(path.at(-1) ?? ""),
    path,
    shape: shapeOf(schema),
    meaning: bilingual(schema.description, schema["x-description-ja"]) ?? NOTHING,
    defaultsTo: bilingual(schema["x-default"], schema["x-default-ja"]) ?? literal(schema.default),
    allowed: bilingual(schema["x-allowed"], schema["x-allowed-ja"]),
    since: minorOf(schema["x-since"]),
    deprecatedSince: minorOf(schema["x-deprecated"]),
    instead: bilingual(schema["x-instead"], schema["x-instead-ja"]),
    types: nearest(path, "x-types"),
    values: Object.entries(schema["x-values"] ?? {}).map(enumeratedValue),
    isWrittenByServer: nearest(path, "x-server") === true,
    link: nearest(path, "x-link") ?? "",
  };
}

function enumeratedValue([value, schema]: [string, ValueSchema]): FieldValue {
  return {
    value,
    meaning: bilingual(schema.description, schema["x-description-ja"]) ?? NOTHING,
    since: minorOf(schema.since),
    deprecatedSince: minorOf(schema.deprecated),
    instead: schema.instead,
  };
}

/** A keyword that holds for what lies below as well: the nearest one on the way up. */
function nearest<Key extends "x-types" | "x-server" | "x-link">(
  path: readonly (string | number)[],
  key: Key,
): FieldSchema[Key] | undefined {
  for (let length = path.length; length >= 0; length--) {
    const value = schemaAt(path.slice(0, length))?.[key];
    if (value !== undefined) return value;
  }
  return undefined;
}

function shapeOf({ type, properties }: FieldSchema): Shape {
  const types = (typeof type === "string" ? [type] : (type ?? [])).filter((name) => name !== "null");
  if (types.includes("object")) return properties === undefined ? "pairs" : "map";
  if (types.includes("array")) return "list";
  if (types.includes("integer")) return types.includes("string") ? "number or text" : "number";
  if (types.includes("boolean")) return "boolean";
  return types.includes("string") ? "text" : "anything";
}

const NOTHING: Message = { sentence: { en: "", ja: "" }, values: {} };

/** Sentences of the schema; a test holds that each is there in both languages. */
function bilingual(en: string | undefined, ja: string | undefined): Message | undefined {
  return en === undefined || ja === undefined ? undefined : { sentence: { en, ja }, values: {} };
}

function literal(value: string | number | boolean | undefined): Message | undefined {
  const text = `\`${String(value)}\``;
  return value === undefined ? undefined : bilingual(text, text);
}

function minorOf(version: string | undefined): number | undefined {
  return version === undefined ? undefined : Number(version.split(".")[1]);
}

function allFields(path: readonly (string | number)[], schema: FieldSchema): readonly Field[] {
  const { properties = {}, items } = schema;
  const below = Object.entries(properties).flatMap(([name, child]) => allFields([...path, name], child));
  return [fieldOf(path, schema), ...below, ...(items === undefined ? [] : allFields([...path, 0], items))];
}

// Asked at each key that is typed, so all are made once.
const FIELDS: ReadonlyMap<string, Field> = new Map(
  allFields([], schemaAt([]) ?? {}).map((field) => [nameOfPath(field.path), field]),
);
const BELOW: ReadonlyMap<string, readonly Field[]> = new Map(
  Array.from(FIELDS, ([name, { path }]) => {
    const names = Object.keys(schemaAt(path)?.properties ?? {});
    return [name, names.flatMap((child) => FIELDS.get(nameOfPath([...path, child])) ?? [])];
  }),
);
