import { judgeService } from "../../server/src/core/apiserver/judge.ts";
import { RULES } from "../../server/src/core/apiserver/rules.ts";
import type { Diagnostic } from "../../server/src/core/diagnostic.ts";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import type { ClusterFacts, Minor } from "../../server/src/core/snapshot.ts";
import type { Json, Verdict } from "./apiServer.ts";

export interface JudgedBy {
  readonly minor: Minor;
  readonly facts: ClusterFacts;
  readonly stored?: Json;
}

/** Everything that the engine says of the text. */
export function judgeText(text: string, { minor, facts, stored }: JudgedBy): readonly Diagnostic[] {
  const [document] = readManifest(text).documents;
  const [object] = document?.content.objects ?? [];
  if (document === undefined || object === undefined) throw new Error(`not read as an object:\n${text}`);
  const { problems } = document.content;
  if (problems.length > 0) throw new Error(`not read: ${JSON.stringify(problems)}\n${text}`);
  return judgeService(object, { minor, facts, text, ...(stored !== undefined && { stored }) });
}

/**
 * What the server would answer by the engine's findings. The engine says all of them in the server's order; the
 * server stops at the first stage that fails, in the allocators at the first step, and while it decodes or hands out
 * numbers at the first mistake.
 */
export function ourVerdict(diagnostics: readonly Diagnostic[]): Verdict {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return { kind: "accepted", warnings: warningsOf(diagnostics) };
  switch (first.stage) {
    case "decode":
      return { kind: "decode", findings: [first.field ?? ""] };
    case "strict":
      return {
        kind: "strict",
        findings: sortedSet(errors.filter(({ stage }) => stage === "strict").map(({ field }) => field ?? "")),
      };
    case "allocate":
      return { kind: "invalid", findings: sortedSet(answeringStep(errors).map(findingOf)) };
    default:
      return {
        kind: "invalid",
        findings: sortedSet(errors.filter(({ stage }) => stage === "validate" || stage === "update").map(findingOf)),
      };
  }
}

function warningsOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({ stage }) => stage === "warning").map(({ code }) => code);
}

function answeringStep(errors: readonly Diagnostic[]): readonly Diagnostic[] {
  const step = stepOf(errors[0]);
  const said = errors.filter((diagnostic) => diagnostic.stage === "allocate" && stepOf(diagnostic) === step);
  return step === "ip-allocation" || !step?.startsWith("ip-") ? said.slice(0, 1) : said;
}

function stepOf(diagnostic: Diagnostic | undefined): string | undefined {
  return RULES.find(({ code }) => code === diagnostic?.code)?.step;
}

function findingOf({ field = "", kind = "" }: { field?: string; kind?: string }): string {
  return `${field} ${kind}`;
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
