import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { KubernetesObject } from "../manifest.ts";
import { comparePaths, structureProblems } from "../schema.ts";
import type { ClusterFacts, Minor } from "../snapshot.ts";
import { withClusterIPs, withDefaults } from "./defaults.ts";
import type { ServiceFields } from "./fields.ts";
import { readFields } from "./readFields.ts";
import type { Context, Finding, Rule } from "./rule.ts";
import { RULES } from "./rules.ts";
import { readStored } from "./stored.ts";
import { asUpdated, asWiped } from "./update.ts";

const DECODE_RULES = RULES.filter(({ stage }) => stage === "decode");
const LATER_RULES = RULES.filter(({ stage }) => stage !== "decode");

export interface JudgeOptions {
  readonly minor: Minor;
  readonly facts: ClusterFacts;
  /** Plain JSON of the stored Service: then the verdict is that of the update. */
  readonly stored?: unknown;
  /** The document's text, for fixes. */
  readonly text: string;
}

/**
 * What the API server of a minor would say of a Service, all of it at once, in the server's own order (so the first
 * finding of the first stage is what it would answer). Spans are relative to the document's text.
 */
export function judgeService(object: KubernetesObject, options: JudgeOptions): readonly Diagnostic[] {
  const { minor, facts, text } = options;
  const context: Context = { minor, facts, text, stored: readStored(options.stored) };
  const written = withDefaults(readFields(object.node, structureProblems(object.node)));
  const allocated = context.stored ? asUpdated(written, context.stored) : withClusterIPs(written);
  const validated = context.stored ? asWiped(allocated, context.stored) : allocated;
  const found: Diagnostic[] = [...decodeFindings(written, context)];
  let failedStep: string | undefined;
  for (const rule of LATER_RULES) {
    if (rule.step?.startsWith("ip-") && failedStep !== undefined && failedStep !== rule.step) continue;
    const service = rule.stage === "allocate" ? allocated : validated;
    if (!applies(rule, service, context)) continue;
    for (const finding of rule.check(service, context)) {
      if (found.length >= LIMITS.diagnostics) return found;
      found.push(diagnosticOf(rule, finding));
      if (rule.step?.startsWith("ip-")) failedStep = rule.step;
    }
  }
  return found;
}

/** Decode errors in the order in which the server meets them. */
function decodeFindings(service: ServiceFields, context: Context): readonly Diagnostic[] {
  const findings = DECODE_RULES.flatMap((rule) =>
    [...rule.check(service, context)].map((finding) => ({ rule, finding })),
  );
  return findings.toSorted(byMeeting).map(({ rule, finding }) => diagnosticOf(rule, finding));
}

function byMeeting(
  { finding: { met: left } }: { finding: Finding },
  { finding: { met: right } }: { finding: Finding },
): number {
  if (left === undefined || right === undefined) return 0;
  return Number(right.endsDecoding) - Number(left.endsDecoding) || comparePaths(left.path, right.path);
}

function applies(rule: Rule, service: ServiceFields, { minor, stored }: Context): boolean {
  if (rule.since !== undefined && minor < rule.since) return false;
  if (rule.until !== undefined && minor > rule.until) return false;
  if (rule.on !== undefined && rule.on !== (stored ? "update" : "create")) return false;
  for (const name of rule.reads) if (service[name].unknown) return false;
  return true;
}

function diagnosticOf(
  rule: Rule,
  { span, field, kind = rule.kind, message, fixes, related, deprecated }: Finding,
): Diagnostic {
  return {
    code: rule.code,
    severity: rule.severity ?? (rule.stage === "warning" ? "warning" : "error"),
    message,
    span,
    stage: rule.stage,
    ...(field !== undefined && { field }),
    ...(kind !== undefined && { kind }),
    ...(fixes && fixes.length > 0 && { fixes }),
    ...(related && related.length > 0 && { related }),
    ...(deprecated && { deprecated }),
  };
}
