import { expect, test } from "vitest";
import { workspaceSnapshot } from "../../../../test/support/snapshot.ts";
import { check } from "../check.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { SYNTAX_RULES } from "./syntaxRules.ts";

test.each(SYNTAX_RULES)("$code is said of its wrong example, and nothing of the right one", ({ code, example }) => {
  const said = (text: string) =>
    check({ uri: "file:///shop/service.yaml", manifest: readManifest(text) }, workspaceSnapshot({}));
  expect(said(example.wrong).map((found) => found.code)).toEqual([code]);
  expect(said(example.right)).toEqual([]);
});
