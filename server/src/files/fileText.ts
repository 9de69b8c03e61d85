import { readFileSync, statSync } from "node:fs";
import { FILE_LIMITS } from "./manifestFiles.ts";
import { pathOf } from "./uris.ts";

/** The text of a file of the workspace for an edit in it; undefined where it is too large or gone. */
export function readText(uri: string): string | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    return statSync(path).size > FILE_LIMITS.fileBytes ? undefined : readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
