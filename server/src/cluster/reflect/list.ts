import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../../core/json.ts";
import type { Broken, Refusal } from "../http/answer.ts";
import { type Call, type Endpoint, type Opened, open, readAnswer, readBody } from "../http/http.ts";
import { isProtobuf } from "../protobuf/envelope.ts";
import { createListReader } from "../protobuf/listReader.ts";
import { ProtobufError, type Shape } from "../protobuf/message.ts";
import { CONNECTION_WORDS } from "../words.ts";
import { acceptOf, type Form, JSON_FORM } from "./form.ts";

/** How a list ended: complete at a version, or not at all. */
export type Listed =
  | {
      readonly kind: "listed";
      readonly resourceVersion: string;
      /** It was not read to its end, because no more was asked for. */
      readonly more: boolean;
    }
  | Refusal;

const PAGE_SIZE = 500;
/** A million objects: beyond it a server that never comes to an end is more likely than such a list. */
const PAGE_LIMIT = 2_000;

/** What of a collection is wanted, and in which form; whole JSON objects without an end where nothing is said. */
export interface ListQuery {
  readonly form?: Form;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string;
  readonly maxPages?: number;
  /** Until an answer begins, and between two pieces of it. */
  readonly silenceMs?: number | undefined;
}

/**
 * Lists a collection page by page. In protobuf each object is handed out as soon as its bytes are there, in JSON as soon
 * as its page is; never more than one page is in memory. With `maxPages` it may end before the list does.
 */
export async function listAll(
  endpoint: Endpoint,
  path: string,
  signal: AbortSignal,
  each: (object: unknown) => void,
  query: ListQuery = {},
): Promise<Listed> {
  const form = query.form ?? JSON_FORM;
  let next: string | undefined;
  let resourceVersion = "";
  for (let page = 0; page < Math.min(query.maxPages ?? PAGE_LIMIT, PAGE_LIMIT); page++) {
    const call: Call = {
      path,
      signal,
      accept: acceptOf(form, "list"),
      ...(query.silenceMs !== undefined && { answerMs: query.silenceMs, idleMs: query.silenceMs }),
      query: {
        limit: String(PAGE_SIZE),
        ...(query.labelSelector !== undefined && { labelSelector: query.labelSelector }),
        ...(query.fieldSelector !== undefined && { fieldSelector: query.fieldSelector }),
        ...(next !== undefined && { continue: next }),
      },
    };
    const read = await readPage(endpoint, call, form, each);
    if (read.kind !== "page") return read;
    resourceVersion = textOf(read.metadata.resourceVersion) ?? "";
    next = textOf(read.metadata.continue);
    if (next === undefined) return { kind: "listed", resourceVersion, more: false };
  }
  return { kind: "listed", resourceVersion, more: true };
}

/** How many objects a collection holds, asked for with one object of it; undefined where the server does not say. */
export async function countAll(
  endpoint: Endpoint,
  path: string,
  signal: AbortSignal,
  form: Form,
  answerMs: number,
): Promise<{ readonly kind: "counted"; readonly count: number | undefined } | Refusal> {
  let listed = 0;
  const call: Call = { path, signal, answerMs, accept: acceptOf(form, "list"), query: { limit: "1" } };
  const read = await readPage(endpoint, call, form, () => {
    listed += 1;
  });
  if (read.kind !== "page") return read;
  const { continue: next, remainingItemCount } = read.metadata;
  if (textOf(next) === undefined) return { kind: "counted", count: listed };
  const remaining = numberOf(remainingItemCount);
  return { kind: "counted", count: remaining > 0 ? listed + remaining : undefined };
}

type Page = { readonly kind: "page"; readonly metadata: JsonObject };

async function readPage(
  endpoint: Endpoint,
  call: Call,
  form: Form,
  each: (object: unknown) => void,
): Promise<Page | Refusal> {
  const opened = await open(endpoint, call);
  if (opened.kind === "broken") return opened;
  const inProtobuf = opened.status === 200 && isProtobuf(opened.headers["content-type"]);
  if (inProtobuf && form.shape !== undefined) return readProtobuf({ endpoint, call, opened }, form.shape, each);
  const answer = await readAnswer(endpoint, opened, call);
  if (answer.kind !== "ok") return answer;
  for (const object of listOf(answer.body.items)) each(object);
  return { kind: "page", metadata: objectOf(answer.body.metadata) };
}

async function readProtobuf(
  { endpoint, call, opened }: { readonly endpoint: Endpoint; readonly call: Call; readonly opened: Opened },
  shape: Shape,
  each: (object: unknown) => void,
): Promise<Page | Refusal> {
  const reader = createListReader(shape, each);
  const broken = await readBody(endpoint, opened, call, reader.push);
  if (broken !== undefined) return broken;
  try {
    return { kind: "page", metadata: reader.end() };
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    const why = CONNECTION_WORDS.cutOff({ server: endpoint.base.host });
    return { kind: "broken", why, unreadable: true } satisfies Broken;
  }
}
