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

/** The requests, each once as `GET /api/v1/...`, that the table of SECURITY.md does not have. */
export async function notInSecurity(
  requests: readonly { readonly method: string; readonly path: string }[],
): Promise<readonly string[]> {
  const text = await readFile(join(import.meta.dirname, "../../SECURITY.md"), "utf8");
  const allowed = [...text.matchAll(/^\| `(GET|POST|PUT|PATCH|DELETE) (\S+?)`/gm)].map(([, method, path = ""]) => {
    const pattern = PLACES.reduce((known, [place, what]) => known.replaceAll(place, what), path);
    return new RegExp(`^${method} ${pattern}$`);
  });
  const asked = new Set(requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`));
  return [...asked].filter((request) => !allowed.some((pattern) => pattern.test(request)));
}
