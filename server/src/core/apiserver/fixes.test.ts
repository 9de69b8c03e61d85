import fc from "fast-check";
import { expect, test } from "vitest";
import { services } from "../../../../test/differential/generate.ts";
import { applyEdits } from "../../../../test/support/applyEdits.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { readManifest } from "../manifest/readManifest.ts";
import { judgeService } from "./judge.ts";

const FACTS = { serviceCIDRs: ["10.96.0.0/12"], nodePortRange: [30_000, 32_767], dualStack: false } as const;

function judge(text: string): readonly Diagnostic[] {
  const content = readManifest(text).documents[0]?.content;
  const [object] = content?.objects ?? [];
  if (content === undefined || object === undefined) throw new Error(`no longer an object:\n${text}`);
  expect(content.problems, text).toEqual([]);
  return judgeService(object, { minor: 37, facts: FACTS, text });
}

function howOften(code: string, diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter((diagnostic) => diagnostic.code === code).length;
}

test("a fix leaves fewer findings of its code, and a text that can be read", () => {
  const property = fc.property(services, ({ text }) => {
    const before = judge(text);
    for (const { code, span, fixes = [] } of before) {
      expect(span[0]).toBeLessThanOrEqual(span[1]);
      expect(span[1]).toBeLessThanOrEqual(text.length);
      for (const { edits } of fixes) {
        const fixed = applyEdits(text, edits);
        expect(howOften(code, judge(fixed)), `${code}:\n${text}\n${fixed}`).toBeLessThan(howOften(code, before));
      }
    }
  });
  fc.assert(property, { numRuns: 300 });
});
