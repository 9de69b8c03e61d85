import { readFileSync } from "node:fs";
import type { Diagnostic } from "../../server/src/core/diagnostic.ts";
import type { ClusterFacts } from "../../server/src/core/snapshot.ts";
import { type Json, recordOf, type Verdict } from "./apiServer.ts";
import { ourVerdict } from "./ourVerdict.ts";

/** A Service whose verdict is recorded: that of the update where something is stored. */
export interface RecordedCase {
  readonly object: Json;
  readonly stored?: Json;
  /** The cluster has both families; else IPv4 only. */
  readonly dual?: true;
  /** Of how many characters an annotation is that is to be added, since it is too long for a file. */
  readonly padding?: number;
}

/** The Service that is asked about. */
export function askedObject({ object, padding }: RecordedCase): Json {
  if (padding === undefined) return object;
  const { metadata, ...rest } = recordOf(object);
  return { ...rest, metadata: { ...recordOf(metadata), annotations: { padding: "x".repeat(padding) } } };
}

/**
 * A verdict without words: its kind, then the fields that are warned of or refused, sorted, each refused one with its
 * kind of error. Undefined where the server was not asked, or refused what was to be stored.
 */
export type VerdictLine = readonly (string | number)[] | null;

/** Where cases.json and verdicts-1.NN.json lie. */
export const RECORDED = new URL("fixtures/", import.meta.url);

/** The clusters that the servers were asked in. */
export function factsOf({ dual }: RecordedCase): ClusterFacts {
  const serviceCIDRs = ["10.96.0.0/12", ...(dual ? ["fd00:10:96::/112"] : [])];
  return { serviceCIDRs, nodePortRange: [30_000, 32_767], dualStack: dual === true };
}

/** @throws when the file was not recorded. */
export function recordedCases(): readonly RecordedCase[] {
  return JSON.parse(readFileSync(new URL("cases.json", RECORDED), "utf8"));
}

/** The verdicts of one minor, one for each case. @throws when the file was not recorded. */
export function recordedVerdicts(minor: number): readonly VerdictLine[] {
  return JSON.parse(readFileSync(new URL(`verdicts-1.${minor}.json`, RECORDED), "utf8"));
}

/** What the server said. */
export function lineOf(verdict: Verdict): VerdictLine {
  switch (verdict.kind) {
    case "accepted":
      return ["accepted", ...verdict.warnings.map(warnedField).toSorted()];
    case "other":
      return ["other", verdict.status];
    default:
      return [verdict.kind, ...verdict.findings.map(timeless).toSorted()];
  }
}

/** What the engine says, in the same form. */
export function ourLine(diagnostics: readonly Diagnostic[]): VerdictLine {
  const verdict = ourVerdict(diagnostics);
  if (verdict.kind !== "accepted") return lineOf(verdict);
  const warnings = diagnostics.filter(({ stage }) => stage === "warning");
  return ["accepted", ...warnings.map(({ field = "" }) => field).toSorted()];
}

/** The server says the field first; of an annotation it says the key only. */
function warnedField(warning: string): string {
  return /"\.?((?:spec|metadata)\.\w+(?:\[\d+\])?)/.exec(warning)?.[1] ?? "";
}

/** The server's error about a time names no field. */
function timeless(finding: string): string {
  return /[tT]ime(?:stamp)?$/.test(finding) ? "time" : finding;
}
