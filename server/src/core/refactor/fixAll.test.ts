import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { words } from "../words.ts";
import { certainEdits, fixAll } from "./fixAll.ts";

const SAY = words({ en: "say", ja: "say" });

/** Finds every occurrence of a word and knows what it should be. */
function rule(from: string, to: string, certain = true): (text: string) => readonly Diagnostic[] {
  return (text) =>
    [...text.matchAll(new RegExp(from, "g"))].map(({ index }) => {
      const span = [index, index + from.length] as const;
      const fixes = [{ title: SAY(), edits: [{ span, newText: to }], certain }];
      return { code: `no-${from}`, severity: "error", message: SAY(), span, stage: "lint", fixes };
    });
}

function fixed(text: string, ...rules: readonly ((text: string) => readonly Diagnostic[])[]): string {
  const check = (next: string) => rules.flatMap((find) => find(next));
  return applyEdits(text, fixAll(text, check(text), check));
}

describe("fixAll", () => {
  test("applies every certain fix, and no other", () => {
    expect(fixed("one two one", rule("one", "1"), rule("two", "2", false))).toBe("1 two 1");
  });

  test("where fixes overlap the first wins and the text is looked at again", () => {
    expect(fixed("abc", rule("ab", "x"), rule("bc", "y"), rule("xc", "z"))).toBe("z");
  });

  test("a fix that never comes to an end is left", () => {
    expect(fixed("a", rule("a", "aa"))).toMatch(/^a+$/);
  });

  test("nothing is done that makes the text unreadable", () => {
    const broken: Diagnostic = {
      code: "yaml-syntax",
      severity: "error",
      message: SAY(),
      span: [0, 0],
      stage: "syntax",
    };
    const check = (text: string) => (text.includes("(") ? [broken] : rule("a", "(")(text));
    expect(fixAll("a", check("a"), check)).toEqual([]);
  });

  test("fixes of one kind", () => {
    const found = [...rule("one", "1")("one two one"), ...rule("two", "2")("one two one")];
    expect(certainEdits(found, "no-one")).toEqual({
      count: 2,
      edits: [
        { span: [0, 3], newText: "1" },
        { span: [8, 11], newText: "1" },
      ],
    });
  });
});
