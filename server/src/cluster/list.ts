import { type Endpoint, type Refusal, send } from "./http.ts";
import { listOf, objectOf, textOf } from "./json.ts";

/** How a list ended: complete at a version, or not at all. */
export type Listed = { readonly kind: "listed"; readonly resourceVersion: string } | Refusal;

const PAGE_SIZE = 500;
/** A million objects: beyond it a server that never comes to an end is more likely than such a list. */
const PAGE_LIMIT = 2_000;

export interface ListQuery {
  readonly accept?: string;
  readonly labelSelector?: string;
  readonly maxPages?: number;
}

/**
 * Lists a collection page by page and hands out each object as soon as its page is there, so that never more than one
 * page is in memory. With `maxPages` it may end before the list does; that is `listed` as well.
 */
export async function listAll(
  endpoint: Endpoint,
  path: string,
  signal: AbortSignal,
  each: (object: unknown) => void,
  query: ListQuery = {},
): Promise<Listed> {
  let next: string | undefined;
  for (let page = 0; page < Math.min(query.maxPages ?? PAGE_LIMIT, PAGE_LIMIT); page++) {
    const answer = await send(endpoint, {
      path,
      signal,
      ...(query.accept !== undefined && { accept: query.accept }),
      query: {
        limit: String(PAGE_SIZE),
        ...(query.labelSelector !== undefined && { labelSelector: query.labelSelector }),
        ...(next !== undefined && { continue: next }),
      },
    });
    if (answer.kind !== "ok") return answer;
    const metadata = objectOf(answer.body.metadata);
    for (const object of listOf(answer.body.items)) each(object);
    next = textOf(metadata.continue);
    if (next === undefined) return { kind: "listed", resourceVersion: textOf(metadata.resourceVersion) ?? "" };
  }
  return { kind: "listed", resourceVersion: "" };
}
