import schema from "../../../schemas/service.schema.json" with { type: "json" };
import { type StructureError, validate } from "../../../schemas/service.validator.js";
import { LIMITS } from "./limits.ts";
import { type Entry, type Node, plainOf } from "./yaml/node.ts";

/** A place where a Service's structure is not what the API server's decoder expects. */
export interface StructureProblem {
  readonly kind: "type" | "range" | "unknown-field";
  /** Keys and indexes from the object's root to the value; for an unknown field, to the field. */
  readonly path: readonly (string | number)[];
  /** The names of the struct fields on the way, as a decode error names them: `spec.ports.port`. */
  readonly structPath: string;
  /** What the schema expects: JSON types without null. */
  readonly expected: readonly string[];
  /** The value that is wrong. */
  readonly node: Node;
  /** The entry that holds the value; undefined for an item of a sequence. */
  readonly entry: Entry | undefined;
  /** The map or sequence that the value stands in. */
  readonly parent: Node;
}

/**
 * Everything that is wrong with the structure of a Service, by the compiled `schemas/service.schema.json`,
 * in the order in which the API server's decoder meets it. Values that a template fills in are left out.
 */
export function structureProblems(root: Node): readonly StructureProblem[] {
  if (validate(plainOf(root))) return [];
  const errors = (validate.errors ?? []).slice(0, LIMITS.diagnostics);
  const problems = errors.flatMap((error) => problemOf(root, error));
  return problems.sort((left, right) => comparePaths(left.path, right.path));
}

function problemOf(root: Node, error: StructureError): readonly StructureProblem[] {
  const path: (string | number)[] = [];
  let parent: Node = root;
  let node: Node = root;
  let entry: Entry | undefined;
  const steps = error.instancePath.split("/").slice(1).map(unescapePointer);
  if (error.params.additionalProperty !== undefined) steps.push(error.params.additionalProperty);
  for (const step of steps) {
    parent = node;
    if (node.kind === "map") {
      entry = node.entries.findLast((candidate) => candidate.key === step);
      if (entry === undefined) return [];
      node = entry.value;
      path.push(step);
    } else if (node.kind === "sequence") {
      const item = node.items[Number(step)];
      if (item === undefined) return [];
      entry = undefined;
      node = item;
      path.push(Number(step));
    }
  }
  const unknownField = error.keyword === "additionalProperties";
  if (node.kind === "unknown" && !unknownField) return [];
  return [
    {
      kind: kindOf(error),
      path,
      structPath: structPath(error.schemaPath),
      expected: expectedOf(error),
      node,
      entry,
      parent,
    },
  ];
}

function kindOf(error: StructureError): StructureProblem["kind"] {
  if (error.keyword === "additionalProperties") return "unknown-field";
  return error.keyword === "type" ? "type" : "range";
}

function expectedOf({ params: { type } }: StructureError): readonly string[] {
  const types = typeof type === "string" ? type.split(",") : (type ?? []);
  return types.filter((name) => name !== "null");
}

function structPath(schemaPath: string): string {
  const steps = schemaPath.split("/");
  return steps.filter((_, index) => steps[index - 1] === "properties").join(".");
}

function unescapePointer(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Whether one path comes before another: kubectl sends keys in sorted order, so the decoder meets them in that order. */
export function comparePaths(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  for (const [index, step] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (step !== other) return step < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** What the schema says of one value of a field. */
export interface ValueSchema {
  readonly description?: string;
  readonly "x-description-ja"?: string;
  readonly since?: string;
  readonly deprecated?: string;
  readonly instead?: string;
}

/** What the schema says of one field; `x-` keywords hold Kubernetes minors such as `1.34`. */
export interface FieldSchema {
  readonly description?: string;
  readonly "x-description-ja"?: string;
  readonly type?: string | readonly string[];
  readonly default?: string | number | boolean;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly "x-format"?: string;
  readonly "x-since"?: string;
  readonly "x-deprecated"?: string;
  readonly "x-values"?: Readonly<Record<string, ValueSchema>>;
  readonly "x-types"?: readonly string[];
  readonly "x-default"?: string;
  readonly "x-default-ja"?: string;
  readonly "x-allowed"?: string;
  readonly "x-allowed-ja"?: string;
  readonly "x-instead"?: string;
  readonly "x-instead-ja"?: string;
  readonly "x-server"?: boolean;
  readonly "x-link"?: string;
  readonly "x-removed-properties"?: Readonly<Record<string, { readonly removed: string; readonly instead: string }>>;
}

const SCHEMA: FieldSchema = schema;

/** The schema at a path of keys and indexes from a Service's root; undefined where the path leaves the schema. */
export function schemaAt(path: readonly (string | number)[]): FieldSchema | undefined {
  let current: FieldSchema | undefined = SCHEMA;
  for (const step of path) current = typeof step === "number" ? current?.items : own(current?.properties, step);
  return current;
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
