import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What stands in SECURITY.md for a part of a path, and what may stand there. */
const PLACES: readonly (readonly [string, string])[] = [
  ["NAMESPACE", "[^/]+"],
  ["NAME", "[^/]+"],
  // Only groups with a dot, and no Secrets: what the sentence below the table says.
  ["GROUP", "[^/.]+[.][^/]+"],
  ["VERSION", "v[0-9][0-9a-z]*"],
  ["RESOURCE", "(?!secrets/)[^/]+"],
];

interface Request {
  readonly method: string;
  readonly path: string;
}

/** The requests, each once as `GET /api/v1/...`, that the table of SECURITY.md does not have. */
export async function notInSecurity(requests: readonly Request[]): Promise<readonly string[]> {
  const allowed = (await securityRows()).map(({ pattern }) => pattern);
  return distinct(requests).filter((request) => !allowed.some((pattern) => pattern.test(request)));
}

/** The rows of the table of SECURITY.md, as `GET /api/v1/...`, that none of the requests is of. */
export async function neverAsked(requests: readonly Request[]): Promise<readonly string[]> {
  const asked = distinct(requests);
  return (await securityRows())
    .filter(({ pattern }) => !asked.some((request) => pattern.test(request)))
    .map(({ row }) => row);
}

function distinct(requests: readonly Request[]): readonly string[] {
  return [...new Set(requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`))];
}

async function securityRows(): Promise<readonly { readonly row: string; readonly pattern: RegExp }[]> {
  const text = await readFile(join(import.meta.dirname, "../../SECURITY.md"), "utf8");
  return [...text.matchAll(/^\| `(GET|POST|PUT|PATCH|DELETE) (\S+?)`/gm)].map(([, method, path = ""]) => {
    const pattern = PLACES.reduce((known, [place, what]) => known.replaceAll(place, what), path);
    return { row: `${method} ${path}`, pattern: new RegExp(`^${method} ${pattern}$`) };
  });
}
