import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { KubernetesObject } from "../manifest/manifest.ts";
import { comparePaths } from "../schema.ts";
import type { ClusterFacts, Minor } from "../snapshot.ts";
import { afterAllocation, keepsPreference } from "./allocation.ts";
import { withClusterIPs, withDefaults } from "./defaults.ts";
import type { ServiceFields } from "./fields.ts";
import { fieldsOf } from "./readFields.ts";
import type { Context, Finding, Rule, Step } from "./rule.ts";
import { RULES } from "./rules.ts";
import { createSilence, type Silence } from "./silence.ts";
import { readStored } from "./stored.ts";
import { asUpdated, asWiped, withOneFamily } from "./update.ts";

/** The rules by stage and step, in the server's order. */
const GROUPS: readonly Group[] = [...new Set(RULES.map(groupOf))].map((name) => {
  const rules = RULES.filter((rule) => groupOf(rule) === name);
  return { step: rules[0]?.step, rules };
});

/** By which Kubernetes, and beside what, a Service is judged. */
export interface JudgeOptions {
  readonly minor: Minor;
  readonly facts: ClusterFacts;
  /** Plain JSON of the stored Service: then the verdict is that of the update. */
  readonly stored?: unknown;
  /** The document's text, for fixes. */
  readonly text: string;
  /** What {@link fieldsOf} says of the object, with defaults, where it has been asked already. */
  readonly fields?: ServiceFields;
  /** For whoever judges one Service after another. */
  readonly silence?: Silence;
}

/**
 * What the API server of a minor would say of a Service, all of it at once, in the server's own order (so the first
 * finding of the first stage is what it would answer). Spans are relative to the document's text.
 */
export function judgeService(object: KubernetesObject, options: JudgeOptions): readonly Diagnostic[] {
  const { minor, facts, text } = options;
  const context: Context = { minor, facts, text, stored: readStored(options.stored) };
  const stages = stagesOf(options.fields ?? withDefaults(fieldsOf(object)), context);
  const silent = silentRules(stages, context, options.silence);
  const found: Diagnostic[] = [];
  let failedStep: Step | undefined;
  for (const group of GROUPS) {
    const { step } = group;
    if (step?.startsWith("ip-") && (failedStep !== undefined || stages.keepsAddresses)) continue;
    const diagnostics = findingsOf(group, stageOf(step, stages), context, silent);
    found.push(...diagnostics.slice(0, LIMITS.diagnostics - found.length));
    if (step?.startsWith("ip-") && diagnostics.length > 0) failedStep = step;
    // What an update's allocators made of the addresses is validated again.
    if (step === "health-check" && context.stored && failedStep === undefined)
      found.push(...validatedAgain(stages, context));
  }
  return found;
}

/** Rules that the server asks in one go. */
interface Group {
  readonly step: Step | undefined;
  readonly rules: readonly Rule[];
}

function groupOf({ stage, step }: Rule): string {
  return `${stage} ${step ?? ""}`;
}

/** The Service as the allocators and as validation see it. */
interface Stages {
  /** While the allocators look at the form of the addresses. */
  readonly formed: ServiceFields;
  readonly allocated: ServiceFields;
  readonly validated: ServiceFields;
  /** On an update nothing about addresses changes, and the allocators do not look at them. */
  readonly keepsAddresses: boolean;
}

function stagesOf(written: ServiceFields, { stored, facts }: Context): Stages {
  if (stored === undefined) {
    const service = withClusterIPs(written);
    return { formed: service, allocated: service, validated: service, keepsAddresses: false };
  }
  const formed = asUpdated(written, stored);
  const allocated = withOneFamily(formed, stored);
  const validated = asWiped(afterAllocation(allocated, stored, facts), stored);
  return { formed, allocated, validated, keepsAddresses: keepsPreference(allocated, stored) };
}

function stageOf(step: Step | undefined, { formed, allocated, validated }: Stages): ServiceFields {
  if (step === undefined) return validated;
  return step === "ip-form" ? formed : allocated;
}

function validatedAgain({ allocated, validated }: Stages, context: Context): readonly Diagnostic[] {
  if (allocated.clusterIPs.value?.length === validated.clusterIPs.value?.length) return [];
  const form = GROUPS.find(({ step }) => step === "ip-form");
  return form
    ? findingsOf(form, validated, context, new Set()).map((diagnostic) => ({ ...diagnostic, stage: "update" }))
    : [];
}

/** An update is judged at two stages, of which each would need a memory of its own. */
function silentRules({ allocated, validated }: Stages, context: Context, silence = createSilence()): Set<Rule> {
  return allocated === validated ? silence.about(validated, context) : new Set();
}

/** Adds those rules to the silent ones that have nothing to say. */
function findingsOf(
  { rules }: Group,
  service: ServiceFields,
  context: Context,
  silent: Set<Rule>,
): readonly Diagnostic[] {
  const findings: { readonly rule: Rule; readonly finding: Finding }[] = [];
  for (const rule of rules) {
    if (silent.has(rule)) continue;
    const before = findings.length;
    if (applies(rule, service, context)) {
      for (const finding of rule.check(service, context)) {
        if (findings.push({ rule, finding }) >= LIMITS.diagnostics) break;
      }
    }
    if (findings.length === before && rule.reads.length > 0) silent.add(rule);
  }
  if (findings.length === 0) return NONE;
  if (findings.some(({ finding }) => finding.met)) findings.sort(byMeeting);
  return findings.map(({ rule, finding }) => diagnosticOf(rule, finding));
}

const NONE: readonly Diagnostic[] = [];

type Found = { readonly finding: Finding };

function byMeeting({ finding: { met: left } }: Found, { finding: { met: right } }: Found): number {
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
  { span, field, kind = rule.kind, message, fixes, related, deprecated, follows }: Finding,
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
    ...(follows !== undefined && { follows }),
  };
}
