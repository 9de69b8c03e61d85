import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { readManifest } from "../manifest/readManifest.ts";
import type { ClusterFacts, Minor } from "../snapshot.ts";
import { judgeService } from "./judge.ts";
import type { Rule } from "./rule.ts";
import { RULES } from "./rules.ts";

const FACTS: ClusterFacts = { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false };

/** What is said of a rule's example, by the newest minor that has the rule. */
function judge(rule: Rule, text: string): readonly Diagnostic[] {
  const content = readManifest(text).documents[0]?.content;
  const [object] = content?.objects ?? [];
  if (content === undefined || object === undefined) throw new Error(`not a Service: ${text}`);
  expect(content.problems).toEqual([]);
  const minor: Minor = rule.until ?? 37;
  const { stored, facts } = rule.example;
  return judgeService(object, { minor, facts: { ...FACTS, ...facts }, text, ...(stored !== undefined && { stored }) });
}

function said(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === "error" || severity === "warning").map(({ code }) => code);
}

test("codes are unique and in kebab case", () => {
  const codes = RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

describe.each(RULES)("$code", (rule) => {
  const found = judge(rule, rule.example.wrong).filter(({ code }) => code === rule.code);

  test("finds the wrong example, on a place in the text", () => {
    expect(found).not.toEqual([]);
    for (const { span } of found) {
      expect(span[0]).toBeLessThan(span[1]);
      expect(span[1]).toBeLessThanOrEqual(rule.example.wrong.length);
    }
  });

  test("finds nothing in the right example", () => {
    const allowed = ["external-ips-deprecated", "prefer-close-deprecated"].filter((code) => code !== rule.code);
    expect(said(judge(rule, rule.example.right)).filter((code) => !allowed.includes(code))).toEqual([]);
  });

  test("what a fix leaves is found no more", () => {
    for (const diagnostic of found) {
      for (const fix of diagnostic.fixes ?? []) {
        const fixed = applyEdits(rule.example.wrong, fix.edits);
        const left = judge(rule, fixed);
        expect(
          left.filter(({ code, field }) => code === rule.code && field === diagnostic.field),
          fixed,
        ).toEqual([]);
        expect(
          left.filter(({ stage }) => stage === "decode" || stage === "strict"),
          fixed,
        ).toEqual([]);
      }
    }
  });
});

test("all certain fixes of an example together leave no error of the kind", () => {
  for (const rule of RULES) {
    let text = rule.example.wrong;
    for (let round = 0; round < 5; round++) {
      const next = judge(rule, text)
        .flatMap(({ fixes = [] }) => fixes.filter(({ certain }) => certain))
        .at(0);
      if (next === undefined) break;
      text = applyEdits(text, next.edits);
    }
    expect(
      judge(rule, text).flatMap(({ fixes = [] }) => fixes.filter(({ certain }) => certain)),
      text,
    ).toEqual([]);
  }
});
