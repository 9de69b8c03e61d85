import { describe, expect, test } from "vitest";
import { check } from "../../server/src/core/check.ts";
import type { Diagnostic } from "../../server/src/core/diagnostic.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { ACCEPTED } from "../differential/forms/accepted.ts";
import { QUIET } from "../differential/forms/quiet.ts";
import { NOTHING_KNOWN } from "../support/completing.ts";

function found(name: string, text: string): readonly Diagnostic[] {
  return check({ uri: `file:///published/${name}.yaml`, manifest: readManifest(text) }, NOTHING_KNOWN);
}

describe("a Service in a form that the API server accepts has no error", () => {
  test.each(ACCEPTED)("%s", (name, text) => {
    const errors = found(name, text).filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, field }) => ({ code, field }))).toEqual([]);
  });
});

describe("of what is no Service, or a template of one, nothing is said", () => {
  test.each(QUIET)("%s", (name, text) => {
    expect(found(name, text).map(({ code, field }) => ({ code, field }))).toEqual([]);
  });
});
