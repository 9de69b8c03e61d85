import { objectOf, textOf } from "../../core/json.ts";
import type { Endpoint } from "../http/http.ts";
import { METADATA_FORM } from "../reflect/form.ts";
import { listAll } from "../reflect/list.ts";

const MAX_PAGES = 10;

/** The names of the cluster's namespaces, at most 5,000; empty when they may not be listed. */
export async function listNamespaceNames(endpoint: Endpoint, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  const add = (object: unknown) => {
    const name = textOf(objectOf(objectOf(object).metadata).name);
    if (name !== undefined) names.push(name);
  };
  const query = { form: METADATA_FORM, maxPages: MAX_PAGES };
  const listed = await listAll(endpoint, "/api/v1/namespaces", signal, add, query);
  return listed.kind === "listed" ? names : [];
}
