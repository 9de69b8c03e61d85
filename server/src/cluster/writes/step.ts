import { type JsonObject, objectOf, textOf } from "../../core/json.ts";
import type { Message } from "../../core/words.ts";
import type { Answer } from "../http/answer.ts";
import { type Call, type Endpoint, send } from "../http/http.ts";
import { oneLine, type Say } from "../words.ts";

/** What planning and doing a write needs. */
export interface WriterOptions {
  readonly context: string;
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly say: Say;
  readonly log: (line: string) => void;
}

/** One object's change: tried as a dry run first, sent in earnest later. */
export interface Step {
  readonly kind: string;
  readonly name: string;
  /** The object as it is; empty for one that is not there. */
  readonly before: JsonObject;
  /** What is shown of the answer: the object as it will be; empty for one that will not be there. */
  readonly shown: (answered: JsonObject) => JsonObject;
  readonly send: (dryRun: boolean) => Promise<Answer | HalfDone>;
  readonly done: Message;
}

/** The object is gone and the one that shall take its place is not there. */
export interface HalfDone {
  readonly kind: "half-done";
  readonly why: Message;
  readonly missing: JsonObject;
}

/** The steps of a write, or why there are none. */
export type Plan =
  | { readonly kind: "planned"; readonly namespace: string; readonly what: string; readonly steps: readonly Step[] }
  | { readonly kind: "refused"; readonly namespace: string; readonly what: string; readonly why: string };

/** A plan for objects of one kind, which are named in `what`. */
export function planned(namespace: string, kind: string, steps: readonly Step[]): Plan {
  return {
    kind: "planned",
    namespace,
    what: whatOf(
      kind,
      steps.map(({ name }) => name),
    ),
    steps,
  };
}

/** The objects in a line, for example `Pod one, two`. */
export function whatOf(kind: string, names: readonly string[]): string {
  return `${kind} ${oneLine(names.join(", "), 200)}`;
}

/** Whatever is written says by this name who wrote it (`metadata.managedFields`). */
const FIELD_MANAGER = "podsight";

/** The query of a request that writes: the field manager, and `dryRun=All` where nothing shall be stored. */
export function writeQuery(
  dryRun: boolean,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { fieldManager: FIELD_MANAGER, ...(dryRun && { dryRun: "All" }), ...more };
}

/** Sends a request of a write. Only the end of the connection stops it: nobody would know else whether it was done. */
export function ask({ endpoint, signal }: WriterOptions, call: Omit<Call, "signal">): Promise<Answer> {
  return send(endpoint, { ...call, signal });
}

/** The version of an object that was read (`metadata.resourceVersion`); undefined for one that was not. */
export function versionOf(object: JsonObject): string | undefined {
  return textOf(objectOf(object.metadata).resourceVersion);
}

/** The object with these fields of metadata set, and its others kept. */
export function withMetadata(object: JsonObject, metadata: JsonObject): JsonObject {
  return { ...object, metadata: { ...objectOf(object.metadata), ...metadata } };
}
