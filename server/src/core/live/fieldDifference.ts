import { isObject } from "../json.ts";
import type { Span } from "../span.ts";

/** A field that applying the manifest would change in the cluster. */
export interface FieldDifference {
  /** As people write it: `spec.selector.tier`, `spec.ports[http].targetPort`. */
  readonly path: string;
  /** Undefined where the manifest does not write the field any more, and applying takes it away or back to its default. */
  readonly written: string | undefined;
  /** Undefined where the cluster does not have the field. */
  readonly stored: string | undefined;
  /** The written value; undefined where there is none. */
  readonly span: Span | undefined;
}

/** Whether Go leaves a value out of an object (`omitempty`): null, empty, zero and false. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.values(value).every(isEmpty);
}

/** A value in a sentence: texts as they are, the rest as JSON. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
