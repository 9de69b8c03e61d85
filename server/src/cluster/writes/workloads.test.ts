import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pathsOf } from "./resources.ts";
import { POD, TEMPLATES } from "./workloads.ts";

const LISTED = readFileSync(join(import.meta.dirname, "../../../../SECURITY.md"), "utf8");

test.each([POD, ...TEMPLATES])("SECURITY.md lists that a $kind is read and changed", (resource) => {
  const { path } = pathsOf(resource, "NAMESPACE", "NAME");
  for (const verb of ["GET", "PATCH"]) expect(LISTED).toContain(`| \`${verb} ${path}\` |`);
});
